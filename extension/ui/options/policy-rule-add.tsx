import { useState } from "preact/hooks";
import { asciiLower, NATURES, type PolicyRule, readRecipientPolicyJson } from "../../../core/index.ts";
import { Choice, Field, TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";

const EMPTY = { nature: "", domain: "", list: "", wanted: false, signed: false, sealed: false };

/** The rule that a filled form means, read by the same rules as a published policy; undefined for what is none. */
function ruleOf({ nature, domain, list, wanted, signed, sealed }: typeof EMPTY): PolicyRule | undefined {
  const [name, id] = [asciiLower(domain.trim()), asciiLower(list.trim())];
  const require = [...(signed ? ["signed"] : []), ...(sealed ? ["encrypted"] : [])];
  const rule = {
    match: {
      ...(nature !== "" && { nature: [nature] }),
      ...(name !== "" && { from_domain: [name] }),
      ...(id !== "" && { list_id: [id] }),
    },
    action: wanted ? "accept" : "reject",
    ...(wanted && require.length > 0 && { require }),
  };
  return readRecipientPolicyJson({ v: 1, mode: "enforce", default: "accept", rules: [rule] }).policy?.rules[0];
}

/** Adds one rule: a kind of mail, from somebody or anybody, of one list or not, wanted or not, and under what condition. */
export function PolicyRuleAdd({ onAdd }: { readonly onAdd: (rule: PolicyRule) => Promise<void> }) {
  const [form, setForm] = useState(EMPTY);
  /** Key of the text that says what is wrong with the form. */
  const [refused, setRefused] = useState<string>();
  const change = (some: Partial<typeof EMPTY>) => setForm({ ...form, ...some });
  const submit = async (event: Event) => {
    event.preventDefault();
    const rule = ruleOf(form);
    const withoutList = ruleOf({ ...form, list: "" });
    setRefused(rule !== undefined ? undefined : withoutList === undefined ? "rules_refused" : "rules_refused_list");
    if (rule === undefined) return;
    await onAdd(rule);
    setForm(EMPTY);
  };
  return (
    <form data-part="add-rule" onSubmit={submit}>
      <fieldset>
        <legend>{t("rules_new")}</legend>
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
        <TextField label="rules_list" hint value={form.list} onText={(list) => change({ list })} />
        <Choice label="rules_wanted" checked={form.wanted} onChange={(wanted) => change({ wanted })} />
        {form.wanted && (
          <>
            <Choice label="rules_signed" checked={form.signed} onChange={(signed) => change({ signed })} />
            <Choice label="rules_sealed" checked={form.sealed} onChange={(sealed) => change({ sealed })} />
          </>
        )}
        <button type="submit" class="primary" data-action="add-rule">
          {t("rules_add")}
        </button>
        <p role="alert">{refused && t(refused)}</p>
      </fieldset>
    </form>
  );
}
