import type { Badge } from "../../../core/index.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import type { Settings } from "../../state/settings.ts";
import type { LookupActions } from "../actions/lookups.ts";
import { LockNote, lockOf } from "../options/locks.tsx";
import { LookupsChoice } from "../options/lookups-choice.tsx";
import { Choice } from "../parts/field.tsx";
import { MarkForm } from "../parts/mark-form.tsx";
import { Shape } from "../parts/shape.tsx";
import { t } from "../text/texts.ts";

/** The order of explanation: from proof to nothing known, then what asks for attention. */
const BADGES: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];

/** What the page can do. */
export interface FirstRunActions {
  keepHistory(keep: boolean): Promise<void>;
  /** Keeps the personal mark; absent in a mail client, which has a place of its own for good news. */
  readonly setMark?: (mark: string) => Promise<void>;
  readonly lookups: Pick<LookupActions, "choose">;
  /** Shows what is stored now. */
  refresh(): Promise<void>;
  openOptions(): Promise<void>;
  done(): Promise<void>;
}

/** Explains the badge and the choices in under a minute of reading. */
export function FirstRunPage({
  settings,
  policy,
  actions,
}: {
  readonly settings: Settings;
  readonly policy: PolicyStatus;
  readonly actions: FirstRunActions;
}) {
  return (
    <main>
      <h1>{t("first_title")}</h1>
      <p>{t("first_lead")}</p>
      <h2>{t("first_badges")}</h2>
      <dl class="states">
        {BADGES.map((badge) => (
          <div key={badge} data-badge={badge}>
            <dt>
              <Shape face={{ icon: `icons/${badge.toLowerCase()}.svg`, label: t(`badge_${badge}_word`) }} large />
            </dt>
            <dd>{t(`first_${badge}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{t("first_where")}</p>
      <h2>{t("first_choices")}</h2>
      <p>{t("first_privacy")}</p>
      <Choice
        label="history_keep"
        checked={settings.keepHistory}
        lockedBy={lockOf({ policy }, "keepHistory")}
        onChange={actions.keepHistory}
      />
      <LockNote data={{ policy }} name="keepHistory" />
      {actions.setMark && <MarkForm mark={settings.mark} onMark={actions.setMark} />}
      <p>{t("first_trust")}</p>
      <h2>{t("first_lookups")}</h2>
      <p>{t("first_lookups_explain")}</p>
      <LookupsChoice
        policy={policy}
        choice={settings.lookups}
        actions={actions.lookups}
        onStored={actions.refresh}
        brief={{
          label: "first_done",
          goOn: actions.done,
          beside: (
            <button type="button" data-action="options" onClick={actions.openOptions}>
              {t("popup_options")}
            </button>
          ),
        }}
      />
    </main>
  );
}
