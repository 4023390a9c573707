import assert from "node:assert/strict";
import { createHash, createPublicKey, verify as nodeVerify, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { makePin } from "../../core/x509/pin.ts";
import { record } from "../gmp/support.ts";
import { verdictOf } from "../verify/support.ts";
import { CA, issue } from "../x509/build.ts";
import {
  authority,
  certified,
  edited,
  gatewayed,
  hopped,
  hopsOf,
  knowingAll,
  mail,
  published,
  STAMPED,
  signerFor,
  text,
  told,
  WAY,
  withHops,
  wrapped,
} from "./support.ts";

const DAY = 86_400;

test("T41, MT2-11: a whole way is INTACT at most, and says so with words of its own", async () => {
  const message = await gatewayed();
  const result = await verdictOf(message, await knowingAll());
  assert.equal(await told(message), "INTACT alice@example.org:5/5");
  assert.deepEqual(
    [result.summary.unchanged.code, result.summary.from.code, result.summary.trust.code],
    ["unchanged_mt2", "from_mt2", "trust_mt2"],
  );
  assert.deepEqual(
    result.route?.map(({ host, validity, counted, trust }) => [host, validity, counted, trust]),
    WAY.map((host, place) => [host, "validated", true, place === 4 ? "own" : "nobody"]),
  );
  // A chain of the attacker's own domain is as valid as any other, and trust is another question.
  const evil = await gatewayed(mail({ From: "Eve <eve@evil.example>" }), { sender: "eve@evil.example" }, [
    "eve@evil.example",
    WAY[4],
  ]);
  const mt2Issuers = [await published("evil.example"), await published("example.net")];
  const trusting = await knowingAll({ mt2Issuers, trust: [record()] });
  const { badge, route, summary } = await verdictOf(evil, trusting);
  assert.deepEqual([badge, route?.[0]?.validity, route?.[0]?.trust], ["INTACT", "validated", "nobody"]);
  assert.equal(summary.trust.code, "trust_mt2");
  const vouching = await knowingAll({
    certifiers: ["certifier.example"],
    vouches: [{ domain: "example.org", certifier: "certifier.example", types: ["all"] }],
  });
  const vouched = await verdictOf(message, vouching);
  assert.deepEqual([vouched.badge, vouched.summary.trust.code], ["INTACT", "trust_mt2_vouched"]);
  assert.deepEqual([vouched.route?.[1]?.trust, vouched.route?.[1]?.by], ["vouched", "certifier.example"]);
});

test("T39: every signature is over the published octets, says OpenSSL too", async () => {
  const message = text(await gatewayed());
  const core = /<core>[\s\S]*<\/core>/.exec(message)?.[0] ?? "";
  const id = /<message-id>&#60;(.*)&#62;<\/message-id>/.exec(core)?.[1] ?? "";
  const digest = createHash("sha256").update(core, "latin1").digest("hex");
  let previous = "";
  const hops = hopsOf(Buffer.from(message, "latin1"));
  assert.equal(hops.length, 5);
  for (const hop of hops) {
    const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(hop)?.[1] ?? "";
    const [index, host, next, time] = ["index", "host", "next", "time"].map(attribute);
    const input = ["mt2-hop-v1", index, host, next, time, `<${id}>`, digest, previous].join("\n");
    const der = Buffer.from((/<cert>([^<]*)/.exec(hop)?.[1] ?? "").replace(/\s/g, ""), "base64");
    previous = /<sig>([^<]*)/.exec(hop)?.[1] ?? "";
    const key = createPublicKey(new X509Certificate(der).publicKey.export({ type: "spki", format: "pem" }));
    assert.ok(nodeVerify(null, Buffer.from(input, "latin1"), key, Buffer.from(previous, "base64")), host);
  }
});

test("MT2-07: a chain that is cut counts from the cut on, and proves nothing about what was before it", async () => {
  const whole = await gatewayed();
  const hops = hopsOf(whole);
  for (let cut = 1; cut < 5; cut++)
    assert.equal(await told(withHops(whole, hops.slice(cut))), `NONE ${WAY[cut]}:${5 - cut}/${5 - cut}`);
  for (let gone = 1; gone < 4; gone++)
    assert.equal(
      await told(withHops(whole, hops.toSpliced(gone, 1))),
      `NONE ${WAY[gone + 1]}:${4 - gone}/4`,
      `without ${WAY[gone]}`,
    );
  // Without the reader's own gateway nobody says where the way ends.
  for (let end = 0; end < 5; end++)
    assert.equal(await told(withHops(whole, hops.slice(0, end))), "NONE nothing-checked", `until ${end}`);
});

test("MT2-07: a chain that is reordered breaks where the order does", async () => {
  const whole = await gatewayed();
  const hops = hopsOf(whole);
  for (let place = 0; place < 4; place++) {
    const [a = "", b = ""] = [hops[place], hops[place + 1]];
    const turned = hops.toSpliced(place, 2, b, a);
    const left = place === 3 ? "nothing-checked" : `${WAY[place + 2]}:${3 - place}/5`;
    const expected = `NONE ${place < 3 ? `${place === 2 ? WAY[4] : WAY[place + 2]}:${3 - place}/5` : left}`;
    assert.equal(await told(withHops(whole, turned)), expected, `${place}`);
  }
});

test("MT2-07: a hop of another message does not fit in, at whichever place", async () => {
  const whole = await gatewayed();
  const other = hopsOf(await gatewayed(mail({ "Message-ID": "<other@example.org>" })));
  for (let place = 0; place < 5; place++) {
    const spliced = withHops(whole, hopsOf(whole).toSpliced(place, 1, other[place] ?? ""));
    const expected = place === 4 ? "nothing-checked" : `${WAY[place + 1]}:${4 - place}/5`;
    assert.equal(await told(spliced), `NONE ${expected}`, `${place}`);
  }
  // The whole trace of another message, too.
  assert.equal(await told(withHops(whole, other)), "NONE nothing-checked");
});

test("T42, U42: two signed hops that contradict each other are a doubt, unsigned ones are none", async () => {
  const start = await hopped(await wrapped(), WAY[0], WAY[1]);
  const [first = ""] = hopsOf(start);
  const long = await hopped(await hopped(start, WAY[1], WAY[4]), WAY[4], "");
  const other = hopsOf(await hopped(await wrapped(), WAY[0], WAY[4]))[0] ?? "";
  assert.equal(await told(long), "INTACT alice@example.org:3/3");
  // Equal index.
  assert.match(await told(withHops(long, [other, ...hopsOf(long)])), /^CAUTION MT2_CONTRADICTION /);
  // Adjacent, while next and host differ.
  assert.match(await told(withHops(long, [other, ...hopsOf(long).slice(1)])), /^CAUTION MT2_CONTRADICTION /);
  const broken = first.replace(/<sig>..../, "<sig>AAAA");
  assert.equal(await told(withHops(long, [broken, ...hopsOf(long)])), "NONE alice@example.org:3/4");
});

test("T41, U41: what was changed after the way began is a doubt where the way is whole", async () => {
  const whole = await gatewayed();
  const body = edited(whole, "1 000 EUR", "9 000 EUR");
  assert.equal(await told(body), "CAUTION MT2_CONTENT_CHANGED alice@example.org:5/5");
  assert.equal(await told(withHops(body, hopsOf(body).slice(1))), "NONE out.example.org:4/4");
  // What tells how the body is read is bound as well, and so are Cc, Reply-To and Sender.
  const page = await gatewayed(mail({ "Content-Type": "text/html; charset=utf-8" }));
  assert.equal(await told(page), "INTACT alice@example.org:5/5");
  assert.equal(await told(edited(page, "text/html;", "text/plain;")), "NONE alice@example.org:5/5");
  for (const name of ["Cc", "Reply-To", "Sender"])
    assert.equal(
      (await told(edited(whole, "Subject:", `${name}: eve@example.org\r\nSubject:`))).slice(0, 4),
      "NONE",
      name,
    );
});

test("T41: the sender is the author and the reader is named, or it is a line", async () => {
  const bounce = await gatewayed(mail(), { sender: "bounce@example.org" }, ["bounce@example.org", WAY[4]]);
  assert.equal(await told(bounce), "NONE bounce@example.org:2/2");
  assert.equal(await told(await gatewayed(mail(), { recipients: [] })), "NONE alice@example.org:5/5");
  const stray = await gatewayed(mail(), { recipients: ["carol@example.net"] });
  assert.equal(await told(stray), "CAUTION NOT_ADDRESSED_TO_YOU alice@example.org:5/5");
});

test("T46, U46, U58: a hop lies within seven days before the first sight, and a file has none", async () => {
  const message = await gatewayed();
  for (const [firstSeen, expected] of [
    [STAMPED - 300, "INTACT alice@example.org:5/5"],
    [STAMPED - 301, "NONE nothing-checked"],
    [STAMPED + 7 * DAY, "INTACT alice@example.org:5/5"],
    [STAMPED + 7 * DAY + 1, "NONE nothing-checked"],
  ] as const)
    assert.equal(await told(message, await knowingAll({ firstSeen, now: firstSeen })), expected, `${firstSeen}`);
  const { firstSeen: _, ...unseen } = await knowingAll({ now: STAMPED + 40 * DAY });
  assert.equal(await told(message, unseen), "INTACT alice@example.org:5/5");
  assert.equal(await told(message, { ...unseen, now: STAMPED - 301 }), "NONE nothing-checked");
  for (const origin of ["file", "attached"] as const)
    assert.equal(await told(message, await knowingAll({ origin })), "NONE alice@example.org:5/5", origin);
});

test("T48: a hop signs with a certificate for its own name", async () => {
  const start = await hopped(await wrapped(), WAY[0], WAY[1]);
  for (const host of ["in.example.org", "alice@example.org"]) {
    const signer = signerFor(await certified(host));
    const message = await hopped(await hopped(start, WAY[1], WAY[4], { signer }), WAY[4], "");
    assert.equal(await told(message), "NONE mx.example.net:1/3", host);
  }
});

test("MT2-10: a certificate under a name that is known locally counts by the local authority alone", async () => {
  const message = await gatewayed();
  const { octets: der } = await authority("example.org");
  const local = [Buffer.from(der).toString("base64")];
  assert.equal(await told(message, await knowingAll({ mt2Authorities: local })), "INTACT alice@example.org:5/5");
  // Another key under the same name, served by the zone, is what an attacker would serve.
  const forged = await issue({ name: "example.org MT2", extensions: CA });
  const locally = [Buffer.from(forged.octets).toString("base64")];
  const answer = await told(message, await knowingAll({ mt2Authorities: locally }));
  assert.match(answer, /^ALERT MT2_ISSUER_MISMATCH /);
});

test("MT2-14: an issuer with another key than at first is a doubt until the reader decides", async () => {
  const message = await gatewayed();
  const { certificate } = await authority("example.org");
  const { certificate: other } = await authority("carrier.example");
  const withPin = async (pin: typeof certificate) => {
    const { mt2Issuers = [], ...rest } = await knowingAll();
    const pinned = mt2Issuers.map((known) =>
      known.issuer === "example.org" ? { ...known, pinned: [makePin(pin, STAMPED - DAY)] } : known,
    );
    return { ...rest, mt2Issuers: pinned };
  };
  assert.equal(await told(message, await withPin(certificate)), "INTACT alice@example.org:5/5");
  assert.equal(await told(message, await withPin(other)), "CAUTION CA_CHANGED alice@example.org:5/5");
});

test("MT2-12: only the issuer at which the walk back stops is asked about", async () => {
  const message = await gatewayed();
  const all = await Promise.all(["example.net", "carrier.example", "example.org"].map((org) => published(org)));
  for (const known of [0, 1, 2]) {
    const { wants, badge, reasons } = await verdictOf(message, await knowingAll({ mt2Issuers: all.slice(0, known) }));
    const issuer = ["example.net", "carrier.example", "example.org"][known];
    assert.deepEqual(
      wants.filter(({ kind }) => kind === "mt2-issuer"),
      [{ kind: "mt2-issuer", issuer }],
    );
    assert.deepEqual([badge, reasons.map(({ code }) => code)], ["UNCHECKED", ["MT2_DNS"]]);
  }
  // A message that did not come through the reader's own gateway makes nobody ask.
  const strange = await gatewayed(mail(), {}, WAY.slice(0, 4));
  const { wants, badge } = await verdictOf(strange, await knowingAll({ mt2Issuers: [] }));
  assert.deepEqual([badge, wants.filter(({ kind }) => kind === "mt2-issuer")], ["NONE", []]);
});

test("MT2-13, MT2-15: extensions are listed, and nobody acts on them or believes them", async () => {
  const validated = { oid: "1.2.3.4", critical: false, value: "validated-by mx.example.net" };
  const cut = await gatewayed(mail(), { extensions: [validated] });
  const told2 = await told(withHops(cut, hopsOf(cut).slice(3)));
  assert.equal(told2, "NONE edge.example.net:2/2 extensions");
  assert.equal(await told(cut), "INTACT alice@example.org:5/5 extensions");
  const critical = await gatewayed(mail(), { extensions: [{ ...validated, critical: true }] });
  assert.equal(await told(critical), "UNCHECKED MT2_UNSUPPORTED alice@example.org:5/5 unchecked extensions");
  const { wants, net } = await verdictOf(critical, await knowingAll());
  assert.deepEqual([wants.filter(({ kind }) => kind.startsWith("mt2")), net], [[], []]);
});

test("MT2-13: a host that the administrator lists stands in for proofs nobody has here, as the last hop and no other", async () => {
  const message = await gatewayed();
  const gateway = WAY[4];
  const mt2Issuers = [await published("example.net")];
  const knowing = (mt2Validators: readonly string[], more = {}) => knowingAll({ mt2Issuers, mt2Validators, ...more });
  const unproven = "UNCHECKED MT2_DNS edge.example.net:2/5 unchecked";
  assert.equal(await told(message, await knowing([])), unproven);
  assert.equal(await told(message, await knowing([gateway])), "INTACT alice@example.org:5/5 relied-on");
  const { route, wants, lines } = await verdictOf(message, await knowing([gateway]));
  assert.deepEqual(
    route?.map(({ validity, reliedOn = "" }) => `${validity} ${reliedOn}`.trim()),
    [...Array(3).fill(`accepted ${gateway}`), "validated", "validated"],
  );
  assert.deepEqual(
    wants.filter(({ kind }) => kind === "mt2-issuer"),
    [],
  );
  assert.deepEqual(lines.find(({ code }) => code === "relied-on")?.params, { host: gateway, hops: 3 });
  // Listed, and not the last; the last, and nobody proved that it is this host.
  assert.equal(await told(message, await knowing([WAY[3]])), unproven);
  assert.match(await told(message, await knowing([gateway], { mt2Issuers: [] })), /^UNCHECKED MT2_DNS nothing-checked/);
  // What does not fit here is nobody's word away; a link that is missing neither.
  const [first = "", ...rest] = hopsOf(message);
  const forged = withHops(message, [
    first.replace(/<sig>./, (sig) => (sig.endsWith("A") ? "<sig>B" : "<sig>A")),
    ...rest,
  ]);
  assert.equal(await told(forged, await knowing([gateway])), "NONE out.example.org:4/5 relied-on");
  const cut = withHops(message, hopsOf(message).toSpliced(1, 1));
  assert.equal(await told(cut, await knowing([gateway])), "NONE relay.carrier.example:3/4 relied-on");
});

test("MT2-16: 33 hops are more than anybody reads", async () => {
  const whole = await gatewayed();
  const [hop = ""] = hopsOf(whole);
  assert.equal(
    await told(
      withHops(
        whole,
        Array.from({ length: 33 }, () => hop),
      ),
    ),
    "CAUTION MT2_LIMIT refused",
  );
  assert.match(
    await told(
      withHops(
        whole,
        Array.from({ length: 32 }, () => hop),
      ),
    ),
    /^CAUTION MT2_CONTRADICTION/,
  );
});
