import type { Result } from "../../../core/result.ts";
import { NO_LOOKUPS } from "../../../extension/lookups/choice.ts";
import type { FindingShown, Hint, LookupsShown, ProofShown } from "../../../extension/lookups/shown.ts";
import type { LookupActions, PopupLookups } from "../../../extension/ui/actions/lookups.ts";

/** What the pages show of the look-ups in the gallery, and what its buttons call. */
const AT = Date.UTC(2026, 10, 20, 9, 30) / 1000;

/** Of a fresh installation. */
export const NOTHING_LOOKED_UP: LookupsShown = {
  choice: NO_LOOKUPS,
  allowed: false,
  waiting: 0,
  findings: [],
  hosts: [],
  documents: { list: [], bootstrap: [], certificate: [], own: [] },
};

const OUTCOMES: readonly (readonly [FindingShown["outcome"], FindingShown["kind"]])[] = [
  ["proven", "gmp-key"],
  ["absent", "gmp-policy"],
  ["unusable", "map-key"],
  ["unsigned", "map-key"],
  ["bogus", "vouch"],
  ["unknown", "client-mx"],
  ["rollback", "gmp-key"],
  ["update", "ipp-anchor"],
  ["read", "map-bootstrap"],
  ["waits", "status-list"],
  ["proven", "dkim-key"],
  ["proven", "mt2-issuer"],
];

/** Each outcome once, and each kind of look-up. */
export const MUCH_LOOKED_UP: LookupsShown = {
  choice: { ...NO_LOOKUPS, mode: "known" },
  allowed: true,
  waiting: 3,
  findings: OUTCOMES.map(([outcome, kind], place) => ({
    key: `${kind} ${place}`,
    domain: place % 2 === 0 ? "gardenletter.example" : "xn--mnchen-3ya.example",
    kind,
    outcome,
    provenAt: outcome === "proven" || outcome === "absent" ? AT - place * 3600 : 0,
    until: outcome === "proven" || outcome === "absent" ? AT + 6 * 86_400 : 0,
  })),
  hosts: ["https://museum.example/gmp-status"],
  documents: {
    list: ["https://harbourbank.example/gmp-status"],
    bootstrap: [],
    certificate: ["https://ipp.harbourbank.example/ann.pub"],
    own: [],
  },
};

const PROOF: ProofShown = {
  provenAt: AT,
  until: AT + 6 * 86_400,
  stands: true,
  names: ["2026a._gmp.gardenletter.example."],
  chain: [
    { zone: ".", tag: 38696, algorithm: 8 },
    { zone: "example.", tag: 31589, algorithm: 8 },
    { zone: "gardenletter.example.", tag: 2371, algorithm: 13 },
  ],
  via: "dns.quad9.net",
};

/** Every published key has a proof, and an unknown organisation the given hint. */
export const popupLookups = (call: (name: string) => Promise<void>, hint: Hint): PopupLookups => ({
  proof: async () => PROOF,
  hint: async ({ reasons }: Result) => (reasons.some(({ code }) => code === "UNKNOWN_ORG") ? hint : undefined),
  now: async () => {
    await call("look-up-now");
    return "offline";
  },
  openChoice: () => call("choose-lookups"),
  changedResolver: async () => undefined,
  seenResolver: () => call("resolver-seen"),
});

/** The options' buttons; contact is refused with the host `refusing.example`. */
export const optionsLookups = (call: (name: string) => Promise<void>): LookupActions => ({
  choose: async (mode, resolver) => {
    await call(`choose ${mode} ${resolver}`);
    return !resolver.includes("refusing.example");
  },
  allow: async (address) => {
    await call(`allow ${address}`);
    return true;
  },
  withdraw: (address) => call(`withdraw ${address}`),
  now: async () => {
    await call("look-up-now");
    return "done";
  },
  forget: () => call("forget"),
  setCertifiers: (domains) => call(`certifiers ${domains.join(" ")}`),
  setClientMxType: (type) => call(`client-mx-type ${type}`),
});
