import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../text/texts.ts";

interface Props {
  /** Key of the button's text. */
  readonly label: string;
  /** Key of the question asked before it happens. */
  readonly question: string;
  readonly onConfirm: () => Promise<void>;
}

/** A button for what cannot be undone: it asks first, in its own place. */
export function ConfirmButton({ label, question, onConfirm }: Props) {
  const [asking, setAsking] = useState(false);
  const id = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) cancel.current?.focus();
  }, [asking]);
  if (!asking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
        {t(label)}
      </button>
    );
  const confirm = async () => {
    await onConfirm();
    setAsking(false);
  };
  return (
    <span class="confirm">
      <span id={id}>{t(question)}</span>{" "}
      <button type="button" class="danger" aria-describedby={id} onClick={confirm}>
        {t("confirm_yes")}
      </button>{" "}
      <button type="button" ref={cancel} onClick={() => setAsking(false)}>
        {t("confirm_no")}
      </button>
    </span>
  );
}
