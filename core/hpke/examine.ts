import type { Engine } from "../engine.ts";
import { MAX_INTEGRATED_OCTETS } from "../limits.ts";
import { decodedLeaf } from "../message/leaf.ts";
import type { Message } from "../message/message.ts";
import { type SealedCarrier, sealedCarrier } from "../message/sealed-carrier.ts";
import { compareAad, peopleOf } from "./aad.ts";
import { type Jwe, readJwe } from "./jwe.ts";

/** Why a sealed message is not opened, as far as everybody can see it without any key. */
export type OutsideRefusal = "altered" | "ambiguous" | "unsupported" | "too-large";

/** What the outside of a message says about its sealed content. */
export type Outside =
  | { readonly state: "none" }
  | { readonly state: "refused"; readonly code: OutsideRefusal }
  | { readonly state: "sealed"; readonly jwe: Jwe };

/**
 * Looks at the outside of a message: whether its whole body is sealed content of a kind known here, and whether From, To
 * and Cc are those it was sealed with (T22 to T28). Uses no key, so whoever measures it learns nothing (E2E-14).
 */
export function examineOutside(message: Message, engine: Engine): Outside {
  const carrier = message.limit === undefined ? sealedCarrier(message) : undefined;
  if (carrier === undefined) return { state: "none" };
  // Two programs that see two messages in these octets would open it in two surroundings (E2E-04, U02).
  if (message.ambiguities.some(({ code }) => !isHarmless(code, carrier))) return refused("ambiguous");
  if (!carrier.known) return refused("unsupported");
  const jwe = readJwe(decodedLeaf(message, carrier.jwe, engine));
  if (jwe.kind === "unsupported") return refused("unsupported");
  if (jwe.kind === "duplicate") return refused("ambiguous");
  const answer = compareAad(jwe.aad, peopleOf(message));
  if (answer !== "same") return refused(answer === "other" ? "altered" : "unsupported");
  if (jwe.kind === "integrated" && jwe.ciphertext.length > Math.ceil((MAX_INTEGRATED_OCTETS * 4) / 3))
    return refused("too-large");
  return { state: "sealed", jwe };
}

const refused = (code: OutsideRefusal): Outside => ({ state: "refused", code });

/** A list's footer behind the second form is ignored (U27). */
const isHarmless = (code: string, { form }: SealedCarrier) => code === "EXTRA_BYTES" && form === "attachment";
