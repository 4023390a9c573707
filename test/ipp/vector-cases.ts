import { toBase64 } from "../../core/canonical/encoding.ts";
import type { PolicyFacts } from "../../core/ipp/evaluate.ts";
import type { Knowledge } from "../../core/knowledge.ts";
import type { PolicyLayers } from "../../core/policies.ts";
import { knowing, mail, octets, STAMPED, stamped, text } from "../gmp/support.ts";
import { signDeclaration } from "./sign-anyway.ts";
import { declared } from "./support.ts";

/** `.pub` files; their serial numbers are random, so they are made once. */
export interface Pubs {
  readonly alice: string;
  readonly mallory: string;
}

/** A message with a declaration, and what a reader makes of it: written by hand. */
export interface DeclarationCase {
  readonly id: string;
  readonly rules: readonly string[];
  readonly bytes: Uint8Array;
  readonly knowledge: Knowledge;
  /** `result nature coveredBy REASON…`. */
  readonly told: string;
}

const pinned = (pub: string, address = "alice@example.org", anchor: "dnssec" | "unanchored" = "dnssec") => ({
  trust: [],
  senderCertificates: [{ address, pub, anchor, since: STAMPED }],
});

/** One for each result, and for each way to it. */
export async function declarationCases({ alice, mallory }: Pubs): Promise<readonly DeclarationCase[]> {
  const good = await declared();
  const knows = (changes: Partial<Knowledge> = {}) => knowing({ ...pinned(alice), ...changes });
  const field = text(good).slice(0, text(good).indexOf("\r\nFrom:") + 2);
  const one = (id: string, rules: string, bytes: Uint8Array, told: string, knowledge = knows()): DeclarationCase => ({
    id,
    rules: rules.split(" "),
    bytes,
    knowledge,
    told,
  });
  const changed = (id: string, rules: string, tags: Readonly<Record<string, string>>, told: string, known = knows()) =>
    signDeclaration(mail(), tags).then((bytes) => one(id, rules, bytes, told, known));
  const over = (bytes: Uint8Array) => octets(field + text(bytes));
  return [
    one("signed", "G46 G48", good, "signed signed ipp"),
    one("signed-unanchored", "G46", good, "signed signed ipp", knowing(pinned(alice, undefined, "unanchored"))),
    one("none", "G46", mail(), "none none -"),
    one("two", "G46", over(good), "malformed none - IPP_AMBIG"),
    await changed("unknown-nature", "G51", { nature: "invoice" }, "malformed none -"),
    await changed("extension-nature", "G51", { nature: "net.example:adv" }, "signed signed ipp"),
    await changed("upper-case-nature", "G51", { nature: "Personal" }, "malformed none -"),
    await changed("short-token", "G51", { n: "Zm9vYmFyYmF6cXV4MTIzN" }, "malformed none -"),
    await changed("leading-zero", "G50", { t: `0${STAMPED}` }, "malformed none -"),
    await changed("ends-before", "H19", { x: String(STAMPED) }, "malformed none -"),
    await changed("too-long", "H19", { x: String(STAMPED + 91 * 86_400) }, "malformed none -"),
    await changed("covers-itself", "G48", { h: "from:date:message-id:ipp-declaration" }, "malformed none -"),
    await changed("covers-stamp", "G48 G60", { h: "from:date:message-id:x-guardmail-stamp" }, "malformed none -"),
    await changed("repeated-name", "G48", { h: "from:date:message-id:from" }, "malformed none -"),
    await changed("spaced-name", "G48", { h: "from : date :\r\n message-id" }, "signed signed ipp"),
    await changed("escaped-alias", "H22", { l: "%61lice" }, "signed signed ipp"),
    await changed("twice-escaped-alias", "H22", { l: "%2561lice" }, "no-key claimed -"),
    one("no-key", "G46", good, "no-key claimed -", knowing({ trust: [] })),
    one("subject-changed", "G48", over(mail({ Subject: "Invoice 4712" })), "bad-signature claimed -"),
    one(
      "field-added",
      "G48",
      octets(text(good).replace("\r\nTo:", "\r\nCc: c@example.net\r\nTo:")),
      "bad-signature claimed -",
    ),
    one("blanks-changed", "G48", octets(text(good).replace("Subject: ", "SUBJECT:   ")), "signed signed ipp"),
    one("body-changed", "G46", over(mail({}, "Other text.\r\n")), "body-changed claimed - NATURE_UNBOUND"),
    await changed("no-message-id", "G47", { h: "from:date" }, "unbound claimed - NATURE_UNBOUND"),
    await changed(
      "other-from",
      "G47",
      { l: "mallory" },
      "unbound claimed - IPP_IDENTITY",
      knowing(pinned(mallory, "mallory@example.org")),
    ),
    one("ten-minutes-early", "G50", good, "signed signed ipp", knows({ firstSeen: STAMPED - 600 })),
    one("too-early", "G50", good, "expired claimed -", knows({ firstSeen: STAMPED - 601 })),
    one("last-second", "G50", good, "signed signed ipp", knows({ firstSeen: STAMPED + 14 * 86_400 })),
    one("expired", "G50", good, "expired claimed -", knows({ firstSeen: STAMPED + 14 * 86_400 + 1 })),
    one("inside-a-stamp", "G60", await stamped(good), "no-key claimed gmp", knowing()),
  ];
}

