import type { Message } from "../message/message.ts";
import { type Declaration, readDeclaration } from "./declaration.ts";

/** The name of the field, lower-cased as in the signing input (G48). */
export const DECLARATION_FIELD = "ipp-declaration";

/** What the header section of a message holds by way of a declaration. */
export type FoundDeclaration =
  | { readonly kind: "none" }
  | { readonly kind: "malformed"; readonly several: boolean }
  | { readonly kind: "declaration"; readonly declaration: Declaration };

/** Finds the declaration among the top-level fields; two are none that counts (G46, IPP-02). */
export function findDeclaration(message: Message): FoundDeclaration {
  const [field, ...more] = message.fields.filter(({ lowerName }) => lowerName === DECLARATION_FIELD);
  if (field === undefined) return { kind: "none" };
  if (more.length > 0) return { kind: "malformed", several: true };
  const text = message.text(field.valueStart, field.end).replace(/\r\n$/, "");
  const declaration = field.spaceBeforeColon ? undefined : readDeclaration(text);
  return declaration === undefined ? { kind: "malformed", several: false } : { kind: "declaration", declaration };
}
