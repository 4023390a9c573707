import type { FindingShown } from "../../lookups/shown.ts";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** Everything that was looked up, with how it ended. */
export function LookupsFound({ findings }: { readonly findings: readonly FindingShown[] }) {
  const { visible, more } = useRows(findings);
  if (findings.length === 0) return <p class="empty">{t("lookups_none")}</p>;
  return (
    <>
      <TableBox
        label={t("lookups_found")}
        columns={["lookups_domain", "lookups_what", "lookups_outcome", "lookups_proven", "lookups_until"]}
      >
        {visible.map(({ key, domain, kind, outcome, provenAt, until }) => (
          <tr key={key} data-outcome={outcome} data-kind={kind}>
            <th scope="row">
              <Domain name={domain} />
            </th>
            <td>{t(`lookups_kind_${kind.replaceAll("-", "_")}`)}</td>
            <td>{t(`lookups_outcome_${outcome}`)}</td>
            <td>{provenAt > 0 ? <Time at={provenAt} /> : "–"}</td>
            <td>{until > 0 ? <Time at={until} /> : "–"}</td>
          </tr>
        ))}
      </TableBox>
      <MoreRows visible={visible.length} all={findings.length} more={more} />
    </>
  );
}