/** Local parts and their aliases; none for a path. */
export const ALIASES: readonly (readonly [string, string | null])[] = [
  ["alice", "alice"],
  ["Alice.B-c_d~e", "Alice.B-c_d~e"],
  ["a+b", "a%2Bb"],
  ["a/b", "a%2Fb"],
  ["a%2Fb", "a%252Fb"],
  ["..a", "..a"],
  ["jörg", "j%C3%B6rg"],
  ["a?b#c", "a%3Fb%23c"],
  ["\\", "%5C"],
  [".", null],
  ["..", null],
  ["", null],
];

/** Text of `_ipp` records, and whether readers take the base. */
export const RECORDS: readonly (readonly [string, boolean])[] = [
  ["v=IPP1; t=url; url=https://ipp.example.org/", true],
  ["v=IPP1; t=url; url=https://ipp.example.org:8443/a/b/", true],
  ["v=IPP1; t=url; url=https://ipp.example.org/a", false],
  ["v=IPP1; t=url; url=http://ipp.example.org/", false],
  ["v=IPP1; t=url; url=https://ipp.example.org/?a=/", false],
  ["v=IPP1; t=url; url=https://ipp.example.org/#/", false],
  ["v=IPP1; t=url; url=https://good.example%2f@evil.example/", false],
  ["v=IPP1; t=url; url=https://a@ipp.example.org/", false],
  ["v=IPP1; t=url; url=https://ipp.example.org/../", false],
  ["v=IPP1; t=url; url=https://ipp.example.org/%2e%2e/", false],
  ["v=IPP1; t=url; url=https://IPP.example.org/", false],
  ["v=IPP1; t=url; url=https://127.0.0.1/", false],
  ["v=IPP1; t=url; url=https://0x7f.1/", false],
  ["v=IPP1; t=url; url=https://[::1]/", false],
  ["v=IPP1; t=url; url=https://printer.local/", false],
  ["v=IPP1; t=url; t=url; url=https://ipp.example.org/", false],
  ["v=IPP1; t=dane; url=https://ipp.example.org/", false],
];

