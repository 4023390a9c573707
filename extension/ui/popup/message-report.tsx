import { faceOf, neutralFace } from "../../button/face.ts";
import { say } from "../../button/say.ts";
import type { Checked } from "../../check/check.ts";
import { receiptKey } from "../../lookups/shown.ts";
import { Shape } from "../parts/shape.tsx";
import { t } from "../text/texts.ts";
import { Answers } from "./answers.tsx";
import { CopyDiagnostics } from "./copy-diagnostics.tsx";
import { Declared } from "./declared.tsx";
import { Evidence } from "./evidence.tsx";
import type { Actions } from "./model.ts";
import { Proof } from "./proof.tsx";
import { ProofHint } from "./proof-hint.tsx";
import { ReceiptDetails } from "./receipt-details.tsx";
import { Report } from "./report.tsx";
import { Sealed } from "./sealed.tsx";
import { Travel } from "./travel.tsx";
import { TrustOffer } from "./trust-offer.tsx";

/** The face of a message: its verdict, or why there is none. */
export const faceOfMessage = ({ result, skipped }: Checked) =>
  skipped ? neutralFace(skipped === "own" ? "own" : "not_mail", say) : faceOf(result, say);

interface Props {
  readonly message: Checked;
  readonly actions: Actions;
  /** Rank of the heading. */
  readonly level?: 1 | 2;
}

/** Everything about one message: badge, three lines, what to do next, and the details on demand. */
export function MessageReport({ message, actions, level = 1 }: Props) {
  const { result, skipped } = message;
  const face = faceOfMessage(message);
  const Heading = level === 1 ? "h1" : "h2";
  const key = receiptKey(result);
  return (
    <>
      <header class="verdict">
        <Shape face={face} large />
        <Heading>{face.title}</Heading>
      </header>
      {skipped === undefined && <Answers result={result} />}
      <Sealed message={message} sealed={actions.sealed} />
      {message.source && <p class="explain">{t(`source_${message.source}`)}</p>}
      {skipped === undefined && (
        <>
          {key && <Proof of={key} lookups={actions.lookups} />}
          <ProofHint result={result} lookups={actions.lookups} recheck={actions.recheck} />
        </>
      )}
      {result.trustable && <TrustOffer message={message} trustable={result.trustable} actions={actions} />}
      <Declared result={result} reports={actions.reports} recheck={actions.recheck} level={level} />
      <Evidence result={result} />
      <Travel result={result} actions={actions} level={level} />
      {result.receipt && <ReceiptDetails result={result} receipt={result.receipt} />}
      {actions.reports && skipped === undefined && <Report message={message} reports={actions.reports} />}
      <p class="actions">
        {message.bytes.length > 0 && (
          <button type="button" data-action="verified-view" onClick={() => actions.openVerifiedView(message)}>
            {t("popup_verified_view")}
          </button>
        )}
        <CopyDiagnostics message={message} actions={actions} />
      </p>
    </>
  );
}
