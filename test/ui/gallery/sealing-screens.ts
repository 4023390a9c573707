import { nodeEngine } from "../../../core/cli/engine-node.ts";
import { generateSecretKey } from "../../../core/hpke/key-set.ts";
import { innerKnowledge, whoWrote } from "../../../core/hpke/open.ts";
import { mapKeyText } from "../../../core/hpke/published.ts";
import { verify } from "../../../core/verify.ts";
import type { Readiness } from "../../../extension/sealed/compose.ts";
import { readInside } from "../../../extension/sealed/inside.ts";
import type { ShownSealingKey } from "../../../extension/sealed/keys.ts";
import type { KeyState } from "../../../extension/sealed/recipients.ts";
import type { SealingShown } from "../../../extension/ui/actions/sealing-keys.ts";
import type { SealShown } from "../../../extension/ui/seal/seal-page.tsx";
import { edit, mail, mailWithAttachments, record, STAMPED, stamped } from "../../gmp/support.ts";
import { ALICE, BOB, BOB_OLD, bobKnows, CAROL, inner, octets, opened, sealed } from "../../hpke/support.ts";
import { checked } from "./checked.ts";
import type { CheckedData, Screen, SealedData } from "./screen.ts";

const HOSTILE = `"\u202E<b>bold</b> ${"very-long-name-".repeat(12)}.pdf`;

/** A message inside, with a page, an attachment of a hostile name, and a text that is none of the outside's. */
const rich = (head: string) =>
  octets(
    [
      head,
      'Content-Type: multipart/mixed; boundary="m"',
      "",
      "--m",
      'Content-Type: multipart/alternative; boundary="a"',
      "",
      "--a",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "Dear Bob,",
      "",
      "the plan is attached. We meet at nine, by the weir.",
      "--a",
      "Content-Type: text/html; charset=utf-8",
      "",
      "<h1>The plan</h1><p>is attached. <a href='https://example.org/'>Read it</a>.</p><ul><li>nine</li><li>the weir</li></ul>",
      "--a--",
      "--m",
      "Content-Type: application/pdf",
      "Content-Disposition: attachment; filename=plan.pdf",
      "",
      "%PDF",
      "--m",
      "Content-Type: application/octet-stream",
      `Content-Disposition: attachment; filename="${Buffer.from(HOSTILE.replace('"', "")).toString("latin1")}"`,
      "",
      "x",
      "--m--",
      "",
    ].join("\r\n"),
  );

const HEAD = [
  "From: Alice Archer <alice@example.org>",
  "To: Bob <bob@example.net>, carol@example.com",
  "Cc: Dora <dora@example.com>",
  "Subject: The plan, and who brings what",
  "Date: Sat, 21 Nov 2026 20:01:40 +0000",
  "Message-ID: <plan@example.org>",
  "MIME-Version: 1.0",
].join("\r\n");

/** A message as the page shows it after opening. */
async function reading(bytes: Uint8Array, replies = true, own = false): Promise<SealedData> {
  const opening = await opened(bytes);
  if (opening.state !== "opened") return { reading: opening, replies };
  const result = await verify(opening.inner, innerKnowledge(bobKnows()), nodeEngine);
  const read = readInside(opening.message, nodeEngine);
  const parts = read.parts.map((part) => (part.kind === "attachment" ? { ...part, size: 1_234_567 } : part));
  const inside = { ...read, parts };
  const writer = own ? "oneself" : whoWrote(opening, result);
  const reasons = own ? [] : opening.reasons;
  return { reading: { state: "opened", inside, result, reasons, writer }, replies };
}

const ready = (address: string, how: "dnssec" | "certificate" | "user"): KeyState => ({
  state: "ready",
  address,
  key: ALICE.key,
  how,
});
const missing = (address: string): KeyState => ({ state: "missing", address });

interface WindowData {
  readonly marked?: boolean;
  readonly stopped?: boolean;
  readonly readiness?: Partial<Readiness>;
}

const window = (
  keys: readonly KeyState[],
  { marked = false, stopped = false, readiness }: WindowData = {},
): SealShown => ({
  state: "ready",
  marked,
  stopped,
  readiness: {
    kind: "x25519",
    wantsHybrid: false,
    keys,
    from: "robin@home.example",
    ownKey: true,
    required: [],
    ...readiness,
  },
});

const ALL_WAYS = [
  ready("alice@example.org", "dnssec"),
  ready("carol@friends.example", "certificate"),
  ready("kim.with-a-long-name@mail.hillside-school.example", "user"),
];

