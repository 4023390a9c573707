import { nodeEngine } from "../../../core/cli/engine-node.ts";
import type { Knowledge } from "../../../core/knowledge.ts";
import type { Result } from "../../../core/result.ts";
import { REASONS } from "../../../core/verdict/reasons.ts";
import { verify } from "../../../core/verify.ts";
import { contentsOf } from "../../../extension/ui/view/contents.ts";
import { KNOWLEDGE } from "../../samples/people.ts";
import { makeSamples } from "../../samples/samples.ts";
import { checkScreens } from "./check-screens.ts";
import { checked } from "./checked.ts";
import { crowded } from "./crowded.ts";
import { POLICY, policyStatus } from "./managed.ts";
import { NOTHING_SET, optionsScreens } from "./options-screens.ts";
import { declaredScreens } from "./report-screens.ts";
import type { CheckedData, Screen } from "./screen.ts";
import { sealingScreens } from "./sealing-screens.ts";
import { SWEEPS } from "./sweeps.ts";
import { travelScreens } from "./travel-screens.ts";

// The samples' knowledge with the members that a fresh installation adds.
const knowledge: Knowledge = {
  stampPolicies: [],
  ledger: [],
  stampedBefore: [],
  statusLists: [],
  ...KNOWLEDGE,
} as Knowledge;

/** Foreign texts that try everything a sender can try in the places where the popup shows them (GMR-25, ID-13, EXT-08). */
const HOSTILE = '\u202E✓ VERIFIED <img src=x onerror=alert(1)> "Bank"\u2066 \u00AD\u2800 '.padEnd(400, "A");

function hostile({ result, ...rest }: CheckedData): CheckedData {
  const texts = [
    { code: "NAME_IS_ADDRESS", params: { name: HOSTILE, from: `${HOSTILE}@evil.example` } },
    { code: "ATT", params: { org: HOSTILE, files: HOSTILE } },
    { code: "LOOKALIKE", params: { domain: "xn--bnk-3ia.example", imitated: "bank.example" } },
  ] as const;
  const reasons = texts.map((reason) => ({ ...reason, effect: "alert" as const }));
  const receipt = result.receipt && {
    ...result.receipt,
    tags: {
      ...result.receipt.tags,
      rid: HOSTILE,
      [HOSTILE.slice(0, 90)]: HOSTILE,
      sender_id: `${HOSTILE}@evil.example`,
    },
  };
  const attachments = [{ path: "2", fileName: HOSTILE, type: HOSTILE, octets: 12_345_678 }];
  return {
    ...rest,
    subject: HOSTILE,
    result: {
      ...result,
      badge: "ALERT",
      reasons,
      ...(receipt && { receipt }),
      attachments,
      subject: HOSTILE,
      to: [HOSTILE],
    },
  };
}

/** Every reason there is, so that each sentence is laid out once. */
function everyReason({ result, ...rest }: CheckedData): CheckedData {
  const reasons = Object.entries(REASONS).map(([code, { effect, params }]) => ({
    effect,
    code: code as keyof typeof REASONS,
    params: Object.fromEntries(
      params.map((name) => [name, name === "time" ? "2026-11-20T15:00:00Z" : `${name}.example`]),
    ),
  }));
  return { ...rest, result: { ...result, badge: "ALERT", reasons } };
}

const page = `From: Robin <robin@home.example>\r
To: ann@home.example\r
Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r
Date: Fri, 20 Nov 2026 15:00:00 +0000\r
Message-ID: <1@home.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<h1>News</h1><p>Hello <a href="https://example.org/x">all of you</a>\r
<p style="display:none">Pay 900 euro into the account of somebody else at once</p>\r
<img src="https://example.org/i.png" alt="A boat">\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
Right to left: \u202E and a zero width \u200B blank.\r
${"A line of text that is repeated until the view shows it in pieces.\r\n".repeat(400)}\r
--b\r
Content-Type: application/pdf; name="plan.pdf"\r
Content-Disposition: attachment\r
Content-Transfer-Encoding: base64\r
\r
JVBERi0xLjQK\r
--b--\r
`;

