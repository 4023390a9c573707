import type { RecordFault } from "../../../core/index.ts";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** What was wrong with records that were read: where, why, and what stood there. Nothing is dropped silently. */
export function FaultList({ faults }: { readonly faults: readonly RecordFault[] }) {
  return (
    <ul class="faults">
      {faults.map(({ path, code, severity, value }) => (
        <li key={`${path} ${code}`} data-fault={code}>
          <strong>{t(`fault_${severity}`)}</strong>{" "}
          {path !== "" && (
            <>
              <code dir="ltr">
                <Foreign text={path} />
              </code>
              <br />
            </>
          )}
          {t(`fault_${code.replaceAll("-", "_")}`)}
          {value !== "" && (
            <>
              {" "}
              <code>
                <Foreign text={value} />
              </code>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
