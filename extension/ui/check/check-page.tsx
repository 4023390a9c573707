import { useId, useState } from "preact/hooks";
import { MAX_MESSAGE_OCTETS } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import { Field, PastedField } from "../parts/field.tsx";
import { MessageReport } from "../popup/message-report.tsx";
import type { Actions } from "../popup/model.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import type { Contents } from "../view/contents.ts";
import { ViewPage } from "../view/view-page.tsx";

/** What the page is about, after the first check. */
export type CheckShown =
  | { readonly state: "empty" | "failed" | "too-large" | "checking" }
  | { readonly state: "checked"; readonly name: string; readonly message: Checked; readonly view?: Contents };

/** What the page can do; the other buttons are those of the popup. */
export interface CheckActions {
  check(octets: Blob, name: string): Promise<void>;
  /** Takes an address for the reader's own, and checks again what was checked. */
  own(address: string): Promise<void>;
}

interface Props {
  readonly shown: CheckShown;
  readonly actions: Actions & CheckActions;
}

/** "Check a message": a file or pasted source, whatever mail service it comes from. */
export function CheckPage({ shown, actions }: Props) {
  return (
    <main data-state={shown.state} data-badge={shown.state === "checked" ? shown.message.result.badge : undefined}>
      <h1>{t("check_title")}</h1>
      <p>{t("check_lead")}</p>
      <FileField actions={actions} />
      <Paste actions={actions} />
      <OwnAddress actions={actions} />
      <div role="status">
        {shown.state === "checking" && <p>{t("popup_checking")}</p>}
        {shown.state === "failed" && <p>{t("check_failed")}</p>}
        {shown.state === "too-large" && <p>{t("check_too_large")}</p>}
        {shown.state === "checked" && (
          <p>
            <Say words="check_checked" names={["name"]} params={{ name: shown.name || t("check_pasted") }} />
          </p>
        )}
      </div>
      {shown.state === "checked" && (
        <section class="outcome" aria-label={t("popup_title")}>
          <MessageReport message={shown.message} actions={actions} level={2} />
          {shown.view && <ViewPage message={shown.message} contents={shown.view} inside />}
        </section>
      )}
    </main>
  );
}

/** Choosing and dropping: the same field, as dropping needs a mouse. */
function FileField({ actions }: { readonly actions: CheckActions }) {
  const [over, setOver] = useState(false);
  const take = (file: File | undefined) => {
    if (file !== undefined) void actions.check(file, file.name);
  };
  /** A message that is dragged out of another program is a file, or the text of its source. */
  const drop = (dropped: DataTransfer) => {
    const text = dropped.getData("text/plain");
    if (dropped.files.length === 0 && text !== "") void actions.check(new Blob([text]), "");
    else take(dropped.files[0]);
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
            accept=".eml,.txt,message/rfc822"
            onChange={(event) => take(event.currentTarget.files?.[0])}
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
  const id = useId();
  return (
    <details data-part="paste">
      <summary>{t("check_paste")}</summary>
      <form
        id={id}
        onSubmit={(event) => {
          event.preventDefault();
          void actions.check(new Blob([text]), "");
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
