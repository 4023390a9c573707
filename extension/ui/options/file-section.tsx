import { useState } from "preact/hooks";
import { parseStrictJson, type RecordFault, readSavedSettings, type SavedSettings } from "../../../core/index.ts";
import { Field } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import { FaultList } from "./fault-list.tsx";
import { FileContents } from "./file-contents.tsx";
import type { Section } from "./model.ts";

interface FileRead {
  readonly saved?: SavedSettings;
  readonly faults: readonly RecordFault[];
}

/** All settings of this person as a file, and back: what a file would change is shown before it does (ADM-09). */
export function FileSection({ actions }: Section) {
  const [read, setRead] = useState<FileRead>();
  const [taken, setTaken] = useState(false);
  // A field that has a file says nothing when the same one is chosen again, changed or not: each look gets a fresh field.
  const [looks, setLooks] = useState(0);
  const look = async (file: File | undefined) => {
    setTaken(false);
    const parsed = file && parseStrictJson(await file.text());
    const found = parsed && ("fault" in parsed ? { faults: [] } : readSavedSettings(parsed.value));
    setRead(found);
    if (found && !("saved" in found)) setLooks(looks + 1);
  };
  const leave = () => {
    setRead(undefined);
    setLooks(looks + 1);
  };
  const { saved } = read ?? {};
  return (
    <>
      <button type="button" data-action="save-settings" onClick={actions.saveSettings}>
        {t("settings_save")}
      </button>
      <Field label="settings_load">
        {(attributes) => (
          <input
            {...attributes}
            key={looks}
            type="file"
            accept="application/json,.json"
            onChange={(event) => look(event.currentTarget.files?.[0])}
          />
        )}
      </Field>
      {saved && (
        <div data-part="file-contents">
          <FileContents saved={saved} />
          <p class="explain">{t("settings_take_explain")}</p>
          <button
            type="button"
            class="primary"
            data-action="take-settings"
            onClick={async () => {
              await actions.takeSettings(saved);
              leave();
              setTaken(true);
            }}
          >
            {t("settings_take")}
          </button>{" "}
          <button type="button" data-action="leave-settings" onClick={leave}>
            {t("settings_leave")}
          </button>
        </div>
      )}
      <div role="status" data-outcome={taken ? "loaded" : read && !saved ? "unreadable" : undefined}>
        {taken && <p>{t("settings_loaded")}</p>}
        {read && !saved && <p>{t("settings_unreadable")}</p>}
        {read && read.faults.length > 0 && <FaultList faults={read.faults} />}
      </div>
    </>
  );
}
