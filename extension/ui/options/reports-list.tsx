import { exerciseArrived } from "../../reports/arrived.ts";
import type { StoredReport } from "../../reports/store.ts";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { ExerciseNote } from "../parts/exercise-note.tsx";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { ReportState } from "../parts/report-state.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Address, Domain, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

interface Props {
  readonly reports: readonly StoredReport[];
  readonly organisation: string;
  readonly actions: OptionsActions;
}

const COLUMNS = ["reports_when", "report_about", "reports_state"];

/** Everything that was reported, with its way back, its file and its end. */
export function ReportsList({ reports, organisation, actions }: Props) {
  const { visible, more } = useRows(reports);
  return (
    <>
      <h3>{t("reports_made")}</h3>
      {reports.length === 0 ? (
        <p class="empty">{t("reports_made_none")}</p>
      ) : (
        <>
          <TableBox label={t("reports_made")} columns={COLUMNS}>
            {visible.map((report) => (
              <Row key={report.id} {...{ report, organisation, actions }} />
            ))}
          </TableBox>
          <MoreRows visible={visible.length} all={reports.length} more={more} />
        </>
      )}
    </>
  );
}

interface RowProps extends Omit<Props, "reports"> {
  readonly report: StoredReport;
}

function Row({ report, organisation, actions }: RowProps) {
  const { id, askedAt, code, address, state, tries, report: content } = report;
  return (
    <tr data-report-state={state}>
      <th scope="row">
        <Time at={askedAt} />
      </th>
      <td>
        {content.domain === "" ? t("not_known") : <Domain name={content.domain} />}
        <br />
        {t(`report_${code.replaceAll("-", "_")}`)}
        <br />
        {t("reports_as")}
        {t("rules_then")}
        <Address addrSpec={address} />
      </td>
      <td>
        <ReportState report={report} />
        {exerciseArrived(report) && <ExerciseNote report="arrived" organisation={organisation} />}
        <p class="actions">
          {state === "queued" && tries === 0 && (
            <button type="button" data-action="take-back" onClick={() => actions.reports.takeBack(id)}>
              {t("report_take_back")}
            </button>
          )}
          <button type="button" data-action="save-arf" onClick={() => actions.reports.save(report, "arf")}>
            {t("report_save_arf")}
          </button>
          <button type="button" data-action="save-xarf" onClick={() => actions.reports.save(report, "xarf")}>
            {t("report_save_xarf")}
          </button>
          <ConfirmButton
            label="reports_remove"
            question="reports_remove_question"
            onConfirm={() => actions.reports.remove(id)}
          />
        </p>
      </td>
    </tr>
  );
}
