import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ar, BORDER, check, codes, FOREIGN, MX, reported } from "./build.ts";

const transport = (results: string, ...below: string[]) => reported(results, ...below).transport;

test("AR-07: a result that names nobody earns nothing", () => {
  for (const method of ["mtls", "map", "dmarc", "dkim", "spf"]) {
    for (const rest of [
      "",
      " smtp.helo=bank.example",
      " header.b=abcd",
      " policy.map-mode=enforce policy.map-anchor=https",
    ]) {
      const found = reported(`${method}=pass${rest}`);
      assert.equal(found.transport, "none", method);
      assert.deepEqual(codes(found), ["AR_NO_IDENTITY"], method + rest);
    }
  }
  for (const value of ["none", '""', "bank.example.", "192.0.2.1", "bank_example", '"bank.example "', "@"]) {
    assert.equal(transport(`spf=pass smtp.mailfrom=${value === "@" ? '"@"' : value}`), "none", value);
  }
  assert.equal(transport("dmarc=pass header.from=info@bank.example"), "none", "an address is no domain (T34)");
});

test("AR-08: a result for another From domain is no credit and CAUTION", () => {
  for (const domain of ["evil.example", "mail.bank.example", "example"]) {
    for (const word of ["pass", "fail"]) {
      const found = reported(`dmarc=${word} header.from=${domain}; spf=pass smtp.mailfrom=bank.example`);
      assert.equal(found.transport, "other-domain");
      assert.deepEqual(found.reasons, [{ code: "AR_OTHER_DOMAIN", params: { server: "mx.example", domain } }]);
    }
  }
  assert.equal(transport("dmarc=none header.from=evil.example"), "none");
  assert.equal(transport("dmarc=pass header.from=BANK.example"), "pass");
});

test("AR-09: of several results only the aligned count, and dmarc=fail beats dmarc=pass", () => {
  const pass = "dmarc=pass header.from=bank.example";
  const fail = "dmarc=fail header.from=bank.example";
  assert.equal(transport(`${pass}; ${fail}`), "fail");
  assert.equal(transport(`${fail}; ${pass}`), "fail");
  assert.equal(transport("dkim=fail header.d=bank.example; dkim=pass header.d=evil.example"), "fail");
  assert.equal(transport("dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example"), "none");
  // T33: where dmarc does not decide, one aligned pass is enough (a list breaks one signature and keeps the other).
  assert.equal(transport("dkim=fail header.d=bank.example; dkim=pass header.d=bank.example"), "pass");
  assert.equal(transport(`${fail}; dkim=pass header.d=bank.example; spf=pass smtp.mailfrom=bank.example`), "fail");
  assert.equal(transport(`${pass}; dkim=fail header.d=bank.example; spf=fail smtp.mailfrom=bank.example`), "pass");
});

test("AR-10: only the words pass and fail are statements", () => {
  const dmarc = (word: string) => transport(`dmarc=${word} header.from=bank.example`);
  for (const word of ["pass", "PASS", "Pass", "pAsS"]) assert.equal(dmarc(word), "pass", word);
  assert.equal(dmarc("FAIL"), "fail");
  const odd = [
    "bestguesspass",
    "pass;x",
    "hardfail",
    "passed",
    "ok",
    "pass-",
    "true",
    "softfail",
    "neutral",
    "policy",
    "1",
    "pas\u017f",
    "pass.",
    "pass_",
  ];
  for (const word of odd) {
    assert.equal(dmarc(word), "none", word);
    assert.equal(transport(`spf=${word} smtp.mailfrom=bank.example`), "none", word);
  }
});

test("AR-12: arc is information only and repairs nothing", () => {
  const found = reported("arc=pass (i=1 spf=pass dkim=pass dmarc=pass); dmarc=fail header.from=bank.example");
  assert.equal(found.transport, "fail");
  assert.deepEqual(codes(found), ["TRANSPORT_FAIL", "arc", "fail"]);
  assert.equal(transport("arc=pass header.from=bank.example header.d=bank.example smtp.mailfrom=bank.example"), "none");
  assert.equal(transport("arc=fail header.d=bank.example"), "none");
});

