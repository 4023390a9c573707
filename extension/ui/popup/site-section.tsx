import { useEffect, useState } from "preact/hooks";
import type { SiteShown } from "../../client.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { LockNote, lockOf } from "../options/locks.tsx";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import type { Actions } from "./model.ts";

type State = "enabled" | "decided" | "locked" | "offered" | "sourceless" | "unknown" | "stale";

const WORDS: Readonly<Record<State, string>> = {
  enabled: "site_enabled",
  decided: "site_decided",
  locked: "site_locked",
  offered: "site_offer",
  sourceless: "site_sourceless",
  unknown: "site_unknown",
  stale: "site_stale",
};

function stateOf({ enabled, decided, locked, sourceless, unread }: SiteShown): State {
  if (sourceless !== undefined) return "sourceless";
  if (enabled) return unread ?? "enabled";
  if (decided) return "decided";
  return locked ? "locked" : "offered";
}

/** Whether files are the way there, so that the section itself leads to them. */
export const leadsToFile = ({ enabled, sourceless, unread }: SiteShown): boolean =>
  sourceless !== undefined || (enabled && unread === "unknown");

/** "Use Countersign on this webmail", for the one site of the tab, and the way back. */
export function SiteSection({ site, actions }: { readonly site: SiteShown; readonly actions: Actions }) {
  const [refused, setRefused] = useState(false);
  const [policy, setPolicy] = useState<PolicyStatus>();
  useEffect(() => {
    void actions.policy().then(setPolicy);
  }, [actions]);
  const { origin, enabled, locked, sourceless } = site;
  const state = stateOf(site);
  // The browser asks its own question only right after the click: nothing comes in between.
  const change = () =>
    actions.changeSite(origin, !enabled).then(
      (done) => setRefused(!done),
      (error: unknown) => {
        console.error("the site could not be changed", error);
        setRefused(true);
      },
    );
  return (
    <section class="site" data-site={state}>
      <p>
        <Say words={WORDS[state]} names={["site"]} params={{ site: new URL(origin).host }} />
      </p>
      {sourceless === "rebuilt" && <p>{t("site_sourceless_rebuilt")}</p>}
      {locked && policy && <LockNote data={{ policy }} name="webmailSites" />}
      <p class="actions">
        {leadsToFile(site) && (
          <button type="button" data-action="check-instead" class="primary" onClick={() => actions.openCheck()}>
            {t("popup_check")}
          </button>
        )}
        {(enabled || sourceless === undefined) && (
          <button
            type="button"
            data-action={enabled ? "site-off" : "site-on"}
            class={enabled ? "" : "primary"}
            disabled={locked}
            aria-describedby={locked && policy ? lockOf({ policy }, "webmailSites") : undefined}
            onClick={change}
          >
            {t(enabled ? "site_off" : "site_on")}
          </button>
        )}
      </p>
      {refused && <p role="alert">{t("site_refused")}</p>}
    </section>
  );
}
