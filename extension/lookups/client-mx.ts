import type { Remembered, Want } from "../../core/index.ts";
import type { Finding } from "./finding.ts";

// The number of the Client MX type is a placeholder (DNS-16), so it can be changed, and 0 switches the question off.

/** Whether a want is one that may be asked about at all. */
export const asksFor =
  (type: number) =>
  ({ kind }: { readonly kind: Want["kind"] | "own-policy" }): boolean =>
    kind !== "client-mx" || type !== 0;

/** Whether what is remembered was found under the number that holds now; under another one it says nothing. */
export const ofType =
  (type: number) =>
  ({ want, steps }: Pick<Remembered, "want" | "steps">): boolean =>
    want.kind !== "client-mx" || steps.every(({ question }) => question.type === type);

/** Whether a finding has to be made anew because of that. */
export const isOfOtherType = ({ remembered }: Pick<Finding, "remembered">, type: number): boolean =>
  remembered !== undefined && !ofType(type)(remembered);
