import { MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { checkOctets } from "../check/check.ts";
import { sharedEngine } from "../check/engine.ts";
import { trustOrganisation } from "../check/trust-organisation.ts";
import { diagnosticsOf } from "../diagnostics/diagnostics.ts";
import { client } from "../this-client.ts";
import { popupLookups } from "./actions/lookups.ts";
import { policyStatus } from "./actions/policy-status.ts";
import { type CheckActions, CheckPage, type CheckShown } from "./check/check-page.tsx";
import { showPage } from "./parts/page.ts";
import type { Actions } from "./popup/model.ts";
import { contentsOf } from "./view/contents.ts";

/** The address that the reader gave as the own one; "" while there is none. In memory only. */
let own = "";
let last: { readonly octets: Blob; readonly name: string } | undefined;

const show = (shown: CheckShown) => showPage("check_title", <CheckPage shown={shown} actions={actions} />);

/** The separator that programs for mbox put before a message is not part of it (G02). */
const MBOX = /^From [^\r\n]*\r?\n/;

async function readFile(octets: Blob): Promise<Uint8Array> {
  const bytes = new Uint8Array(await octets.arrayBuffer());
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 1024));
  return bytes.subarray(MBOX.exec(head)?.[0].length ?? 0);
}

async function check(octets: Blob, name: string): Promise<void> {
  last = { octets, name };
  if (octets.size > MAX_MESSAGE_OCTETS) return show({ state: "too-large" });
  if (octets.size === 0) return show({ state: "failed" });
  show({ state: "checking" });
  try {
    const [bytes, accounts] = await Promise.all([readFile(octets), client.accounts()]);
    const now = Math.floor(Date.now() / 1000);
    // Anybody can write a file: nothing in it counts as said by the reader's own server (ACQ-14).
    const addresses = [...accounts.flatMap((account) => account.addresses), ...(own === "" ? [] : [own])];
    const about = { now, origin: "file", addresses } as const;
    const head = { id: 0, subject: "", author: "" };
    const message = await checkOctets(head, { bytes, partial: bytes.length === 0 }, about);
    show({ state: "checked", name, message: { ...message, subject: message.result.subject } });
  } catch (error) {
    console.error("the file could not be checked", error);
    show({ state: "failed" });
  }
}

const again = async () => {
  if (last !== undefined) await check(last.octets, last.name);
};

const actions: Actions & CheckActions = {
  check,
  async own(address) {
    own = address;
    await again();
  },
  async trust({ result }, pin) {
    const back = await trustOrganisation(result, pin);
    const changed = async () => {
      await client.announceChange();
      await again();
    };
    await changed();
    return async () => {
      await back();
      await changed();
    };
  },
  recheck: again,
  copyDiagnostics: async (message) => navigator.clipboard.writeText(await diagnosticsOf(message)),
  async openVerifiedView(message) {
    const view = await contentsOf(message.bytes, await sharedEngine());
    show({ state: "checked", name: last?.name ?? "", message, view });
  },
  openOptions: () => browser.runtime.openOptionsPage(),
  policy: policyStatus,
  lookups: popupLookups,
  openCheck: async () => undefined,
  changeSite: async () => false,
};

show({ state: "empty" });
