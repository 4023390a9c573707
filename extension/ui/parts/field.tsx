import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { t } from "../text/texts.ts";

interface Props {
  /** Key of the label; `<label>_hint` is the text that explains it, where `hint` is set. */
  readonly label: string;
  readonly hint?: boolean;
  readonly children: (attributes: { readonly id: string; readonly "aria-describedby"?: string }) => ComponentChildren;
}

/** A labelled field; the hint is tied to it for screen readers. */
export function Field({ label, hint = false, children }: Props) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{t(label)}</label>
      {children(hint ? { id, "aria-describedby": `${id}-hint` } : { id })}
      {hint && (
        <p id={`${id}-hint`} class="explain">
          {t(`${label}_hint`)}
        </p>
      )}
    </div>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint?: boolean;
  readonly value: string;
  readonly required?: boolean;
  readonly onText: (text: string) => void;
}

/** One line of text; technical values, so nothing is corrected or suggested. */
export function TextField({ label, hint = false, value, required = false, onText }: TextProps) {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <input
          {...attributes}
          type="text"
          dir="auto"
          spellcheck={false}
          autocomplete="off"
          required={required}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface PastedProps extends TextProps {
  readonly rows: number;
  /** UTF-16 units. */
  readonly longest?: number;
}

/** Several lines that are written by programs and pasted here: read from the left in every language. */
export function PastedField({ label, hint = false, rows, longest, value, required = false, onText }: PastedProps) {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={rows}
          dir="ltr"
          spellcheck={false}
          required={required}
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
          {...(longest !== undefined && { maxLength: longest })}
        />
      )}
    </Field>
  );
}

interface SecretProps extends Omit<TextProps, "required"> {
  /** A new one is being chosen. */
  readonly fresh?: boolean;
}

/** A passphrase. */
export function SecretField({ label, hint = false, fresh = false, value, onText }: SecretProps) {
  return (
    <Field label={label} hint={hint}>
      {(attributes) => (
        <input
          {...attributes}
          type="password"
          dir="auto"
          autocomplete={fresh ? "new-password" : "off"}
          required
          value={value}
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly checked: boolean;
  /** Id of the text that says why the choice cannot be changed. */
  readonly lockedBy?: string | undefined;
  readonly onChange: (checked: boolean) => void;
}

/** A tick box with its label. */
export function Choice({ label, checked, lockedBy, onChange }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={checked}
        disabled={lockedBy !== undefined}
        aria-describedby={lockedBy}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{t(label)}</span>
    </label>
  );
}