/** Every screen, by name: one popup for each sample message and each state besides, and the other pages. */
export async function makeScreens(): Promise<ReadonlyMap<string, Screen>> {
  const screens = new Map<string, Screen>();
  const popup = (name: string, ...messages: CheckedData[]) =>
    screens.set(`popup-${name}`, { page: "popup", state: "checked", messages });
  const messages: CheckedData[] = [];
  for (const [place, { file, bytes }] of (await makeSamples()).entries()) {
    const message = await checked(bytes, knowledge, place + 1);
    messages.push(message);
    popup(file.replace(".eml", ""), message);
  }
  const [first, second] = messages;
  if (first === undefined || second === undefined) throw new Error("no samples");
  popup("several", ...messages.slice(0, 4), ...messages.slice(-2));
  for (const [name, screen] of await travelScreens()) screens.set(name, screen);
  for (const [name, screen] of await declaredScreens()) screens.set(name, screen);
  for (const [name, screen] of await sealingScreens()) screens.set(name, screen);
  popup("hostile", hostile(first));
  popup("crowded", crowded(first));
  popup("every-reason", everyReason(first));
  popup("own", { ...first, hasBytes: false, skipped: "own", result: await noReceipt() });
  popup("nothing");
  for (const [name, messages, site] of siteScreens(first))
    screens.set(`popup-site-${name}`, {
      page: "popup",
      state: "checked",
      messages,
      site,
      policy: siteLock(site.locked),
    });
  const offered = messages.find(({ result }) => result.trustable !== undefined);
  if (offered === undefined) throw new Error("no sample offers trust");
  screens.set("popup-intact-locked", {
    page: "popup",
    state: "checked",
    messages: [offered],
    policy: policyStatus(POLICY),
  });
  const level = { level: "VERIFIED", by: "policy" } as const;
  const [intact] = (await makeSamples()).filter(({ file }) => file.startsWith("intact-"));
  if (intact !== undefined)
    popup("below-level", await checked(intact.bytes, { ...knowledge, minimumLevel: level }, 98));
  for (const [name, shown] of SWEEPS) screens.set(`sweep-${name}`, { page: "sweep", shown });
  screens.set("popup-checking", { page: "popup", state: "checking" });
  screens.set("popup-failed", { page: "popup", state: "failed" });
  for (const [name, data] of await optionsScreens()) screens.set(name, { page: "options", data });
  screens.set("first-run-own", { page: "first-run", settings: NOTHING_SET.settings, policy: policyStatus(undefined) });
  screens.set("first-run", { page: "first-run", settings: NOTHING_SET.settings, policy: policyStatus(POLICY) });
  const bytes = new TextEncoder().encode(page);
  const message = await checked(bytes, knowledge, 99);
  const contents = await contentsOf(bytes, nodeEngine);
  screens.set("view", { page: "verified-view", message, contents });
  for (const [name, shown] of checkScreens([message, ...messages], contents))
    screens.set(`check-${name}`, { page: "check", shown });
  return screens;
}

/** The popup in a browser: a site that is offered, named by the organisation, closed by it, or in use. */
const siteScreens = (message: CheckedData) =>
  (
    [
      ["offered", [], {}],
      ["decided", [], { decided: true }],
      ["locked", [], { locked: true }],
      ["enabled", [message], { enabled: true }],
      ["enabled-nothing", [], { enabled: true }],
      ["sourceless", [], { sourceless: "exact" }],
      ["rebuilt", [], { sourceless: "rebuilt" }],
      ["unknown", [], { enabled: true, unread: "unknown" }],
      ["stale", [], { enabled: true, unread: "stale" }],
    ] as const
  ).map(([name, messages, site]) => {
    const origin = "https://webmail.very-long-name-of-a-school.hillside.example:8443";
    return [name, messages, { origin, enabled: false, decided: false, locked: false, ...site }] as const;
  });

const siteLock = (locked: boolean) => ({
  ...policyStatus(locked ? { locked: ["webmailSites"], organisationName: "Work Example Ltd" } : undefined),
  client: "chromium" as const,
});

async function noReceipt(): Promise<Result> {
  return verify(
    new TextEncoder().encode("From: robin@home.example\r\nSubject: Hello\r\n\r\nHello\r\n"),
    knowledge,
    nodeEngine,
  );
}
