import type { StoredReport } from "../../reports/store.ts";
import { Say } from "../text/say.tsx";

/** Where a report stands, in one sentence with its host. */
export function ReportState({ report }: { readonly report: StoredReport }) {
  const { state, outcome, tries, request } = report;
  const waiting = state === "queued" ? (tries === 0 ? "queued" : "retry") : state;
  const words = `report_state_${outcome === undefined ? waiting : outcome.replaceAll("-", "_")}`;
  return <Say words={words} names={["domain"]} params={{ domain: new URL(request.url).hostname }} />;
}
