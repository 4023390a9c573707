import { useState } from "preact/hooks";
import type { Undo } from "../../check/trust-organisation.ts";
import { worstFirst } from "../../check/worst-first.ts";
import type { SiteShown } from "../../client.ts";
import { shownNumber, shownTime, t } from "../text/texts.ts";
import { MessageList } from "./message-list.tsx";
import { faceOfMessage, MessageReport } from "./message-report.tsx";
import type { Actions, Shown } from "./model.ts";
import { ProofResolver } from "./proof-resolver.tsx";
import { leadsToFile, SiteSection } from "./site-section.tsx";
import { UndoNotice } from "./undo-notice.tsx";

interface Props {
  readonly shown: Shown;
  readonly actions: Actions;
}

/** The popup: what is known about the message shown, or about each of several; a screen reader is told when it is known. */
export function PopupPage({ shown, actions }: Props) {
  return (
    <>
      <p role="status" class="unseen">
        {spoken(shown)}
      </p>
      <Content shown={shown} actions={actions} />
    </>
  );
}

function spoken(shown: Shown): string {
  if (shown.state !== "checked") return t(`popup_${shown.state}`);
  const [first, ...others] = shown.messages;
  if (first === undefined) return t("popup_nothing");
  if (others.length > 0) return t("popup_several", shownNumber(shown.messages.length));
  const { label, title } = faceOfMessage(first);
  return `${label}. ${title}`;
}

function Content({ shown, actions }: Props) {
  const [step, setStep] = useState<{ readonly org: string; readonly back: Undo }>();
  if (shown.state !== "checked") return <Waiting failed={shown.state === "failed"} actions={actions} />;
  const messages = worstFirst(shown.messages);
  const [first, ...others] = messages;
  if (first === undefined) return <Nothing actions={actions} site={shown.site} />;
  const remembering: Actions = {
    ...actions,
    async trust(message, pin) {
      const back = await actions.trust(message, pin);
      setStep({ org: message.result.trustable?.org_id ?? "", back });
      await actions.recheck();
      return back;
    },
  };
  const undo = async () => {
    await step?.back();
    setStep(undefined);
    await actions.recheck();
  };
  return (
    <main data-badge={first.result.badge} data-gmp={first.result.gmp}>
      <ProofResolver lookups={actions.lookups} />
      {step && <UndoNotice org={step.org} onUndo={undo} />}
      {others.length === 0 ? (
        <MessageReport message={first} actions={remembering} />
      ) : (
        <MessageList messages={messages} actions={remembering} />
      )}
      {shown.site && <SiteSection site={shown.site} actions={actions} />}
      <Bottom actions={actions} checkedAt={first.knowledge.now} />
    </main>
  );
}

interface BottomProps {
  readonly actions: Actions;
  readonly checkedAt?: number;
  /** The site of the tab, where it decides what there is to be done. */
  readonly site?: SiteShown | undefined;
}

/** What can be done besides: nothing that leads nowhere on this site, or that it offers already. */
function Bottom({ actions, checkedAt, site }: BottomProps) {
  const [again, setAgain] = useState(false);
  const recheck = async () => {
    await actions.recheck();
    setAgain(true);
  };
  return (
    <footer>
      {(site === undefined || site.enabled) && (
        <button type="button" data-action="recheck" onClick={recheck}>
          {t("popup_recheck")}
        </button>
      )}
      {!(site && leadsToFile(site)) && (
        <button type="button" data-action="check" onClick={() => actions.openCheck()}>
          {t("popup_check")}
        </button>
      )}
      <button type="button" data-action="options" onClick={() => actions.openOptions()}>
        {t("popup_options")}
      </button>
      <span role="status">{again && checkedAt !== undefined && t("popup_checked_at", shownTime(checkedAt))}</span>
    </footer>
  );
}

function Nothing({ actions, site }: { readonly actions: Actions; readonly site: SiteShown | undefined }) {
  const unread = site?.sourceless !== undefined || site?.unread !== undefined;
  const off = site !== undefined && !site.enabled && !unread;
  return (
    <main data-state="nothing">
      <h1 class="plain">{t(off ? "popup_not_here" : "popup_nothing")}</h1>
      {!off && !unread && <p>{t("popup_nothing_why")}</p>}
      {site && <SiteSection site={site} actions={actions} />}
      <Bottom actions={actions} site={site} />
    </main>
  );
}

function Waiting({ failed, actions }: { readonly failed: boolean; readonly actions: Actions }) {
  return (
    <main data-state={failed ? "failed" : "checking"} aria-busy={!failed}>
      <h1 class="plain">{t(failed ? "popup_failed" : "popup_checking")}</h1>
      {failed && <p>{t("popup_failed_next")}</p>}
      {failed && <Bottom actions={actions} />}
    </main>
  );
}
