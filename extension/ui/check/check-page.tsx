import { useState } from "preact/hooks";
import { MAX_MESSAGE_OCTETS } from "../../../core/index.ts";
import { Field, PastedField } from "../parts/field.tsx";
import { MessageList } from "../popup/message-list.tsx";
import { MessageReport } from "../popup/message-report.tsx";
import type { Actions } from "../popup/model.ts";
import { Foreign } from "../text/foreign.tsx";
import { Say } from "../text/say.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { ViewPage } from "../view/view-page.tsx";
import type { CheckActions, CheckedFile, CheckShown, OpenView, RefusedFile } from "./model.ts";

type AllActions = Actions & CheckActions;

interface Props {
  readonly shown: CheckShown;
  readonly actions: AllActions;
}

/** "Check a message": files or pasted source, whatever mail service they come from. */
export function CheckPage({ shown, actions }: Props) {
  const worst = shown.state === "checked" ? shown.files[0]?.message.result.badge : undefined;
  return (
    <main data-state={shown.state} data-badge={worst}>
      <h1>{t("check_title")}</h1>
      <p>{t("check_lead")}</p>
      <FileField actions={actions} />
      <Paste actions={actions} />
      <OwnAddress actions={actions} />
      <div role="status">
        {shown.state === "checking" && (
          <p>
            {shown.of === 1 ? t("popup_checking") : t("check_checking", shownNumber(shown.done), shownNumber(shown.of))}
          </p>
        )}
        {shown.state === "checked" && <Refused files={shown.refused} />}
        {shown.state === "checked" && shown.files.length === 1 && shown.files.map(Named)}
      </div>
      {shown.state === "checked" && <Outcome files={shown.files} view={shown.view} actions={actions} />}
    </main>
  );
}

/** The file that a report is about. */
function Named({ name }: CheckedFile) {
  return (
    <p>
      <Say words="check_checked" names={["name"]} params={{ name: name || t("check_pasted") }} />
    </p>
  );
}

/** Files that could not be checked, and what to do. */
function Refused({ files }: { readonly files: readonly RefusedFile[] }) {
  if (files.length === 0) return null;
  return (
    <ul class="refused">
      {files.map(({ name, why }, place) => (
        <li key={place} data-why={why}>
          <strong>
            <Foreign text={name || t("check_pasted")} />
          </strong>
          {t("rules_then")}
          {t(`check_${why.replace("-", "_")}`)}
        </li>
      ))}
    </ul>
  );
}

interface OutcomeProps {
  readonly files: readonly CheckedFile[];
  readonly view: OpenView | undefined;
  readonly actions: AllActions;
}

/** One message in full, or the list of several. */
function Outcome({ files, view, actions }: OutcomeProps) {
  const [only] = files;
  if (only === undefined) return null;
  const viewOf = ({ message }: CheckedFile) =>
    view?.messageId === message.messageId && <ViewPage message={message} contents={view.contents} inside />;
  const names = new Map(files.map((file) => [file.message, file]));
  const more = (message: CheckedFile["message"]) => {
    const file = names.get(message);
    return file && [<Named key="name" {...file} />, viewOf(file)];
  };
  return (
    <section class="outcome" aria-label={t("popup_title")}>
      {files.length === 1 ? (
        <>
          <MessageReport message={only.message} actions={actions} level={2} />
          {viewOf(only)}
        </>
      ) : (
        <MessageList messages={[...names.keys()]} actions={actions} level={2} more={more} />
      )}
    </section>
  );
}

const pasted = (text: string) => ({ octets: new Blob([text]), name: "" });

/** Choosing and dropping: the same field, as dropping needs a mouse. */
function FileField({ actions }: { readonly actions: CheckActions }) {
  const [over, setOver] = useState(false);
  const take = (files: Iterable<File>) =>
    void actions.check(Array.from(files, (file) => ({ octets: file, name: file.name })));
  /** A message that is dragged out of another program is a file, or the text of its source. */
  const drop = (dropped: DataTransfer) => {
    const text = dropped.getData("text/plain");
    if (dropped.files.length === 0 && text !== "") void actions.check([pasted(text)]);
    else take(dropped.files);
  };
  return (
    <fieldset
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) drop(event.dataTransfer);
      }}
    >
      <legend>{t("check_drop")}</legend>
      <Field label="check_file">
        {(attributes) => (
          <input
            {...attributes}
            type="file"
            multiple
            accept=".eml,.txt,message/rfc822"
            onChange={(event) => take(event.currentTarget.files ?? [])}
          />
        )}
      </Field>
    </fieldset>
  );
}

/** A file does not tell who reads it; a stamp is made for its addressees alone (G35). */
function OwnAddress({ actions }: { readonly actions: CheckActions }) {
  return (
    <Field label="check_own" hint>
      {(attributes) => (
        <input
          {...attributes}
          type="email"
          dir="ltr"
          spellcheck={false}
          onChange={(event) => void actions.own(event.currentTarget.value.trim())}
        />
      )}
    </Field>
  );
}

function Paste({ actions }: { readonly actions: CheckActions }) {
  const [text, setText] = useState("");
  return (
    <details data-part="paste">
      <summary>{t("check_paste")}</summary>
      <form
        class="named-above"
        onSubmit={(event) => {
          event.preventDefault();
          void actions.check([pasted(text)]);
        }}
      >
        <PastedField
          label="check_paste"
          hint
          rows={10}
          longest={MAX_MESSAGE_OCTETS}
          required
          value={text}
          onText={setText}
        />
        <button type="submit" class="primary" data-action="check-pasted">
          {t("check_do")}
        </button>
      </form>
    </details>
  );
}
