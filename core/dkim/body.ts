import { updateCanonical } from "../canonical/body-hash.ts";
import { sha256 } from "../crypto/sha256.ts";
import type { Engine } from "../engine.ts";
import type { Message } from "../message/message.ts";
import type { DkimSignature, Form } from "./signature.ts";

/** SHA-256 of the body as a signature wants it; undefined where `l=` asks for more octets than there are (s3.5). */
export type BodyHashes = (signature: BodyForm) => Uint8Array | undefined;

/** Which octets of the body a signature is about. */
export type BodyForm = Pick<DkimSignature, "bodyForm" | "length">;

/** Computes all body hashes that the signatures ask for: the body in each form once, whole or its first octets (RFC 6376 s3.7). */
export async function hashBodies(
  message: Message,
  signatures: readonly BodyForm[],
  engine: Engine,
): Promise<BodyHashes> {
  const digests = new Map<string, Uint8Array>();
  for (const form of new Set(signatures.map(({ bodyForm }) => bodyForm))) {
    const own = signatures.filter(({ bodyForm }) => bodyForm === form);
    const body = await canonical(message, form, engine);
    for (const length of new Set(own.map(({ length }) => length)))
      if (length === undefined || length <= body.length)
        digests.set(nameOf(form, length), await sha256(body.subarray(0, length)));
  }
  return ({ bodyForm, length }) => digests.get(nameOf(bodyForm, length));
}

const nameOf = (form: Form, length: number | undefined) => `${form} ${length ?? ""}`;

/** The body in one form, in one piece. */
async function canonical(message: Message, form: Form, engine: Engine): Promise<Uint8Array<ArrayBuffer>> {
  const { bodyStart, bodyEnd } = message.root;
  // Neither form makes a body longer, but for the line end that the last line may lack.
  const body = new Uint8Array(bodyEnd - bodyStart + 2);
  let at = 0;
  const sink = {
    update(chunk: Uint8Array) {
      body.set(chunk, at);
      at += chunk.length;
    },
  };
  await updateCanonical(sink, message, bodyStart, bodyEnd, form, engine);
  return body.subarray(0, at);
}
