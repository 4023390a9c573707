import { useState } from "preact/hooks";
import type { SealingKey } from "../../../core/index.ts";
import type { SealingPlan } from "../../sealed/recipients.ts";
import type { Searched } from "../../sealed/search.ts";
import { PastedField } from "../parts/field.tsx";
import { Address, Domain } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** What can be done about missing keys. */
export interface KeyActions {
  /** Looks for the keys of these addresses, in the way the user allowed. */
  search(from: string, addresses: readonly string[]): Promise<Searched>;
  /** Asks for contact with the host of an address; called right in the handler of a click. */
  allowHost(url: string): Promise<boolean>;
  /** Takes in a key that somebody handed over; false for a text that is no such key. */
  takeKey(address: string, text: string): Promise<boolean>;
  /** Takes in a key that was found, and that the user compared. */
  takeFound(address: string, key: SealingKey): Promise<void>;
}

interface Props {
  readonly from: string;
  readonly plan: Omit<SealingPlan, "own">;
  readonly actions: KeyActions;
}

/** The key of each recipient: how it is proven, or what to do where there is none. */
export function KeyStates({ from, plan, actions }: Props) {
  const { kind, keys, wantsHybrid } = plan;
  // Of somebody whose usual key is there the other kind can be missing.
  const missing = keys.filter(({ state }) => wantsHybrid || state === "missing").map(({ address }) => address);
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">{t("seal_keys")}</h2>
      {keys.length === 0 && <p class="empty">{t("seal_keys_none")}</p>}
      <ul class="keys">
        {keys.map((known) => (
          <li
            key={known.address}
            data-address={known.address}
            data-key={known.state === "ready" ? known.how : known.state}
          >
            <Address addrSpec={known.address} />
            {known.state === "ready" && <Print text={`seal_how_${known.how}`} sealingKey={known.key} />}
            {known.state === "unproven" && (
              <>
                <Print text="seal_how_unproven" sealingKey={known.key} />
                <button
                  type="button"
                  data-action="take-found"
                  onClick={() => actions.takeFound(known.address, known.key)}
                >
                  {t("seal_take_found")}
                </button>
              </>
            )}
            {known.state === "missing" && <p class="explain">{t("seal_missing")}</p>}
            {missing.includes(known.address) && <TakeIn address={known.address} actions={actions} />}
          </li>
        ))}
      </ul>
      {kind === "x-wing" && (
        <p class="explain" data-part="x-wing">
          {t("seal_x_wing")}
        </p>
      )}
      {wantsHybrid && (
        <p class="explain" data-part="wants-x-wing">
          {t("seal_wants_x_wing")}
        </p>
      )}
      {missing.length > 0 && <Search from={from} missing={missing} actions={actions} />}
    </section>
  );
}

/** What is said of a key, and its fingerprint. */
function Print({ text, sealingKey }: { readonly text: string; readonly sealingKey: SealingKey }) {
  return (
    <p class="explain">
      {t(text)} <code>{sealingKey.kid}</code>
    </p>
  );
}

interface SearchProps {
  readonly from: string;
  readonly missing: readonly string[];
  readonly actions: KeyActions;
}

/** Looks for keys, and asks for the hosts that have certificates: one click, one host (decision 12). */
function Search({ from, missing, actions }: SearchProps) {
  const [searched, setSearched] = useState<Searched>();
  const search = async () => setSearched(await actions.search(from, missing));
  const { end, ask = [] } = searched ?? {};
  return (
    <>
      <p>
        <button type="button" data-action="search" onClick={search}>
          {t("seal_search")}
        </button>{" "}
        <span role="status">{end && t(`seal_searched_${end.replaceAll("-", "_")}`)}</span>
      </p>
      {[...new Set(ask)].map((url) => (
        <p key={url} class="notice" data-part="ask-host">
          {t("seal_ask_host")} <Domain name={new URL(url).hostname} />{" "}
          <button
            type="button"
            data-action="allow-host"
            onClick={async () => {
              if (await actions.allowHost(url)) await search();
            }}
          >
            {t("seal_ask_host_allow")}
          </button>
        </p>
      ))}
    </>
  );
}

function TakeIn({ address, actions }: { readonly address: string; readonly actions: KeyActions }) {
  const [text, setText] = useState("");
  const [refused, setRefused] = useState(false);
  return (
    <details data-part="take-in">
      <summary>{t("seal_take_in")}</summary>
      <PastedField label="seal_take_in_text" hint rows={3} value={text} onText={setText} />
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
  );
}
