import { useState } from "preact/hooks";
import type { KeyState } from "../../sealed/recipients.ts";
import { Field } from "../field.tsx";
import { Address } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** How a search for keys ended. */
export type Searched = "done" | "off" | "offline" | "not-allowed";

/** What can be done about missing keys. */
export interface KeyActions {
  /** Asks the DNS for the keys of these addresses, in the way the user allowed. */
  search(addresses: readonly string[]): Promise<Searched>;
  /** Takes in a key that somebody handed over; false for a text that is no such key. */
  takeKey(address: string, text: string): Promise<boolean>;
}

/** The key of each recipient: how it is proven, or what to do where there is none. */
export function KeyStates({ keys, actions }: { readonly keys: readonly KeyState[]; readonly actions: KeyActions }) {
  const [searched, setSearched] = useState<Searched>();
  const missing = keys.filter(({ state }) => state === "missing").map(({ address }) => address);
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{t("seal_keys")}</h2>
      {keys.length === 0 && <p class="empty">{t("seal_keys_none")}</p>}
      <ul class="keys">
        {keys.map((known) => (
          <li
            key={known.address}
            data-address={known.address}
            data-key={known.state === "ready" ? known.how : "missing"}
          >
            <Address addrSpec={known.address} />
            {known.state === "ready" ? (
              <p class="explain">
                {t(`seal_how_${known.how}`)} <code>{known.key.kid}</code>
              </p>
            ) : (
              <TakeIn address={known.address} actions={actions} />
            )}
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <p>
          <button type="button" data-action="search" onClick={async () => setSearched(await actions.search(missing))}>
            {t("seal_search")}
          </button>{" "}
          <span role="status">{searched && t(`seal_searched_${searched.replaceAll("-", "_")}`)}</span>
        </p>
      )}
    </section>
  );
}

function TakeIn({ address, actions }: { readonly address: string; readonly actions: KeyActions }) {
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  return (
    <>
      <p class="explain">{t("seal_missing")}</p>
      <details data-part="take-in">
        <summary>{t("seal_take_in")}</summary>
        <Field label="seal_take_in_text" hint>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={3}
              dir="ltr"
              spellcheck={false}
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          )}
        </Field>
        <button
          type="button"
          data-action="take-in"
          disabled={text.trim() === ""}
          onClick={async () => setRefused(!(await actions.takeKey(address, text)))}
        >
          {t("seal_take_in_do")}
        </button>{" "}
        <span role="status">{refused && t("seal_take_in_refused")}</span>
      </details>
    </>
  );
}
