import { useState } from "preact/hooks";
import { parseStrictJson } from "../../../core/index.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { PastedField } from "../parts/field.tsx";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { FaultList } from "./fault-list.tsx";
import type { OptionsActions } from "./model.ts";
import { StatusTable } from "./status-table.tsx";

type Tried = PolicyStatus | { readonly fault: string; readonly at: string };

/** For those who write a policy: how it would be read here. Nothing of it holds, and nothing is kept (8-enterprise 11). */
export function StatusTry({ actions }: { readonly actions: OptionsActions }) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState<Tried>();
  const submit = async (event: Event) => {
    event.preventDefault();
    const parsed = parseStrictJson(text);
    setTried("fault" in parsed ? parsed : await actions.tryPolicy(parsed.value));
  };
  return (
    <details data-part="try">
      <summary>{t("policy_try")}</summary>
      <form onSubmit={submit}>
        <PastedField label="policy_try_text" hint rows={6} required value={text} onText={setText} />
        <button type="submit" data-action="try">
          {t("policy_try_submit")}
        </button>
      </form>
      <div role="status" class="report">
        {tried && ("fault" in tried ? <Broken {...tried} /> : <Outcome status={tried} />)}
      </div>
    </details>
  );
}

function Broken({ fault, at }: { readonly fault: string; readonly at: string }) {
  return (
    <p data-fault={fault}>
      {t(`fault_json_${fault.replaceAll("-", "_")}`)} <Foreign text={at} />
    </p>
  );
}

function Outcome({ status }: { readonly status: PolicyStatus }) {
  return (
    <>
      <FaultList faults={status.faults} />
      <StatusTable status={status} />
    </>
  );
}
