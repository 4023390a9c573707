import { useId } from "preact/hooks";

interface RadioProps {
  readonly group: string;
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

/** One of several; what it means stands below it and is tied to it. */
export function Radio({ group, value, label, hint, checked, disabled = false, onChoose }: RadioProps) {
  const id = useId();
  return (
    <div class="option">
      <label class="choice">
        <input
          type="radio"
          name={group}
          value={value}
          checked={checked}
          disabled={disabled}
          {...(hint !== undefined && { "aria-describedby": id })}
          onChange={onChoose}
        />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={id} class="explain">
          {hint}
        </p>
      )}
    </div>
  );
}
