import { NATURES, type PolicyRule, type RecipientPolicy } from "../../../core/index.ts";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** One rule in words: which mail, from whom, wanted or not, and under which condition. */
export function RuleText({ rule: { match, action, require = [] } }: { readonly rule: PolicyRule }) {
  const { nature = [], from_domain: domains = [], list_id: lists = [] } = match;
  return (
    <span data-rule={action}>
      {nature.length === 0
        ? t("rules_any")
        : nature.map((one) => (isKnown(one) ? t(`nature_${one}`) : one)).join(t("list_comma"))}
      <Among words="rules_from" names={domains} />
      <Among words="rules_on_list" names={lists} />
      {t("rules_then")}
      <strong>{t(`rules_${action}`)}</strong>
      {action === "accept" && require.map((one) => `${t("list_comma")}${t(`rules_require_${one}`)}`)}
    </span>
  );
}

/** One condition, of whose names one has to fit. */
function Among({ words, names }: { readonly words: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <>
      {" "}
      {t(words)} <Foreign text={names.join(", ")} />
    </>
  );
}

const isKnown = (nature: string) => NATURES.some((known) => known === nature);

/** A whole policy that somebody else made: its rules, what becomes of the rest, and what is asked of all. */
export function PolicyText({ policy }: { readonly policy: RecipientPolicy }) {
  const { rules, require = [], mode } = policy;
  return (
    <>
      <ol>
        {rules.map((rule) => (
          <li key={JSON.stringify(rule)}>
            <RuleText rule={rule} />
          </li>
        ))}
        <li data-rule={policy.default}>
          {t(rules.length === 0 ? "rules_any" : "rules_rest")}
          {t("rules_then")}
          <strong>{t(`rules_${policy.default}`)}</strong>
        </li>
      </ol>
      {require.length > 0 && (
        <p>
          {t("rules_required")} {require.map((one) => t(`rules_require_${one}`)).join(t("list_comma"))}
        </p>
      )}
      {mode === "testing" && <p class="explain">{t("rules_tried_out")}</p>}
      {mode === "none" && <p class="explain">{t("rules_switched_off")}</p>}
    </>
  );
}
