import { useState } from "preact/hooks";
import type { TrustRecord } from "../../../core/index.ts";
import { Choice, Field, TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";
import { rightNow, type TakenIn, takeIn } from "./take-in.ts";
import { TakenInReport } from "./taken-in-report.tsx";

const ALGORITHMS = ["ed25519", "ecdsa-p256-sha256", "rsa-pss-sha256"] as const;

const EMPTY = { org: "", name: "", below: false, require: false, kid: "", alg: "ed25519", key: "" };

/** The record a filled form stands for, in the format of an import, so that both are read by the same rules. */
function recordOf(form: typeof EMPTY): unknown {
  const key =
    form.key.trim() === "" && form.kid.trim() === ""
      ? []
      : [{ kid: form.kid.trim(), alg: form.alg, key: form.key.replace(/\s/g, "") }];
  return {
    org_id: form.org.trim(),
    domains: [form.org.trim()],
    ...(form.name.trim() !== "" && { name: form.name.trim() }),
    ...(form.below && { includeSubdomains: true }),
    ...(form.require && { requireStamp: true }),
    ...(key.length > 0 && { keys: key }),
  };
}

/** Adds one organisation by form. */
export function TrustAdd({
  present,
  actions,
}: {
  readonly present: readonly TrustRecord[];
  readonly actions: OptionsActions;
}) {
  const [form, setForm] = useState(EMPTY);
  const [taken, setTaken] = useState<TakenIn>();
  const change = (some: Partial<typeof EMPTY>) => setForm({ ...form, ...some });
  const submit = async (event: Event) => {
    event.preventDefault();
    const result = takeIn(recordOf(form), present, rightNow());
    // A form has one record: if any of it was refused, the person should see why before it counts.
    const good = result.faults.every(({ severity }) => severity === "note") ? result.records : [];
    if (good.length > 0) {
      await actions.putTrust(good);
      setForm(EMPTY);
    }
    setTaken({ ...result, records: good });
  };
  return (
    <details data-part="add">
      <summary>{t("trust_add")}</summary>
      <form onSubmit={submit}>
        <TextField label="trust_add_org" hint required value={form.org} onText={(org) => change({ org })} />
        <TextField label="trust_add_name" value={form.name} onText={(name) => change({ name })} />
        <Choice label="trust_add_below" checked={form.below} onChange={(below) => change({ below })} />
        <Choice label="trust_add_require" checked={form.require} onChange={(require) => change({ require })} />
        <fieldset>
          <legend>{t("trust_add_key")}</legend>
          <p class="explain">{t("trust_add_key_hint")}</p>
          <TextField label="tag_kid" value={form.kid} onText={(kid) => change({ kid })} />
          <Field label="receipt_algorithm">
            {(attributes) => (
              <select {...attributes} value={form.alg} onChange={(event) => change({ alg: event.currentTarget.value })}>
                {ALGORITHMS.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <TextField label="trust_add_key_octets" value={form.key} onText={(key) => change({ key })} />
        </fieldset>
        <button type="submit" class="primary" data-action="add">
          {t("trust_add_submit")}
        </button>
      </form>
      <TakenInReport taken={taken} />
    </details>
  );
}