const signature = (tags: string) => `DKIM-Signature: v=1; ${tags}; bh=x; b=y`;
const COMPLETE = signature("a=rsa-sha256; d=bank.example; s=s1; h=From : to:Content-Type");
const TYPE = "Content-Type: text/plain";

test("RFC 8601 s2.7.3: iprev is information about a host, and only where it passes and names an address", () => {
  const told = (results: string) => {
    const { transport, lines } = reported(results);
    return [transport, ...lines.map(({ code, params }) => `${code} ${params.ip}`)].join(" | ");
  };
  assert.equal(told("iprev=pass policy.iprev=192.0.2.1"), "none | iprev 192.0.2.1");
  assert.equal(told('iprev=pass policy.iprev="2001:db8::1"'), "none | iprev 2001:db8::1");
  for (const other of ["iprev=fail policy.iprev=192.0.2.1", "iprev=pass", "iprev=pass policy.iprev=bank.example"])
    assert.equal(told(other), "none", other);
});

test("AR-13, T37: a signature that leaves parts open earns nothing", () => {
  const dkim = "dkim=pass header.d=bank.example header.s=s1";
  assert.equal(transport(dkim, COMPLETE, TYPE), "pass");
  assert.equal(transport(dkim, signature("d=bank.example; s=s1; h=from"), "X-Other: no type to sign"), "pass");
  const partial = [
    signature("d=bank.example; s=s1; l=1000; h=from:content-type"),
    signature("d=bank.example; s=s1; l = 0; h=from:content-type"),
    signature("D=BANK.example; S=S1; h=from:to"),
    signature("d=bank.example; s=s1; h=from:x-content-type"),
    signature("d=bank.example; s=s1"),
    signature("a=rsa-sha1; d=bank.example; s=s1; h=from:content-type"),
    signature("d=bank.example; s=s1;\r\n h=from\r\n :to"),
  ];
  for (const field of partial) {
    const found = reported(dkim, field, TYPE);
    assert.equal(found.transport, "none", field);
    assert.deepEqual(codes(found), ["DKIM_PARTIAL"], field);
    // Which of two signatures passed, nobody says.
    assert.equal(transport("dkim=pass header.i=@bank.example", COMPLETE, field, TYPE), "none");
    assert.equal(transport(dkim, field.replace(/bank\.example/i, "else.example"), TYPE), "pass");
    assert.equal(transport(dkim, field.replace(/s1/i, "s2"), TYPE), "pass");
  }
  assert.equal(transport(`${dkim} header.a=RSA-SHA1`, COMPLETE, TYPE), "none");
  assert.equal(transport(`${dkim} header.a=rsa-sha256`, COMPLETE, TYPE), "pass");
});

test("AR-13, T37: dmarc=pass falls with the weak signature unless spf or a complete one carries it", () => {
  const weak = signature("d=bank.example; s=s1; l=9; h=from:content-type");
  const results = "dmarc=pass header.from=bank.example; dkim=pass header.d=bank.example header.s=s1";
  assert.equal(transport(results, weak, TYPE), "none");
  assert.equal(transport(`${results}; spf=pass smtp.mailfrom=bank.example`, weak, TYPE), "pass");
  assert.equal(transport(`${results}; spf=pass smtp.mailfrom=evil.example`, weak, TYPE), "none");
  assert.equal(transport(`${results}; dkim=pass header.d=mail.bank.example`, weak, TYPE), "pass");
  assert.equal(transport(`${results}; spf=fail smtp.mailfrom=bank.example`, weak, TYPE), "fail");
  assert.equal(transport("dmarc=pass header.from=bank.example", weak, TYPE), "pass", "no dkim result to judge");
});

