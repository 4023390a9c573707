import type { Checked } from "../thunderbird/check.ts";

/** The text of "Copy diagnostics": JSON with the result and the knowledge it needs, no content of the message. */
export function diagnosticsOf(checked: Checked): string {
  return JSON.stringify(
    { diagnostics: "countersign/1", result: checked.result, knowledge: checked.knowledge },
    null,
    2,
  );
}
