import { useState } from "preact/hooks";
import { MAX_MARK } from "../../../core/index.ts";
import { t } from "../text/texts.ts";
import { TextField } from "./field.tsx";

interface Props {
  readonly mark: string;
  readonly onMark: (mark: string) => Promise<void>;
}

/** The mark with which good news may be told inside a webmail's page (decision 9). */
export function MarkForm({ mark: before, onMark }: Props) {
  const [mark, setMark] = useState(before);
  const [kept, setKept] = useState(false);
  return (
    <form
      data-part="mark"
      onSubmit={async (event) => {
        event.preventDefault();
        await onMark([...mark.trim()].slice(0, MAX_MARK).join(""));
        setKept(true);
      }}
    >
      <TextField
        label="mark_label"
        hint
        value={mark}
        onText={(text) => {
          setMark(text);
          setKept(false);
        }}
      />
      <button type="submit" data-action="mark">
        {t("mark_save")}
      </button>{" "}
      <span role="status">{kept && t("mark_saved")}</span>
    </form>
  );
}
