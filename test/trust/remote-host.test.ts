import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readRemoteAnswer } from "../../core/trust/remote-answer.ts";
import { isPublicAddress, readRemoteUrl } from "../../core/trust/remote-host.ts";

const faultOf = (text: string) => {
  const read = readRemoteUrl(text);
  return "fault" in read ? read.fault : undefined;
};

const REFUSED: readonly (readonly [string, string])[] = [
  ["https://127.0.0.1/", "address-literal"],
  ["https://0x7f.1/", "address-literal"],
  ["https://2130706433/", "address-literal"],
  ["https://127.1/", "address-literal"],
  ["https://①②⑦.⓪.⓪.①/", "address-literal"],
  ["https://[::1]/", "address-literal"],
  ["https://[::ffff:7f00:1]/", "address-literal"],
  ["https://8.8.8.8/", "address-literal"],
  ["https://localhost/", "local-name"],
  ["https://printer/", "local-name"],
  ["https://printer.local/", "local-name"],
  ["https://metadata.google.internal/", "local-name"],
  ["https://router.home.arpa/", "local-name"],
  ["https://localhost./", "not-a-host-name"],
  ["https://good.example./", "not-a-host-name"],
  ["https://good_host.example/", "not-a-host-name"],
  ["http://good.example/", "not-https"],
  ["ftp://good.example/", "not-https"],
  ["file:///etc/passwd", "not-https"],
  ["javascript:alert(1)", "not-https"],
  ["https://good.example:8443/", "port"],
  ["https://user@good.example/", "user-info"],
  ["https://good.example%2f@evil.example/", "user-info"],
  ["https://good.example/#a", "fragment"],
  ["https://good.example/#", "fragment"],
  ["https://good.example\\@evil.example/", "spelling"],
  ["https://good。example/", "spelling"],
  ["https://ex\u00adample.com/", "spelling"],
  ["https://good.exa\tmple/", "spelling"],
  ["HTTPS:good.example", "spelling"],
  ["https:////good.example/x", "spelling"],
  ["https://good.example/a/%2e%2e/b", "spelling"],
  ["https://good.example:443/", "spelling"],
  ["https://good.example", "spelling"],
  ["good.example", "not-a-url"],
  ["", "not-a-url"],
];

test("NET-02 IPP-10: loopback, private, odd and respelt hosts are refused after parsing", () => {
  for (const [text, fault] of REFUSED) assert.equal(faultOf(text), fault, text);
});

test("an ordinary address of an organisation is taken as it stands", () => {
  for (const text of ["https://verify.bank.example/r/01JD4W?x=1", "https://xn--mnchen-3ya.example/"]) {
    const read = readRemoteUrl(text);
    assert.ok("url" in read && read.url.href === text, text);
  }
});

test("NET-02: whatever is accepted is https on a name of two labels at the default port", () => {
  const piece = fc.constantFrom(
    "https://",
    "a",
    ".example",
    "127.1",
    "@",
    ":",
    "443",
    "/",
    "[::1]",
    "%2e",
    "。",
    "#",
    ".",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      const read = readRemoteUrl(text);
      if ("fault" in read) return;
      assert.match(text, /^https:\/\/(?:[a-z0-9-]+\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]+\//);
    }),
    { numRuns: 2000 },
  );
});

test("NET-03: answers of resolvers that lead into a network are refused", () => {
  const local =
    "127.0.0.1 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.127.255.255 0.0.0.0 198.18.0.1 " +
    "224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 " +
    "ff02::1 64:ff9b::7f00:1 2002:7f00:1::1 2001:0:1::1 localhost 1.2.3 1.2.3.4.5 999.1.1.1 0x7f.0.0.1";
  for (const address of [...local.split(" "), ""]) assert.equal(isPublicAddress(address), false, address);
  for (const address of "9.9.9.9 172.32.0.1 100.128.0.1 2620:fe::fe 2a00:1450:4001:82b::200e".split(" "))
    assert.equal(isPublicAddress(address), true, address);
});

test("ST-02: an answer is read strictly and says nothing better than `active`", () => {
  const asked = { rid: "r".repeat(20), hdr_hash: "a".repeat(64), ts: "2026-11-21T20:01:43Z" };
  const answer = (more: object) => readRemoteAnswer(JSON.stringify({ ...asked, status: "active", ...more }), asked);
  assert.equal(answer({}), "active");
  assert.equal(answer({ status: "revoked" }), "revoked");
  assert.equal(answer({ status: "revoked", hdr_hash: "b".repeat(64) }), "revoked");
  assert.equal(answer({ status: "unknown" }), "unknown");
  assert.equal(answer({ hdr_hash: "b".repeat(64) }), "other-message");
  assert.equal(answer({ ts: "2026-11-21T20:01:44Z" }), "other-message");
  assert.equal(answer({ rid: "s".repeat(20) }), "unusable");
  assert.equal(answer({ status: "ACTIVE" }), "unusable");
  assert.equal(answer({ status: ["revoked"] }), "unusable");
  for (const text of ["", "null", "[]", "{", "<html>", '{"__proto__":1}'])
    assert.equal(readRemoteAnswer(text, asked), "unusable");
});
