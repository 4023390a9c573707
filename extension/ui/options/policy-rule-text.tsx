import { NATURES, type PolicyRule } from "../../../core/index.ts";
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
      {[...domains, ...lists].length > 0 && (
        <>
          {" "}
          {t("rules_from")} <Foreign text={[...domains, ...lists].join(", ")} />
        </>
      )}
      {t("rules_then")}
      <strong>{t(`rules_${action}`)}</strong>
      {action === "accept" && require.map((one) => `${t("list_comma")}${t(`rules_require_${one}`)}`)}
    </span>
  );
}

const isKnown = (nature: string) => NATURES.some((known) => known === nature);
