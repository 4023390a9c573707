import { useEffect, useRef, useState } from "preact/hooks";
import type { ReportCode } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import type { ReportOffer } from "../../reports/ask.ts";
import type { Route } from "../../reports/store.ts";
import type { PopupReports } from "../actions/report.ts";
import { ReportNote } from "../parts/report-note.tsx";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { ReportContent } from "./report-content.tsx";
import { ReportMade } from "./report-made.tsx";
import { ReportSave } from "./report-save.tsx";

interface Props {
  readonly message: Checked;
  readonly reports: PopupReports;
}

/** Milliseconds after which the state of a report is looked at again. */
const AGAIN = 1500;

/**
 * Reports a message that is not what its sender says: one click on a reason, with everything that would be sent in sight,
 * and ten seconds to take it back in the place of a question (decision 13).
 */
export function Report({ message, reports }: Props) {
  const [offer, setOffer] = useState<ReportOffer>();
  const [refused, setRefused] = useState<"too-many" | "closed">();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    void reports.offer(message).then((found) => current && setOffer(found));
    return () => {
      current = false;
    };
  }, [message, reports, turn]);
  const moving = offer?.before?.state === "queued" || offer?.before?.state === "sending";
  useEffect(() => {
    if (!moving) return undefined;
    const timer = setTimeout(() => setTurn(turn + 1), AGAIN);
    return () => clearTimeout(timer);
  }, [moving, turn]);
  if (offer === undefined) return null;
  const { before, destination, over, reasons, organisation, note } = offer;
  const open = before === undefined || before.state === "undone" || before.state === "expired";
  const again = open || before?.outcome === "no-answer";
  const report = async (code: ReportCode, route: Route) => {
    const stored = await reports.report(message, code, route);
    setRefused(stored === "too-many" || stored === "closed" ? stored : undefined);
    setTurn(turn + 1);
  };
  return (
    <details data-part="report" data-state={destination.state} open={destination.state === "ready" && !over}>
      <summary>{t("report_title")}</summary>
      {before && <ReportMade {...{ report: before, organisation, note, reports }} onChange={() => setTurn(turn + 1)} />}
      {again && over && <p>{t("report_over")}</p>}
      {again && !over && destination.state !== "ready" && (
        <p>
          {t(`report_to_${destination.state.replaceAll("-", "_")}`)}{" "}
          {destination.state !== "closed" && (
            <button type="button" data-action="report-choice" onClick={() => reports.openChoice()}>
              {t("report_choice")}
            </button>
          )}
        </p>
      )}
      {again && !over && destination.state === "ready" && (
        <Reasons offer={offer} wanted={reports.wanted} onReport={report} />
      )}
      <p role="alert">{refused && t(`report_refused_${refused.replaceAll("-", "_")}`)}</p>
      {reasons.length > 0 && <ReportSave {...{ message, codes: reasons, reports, organisation }} />}
    </details>
  );
}

/** Where it goes, as whom, what is sent, and the reasons, each of which is the report. */
function Reasons({
  offer,
  wanted,
  onReport,
}: {
  readonly offer: ReportOffer;
  readonly wanted: boolean;
  readonly onReport: (code: ReportCode, route: Route) => Promise<void>;
}) {
  const { address, destination, senderHost } = offer;
  const [route, setRoute] = useState<Route>("provider");
  const [busy, setBusy] = useState(false);
  const buttons = useRef<HTMLParagraphElement>(null);
  // Who came by the keyboard goes on by the keyboard.
  useEffect(() => {
    if (wanted) buttons.current?.querySelector("button")?.focus();
  }, [wanted]);
  const host = "host" in destination ? destination.host : "";
  const to = route === "sender" && senderHost !== undefined ? senderHost : host;
  // Who named the place is told: an organisation's collector is no mail provider of the reader's.
  const way = route === "provider" && "by" in destination && destination.by === "policy" ? "policy" : route;
  // Only a person's own click is a report, whatever a page or another program dispatches (REP-02).
  const click = (code: ReportCode) => async (event: Event) => {
    if (!event.isTrusted || busy) return;
    setBusy(true);
    try {
      await onReport(code, route);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p data-to={to}>
        <Say words={`report_goes_${way}`} names={["domain", "address"]} params={{ domain: to, address }} />
      </p>
      {senderHost !== undefined && (
        <label class="choice">
          <input
            type="checkbox"
            checked={route === "sender"}
            onChange={(event) => setRoute(event.currentTarget.checked ? "sender" : "provider")}
          />
          <span>
            <Say words="report_sender" names={["domain"]} params={{ domain: senderHost }} />
          </span>
        </label>
      )}
      <ReportContent content={offer.content} route={route} />
      <ReportNote note={offer.note} />
      <p>{t("report_reasons")}</p>
      <p class="actions" data-part="reasons" ref={buttons}>
        {offer.reasons.map((code) => (
          <button type="button" key={code} data-report={code} disabled={busy} onClick={click(code)}>
            {t(`report_${code.replaceAll("-", "_")}`)}
          </button>
        ))}
      </p>
      <p class="explain">{t("report_undo_hint")}</p>
    </>
  );
}