test("AR-14: however much passes, it is transport evidence and nothing else", () => {
  const found = reported(
    "dmarc=pass header.from=bank.example; dkim=pass header.d=bank.example; spf=pass smtp.mailfrom=a@bank.example; mtls=pass smtp.mailfrom=bank.example; bimi=pass header.d=bank.example; vbr=pass header.md=bank.example; iprev=pass policy.iprev=192.0.2.1; smime=pass body.smime-identifier=info@bank.example",
  );
  assert.equal(found.transport, "pass");
  assert.deepEqual(found.reasons, []);
  assert.deepEqual([found.server, found.method], ["mx.example", "dmarc"]);
  assert.deepEqual(Object.keys(found).sort(), [
    "lines",
    "method",
    "proposals",
    "reasons",
    "reports",
    "server",
    "transport",
    "unbelieved",
    "wants",
  ]);
  assert.equal(found.lines.length, 7);
});

test("AR-17: none and errors are told as not checked, neither pass nor fail", () => {
  for (const method of ["dmarc", "dkim", "spf", "mtls", "map"]) {
    for (const word of ["none", "temperror", "permerror", "neutral"]) {
      const found = reported(`${method}=${word} header.from=bank.example`);
      assert.equal(found.transport, "none");
      assert.deepEqual(found.reasons, []);
      assert.deepEqual(found.lines, [
        { system: "authres", code: "not-checked", params: { server: "mx.example", method } },
      ]);
    }
  }
});

test("T33: an aligned fail counts where nothing passed, relaxed alignment, once", () => {
  for (const fail of [
    "dkim=fail header.d=bank.example",
    "dkim=fail header.i=a@mail.bank.example",
    "spf=fail smtp.mailfrom=x@bounce.bank.example",
  ]) {
    const found = reported(`${fail}; ${fail}`);
    assert.equal(found.transport, "fail", fail);
    assert.deepEqual(found.reasons, [
      { code: "TRANSPORT_RELAYED", params: { server: "mx.example", domain: "bank.example" } },
    ]);
  }
  assert.equal(transport("spf=softfail smtp.mailfrom=bank.example"), "none");
  assert.equal(transport("dkim=fail header.d=evil.example"), "none");
  assert.equal(transport("spf=fail smtp.helo=bank.example"), "none");
});

test("MTLS-02, MTLS-04, MTLS-05: mtls passes for its own domain only, fails for nobody who did not opt in", () => {
  const found = reported("mtls=pass smtp.mailfrom=bounce.bank.example smtp.mtls-host=out.bank.example dns.sec=yes");
  assert.equal(found.transport, "pass");
  assert.deepEqual(
    found.reports.map(({ method, result, domain, credit }) => [method, result, domain, credit]),
    [["mtls", "pass", "bounce.bank.example", true]],
  );
  assert.equal(transport("mtls=pass smtp.mailfrom=evil.example"), "none");
  assert.equal(transport('mtls=pass smtp.mailfrom=""'), "none");
  assert.equal(transport("mtls=pass smtp.mtls-host=bank.example"), "none");
  assert.equal(transport("mtls=pass smtp.mailfrom=SRS0=x=bank.example=info@forwarder.example"), "none");
  for (const word of ["none", "temperror", "permerror", "neutral"])
    assert.equal(transport(`mtls=${word} smtp.mailfrom=bank.example`), "none");
  const fail = reported("mtls=fail smtp.mailfrom=bank.example");
  assert.equal(fail.transport, "none");
  assert.deepEqual(codes(fail), []);
});

