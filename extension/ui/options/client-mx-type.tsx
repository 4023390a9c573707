import { useState } from "preact/hooks";
import { isClientMxType } from "../../../core/index.ts";
import { TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** The number of a record type that is not assigned for good (DNS-16); 0 asks for none. */
export function ClientMxType({ data, actions }: Section) {
  const [typed, setTyped] = useState(String(data.settings.clientMxType));
  const [outcome, setOutcome] = useState<"stored" | "refused">();
  const lock = lockOf(data, "clientMxType");
  const save = async (event: Event) => {
    event.preventDefault();
    const type = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : -1;
    if (isClientMxType(type)) await actions.lookups.setClientMxType(type);
    setOutcome(isClientMxType(type) ? "stored" : "refused");
    await actions.refresh();
  };
  return (
    <details data-part="client-mx-type">
      <summary>{t("setting_clientMxType")}</summary>
      <LockNote data={data} name="clientMxType" />
      <form onSubmit={save}>
        <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
          <TextField label="client_mx_type" hint value={typed} required onText={setTyped} />
          <button type="submit" data-action="save-client-mx-type">
            {t("lookups_save")}
          </button>{" "}
          <span role="status" data-outcome={outcome}>
            {outcome && t(outcome === "stored" ? "lookups_stored" : "client_mx_type_refused")}
          </span>
        </fieldset>
      </form>
    </details>
  );
}
