import { updateCanonical } from "../canonical/body-hash.ts";
import type { Engine, HashState } from "../engine.ts";
import type { Message } from "../message/message.ts";
import type { DkimSignature, Form } from "./signature.ts";

/** One digest that signatures ask for: the body in one form, whole or its first octets (RFC 6376 s3.7). */
interface Wanted {
  readonly state: HashState;
  readonly length: number | undefined;
  taken: number;
}

/** SHA-256 of the body as a signature wants it; undefined where `l=` asks for more octets than there are (s3.5). */
export type BodyHashes = (signature: DkimSignature) => Uint8Array | undefined;

/** Computes all body hashes that the signatures ask for, in one pass for each form. */
export async function hashBodies(
  message: Message,
  signatures: readonly DkimSignature[],
  engine: Engine,
): Promise<BodyHashes> {
  const digests = new Map<string, Uint8Array | undefined>();
  for (const form of new Set(signatures.map(({ bodyForm }) => bodyForm))) {
    const own = signatures.filter(({ bodyForm }) => bodyForm === form);
    const wanted = [...new Set(own.map(({ length }) => length))].map((length): Wanted => {
      return { state: engine.sha256(), length, taken: 0 };
    });
    const { bodyStart, bodyEnd } = message.root;
    await updateCanonical(allOf(wanted), message, bodyStart, bodyEnd, form, engine);
    for (const { state, length, taken } of wanted) {
      const enough = length === undefined || taken === length;
      digests.set(nameOf(form, length), enough ? state.digest() : undefined);
    }
  }
  return ({ bodyForm, length }) => digests.get(nameOf(bodyForm, length));
}

const nameOf = (form: Form, length: number | undefined) => `${form} ${length ?? ""}`;

/** Hands every chunk to all of them, cut where `l=` ends. */
function allOf(wanted: readonly Wanted[]): Pick<HashState, "update"> {
  return {
    update(chunk) {
      for (const one of wanted) {
        const rest = one.length === undefined ? chunk.length : Math.min(chunk.length, one.length - one.taken);
        if (rest > 0) one.state.update(chunk.subarray(0, rest));
        one.taken += rest;
      }
    },
  };
}
