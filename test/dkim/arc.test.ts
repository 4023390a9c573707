import assert from "node:assert/strict";
import { test } from "node:test";
import type { DkimKey } from "../../core/knowledge.ts";
import { mutate } from "../message/mutate.ts";
import { FORWARDER, LIST, sealed } from "./seal.ts";
import { MAIL, OTHER, signed } from "./sign.ts";
import { signed2 } from "./sign2.ts";
import { check, codes, dkimKey, knowing, linesIn, verdict } from "./support.ts";

const LIST_KEY = dkimKey({ domain: LIST.d, selector: LIST.s, records: [LIST.key.record] });
const FORWARDER_KEY = dkimKey({ domain: FORWARDER.d, selector: FORWARDER.s, records: [FORWARDER.key.record] });
const KEYS = [dkimKey(), LIST_KEY, FORWARDER_KEY];

const FOUND =
  "mx.lists.example; dkim=pass (2048 bits) header.d=example.org; spf=fail smtp.mailfrom=other.example; dmarc=pass header.from=example.org; arc=none";
/** A list changed the Subject and passed on; a forwarder passed it on as it was. */
const listed = () => sealed(signed(MAIL).replace("Subject: ", "Subject: [Town] "), { ...LIST, results: FOUND });
const forwarded = () => sealed(listed(), FORWARDER);

const withKeys = (keys: readonly DkimKey[] = KEYS) => knowing(keys);

test("AR-12: a true chain names the last sealer, says who found what at the beginning, and earns nothing", async () => {
  const found = await verdict(forwarded(), withKeys());
  assert.deepEqual(
    found.lines.filter(({ code }) => code.includes("arc") || code.includes("sealed")),
    [
      {
        system: "authres",
        code: "sealed-pass",
        params: { domain: "lists.example", method: "dkim", about: "example.org" },
      },
      {
        system: "authres",
        code: "sealed-fail",
        params: { domain: "lists.example", method: "spf", about: "other.example" },
      },
      {
        system: "authres",
        code: "sealed-pass",
        params: { domain: "lists.example", method: "dmarc", about: "example.org" },
      },
      {
        system: "dkim",
        code: "arc-true",
        params: { domain: "forwarder.example", forwarders: "lists.example, forwarder.example" },
      },
    ],
  );
  assert.deepEqual([found.badge, found.axes.transport, found.reasons], ["NONE", "none", []]);
});

test("AR-12: neither a true chain that says dkim=pass nor one that says fail moves the badge of a signed message", async () => {
  for (const results of [
    FOUND,
    "mx.lists.example; dkim=fail header.d=example.org; dmarc=fail header.from=example.org",
  ]) {
    const { badge, axes } = await verdict(sealed(signed(MAIL), { ...LIST, results }), withKeys());
    assert.deepEqual([badge, axes.transport], ["TRANSPORT", "pass"], results);
  }
});

test("keys of unsigned zones: the seals fit, and the words say that nothing proves whose they are", async () => {
  const keys = [dkimKey(), LIST_KEY, { ...FORWARDER_KEY, state: "insecure" as const }];
  assert.deepEqual(
    (await linesIn(forwarded(), withKeys(keys))).filter((code) => code.startsWith("arc")),
    ["arc-unproven"],
  );
});

test("AR-12: one key is asked for at a time, and only behind what was found true", async () => {
  const steps: [readonly DkimKey[], object[]][] = [
    [[], [{ kind: "dkim-key", domain: "forwarder.example", selector: "seal" }]],
    [[FORWARDER_KEY], [{ kind: "dkim-key", domain: "lists.example", selector: "arc" }]],
    [[FORWARDER_KEY, LIST_KEY], []],
  ];
  for (const [keys, wants] of steps) {
    const found = await check(forwarded(), withKeys([dkimKey(), ...keys]));
    assert.deepEqual(found.wants, wants);
    assert.equal(codes(found).includes("arc"), wants.length > 0);
    assert.equal(found.sealed === undefined, wants.length > 0, "what is not checked is not told");
  }
  const changed = forwarded().replace("all as agreed", "nothing agreed");
  assert.deepEqual((await check(changed, withKeys([dkimKey()]))).wants, []);
});

