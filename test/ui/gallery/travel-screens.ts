import type { DkimKey, Knowledge } from "../../../core/knowledge.ts";
import type { Line } from "../../../core/result.ts";
import { LINES } from "../../../core/verdict/line-codes.ts";
import type { SeenServer } from "../../../extension/state/seen-servers.ts";
import { FORWARDER, LIST, sealed as sealedOn } from "../../dkim/seal.ts";
import { MAIL, RSA, SIGNED_AT, signed } from "../../dkim/sign.ts";
import { signed2 } from "../../dkim/sign2.ts";
import { record } from "../../gmp/support.ts";
import { arrived, gatewayWord, knowingMap, mail, mapKey, sealed } from "../../map/support.ts";
import { gatewayed, knowingAll, WAY } from "../../mt2/support.ts";
import { above, delivered, SERVER } from "../../verify/support.ts";
import { checked } from "./checked.ts";
import type { CheckedData, Screen } from "./screen.ts";

/** Every line there is, so that each sentence is laid out once. */
function everyLine({ result, ...rest }: CheckedData): CheckedData {
  const lines = Object.entries(LINES).map(([key, names]) => {
    const [system = "", ...code] = key.split("_");
    return {
      system: system as Line["system"],
      code: code.join("_"),
      params: Object.fromEntries(names.map((name) => [name, name === "method" ? "dkim" : `${name}.example`])),
    };
  });
  return { ...rest, result: { ...result, lines } };
}

/** A way of which each step stands differently: not known, vouched for, trusted, own. */
async function vouchedRoute(): Promise<Knowledge> {
  const known = await knowingAll({
    trust: [record({ org_id: "carrier.example", domains: ["carrier.example"], includeSubdomains: true })],
    certifiers: ["certifier.example"],
    vouches: [{ domain: "example.net", certifier: "certifier.example", types: ["all"] }],
  });
  return { ...known, mt2Issuers: (known.mt2Issuers ?? []).filter(({ issuer }) => issuer !== "example.org") };
}

/** A way that nobody here can prove, behind a gateway that the administrator relies on. */
async function reliedRoute(): Promise<Knowledge> {
  const known = await knowingAll({ mt2Validators: [WAY[4]] });
  return { ...known, mt2Issuers: (known.mt2Issuers ?? []).filter(({ issuer }) => issuer === "example.net") };
}

/** Popups that show how a message travelled, by name. */
export async function travelScreens(): Promise<ReadonlyMap<string, Screen>> {
  const words = `${gatewayWord()}; mtls=pass smtp.mailfrom=example.org smtp.mtls-host=out.example.org; dmarc=pass header.from=example.org; dkim=pass header.d=example.org; spf=temperror smtp.mailfrom=example.org`;
  const sealedMail = await checked(arrived(await sealed(), words), knowingMap([mapKey()]), 201);
  const forged = above(
    delivered(mail(), "spf=softfail smtp.mailfrom=alice@example.org"),
    "Authentication-Results: mail.elsewhere.example; dmarc=pass header.from=example.org; x=y z",
    "Authentication-Results: spf=pass smtp.mailfrom=<a@b.example>",
  );
  const unset = { ...knowingMap(), account: { addresses: ["bob@example.net"], authserv: [] } };
  const message = (one: CheckedData): Screen => ({ page: "popup", state: "checked", messages: [one] });
  return new Map([
    ["popup-travel-sealed", message(sealedMail)],
    ["popup-travel-unset", message(await checked(forged, unset, 202))],
    ["popup-travel-route", message(await checked(await gatewayed(), await vouchedRoute(), 203))],
    ["popup-travel-relied-on", message(await checked(await gatewayed(), await reliedRoute(), 204))],
    ["popup-travel-every-line", message(everyLine(sealedMail))],
    ...(await dkimScreens()).map(([name, one]) => [`popup-dkim-${name}`, message(one)] as const),
  ]);
}

/** Mail that the sender's domain signed: with the proven key, vouched for, changed on the way, and without the key. */
async function dkimScreens(): Promise<readonly (readonly [string, CheckedData])[]> {
  const mail = signed(MAIL);
  const key: DkimKey = {
    domain: "example.org",
    selector: "sel",
    state: "secure",
    records: [RSA.record],
    at: SIGNED_AT,
  };
  const vouches = [{ domain: "example.org", certifier: "vouch.example", types: ["all"] }];
  const known = (changes: Partial<Knowledge>): Knowledge => ({ ...knowingMap(), trust: [], ...changes });
  const listMail = mail.replace(/^Subject: /m, "Subject: [Choir] ").concat("_____\r\nChoir mailing list\r\n");
  const states: readonly (readonly [string, string, Partial<Knowledge>])[] = [
    ["signed", mail, { dkimKeys: [key] }],
    ["vouched", mail, { dkimKeys: [key], certifiers: ["vouch.example"], vouches }],
    ["changed", listMail, { dkimKeys: [key] }],
    ["unproven", mail, { dkimKeys: [{ ...key, state: "insecure" }] }],
    ["gone", mail, { dkimKeys: [{ ...key, records: [] }] }],
    ["no-key", mail, {}],
    ["forwarded", forwardedMail(mail), { dkimKeys: [key, ...FORWARDERS] }],
  ];
  const checking = states.map(
    async ([name, text, changes], place) =>
      [name, await checked(Uint8Array.from(Buffer.from(text, "latin1")), known(changes), 210 + place)] as const,
  );
  return Promise.all(checking);
}

const FORWARDERS: readonly DkimKey[] = [LIST, FORWARDER].map(({ d, s, key }) => ({
  domain: d,
  selector: s,
  state: "secure",
  records: [key.record],
  at: SIGNED_AT,
}));

/** The same mail after a list that changed its subject, and a forwarder: ARC sets of both, one DKIM2 signature. */
function forwardedMail(mail: string): string {
  const results = "mx.lists.example; dkim=pass header.d=example.org; spf=fail smtp.mailfrom=elsewhere.example";
  const listed = sealedOn(mail.replace(/^Subject: /m, "Subject: [Choir] "), { ...LIST, results });
  return signed2(sealedOn(listed, FORWARDER), { d: "elsewhere.example" });
}

/** Servers that the options page proposes: an ordinary one, Microsoft 365 and Gmail. */
export const SEEN_SERVERS: readonly SeenServer[] = [
  {
    key: "1",
    accountId: "account2",
    server: { authservId: SERVER, borderHosts: [SERVER], placement: "above" },
    last: 1_795_291_303,
  },
  {
    key: "2",
    accountId: "account2",
    server: { borderHosts: ["mail.protection.outlook.com"], placement: "above", profile: "microsoft365" },
    last: 1_795_200_000,
  },
  {
    key: "3",
    accountId: "account2",
    server: { authservId: "mx.google.com", borderHosts: ["mx.google.com"], placement: "below" },
    last: 1_795_100_000,
  },
];
