import type { Readiness } from "../../sealed/compose.ts";
import { Domain } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { type KeyActions, KeyStates } from "./key-states.tsx";

/** What the page of the button "Seal" is about. */
export type SealShown =
  | { readonly state: "not-allowed" }
  /** The window was closed meanwhile. */
  | { readonly state: "gone" }
  | { readonly state: "ready"; readonly readiness: Readiness; readonly marked: boolean; readonly stopped: boolean };

/** What its buttons do. */
export interface SealActions extends KeyActions {
  /** Asks for the permission; called right in the handler of a click. */
  allow(): Promise<void>;
  mark(on: boolean): Promise<void>;
  /** Opens the page in which nothing is kept. */
  openWriter(): Promise<void>;
  openOptions(): Promise<void>;
}

/** The button "Seal" of a compose window. */
export function SealPage({ shown, actions }: { readonly shown: SealShown; readonly actions: SealActions }) {
  return (
    <main data-state={shown.state}>
      <h1 class="plain">{t("seal_title")}</h1>
      {shown.state === "not-allowed" && <NotAllowed actions={actions} />}
      {shown.state === "gone" && <p role="status">{t("seal_gone")}</p>}
      {shown.state === "ready" && <Ready shown={shown} actions={actions} />}
    </main>
  );
}

function NotAllowed({ actions }: { readonly actions: SealActions }) {
  return (
    <>
      <p>{t("seal_allow_why")}</p>
      <p>
        <button type="button" class="primary" data-action="allow" onClick={() => actions.allow()}>
          {t("seal_allow")}
        </button>
      </p>
    </>
  );
}

interface ReadyProps {
  readonly shown: Extract<SealShown, { readonly state: "ready" }>;
  readonly actions: SealActions;
}

function Ready({ shown, actions }: ReadyProps) {
  const { readiness, marked, stopped } = shown;
  const { obstacle, keys, ownKey, required } = readiness;
  const sealing = marked || required.length > 0;
  const complete = obstacle === undefined && ownKey && keys.length > 0 && keys.every(({ state }) => state === "ready");
  return (
    <>
      {stopped && !complete && (
        <p class="notice" role="alert">
          {t("seal_stopped")}
        </p>
      )}
      <p>{t("seal_explain")}</p>
      {obstacle && (
        <p class="notice" role="alert" data-obstacle={obstacle}>
          {t(`seal_obstacle_${obstacle.replaceAll("-", "_")}`)}
        </p>
      )}
      {!ownKey && readiness.from !== "" && (
        <p class="notice" data-part="no-own-key">
          {t("seal_no_own_key")}{" "}
          <button type="button" data-action="options" onClick={() => actions.openOptions()}>
            {t("popup_options")}
          </button>
        </p>
      )}
      <KeyStates from={readiness.from} plan={readiness} actions={actions} />
      <p data-part="marked" role="status">
        {t(sealing ? (complete ? "seal_marked" : "seal_marked_incomplete") : "seal_unmarked")}
      </p>
      {required.length > 0 ? (
        <p class="lock" data-lock="sealedDomains">
          {t("seal_required")}{" "}
          {required.map((domain) => (
            <span key={domain}>
              <Domain name={domain} />{" "}
            </span>
          ))}
        </p>
      ) : (
        <p>
          <button
            type="button"
            class={marked ? "" : "primary"}
            data-action={marked ? "unmark" : "mark"}
            onClick={() => actions.mark(!marked)}
          >
            {t(marked ? "seal_unmark" : "seal_mark")}
          </button>
        </p>
      )}
      <section aria-labelledby="drafts">
        <h2 id="drafts">{t("seal_drafts")}</h2>
        <p class="explain">{t("seal_drafts_explain")}</p>
        <p>
          <button type="button" data-action="writer" onClick={() => actions.openWriter()}>
            {t("seal_writer_open")}
          </button>
        </p>
      </section>
    </>
  );
}
