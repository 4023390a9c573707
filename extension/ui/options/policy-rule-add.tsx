import { useState } from "preact/hooks";
import { NATURES, type PolicyRule, readRecipientPolicyJson } from "../../../core/index.ts";
import { Choice, Field, TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";

const EMPTY = { nature: "", domain: "", wanted: false, signed: false };

/** The rule that a filled form means, read by the same rules as a published policy; undefined for what is none. */
function ruleOf({ nature, domain, wanted, signed }: typeof EMPTY): PolicyRule | undefined {
  const name = domain.trim().toLowerCase();
  const rule = {
    match: { ...(nature !== "" && { nature: [nature] }), ...(name !== "" && { from_domain: [name] }) },
    action: wanted ? "accept" : "reject",
    ...(wanted && signed && { require: ["signed"] }),
  };
  return readRecipientPolicyJson({ v: 1, mode: "enforce", default: "accept", rules: [rule] }).policy?.rules[0];
}

/** Adds one rule: a kind of mail, from somebody or anybody, wanted or not. */
export function PolicyRuleAdd({ onAdd }: { readonly onAdd: (rule: PolicyRule) => Promise<void> }) {
  const [form, setForm] = useState(EMPTY);
  const [refused, setRefused] = useState(false);
  const change = (some: Partial<typeof EMPTY>) => setForm({ ...form, ...some });
  const submit = async (event: Event) => {
    event.preventDefault();
    const rule = ruleOf(form);
    setRefused(rule === undefined);
    if (rule === undefined) return;
    await onAdd(rule);
    setForm(EMPTY);
  };
  return (
    <form data-part="add-rule" onSubmit={submit}>
      <Field label="rules_nature">
        {(attributes) => (
          <select
            {...attributes}
            name="nature"
            value={form.nature}
            onChange={(event) => change({ nature: event.currentTarget.value })}
          >
            <option value="">{t("rules_any")}</option>
            {NATURES.map((nature) => (
              <option key={nature} value={nature}>
                {t(`nature_${nature}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField label="rules_domain" hint value={form.domain} onText={(domain) => change({ domain })} />
      <Choice label="rules_wanted" checked={form.wanted} onChange={(wanted) => change({ wanted })} />
      {form.wanted && <Choice label="rules_signed" checked={form.signed} onChange={(signed) => change({ signed })} />}
      <button type="submit" class="primary" data-action="add-rule">
        {t("rules_add")}
      </button>
      <p role="alert">{refused && t("rules_refused")}</p>
    </form>
  );
}
