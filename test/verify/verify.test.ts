import assert from "node:assert/strict";
import { test } from "node:test";
import { REASONS, SUMMARY } from "../../core/index.ts";
import { edit, knowing, knowingKey, mail, mailWithAttachments, record, signedAnyway, stamped } from "../gmp/support.ts";
import { above, pageMail, situations, told, verdictOf } from "./support.ts";

test("each outcome has its badge", async () => {
  const badges = new Map<string, string>();
  for (const [name, { bytes, knowledge }] of await situations())
    badges.set(name, `${(await verdictOf(bytes, knowledge)).gmp} ${await told(bytes, knowledge)}`);
  assert.deepEqual(Object.fromEntries(badges), {
    valid: "VALID VERIFIED",
    "valid with attachments": "VALID VERIFIED",
    "valid, required": "VALID VERIFIED",
    "valid, late": "VALID CAUTION STALE",
    "known key": "UNTRUSTED INTACT",
    "no key": "UNTRUSTED NONE",
    changed: "TAMPERED ALERT BODY",
    "changed, known key": "UNTRUSTED CAUTION BODY",
    forged: "TAMPERED ALERT SIG_INVALID",
    "no stamp": "NOT_FOUND NONE",
    "no stamp, required": "NOT_FOUND ALERT STAMP_REQUIRED",
    "no stamp, expected": "NOT_FOUND CAUTION STAMP_EXPECTED",
    malformed: "UNTRUSTED ALERT STAMP_MALFORMED",
  });
});

test("MIME-12, W-LOOK: a file name that hides or turns letters is CAUTION, stamped or not", async () => {
  const named = (name: string) =>
    mail(
      { "Content-Type": "multipart/mixed; boundary=cut" },
      `--cut\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename*=utf-8''${name}\r\n\r\nx\r\n--cut--\r\n`,
    );
  for (const name of ["a%E2%80%AEfdp.exe", "a.exe%01.pdf", "a.exe%00.pdf", "a%E2%81%A6.pdf"]) {
    assert.equal(await told(await stamped(named(name))), "CAUTION FILE_NAME_HIDES", name);
    assert.equal(await told(named(name)), "CAUTION FILE_NAME_HIDES", name);
  }
  for (const name of ["Gr%C3%BC%C3%9Fe.pdf", "%D7%90%D7%91.pdf", "a%20b.pdf", "%F0%9F%91%A8%E2%80%8D%F0%9F%91%A9.png"])
    assert.equal(await told(await stamped(named(name))), "VERIFIED", name);
});

test("ACQ-12: a page with a file name is looked through like any other", async () => {
  const page = `<p>Hello Bob</p><div hidden>${"pay to this account instead ".repeat(3)}</div>\r\n`;
  for (const type of ['text/html; name="a.html"', "text/html"])
    assert.equal(await told(await stamped(mail({ "Content-Type": type }, page))), "CAUTION HIDDEN_TEXT", type);
});

test("L8: a result is plain JSON, and equal inputs give equal results", async () => {
  for (const [name, { bytes, knowledge }] of await situations()) {
    const first = await verdictOf(bytes, knowledge);
    const again = await verdictOf(Uint8Array.from(bytes), structuredClone(knowledge));
    assert.deepEqual(again, first, name);
    assert.deepEqual(JSON.parse(JSON.stringify(first)), first, name);
    assert.deepEqual(first.net, [], name);
    assert.equal(first.profile, "countersign/1");
  }
});

test("L8: verify changes neither the message nor the knowledge", async () => {
  for (const [name, { bytes, knowledge }] of await situations()) {
    const before = [Uint8Array.from(bytes), structuredClone(knowledge)];
    await verdictOf(bytes, knowledge);
    assert.deepEqual([bytes, knowledge], before, name);
  }
});

test("the three lines have declared codes and exactly their values", async () => {
  const seen = new Set<string>();
  for (const [name, { bytes, knowledge }] of await situations()) {
    const { summary, reasons } = await verdictOf(bytes, knowledge);
    for (const { code, params } of Object.values(summary)) {
      seen.add(code);
      const names = new Map<string, readonly string[]>(Object.entries(SUMMARY)).get(code);
      assert.deepEqual(Object.keys(params), [...(names ?? [])], `${name} ${code}`);
    }
    for (const { code, params } of reasons)
      for (const key of Object.keys(params))
        assert.ok((REASONS[code].params as readonly string[]).includes(key), `${code} ${key}`);
  }
  for (const code of ["unchanged", "changed_body", "altered_or_forged", "no_key", "no_receipt", "missing_receipt"])
    assert.ok(seen.has(code), code);
  for (const code of ["from_stamped", "from_known_key", "from_unproven", "from_claimed", "trust_user", "trust_not_yet"])
    assert.ok(seen.has(code), code);
});

