import { useState } from "preact/hooks";
import { Field, SecretField } from "../parts/field.tsx";
import { shownNumber, t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

/** Takes the keys of a backup in. */
export function SealingRestore({ actions }: { readonly actions: OptionsActions }) {
  const [file, setFile] = useState<File>();
  const [passphrase, setPassphrase] = useState("");
  const [told, setTold] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    setTold(t("sealing_working"));
    const restored = await actions.sealing.restore((await file?.text()) ?? "", passphrase);
    setPassphrase("");
    setTold(
      typeof restored === "number"
        ? t("sealing_restored", shownNumber(restored))
        : t(restored === "format" ? "sealing_restore_format" : "sealing_restore_passphrase"),
    );
    await actions.refresh();
  };
  return (
    <details data-part="restore-keys">
      <summary>{t("sealing_restore_title")}</summary>
      <form onSubmit={submit}>
        <Field label="sealing_restore_file">
          {(attributes) => (
            <input
              {...attributes}
              type="file"
              required
              accept=".json,application/json"
              onChange={(event) => setFile(event.currentTarget.files?.[0])}
            />
          )}
        </Field>
        <SecretField label="sealing_restore_secret" value={passphrase} onText={setPassphrase} />
        <button type="submit" class="primary" data-action="restore-keys">
          {t("sealing_restore")}
        </button>{" "}
        <span role="status">{told}</span>
      </form>
    </details>
  );
}
