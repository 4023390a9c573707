import { useEffect, useState } from "preact/hooks";
import type { Readiness } from "../../sealed/compose.ts";
import type { SealFault } from "../../sealed/seal-draft.ts";
import type { Draft } from "../../sealed/write-message.ts";
import { Field, TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import { type KeyActions, KeyStates } from "./key-states.tsx";

/** What the page starts with. */
export interface WriterStart {
  /** The user's mailboxes, `Name <address>`; the first is chosen. */
  readonly senders: readonly { readonly identityId: string; readonly mailbox: string }[];
  readonly to: string;
  readonly cc: string;
  readonly subject: string;
  readonly text: string;
}

/** How sending ended. */
export type Sent = "sent" | "not-allowed" | "failed" | SealFault["fault"];

/** What its buttons do. */
export interface WriterActions extends KeyActions {
  readiness(people: Pick<Draft, "from" | "to" | "cc">): Promise<Readiness>;
  /** Asks for the permission to send; called right in the handler of a click. */
  allow(): Promise<boolean>;
  send(identityId: string, draft: Omit<Draft, "date" | "thread">): Promise<Sent>;
}

const NOTHING_FOUND = { kind: "x25519", keys: [], wantsHybrid: false } as const;

const split = (text: string) =>
  text
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== "");

/** Writes a sealed message in a page that keeps nothing: Thunderbird only ever sees it sealed. */
export function Writer({ start, actions }: { readonly start: WriterStart; readonly actions: WriterActions }) {
  const [sender, setSender] = useState(0);
  const [to, setTo] = useState(start.to);
  const [cc, setCc] = useState(start.cc);
  const [subject, setSubject] = useState(start.subject);
  const [text, setText] = useState(start.text);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [found, setFound] = useState<Readiness>();
  const [told, setTold] = useState<Sent | "working">();
  const { mailbox: from = "", identityId = "" } = start.senders[sender] ?? {};
  const look = async () => setFound(await actions.readiness({ from, to: split(to), cc: split(cc) }));
  useEffect(() => void look(), [from, to, cc]);
  const send = async (event: Event) => {
    event.preventDefault();
    const allowing = actions.allow();
    setTold("working");
    if (!(await allowing)) return setTold("not-allowed");
    const attachments = await Promise.all(
      files.map(async (file) => ({
        name: file.name,
        type: file.type,
        octets: new Uint8Array(await file.arrayBuffer()),
      })),
    );
    const outcome = await actions.send(identityId, { from, to: split(to), cc: split(cc), subject, text, attachments });
    setTold(outcome);
    if (outcome !== "sent") return look();
    setText("");
    setSubject("");
    setFiles([]);
  };
  if (told === "sent")
    return (
      <p role="status" data-part="sent">
        {t("writer_sent")}
      </p>
    );
  const { keys = [], ownKey = true } = found ?? {};
  const ready = keys.length > 0 && ownKey && keys.every(({ state }) => state === "ready");
  return (
    <form onSubmit={send}>
      <p class="explain">{t("writer_explain")}</p>
      <Field label="sealed_field_from">
        {(attributes) => (
          <select {...attributes} value={sender} onInput={(event) => setSender(event.currentTarget.selectedIndex)}>
            {start.senders.map(({ mailbox, identityId }, place) => (
              <option key={identityId} value={place}>
                {mailbox}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField label="sealed_field_to" required value={to} onText={setTo} />
      <TextField label="sealed_field_cc" value={cc} onText={setCc} />
      <TextField label="writer_subject" value={subject} onText={setSubject} />
      <Field label="sealed_text">
        {(attributes) => (
          <textarea
            {...attributes}
            rows={12}
            dir="auto"
            autocomplete="off"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Field label="sealed_attachments">
        {(attributes) => (
          <input
            {...attributes}
            type="file"
            multiple
            onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
          />
        )}
      </Field>
      {!ownKey && <p class="notice">{t("seal_no_own_key")}</p>}
      <KeyStates
        from={found?.from ?? ""}
        plan={found ?? NOTHING_FOUND}
        actions={{ ...actions, ...refreshing(actions, look) }}
      />
      <p>
        <button type="submit" class="primary" data-action="send" disabled={!ready || told === "working"}>
          {t("writer_send")}
        </button>{" "}
        <span role="status">{told && t(wordsFor(told))}</span>
      </p>
    </form>
  );
}

const WORDS: ReadonlySet<string> = new Set([
  "working",
  "not-allowed",
  "missing",
  "no-own-key",
  "no-recipient",
  "people",
  "too-many-recipients",
  "limit",
]);

const wordsFor = (told: string) => `writer_told_${WORDS.has(told) ? told.replaceAll("-", "_") : "failed"}`;

/** The same actions, the keys looked at again after each. */
const refreshing = (actions: KeyActions, look: () => Promise<void>): Omit<KeyActions, "allowHost"> => ({
  async search(from, addresses) {
    const outcome = await actions.search(from, addresses);
    await look();
    return outcome;
  },
  async takeFound(address, key) {
    await actions.takeFound(address, key);
    await look();
  },
  async takeKey(address, text) {
    const done = await actions.takeKey(address, text);
    await look();
    return done;
  },
});
