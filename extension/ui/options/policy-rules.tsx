import { type PolicyRule, type RecipientPolicy, rulesInEffect } from "../../../core/index.ts";
import type { StoredPolicies } from "../../ipp/policies.ts";
import { Choice } from "../parts/field.tsx";
import { Address, Time } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { OptionsActions, Section } from "./model.ts";
import { PolicyRuleAdd } from "./policy-rule-add.tsx";
import { PolicyText, RuleText } from "./policy-rule-text.tsx";

/** The rules of a mailbox that has none yet: everything is wanted. */
const NO_RULES: RecipientPolicy = { mode: "enforce", default: "accept", rules: [] };

/** The reader's own rules, for each own address. They are words about mail, never an act upon it (IPP-07). */
export function PolicyRules({ data, actions }: Section) {
  const addresses = [...new Set(data.accounts.flatMap((account) => account.addresses))];
  if (addresses.length === 0) return <p class="empty">{t("options_reports_no_address")}</p>;
  const stored = new Map(data.reports.policies.map((entry) => [entry.address, entry]));
  return (
    <>
      <LockNote data={data} name="recipientRules" />
      {addresses.map((address) => (
        <AddressRules
          key={address}
          stored={stored.get(address) ?? { address, usePublished: false }}
          managed={rulesInEffect(data.policy.effective, [], [address])[0]?.managed}
          lock={lockOf(data, "recipientRules")}
          lookups={data.lookups.choice.mode !== "off"}
          actions={actions}
        />
      ))}
    </>
  );
}

interface Props {
  readonly stored: StoredPolicies;
  /** What the administrator wants for this address. */
  readonly managed: RecipientPolicy | undefined;
  /** Id of the text that says why own rules do not count. */
  readonly lock: string | undefined;
  readonly lookups: boolean;
  readonly actions: OptionsActions;
}

function AddressRules({ stored, managed, lock, lookups, actions }: Props) {
  const { address, user, usePublished, published } = stored;
  const policy = user ?? NO_RULES;
  const { rules } = policy;
  const set = (changes: Partial<RecipientPolicy>) => actions.reports.setPolicy(address, { ...policy, ...changes });
  const without = (place: number) => set({ rules: rules.filter((_, at) => at !== place) });
  const up = (place: number) => set({ rules: moved(rules, place) });
  return (
    <details class="card" data-rules={address}>
      <summary>
        <Address addrSpec={address} /> · {t("rules_count", shownNumber(rules.length))}
      </summary>
      <fieldset class="plain" disabled={lock !== undefined} aria-describedby={lock}>
        {rules.length === 0 && <p class="empty">{t("rules_none")}</p>}
        {rules.length > 0 && (
          <ol class="rows">
            {rules.map((rule, place) => (
              <li key={JSON.stringify(rule)}>
                <RuleText rule={rule} />
                <p class="actions">
                  {place > 0 && (
                    <button type="button" data-action="rule-up" onClick={() => up(place)}>
                      {t("rules_up")}
                    </button>
                  )}
                  <button type="button" data-action="rule-remove" onClick={() => without(place)}>
                    {t("rules_remove")}
                  </button>
                </p>
              </li>
            ))}
          </ol>
        )}
        <PolicyRuleAdd onAdd={(rule) => set({ rules: [...rules, rule] })} />
        <Choice
          label="rules_only_named"
          checked={policy.default === "reject"}
          onChange={(only) => set({ default: only ? "reject" : "accept" })}
        />
        <Choice
          label="rules_testing"
          checked={policy.mode === "testing"}
          onChange={(testing) => set({ mode: testing ? "testing" : "enforce" })}
        />
      </fieldset>
      {managed && (
        <section data-part="rules-managed">
          <h3>{t("rules_managed")}</h3>
          <PolicyText policy={managed} />
        </section>
      )}
      <Choice
        label="rules_published"
        checked={usePublished}
        onChange={(use) => actions.reports.usePublished(address, use)}
      />
      {usePublished && !lookups && (
        <p>
          {t("reports_need_lookups")} <a href="#lookups">{t("options_lookups")}</a>
        </p>
      )}
      {usePublished && lookups && (
        <p data-published={published === undefined ? "none" : "read"}>
          {published === undefined ? t("rules_published_none") : t("rules_published_at")}{" "}
          {published && <Time at={published.at} />}
        </p>
      )}
      {usePublished && published && <PolicyText policy={published.policy} />}
    </details>
  );
}

/** The same rules with one of them a place earlier: the first that fits decides. */
function moved(rules: readonly PolicyRule[], place: number): readonly PolicyRule[] {
  const rule = rules[place];
  if (rule === undefined || place === 0) return rules;
  const others = rules.filter((_, at) => at !== place);
  return [...others.slice(0, place - 1), rule, ...others.slice(place - 1)];
}
