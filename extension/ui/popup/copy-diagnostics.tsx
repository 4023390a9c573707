import { useState } from "preact/hooks";
import type { Checked } from "../../check/check.ts";
import { t } from "../text/texts.ts";
import type { Actions } from "./model.ts";

/** Puts result and knowledge on the clipboard, without the message, and says whether that went well. */
export function CopyDiagnostics({ message, actions }: { readonly message: Checked; readonly actions: Actions }) {
  const [outcome, setOutcome] = useState<"copied" | "failed">();
  const copy = () =>
    actions.copyDiagnostics(message).then(
      () => setOutcome("copied"),
      (error: unknown) => {
        console.error("nothing could be copied", error);
        setOutcome("failed");
      },
    );
  return (
    <>
      <button type="button" data-action="copy-diagnostics" onClick={copy}>
        {t("popup_copy")}
      </button>
      <span role="status">{outcome && t(`popup_copy_${outcome}`)}</span>
    </>
  );
}
