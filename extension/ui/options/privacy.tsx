import { TableBox } from "../parts/table-box.tsx";
import { Domain } from "../text/foreign.tsx";
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
    ["options_reports", data.reports.reports.length],
  ] as const;
  const nobody = data.lookups.choice.mode === "off" && DESTINATIONS.every(({ hosts }) => hosts(data).length === 0);
  return (
    <>
      <h3>{t("privacy_remote")}</h3>
      {nobody && <p data-destinations="0">{t("privacy_remote_none")}</p>}
      <TableBox
        label={t("privacy_remote")}
        columns={["privacy_purpose", "privacy_to", "privacy_when", "privacy_learns"]}
      >
        {DESTINATIONS.map(({ name, hosts }) => (
          <tr key={name} data-destination={name}>
            <th scope="row">{t(`destination_${name}_purpose`)}</th>
            <td>
              <Hosts hosts={[...new Set(hosts(data))]} />
            </td>
            <td>{t(`destination_${name}_when`)}</td>
            <td>{t(`destination_${name}_learns`)}</td>
          </tr>
        ))}
      </TableBox>
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

function Hosts({ hosts }: { readonly hosts: readonly string[] }) {
  if (hosts.length === 0) return <>{t("privacy_nobody")}</>;
  return (
    <ul>
      {hosts.map((host) => (
        <li key={host}>
          <Domain name={host} />
        </li>
      ))}
    </ul>
  );
}
