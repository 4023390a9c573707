import { useState } from "preact/hooks";
import { registrableDomain, toALabel } from "../../../core/index.ts";
import { TextField } from "../parts/field.tsx";
import { Domain } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** Domains whose word about others is shown: listed by the user or the administrator, never by a message (RFC 5518 s5). */
export function Certifiers({ data, actions }: Section) {
  const [typed, setTyped] = useState("");
  const [refused, setRefused] = useState(false);
  const { certifiers } = data.settings;
  const decided = data.policy.effective.certifiers.value;
  const lock = lockOf(data, "certifiers");
  const store = async (domains: readonly string[]) => {
    await actions.lookups.setCertifiers(domains);
    await actions.refresh();
  };
  const add = async (event: Event) => {
    event.preventDefault();
    const domain = toALabel(typed.trim());
    const usable = domain !== undefined && registrableDomain(domain) !== undefined;
    setRefused(!usable);
    if (!usable) return;
    await store([...new Set([...certifiers, domain])]);
    setTyped("");
  };
  return (
    <details data-part="certifiers">
      <summary>{t("setting_certifiers")}</summary>
      <p class="explain">{t("certifiers_explain")}</p>
      <LockNote data={data} name="certifiers" />
      {decided.length > 0 && (
        <p data-part="certifiers-by-policy">
          {t("certifiers_by_policy")}{" "}
          {decided.map((domain) => (
            <span key={domain}>
              <Domain name={domain} />{" "}
            </span>
          ))}
        </p>
      )}
      <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
        {certifiers.map((domain) => (
          <p class="row" key={domain} data-certifier={domain}>
            <Domain name={domain} />{" "}
            <button type="button" onClick={() => store(certifiers.filter((other) => other !== domain))}>
              {t("certifiers_remove")}
            </button>
          </p>
        ))}
        <form onSubmit={add}>
          <TextField label="certifiers_domain" value={typed} required onText={setTyped} />
          <button type="submit" data-action="add-certifier">
            {t("certifiers_add")}
          </button>{" "}
          <span role="status" data-outcome={refused ? "refused" : undefined}>
            {refused && t("certifiers_refused")}
          </span>
        </form>
      </fieldset>
    </details>
  );
}