test("AR-12: what no longer fits is told by link: the message, a seal, the form, the sealer's own word", async () => {
  const cases: [string, string, string][] = [
    ["text changed", forwarded().replace("all as agreed", "nothing agreed"), "arc-changed forwarder.example"],
    ["older results changed", forwarded().replace("spf=fail", "spf=pass"), "arc-broken forwarder.example"],
    [
      "newest results changed",
      forwarded().replace("mx.lists.example; none", "mx.lists.example; dkim=pass"),
      "arc-broken forwarder.example",
    ],
    ["another's key", sealed(signed(MAIL), { ...LIST, key: OTHER }), "arc-changed lists.example"],
    ["fail", sealed(listed(), { ...FORWARDER, cv: "fail" }), "arc-failed forwarder.example"],
    ["none in the second", sealed(listed(), { ...FORWARDER, cv: "none" }), "arc-malformed"],
    ["h= in a seal", sealed(signed(MAIL), { ...LIST, more: " h=from;" }), "arc-malformed"],
    ["a set cut", forwarded().replace(/^ARC-Authentication-Results: i=1;[^\n]*\n/m, ""), "arc-malformed"],
    ["a seal twice", listed().replace(/^(ARC-Seal:[^\n]*\n [^\n]*\n)/, "$1$1"), "arc-malformed"],
  ];
  for (const [name, mail, expected] of cases) {
    const { lines, sealed: told } = await check(mail, withKeys());
    const arc = lines.filter(({ code }) => code.startsWith("arc"));
    assert.deepEqual(
      arc.map(({ code, params }) => [code, ...(params.domain ? [params.domain] : [])].join(" ")),
      [expected],
      name,
    );
    assert.equal(told, undefined, name);
  }
});

test("a key that is gone, revoked or of another kind leaves the chain unchecked, and nobody asks again", async () => {
  for (const records of [[], ["v=DKIM1; k=rsa; p="], [FORWARDER.key.record]]) {
    const found = await check(listed(), withKeys([dkimKey(), { ...LIST_KEY, records }]));
    assert.deepEqual([codes(found).filter((code) => code.startsWith("arc")), found.wants], [["arc"], []]);
  }
});

test("DOS-03: a chain of 50 is checked, one of 51 is malformed", async () => {
  let mail = signed(MAIL);
  for (let instance = 1; instance <= 50; instance++) mail = sealed(mail, { ...LIST, results: "lists.example; none" });
  const { lines } = await check(mail, withKeys());
  assert.deepEqual(lines.at(-1), {
    system: "dkim",
    code: "arc-true",
    params: { domain: "lists.example", forwarders: "lists.example" },
  });
  assert.ok((await linesIn(sealed(mail, LIST), withKeys())).includes("arc-malformed"));
});

test("AR-12: spoiled chains never throw, and none is true for another text", async () => {
  const whole = Uint8Array.from(Buffer.from(signed2(forwarded(), { d: "lists.example", s: "arc" }), "latin1"));
  const words = (mail: string) =>
    mail
      .slice(mail.indexOf("\r\n\r\n"))
      .replace(/[ \t]+/g, " ")
      .replace(/ (?=\r\n)/g, "")
      .trim();
  const kinds = new Map<string, number>();
  for (let seed = 1; seed <= 400; seed++) {
    const mail = Buffer.from(mutate(whole, seed, 1 + (seed % 3))).toString("latin1");
    const { lines, signedBy } = await check(mail, withKeys([LIST_KEY, FORWARDER_KEY]));
    assert.equal(signedBy, undefined);
    for (const { code } of lines.filter((line) => /^(?:arc|dkim2)-true$/.test(line.code))) {
      kinds.set(code, (kinds.get(code) ?? 0) + 1);
      assert.equal(words(mail), words(Buffer.from(whole).toString("latin1")), `${seed} ${code}`);
    }
  }
  assert.ok((kinds.get("arc-true") ?? 0) > 0, "some spoiled octets are outside of what a chain covers");
});
