import { TableBox } from "../table-box.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { DESTINATIONS } from "./destinations.ts";
import type { Section } from "./model.ts";

/** What is kept here, and every place that is contacted: a table made from the same data that the code would use. */
export function Privacy({ data }: Section) {
  const kept = [
    ["options_trust", data.trust.length],
    ["options_keys", data.keys.length],
    ["options_ledger", data.ledger.length],
    ["options_history", data.history.length],
  ] as const;
  return (
    <>
      <h3>{t("privacy_remote")}</h3>
      {DESTINATIONS.length === 0 ? (
        <p data-destinations="0">{t("privacy_remote_none")}</p>
      ) : (
        <TableBox label={t("privacy_remote")} columns={["privacy_purpose", "privacy_when", "privacy_learns"]}>
          {DESTINATIONS.map(({ purpose, when, learns }) => (
            <tr key={purpose}>
              <th scope="row">{t(purpose)}</th>
              <td>{t(when)}</td>
              <td>{t(learns)}</td>
            </tr>
          ))}
        </TableBox>
      )}
      <h3>{t("privacy_kept")}</h3>
      <p>{t("privacy_kept_where")}</p>
      <ul>
        {kept.map(([what, count]) => (
          <li key={what}>{t("privacy_count", t(what), shownNumber(count))}</li>
        ))}
      </ul>
    </>
  );
}
