import type { ReportOffer } from "../../reports/ask.ts";
import type { Route } from "../../reports/store.ts";
import { decodedField } from "../text/field-text.ts";
import { Domain, Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** Everything that a report holds besides its reason: no content of the message (decision 14). */
export function ReportContent({ content, route }: { readonly content: ReportOffer["content"]; readonly route: Route }) {
  const { domain, token, messageId, fields } = content;
  const rows = [
    ["report_about", domain === "" ? t("not_known") : <Domain name={domain} />],
    ["report_token", <Foreign text={token} />],
    ...(route === "provider" ? [["message_id", <Foreign text={messageId || t("none")} />] as const] : []),
  ] as const;
  return (
    <div data-part="report-content">
      <p>{t("report_content")}</p>
      <dl class="fields">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {route === "provider" && fields.length > 0 && (
        <ul class="sent-fields">
          {fields.map((field, place) => (
            <li key={place}>
              <Foreign text={decodedField(field)} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
