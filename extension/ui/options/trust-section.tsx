import { useState } from "preact/hooks";
import type { TrustRecord } from "../../../core/index.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";
import { TrustAdd } from "./trust-add.tsx";
import { TrustExport } from "./trust-export.tsx";
import { TrustImport } from "./trust-import.tsx";
import { TrustRow } from "./trust-row.tsx";

/** Organisations the user or the administrator trusts: list, add, import, export, remove with undo. */
export function TrustSection({ data, actions }: Section) {
  const [removed, setRemoved] = useState<TrustRecord>();
  const lock = lockOf(data, "trust");
  const remove = async (record: TrustRecord) => {
    await actions.removeTrust(record.org_id);
    setRemoved(record);
  };
  const undo = async (record: TrustRecord) => {
    await actions.putTrust([record]);
    setRemoved(undefined);
  };
  return (
    <>
      <div role="status">
        {removed && (
          <p class="notice">
            <Say words="options_removed" names={["org"]} params={{ org: removed.org_id }} />{" "}
            <button type="button" data-action="undo" onClick={() => undo(removed)}>
              {t("popup_undo")}
            </button>
          </p>
        )}
      </div>
      {data.trust.length === 0 ? (
        <p class="empty">{t("options_trust_none")}</p>
      ) : (
        <ul class="cards">
          {data.trust.map((record) => (
            <TrustRow key={record.org_id} record={record} onRemove={() => remove(record)} />
          ))}
        </ul>
      )}
      <LockNote data={data} name="trust" />
      {/* Locked controls stay to be seen: a fieldset switches all of them off. */}
      <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
        <TrustAdd present={data.trust} actions={actions} />
        <TrustImport present={data.trust} actions={actions} />
      </fieldset>
      {data.trust.length > 0 && <TrustExport records={data.trust} actions={actions} />}
    </>
  );
}
