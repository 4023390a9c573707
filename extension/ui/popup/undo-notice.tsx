import { useEffect, useRef } from "preact/hooks";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

/** Says that an organisation is trusted now, and takes it back with one click (decision 3). */
export function UndoNotice({ org, onUndo }: { readonly org: string; readonly onUndo: () => Promise<void> }) {
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the keyboard goes on here.
  useEffect(() => button.current?.focus(), []);
  return (
    <div class="notice">
      <p role="status">
        <Say words="popup_trusted_now" names={["org"]} params={{ org }} />
      </p>
      <button type="button" data-action="undo" ref={button} onClick={onUndo}>
        {t("popup_undo")}
      </button>
    </div>
  );
}