test("MAP-07, MAP-12, T61: a gateway's word counts for its domain, in enforce mode, under a proven anchor", () => {
  const map = (rest: string, word = "pass") => reported(`map=${word} smtp.mailfrom=bank.example ${rest}`);
  const enforce = "policy.map-mode=enforce policy.map-key=k1";
  const cases: [string, string, string][] = [
    [`${enforce} policy.map-anchor=dnssec dns.sec=yes`, "pass", "gateway"],
    [`${enforce} policy.map-anchor=https dns.sec=no`, "pass", "gateway-https"],
    [`${enforce} policy.map-anchor=dnssec dns.sec=no`, "none", "gateway-unproven"],
    [`${enforce} policy.map-anchor=dnssec`, "none", "gateway-unproven"],
    [enforce, "none", "gateway-unproven"],
    ["policy.map-mode=testing policy.map-anchor=dnssec dns.sec=yes", "none", "testing"],
    ["policy.map-mode=none policy.map-anchor=dnssec dns.sec=yes", "none", "testing"],
    ["policy.map-anchor=dnssec dns.sec=yes", "none", "testing"],
  ];
  for (const [rest, axis, code] of cases) {
    assert.equal(map(rest).transport, axis, rest);
    assert.deepEqual(codes(map(rest)), [code], rest);
  }
  const proven = `${enforce} policy.map-anchor=dnssec dns.sec=yes`;
  const other = reported(`map=pass smtp.mailfrom=evil.example ${proven}`);
  assert.deepEqual([other.transport, codes(other)], ["none", ["other-domain"]]);
  const bounce = reported(`map=pass smtp.mailfrom="" ${proven}`);
  assert.deepEqual([bounce.transport, codes(bounce)], ["none", ["null-sender"]]);
  assert.equal(map(proven, "fail").transport, "fail");
  assert.equal(map("policy.map-mode=testing", "fail").transport, "none");
  assert.equal(
    reported(`map=fail smtp.mailfrom=bank.example ${enforce}; spf=pass smtp.mailfrom=bank.example`).transport,
    "pass",
  );
});

test("T55: a public suffix aligns with nothing but itself", () => {
  const from = { from: "From: info@shop.co.uk" };
  const spf = (domain: string, setting = from) =>
    check([ar(`spf=pass smtp.mailfrom=${domain}`), BORDER], setting).transport;
  assert.equal(spf("mail.shop.co.uk"), "pass");
  assert.equal(spf("other.co.uk"), "none");
  assert.equal(spf("co.uk"), "none");
  assert.equal(spf("evil.github.io", { from: "From: a@good.github.io" }), "none");
});

test("without exactly one From mailbox nobody is credited", () => {
  const results = ar("dmarc=pass header.from=bank.example; spf=fail smtp.mailfrom=bank.example");
  for (const from of [
    "From: a@bank.example, b@evil.example",
    "From: <a@bank.example> <b@evil.example>",
    "Sender: a@bank.example",
    "From: a@bank.example\nFrom: b@bank.example",
  ])
    assert.equal(check([results, BORDER], { from }).transport, "none", from);
});

test("L5: saying it again changes nothing; lines are counted", () => {
  const results = "dmarc=pass header.from=bank.example; dkim=pass header.d=bank.example";
  const once = check([ar(results), BORDER]);
  assert.deepEqual(check([ar(results), ar(results), ar(results), BORDER], { authserv: [MX, MX] }), once);
  const many = Array.from({ length: 100 }, (_, i) => `dkim=pass header.d=d${i}.bank.example`).join("; ");
  assert.equal(reported(many).lines.length, 20);
});

test("L1: no field below the border improves anything", () => {
  const field = fc.constantFrom(
    ar("dmarc=pass header.from=bank.example"),
    ar("none"),
    BORDER,
    FOREIGN,
    COMPLETE,
    "X-A: b",
    "ARC-Seal: i=1",
    "Received-SPF: pass",
  );
  const rank = ["conflict", "other-domain", "fail", "none", "pass"];
  const above = fc.constantFrom("dmarc=fail header.from=bank.example", "dmarc=none", "dkim=pass header.d=bank.example");
  fc.assert(
    fc.property(above, fc.array(field, { maxLength: 5 }), (results, below) => {
      const plain = check([ar(results), BORDER]).transport;
      const more = check([ar(results), BORDER, ...below]).transport;
      assert.ok(rank.indexOf(more) <= rank.indexOf(plain), `${plain} became ${more}`);
      assert.notEqual(check([BORDER, ...below]).transport, "pass");
    }),
  );
});
