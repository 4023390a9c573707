import { useEffect, useId, useRef, useState } from "preact/hooks";
import { t } from "../text/texts.ts";

interface Props {
  /** Key of the button's text. */
  readonly label: string;
  /** Key of the question asked before it happens. */
  readonly question: string;
  readonly onConfirm: () => Promise<void>;
}

/** A button for what cannot be undone: it asks first, in its own place; No and Escape lead back to it. */
export function ConfirmButton({ label, question, onConfirm }: Props) {
  const [step, setStep] = useState<"asking" | "kept">();
  const id = useId();
  const next = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step !== undefined) next.current?.focus();
  }, [step]);
  if (step !== "asking")
    return (
      <button type="button" ref={next} onClick={() => setStep("asking")}>
        {t(label)}
      </button>
    );
  const confirm = async () => {
    await onConfirm();
    setStep(undefined);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key is heard on its way up from the buttons
    <span class="confirm" onKeyDown={({ key }) => key === "Escape" && setStep("kept")}>
      <span id={id}>{t(question)}</span>{" "}
      <button type="button" class="danger" aria-describedby={id} onClick={confirm}>
        {t("confirm_yes")}
      </button>{" "}
      <button type="button" ref={next} onClick={() => setStep("kept")}>
        {t("confirm_no")}
      </button>
    </span>
  );
}
