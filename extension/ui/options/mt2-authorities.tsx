import { useState } from "preact/hooks";
import { readAuthority } from "../../../core/index.ts";
import { PastedField } from "../parts/field.tsx";
import { Print } from "../parts/print.tsx";
import { Foreign, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** UTF-16 units of the PEM text of the largest certificate that is read. */
const LONGEST = 100_000;

/** Certificate authorities for MT2 whose word is final for their names: the user's or the administrator's (MT2-10). */
export function Mt2Authorities({ data, actions }: Section) {
  const [pasted, setPasted] = useState("");
  const [refused, setRefused] = useState(false);
  const own = data.settings.mt2Authorities;
  const decided = data.policy.effective.mt2Authorities.value;
  const lock = lockOf(data, "mt2Authorities");
  const add = async (event: Event) => {
    event.preventDefault();
    const read = readAuthority(pasted.trim());
    setRefused(read === undefined);
    if (read === undefined) return;
    await actions.setMt2Authorities([...new Set([...own, read.certificate])]);
    setPasted("");
  };
  return (
    <details data-part="mt2-authorities">
      <summary>{t("setting_mt2Authorities")}</summary>
      <p class="explain">{t("authorities_explain")}</p>
      <LockNote data={data} name="mt2Authorities" />
      {decided.length > 0 && (
        <div data-part="authorities-by-policy">
          <p>{t("authorities_by_policy")}</p>
          {decided.map((text) => (
            <p key={text}>
              <AuthorityWords text={text} />
            </p>
          ))}
        </div>
      )}
      <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
        {own.map((text) => (
          <p class="row" key={text} data-authority>
            <AuthorityWords text={text} />{" "}
            <button type="button" onClick={() => actions.setMt2Authorities(own.filter((other) => other !== text))}>
              {t("authorities_remove")}
            </button>
          </p>
        ))}
        <form onSubmit={add}>
          <PastedField
            label="authorities_paste"
            hint
            rows={5}
            longest={LONGEST}
            value={pasted}
            required
            onText={setPasted}
          />
          <button type="submit" data-action="add-authority">
            {t("authorities_add")}
          </button>{" "}
          <span role="status" data-outcome={refused ? "refused" : undefined}>
            {refused && t("authorities_refused")}
          </span>
        </form>
      </fieldset>
    </details>
  );
}

/** Its name, the end of its validity, and the fingerprint that can be compared on another way (ADM-09). */
function AuthorityWords({ text }: { readonly text: string }) {
  const authority = readAuthority(text);
  if (authority === undefined) return null;
  return (
    <span>
      <Foreign text={authority.name} /> · {t("authorities_until")} <Time at={authority.notAfter} /> ·{" "}
      {t("authorities_fingerprint")} <Print hex={authority.fingerprint} />
    </span>
  );
}
