import { browser } from "../browser.ts";
import { sharedEngine } from "../check/engine.ts";
import { trustOrganisation } from "../check/trust-organisation.ts";
import { diagnosticsOf } from "../diagnostics/diagnostics.ts";
import { client } from "../this-client.ts";
import { popupLookups } from "./actions/lookups.ts";
import { policyStatus } from "./actions/policy-status.ts";
import { checkFile } from "./check/check-file.ts";
import { checkFiles } from "./check/check-files.ts";
import { CheckPage } from "./check/check-page.tsx";
import type { CheckActions, CheckShown, Given } from "./check/model.ts";
import { showPage } from "./parts/page.ts";
import type { Actions } from "./popup/model.ts";
import { contentsOf } from "./view/contents.ts";

/** The address that the reader gave as the own one; "" while there is none. In memory only. */
let own = "";
let last: readonly Given[] = [];
let now: CheckShown = { state: "empty" };
/** Which check is the newest: an older one that ends later shows nothing (ACQ-01). */
let newest = 0;

function show(shown: CheckShown): void {
  now = shown;
  showPage("check_title", <CheckPage shown={shown} actions={actions} />);
}

async function check(given: readonly Given[]): Promise<void> {
  if (given.length === 0) return;
  last = given;
  const mine = ++newest;
  const accounts = await client.accounts();
  const addresses = [...accounts.flatMap((account) => account.addresses), ...(own === "" ? [] : [own])];
  const one = (octets: Blob, id: number) => checkFile(octets, id, addresses);
  const checked = await checkFiles(given, one, (done) => {
    if (mine !== newest) return false;
    if (done < given.length) show({ state: "checking", done, of: given.length });
    return true;
  });
  if (checked !== undefined) show({ state: "checked", ...checked });
}

const again = () => check(last);

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
  async openVerifiedView({ messageId, bytes }) {
    const about = newest;
    const contents = await contentsOf(bytes, await sharedEngine());
    if (now.state === "checked" && about === newest) show({ ...now, view: { messageId, contents } });
  },
  openOptions: () => browser.runtime.openOptionsPage(),
  policy: policyStatus,
  lookups: popupLookups,
  openCheck: async () => undefined,
  changeSite: async () => false,
};

show({ state: "empty" });
