import type { SealedReplies } from "../../client.ts";
import type { Reading } from "../../sealed/reading.ts";
import { SayReason } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { OpenedMessage } from "./opened-message.tsx";

/** What the buttons do; given from outside, so that every picture and test shows the real components. */
export interface SealedActions {
  save(name: string, octets: Uint8Array, type: string): void;
  /** Absent where only the webmail's own page writes mail. */
  readonly replies?: SealedReplies;
  /** The policy lets sealed text be quoted into an unsealed answer. */
  readonly quoting: boolean;
}

/** A sealed message, opened; or why not. */
export function SealedPage({ reading, actions }: { readonly reading: Reading; readonly actions: SealedActions }) {
  return (
    <main data-state={reading.state}>
      <h1>{t("sealed_title")}</h1>
      {reading.state === "opened" && <OpenedMessage reading={reading} actions={actions} />}
      {reading.state === "refused" && <Refused code={reading.code} />}
      {reading.state === "none" && <p role="status">{t("sealed_none")}</p>}
    </main>
  );
}

type Refusal = Extract<Reading, { readonly state: "refused" }>["code"];

const REASONS = {
  altered: "SEALED_ALTERED",
  ambiguous: "SEALED_AMBIGUOUS",
  unsupported: "SEALED_UNSUPPORTED",
  "too-large": "SEALED_TOO_LARGE",
} as const satisfies Record<Exclude<Refusal, "cannot-open">, string>;

/** What everybody can see outside has its own words; every failure behind it has the same ones (E2E-14, T28). */
function Refused({ code }: { readonly code: Refusal }) {
  return (
    <p role="alert" class="notice" data-part="refused" data-code={code}>
      {code === "cannot-open" ? t("sealed_cannot_open") : <SayReason reason={{ code: REASONS[code], params: {} }} />}
    </p>
  );
}