const SEAL: readonly (readonly [string, SealShown])[] = [
  ["not-allowed", { state: "not-allowed" }],
  ["gone", { state: "gone" }],
  ["ready", window(ALL_WAYS, { marked: true })],
  [
    "stopped",
    window(
      [
        ready("alice@example.org", "dnssec"),
        missing("carol@friends.example"),
        { state: "unproven", address: "dora@example.com", key: CAROL.key },
      ],
      { marked: true, stopped: true },
    ),
  ],
  ["x-wing", window([ready("alice@example.org", "dnssec")], { readiness: { kind: "x-wing" } })],
  ["wants-x-wing", window([ready("alice@example.org", "dnssec")], { readiness: { wantsHybrid: true } })],
  ["bcc", window(ALL_WAYS, { readiness: { obstacle: "bcc" } })],
  ["required", window(ALL_WAYS, { readiness: { required: ["friends.example"] } })],
  ["no-own-key", window([], { readiness: { ownKey: false } })],
];

/** The pages of sealed mail, by name. */
export async function sealingScreens(): Promise<ReadonlyMap<string, Screen>> {
  const toBoth = await sealed(rich(HEAD), { keys: [BOB.key, CAROL.key] });
  const altered = edit(toBoth, "carol@example.com", "eve@example.com");
  const popup = (message: CheckedData): Screen => ({ page: "popup", state: "checked", messages: [message] });
  const pageOnly = mail({ "Content-Type": "text/html; charset=utf-8" }, "<p>Only <b>a page</b>.</p>\r\n");
  const pages: readonly (readonly [string, SealedData])[] = [
    ["stamped", await reading(await sealed(await stamped(inner(mailWithAttachments())), { keys: [BOB.key] }))],
    ["anyone", await reading(edit(toBoth, "Subject: [...]", "Subject: other"))],
    ["page", await reading(await sealed(pageOnly, { keys: [BOB.key] }), false)],
    ["no-quoting", { ...(await reading(await sealed(mail(), { keys: [BOB.key] }))), quoting: false }],
    ["oneself", await reading(await sealed(mail(), { keys: [BOB.key] }), true, true)],
    ["altered", await reading(altered)],
    ["cannot-open", await reading(await sealed(mail(), { keys: [CAROL.key] }))],
    ["none", await reading(mail())],
  ];
  const writer = { senders: [{ identityId: "id1", mailbox: "Robin <robin@home.example>" }], cc: "" };
  return new Map<string, Screen>([
    ["popup-sealed", popup(await checked(toBoth, bobKnows(), 401))],
    ["popup-sealed-altered", popup(await checked(altered, bobKnows(), 402))],
    [
      "popup-sealed-unstamped",
      popup(await checked(toBoth, { ...bobKnows(), trust: [record({ requireStamp: true })] }, 404)),
    ],
    ["popup-sealed-copy", popup({ ...(await checked(toBoth, bobKnows(), 403)), skipped: "own" })],
    ...pages.map(([name, data]) => [`sealed-${name}`, { page: "sealed", ...data }] as const),
    ...SEAL.map(([name, shown]) => [`seal-${name}`, { page: "seal", shown }] as const),
    [
      "seal-write",
      {
        page: "seal-write",
        start: { ...writer, to: "", subject: "", text: "" },
        readiness: {
          kind: "x25519",
          wantsHybrid: false,
          keys: [],
          from: "robin@home.example",
          ownKey: true,
          required: [],
        },
        sent: "sent",
      },
    ],
    [
      "seal-write-missing",
      {
        page: "seal-write",
        start: {
          ...writer,
          to: "Carol <carol@friends.example>",
          subject: "Re: The plan",
          text: "\n\n> We meet at nine.\n",
        },
        readiness: {
          kind: "x25519",
          wantsHybrid: false,
          keys: [missing("carol@friends.example")],
          from: "robin@home.example",
          ownKey: false,
          required: [],
        },
        sent: "missing",
      },
    ],
  ]);
}

async function shownKey(secret: typeof BOB, changes: Partial<ShownSealingKey> = {}): Promise<ShownSealingKey> {
  const { key, address, created } = secret;
  const record = { name: `${"81b637d8fcd2c6da6359e696".repeat(2)}._mapkey.home.example`, text: mapKeyText(key) };
  return { kid: key.kid, address, kind: key.kind, created, newest: true, hasBackup: true, record, ...changes };
}

/** The section of the options: keys of every state. */
export async function muchSealed(): Promise<SealingShown> {
  const hybrid = await generateSecretKey("x-wing", "robin@home.example", STAMPED);
  const address = "robin@home.example";
  return {
    addresses: ["robin@home.example", "robin.lee@home.example"],
    own: [
      await shownKey(BOB, { address }),
      await shownKey(BOB_OLD, { address, newest: false, hasBackup: false }),
      await shownKey(hybrid),
    ],
    others: [ALICE, CAROL].map(({ key, address }) => ({
      address,
      kid: key.kid,
      kind: key.kind,
      octets: new Uint8Array(0),
      at: STAMPED,
    })),
  };
}
