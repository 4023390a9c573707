import { useState } from "preact/hooks";
import type { FolderShown } from "../../arrival/folders.ts";
import { type StoredSweep, TAGGED } from "../../arrival/stored.ts";
import { Field } from "../parts/field.tsx";
import { Foreign } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";

/** What the page shows: what can be swept, and the sweep there is. */
export interface SweepShown {
  readonly folders: readonly FolderShown[];
  readonly sweep?: StoredSweep;
}

/** What the page can do. */
export interface SweepActions {
  /** Begins; resolves to false when the user did not allow tags. Called right in the handler of a click. */
  begin(folders: readonly FolderShown[]): Promise<boolean>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Forgets the sweep, so that another can begin. */
  forget(): Promise<void>;
}

interface Props {
  readonly shown: SweepShown;
  readonly actions: SweepActions;
}

/** Checks and tags a whole folder or mailbox, in the background. */
export function SweepPage({ shown: { folders, sweep }, actions }: Props) {
  return (
    <main data-state={sweep?.state ?? "none"}>
      <h1>{t("sweep_title")}</h1>
      <p>{t("sweep_lead")}</p>
      {sweep === undefined ? (
        <Begin folders={folders} actions={actions} />
      ) : (
        <Running sweep={sweep} actions={actions} />
      )}
    </main>
  );
}

/** The folders meant by a choice: one folder, or the ordinary ones of an account. */
const meant = (choice: string, folders: readonly FolderShown[]): readonly FolderShown[] =>
  choice.startsWith("account:")
    ? folders.filter(({ accountId, ordinary }) => ordinary && `account:${accountId}` === choice)
    : folders.filter(({ id }) => `folder:${id}` === choice);

function Begin({ folders, actions }: Pick<SweepShown, "folders"> & Pick<Props, "actions">) {
  const accounts = [...new Map(folders.map((folder) => [folder.accountId, folder.account]))];
  const [first] = folders;
  const [choice, setChoice] = useState(first === undefined ? "" : `folder:${first.id}`);
  const [refused, setRefused] = useState(false);
  if (first === undefined) return <p class="empty">{t("sweep_no_folder")}</p>;
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        setRefused(!(await actions.begin(meant(choice, folders))));
      }}
    >
      <Field label="sweep_folder">
        {(attributes) => (
          <select {...attributes} value={choice} onChange={(event) => setChoice(event.currentTarget.value)}>
            {accounts.map(([id, name]) => (
              <optgroup key={id} label={name}>
                <option value={`account:${id}`}>{t("sweep_whole", name)}</option>
                {folders
                  .filter(({ accountId }) => accountId === id)
                  .map((folder) => (
                    <option key={folder.id} value={`folder:${folder.id}`}>
                      {folder.path}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        )}
      </Field>
      <button type="submit" class="primary" data-action="sweep-begin">
        {t("sweep_begin")}
      </button>{" "}
      <span role="status" data-outcome={refused ? "refused" : undefined}>
        {refused && t("arrival_refused")}
      </span>
    </form>
  );
}

function Running({ sweep, actions }: { readonly sweep: StoredSweep; readonly actions: SweepActions }) {
  const { state, folders, folder, checked, tagged } = sweep;
  const total = Math.max(
    checked,
    folders.reduce((sum, one) => sum + one.total, 0),
  );
  const counts = new Map(Object.entries(tagged));
  const found = TAGGED.filter((badge) => counts.has(badge));
  return (
    <>
      <p role="status">{t(`sweep_${state}`)}</p>
      <progress
        max={Math.max(total, 1)}
        value={state === "done" ? Math.max(total, 1) : checked}
        aria-label={t("sweep_progress_label")}
      />
      <p data-checked={checked}>{t("sweep_progress", shownNumber(checked), shownNumber(total))}</p>
      {state !== "done" && folders[folder] !== undefined && (
        <p>
          {t("sweep_at")} <Foreign text={folders[folder].name} />
        </p>
      )}
      <h2>{t("sweep_found")}</h2>
      {found.length === 0 ? (
        <p class="empty">{t("sweep_found_none")}</p>
      ) : (
        <ul>
          {found.map((badge) => (
            <li key={badge} data-badge={badge}>
              {t("sweep_count", t(`badge_${badge}_word`), shownNumber(counts.get(badge) ?? 0))}
            </li>
          ))}
        </ul>
      )}
      <p class="explain">{t("sweep_where")}</p>
      {state === "running" && (
        <button type="button" data-action="sweep-pause" onClick={actions.pause}>
          {t("sweep_pause")}
        </button>
      )}
      {state === "paused" && (
        <button type="button" class="primary" data-action="sweep-resume" onClick={actions.resume}>
          {t("sweep_resume")}
        </button>
      )}{" "}
      {state !== "running" && (
        <button type="button" data-action="sweep-forget" onClick={actions.forget}>
          {t("sweep_another")}
        </button>
      )}
    </>
  );
}