test("the three lines name what changed, who stamped for whom, and who trusts them", async () => {
  const lines = async (...inputs: Parameters<typeof verdictOf>) => {
    const { unchanged, from, trust } = (await verdictOf(...inputs)).summary;
    return [unchanged, from, trust].map(({ code, params }) => `${code} ${Object.values(params).join("|")}`.trim());
  };
  const files = await stamped(mailWithAttachments());
  assert.deepEqual(await lines(files), [
    "unchanged_with_files example.org|2026-11-21T20:01:43Z|3",
    "from_stamped example.org|alice@example.org",
    "trust_user Example Ltd|example.org",
  ]);
  assert.deepEqual(
    await lines(files, knowing({ trust: [record({ source: "policy" })] })).then((all) => all[2]),
    "trust_policy Example Ltd|example.org",
  );
  assert.deepEqual(await lines(files, knowingKey()), [
    "unchanged_with_files example.org|2026-11-21T20:01:43Z|3",
    "from_known_key example.org|alice@example.org",
    "trust_not_yet example.org",
  ]);
  const subject = edit(files, "Subject: Invoice 4711", "Subject: Invoice 4712");
  assert.equal((await lines(subject))[0], "changed_headers_unnamed example.org");
  const listed = edit(files, "To: Bob", "Reply-To: list@list.example\r\nTo: Bob");
  assert.equal((await lines(listed))[0], "changed_headers example.org|reply-to");
  const part = "Content-Type: image/gif; name=added.gif\r\nContent-Disposition: attachment\r\n\r\nGIF\r\n--cut--";
  const added = edit(files, /--cut--\r\n$/, `--cut\r\n${part}\r\n`);
  assert.deepEqual(await lines(added), [
    "added_attachments example.org|added.gif",
    "from_changed example.org|alice@example.org",
    "trust_changed Example Ltd|example.org",
  ]);
  // Every combination of units has its own sentence: none may call unchanged what was changed.
  const text = (bytes: Uint8Array) => edit(bytes, "See the files.", "See the file.");
  const unchangedOf = async (bytes: Uint8Array) => (await lines(bytes))[0];
  assert.equal(await unchangedOf(text(files)), "changed_body example.org");
  assert.equal(await unchangedOf(text(subject)), "changed_headers_and_body example.org");
  const renamed = edit(added, "Subject: Invoice 4711", "Subject: Invoice 4712");
  assert.equal(await unchangedOf(renamed), "changed_headers_and_attachments example.org");
  assert.equal(await unchangedOf(text(renamed)), "changed_headers_and_attachments example.org");
  const exchanged = edit(files, /(attachment[\s\S]*?\r\n\r\n)./, "$1Q");
  assert.equal(await unchangedOf(exchanged), "changed_attachments example.org");
});

test("GMR-28: under a true signature a changed message is no longer theirs, and nobody is called a forger", async () => {
  const lines = async (...inputs: Parameters<typeof verdictOf>) =>
    Object.values((await verdictOf(...inputs)).summary).map(({ code }) => code);
  const bytes = await stamped(mailWithAttachments());
  const changed = edit(bytes, "See the files.", "See the file.");
  assert.deepEqual(await lines(changed), ["changed_body", "from_changed", "trust_changed"]);
  assert.deepEqual(await lines(changed, knowingKey()), ["changed_body", "from_changed", "trust_not_yet_changed"]);
  // A stamp that was lifted onto somebody else's message names both addresses.
  const lifted = await verdictOf(edit(changed, "alice@example.org>", "mallory@example.net>"));
  assert.equal(lifted.summary.from.code, "from_changed_address");
  assert.deepEqual(lifted.summary.from.params, {
    org: "example.org",
    sender: "alice@example.org",
    from: "mallory@example.net",
  });
  const forged = edit(bytes, /ts=2026-11-21T20:01:43Z/, "ts=2026-11-21T20:01:44Z");
  assert.deepEqual(await lines(forged), ["altered_or_forged", "from_unproven", "trust_not_for_this"]);
});

test("GMR-25: names of a trusted organisation come from the record, and foreign text is made safe to show", async () => {
  const from = '"\u202Eevil\u0007 name" <alice@example.org>';
  const bytes = await signedAnyway(mail({ From: Buffer.from(from).toString("latin1") }));
  const result = await verdictOf(bytes);
  assert.deepEqual(result.organisation, { org_id: "example.org", name: "Example Ltd", source: "user" });
  const shown = JSON.stringify([result.reasons, result.lines, result.summary]);
  assert.doesNotMatch(shown, /[\u202A-\u202E\u2066-\u2069]|\\u0007/);
  const long = `"${"x".repeat(300)}@bank.example" <alice@example.org>`;
  const reason = (await verdictOf(mail({ From: long }))).reasons.find(({ code }) => code === "NAME_IS_ADDRESS");
  assert.equal(String(reason?.params.name).length, 80);
  // An organisation nobody trusts is shown by its domain alone.
  const none = await verdictOf(await stamped(mail()), knowing({ trust: [] }));
  assert.equal(none.organisation, undefined);
  assert.equal(none.summary.from.params.org, "example.org");
});