/** Texts of `.pol` files, and whether a reader takes them. */
export const POLICY_TEXTS: readonly (readonly [string, boolean])[] = [
  ['{"v":1,"mode":"none","default":"accept"}', true],
  [' {"default":"reject","mode":"enforce","v":1.0,"x":[1e400],"max_age":1e3} ', true],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{},"action":"accept","x":1}]}', true],
  ['{"v":1,"mode":"none","default":"accept","require":["signed","signed"]}', true],
  ['{"v":2,"mode":"none","default":"accept"}', false],
  ['{"v":"1","mode":"none","default":"accept"}', false],
  ['{"v":1,"mode":"None","default":"accept"}', false],
  ['{"v":1,"mode":"none"}', false],
  ['{"v":1,"mode":"none","mode":"none","default":"accept"}', false],
  ['{"v":1,"mode":"none","default":"accept","x":{"a":1,"\\u0061":2}}', false],
  ['{"v":1,"mode":"none","default":"accept","x":"\\ud800"}', false],
  ['{"v":1,"mode":"none","default":"accept"}x', false],
  ['[{"v":1,"mode":"none","default":"accept"}]', false],
  ['{"v":1,"mode":"none","default":"accept","rules":null}', false],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{"subject":["x"]},"action":"accept"}]}', false],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{"nature":[]},"action":"accept"}]}', false],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{"nature":["spam"]},"action":"accept"}]}', false],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{"from_domain":["*"]},"action":"accept"}]}', false],
  [
    '{"v":1,"mode":"none","default":"accept","rules":[{"match":{"from_domain":["A.example"]},"action":"accept"}]}',
    false,
  ],
  ['{"v":1,"mode":"none","default":"accept","rules":[{"match":{"list_id":["A.example"]},"action":"accept"}]}', false],
  ['{"v":1,"mode":"none","default":"accept","require":["stamped"]}', false],
  ['{"v":1,"mode":"none","default":"accept","max_age":1.5}', false],
  ['{"v":1,"mode":"none","default":"accept","max_age":31622401}', false],
  ['{"v":1,"mode":"none","default":"accept","updated":"2026-02-30T00:00:00Z"}', false],
  ['{"v":1,"mode":"none","default":"accept","updated":"2026-11-21"}', false],
];

const POLICY = {
  mode: "enforce",
  default: "accept",
  rules: [
    { match: { nature: ["list"], list_id: ["dev.lists.example.org"] }, action: "accept" },
    { match: { nature: ["marketing", "list"] }, action: "reject" },
    { match: { from_domain: ["bank.example", "*.bank.example"] }, action: "accept", require: ["signed"] },
  ],
} as const;

/** Policies of one recipient, what is known of a message, and what becomes of it. */
export const POLICIES: readonly (readonly [string, PolicyLayers, Partial<PolicyFacts>, string])[] = [
  ["default", { published: POLICY }, {}, "accept default"],
  ["marketing", { published: POLICY }, { nature: "marketing" }, "reject rule 2"],
  ["wanted list", { published: POLICY }, { nature: "list", listId: "dev.lists.example.org" }, "accept rule 1"],
  ["other list", { published: POLICY }, { nature: "list", listId: "x.example.org" }, "reject rule 2"],
  ["unsigned bank", { published: POLICY }, { fromDomain: "bank.example" }, "reject signed 3"],
  ["signed bank", { published: POLICY }, { fromDomain: "a.bank.example", signed: true }, "accept rule 3"],
  ["not the bank", { published: POLICY }, { fromDomain: "evilbank.example" }, "accept default"],
  [
    "the user goes before the administrator",
    {
      user: { mode: "testing", default: "accept", rules: [{ match: { nature: ["marketing"] }, action: "accept" }] },
      managed: { mode: "enforce", default: "reject", rules: [{ match: { nature: ["marketing"] }, action: "reject" }] },
    },
    { nature: "marketing" },
    "accept rule 1",
  ],
  [
    "every layer's requirement holds",
    { user: { mode: "enforce", default: "accept", rules: [] }, managed: { ...POLICY, require: ["encrypted"] } },
    { signed: true },
    "reject encrypted",
  ],
];

/** Secret, octets and subject of one token. */
export const TOKEN_INPUT = {
  secret: toBase64(new Uint8Array(32).fill(7)),
  random: toBase64(Uint8Array.from({ length: 16 }, (_, i) => i)),
  address: "alice@example.org",
  expires: STAMPED + 14 * 86_400,
  nature: "transaction",
};
