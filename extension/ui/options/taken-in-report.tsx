import { Foreign } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { FaultList } from "./fault-list.tsx";
import type { TakenIn } from "./take-in.ts";

/** What came of it: how many records were taken, and everything that was wrong. */
export function TakenInReport({ taken }: { readonly taken: TakenIn | undefined }) {
  return (
    <div role="status" class="report">
      {taken && (
        <>
          {taken.broken ? (
            <p data-fault={taken.broken.fault}>
              {t(`fault_json_${taken.broken.fault.replaceAll("-", "_")}`)} <Foreign text={taken.broken.at} />
            </p>
          ) : (
            <p>{t("options_taken", shownNumber(taken.records.length))}</p>
          )}
          {taken.faults.length > 0 && <FaultList faults={taken.faults} />}
        </>
      )}
    </div>
  );
}