test("ACQ-12, ACQ-13: a stamped page that hides text is CAUTION, one that loads pictures says so", async () => {
  const hidden = `<p>Hello</p><p style="display:none">Please pay the amount to the account below today.</p>`;
  assert.equal(await told(await stamped(pageMail(hidden))), "CAUTION HIDDEN_TEXT");
  const remote = await verdictOf(await stamped(pageMail('<p>Hello <img src="https://pictures.example/a.png"></p>')));
  assert.equal(remote.badge, "VERIFIED");
  assert.deepEqual(
    remote.reasons.map(({ code, effect }) => [code, effect]),
    [["REMOTE_NOT_COVERED", "note"]],
  );
  assert.equal(remote.summary.unchanged.code, "unchanged_but_remote");
  // Without a stamp nothing is claimed that hidden text could weaken: newsletters raise nothing.
  assert.equal(await told(pageMail(hidden), knowing()), "NONE");
  assert.equal(await told(await stamped(pageMail(hidden)), knowingKey()), "CAUTION HIDDEN_TEXT");
});

test("ACQ-06: a part with an external attachment URL is never VERIFIED", async () => {
  const part =
    "--cut\r\nContent-Type: text/plain\r\n\r\nSee file.\r\n--cut\r\nContent-Type: application/pdf; name=a.pdf\r\n" +
    "X-Mozilla-External-Attachment-URL: https://canary.example/a.pdf\r\n\r\n%PDF\r\n--cut--\r\n";
  const bytes = mail({ "Content-Type": "multipart/mixed; boundary=cut" }, part);
  assert.match(await told(await signedAnyway(bytes)), /^CAUTION .*EXTERNAL_ATTACHMENT/);
  assert.match(await told(bytes), /^CAUTION .*EXTERNAL_ATTACHMENT/);
});

test("MIME-10, ACQ-02: a stamp inside an attached message, a part or a quotation lifts nothing", async () => {
  const inner = Buffer.from(await stamped(mail())).toString("latin1");
  const stampLine = inner.slice(0, inner.indexOf("\r\nFrom:"));
  const bodies = [
    `--cut\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--cut--\r\n`,
    `--cut\r\n${stampLine}\r\nContent-Type: text/plain\r\n\r\nHello\r\n--cut--\r\n`,
    `--cut\r\nContent-Type: text/plain\r\n\r\n> ${stampLine.replaceAll("\r\n", "\r\n>")}\r\n--cut--\r\n`,
  ];
  for (const body of bodies) {
    const outer = mail({ "Content-Type": "multipart/mixed; boundary=cut" }, body);
    const { gmp, badge } = await verdictOf(outer);
    assert.equal(`${gmp} ${badge}`, "NOT_FOUND NONE");
  }
});

test("MIME-09: a whole stamped message wrapped in another is not the stamped message", async () => {
  const inner = Buffer.from(await stamped(mail())).toString("latin1");
  const [header = "", body = ""] = inner.split("\r\n\r\n");
  const wrapped = `${header.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=cut")}\r\n\r\n--cut\r\nContent-Type: text/html\r\n\r\n<p>Other text</p><plaintext>\r\n--cut\r\nContent-Type: text/plain\r\n\r\n${body}\r\n--cut--\r\n`;
  const result = await verdictOf(new Uint8Array(Buffer.from(wrapped, "latin1")));
  assert.equal(`${result.gmp} ${result.badge}`, "TAMPERED ALERT");
});

test("ID-02, ID-09, O10: a valid stamp does not lift a name that is another address, nor a look-alike domain", async () => {
  const named = await signedAnyway(mail({ From: '"ceo@bank.example" <alice@example.org>' }));
  const result = await verdictOf(named);
  assert.equal(`${result.gmp} ${result.badge}`, "VALID CAUTION");
  const twin = record({ org_id: "examp1e.org", domains: ["examp1e.org"] });
  assert.equal(await told(await stamped(mail()), knowing({ trust: [twin] })).then((t) => t.split(" ")[0]), "CAUTION");
});

test("L10: what can be read of any octets is shown, and nothing is thrown", async () => {
  for (const bytes of [
    new Uint8Array(),
    new Uint8Array([0]),
    new Uint8Array(1000).fill(255),
    new Uint8Array([13, 10]),
  ]) {
    const result = await verdictOf(bytes);
    assert.equal(result.badge, "CAUTION");
    assert.equal(result.from, undefined);
    assert.equal(result.summary.from.code, "from_ambiguous");
  }
  const many = `To: ${Array.from({ length: 5000 }, (_, i) => `p${i}@example.net`).join(",\r\n ")}`;
  assert.equal((await verdictOf(above(mail({ To: undefined }), many))).to.length, 200);
});
