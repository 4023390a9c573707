import assert from "node:assert/strict";
import { test } from "node:test";
import { SIGNED_FIELDS } from "../../core/gmp/header-hash.ts";
import {
  check,
  edit,
  knowing,
  knowingKey,
  mail,
  mailWithAttachments,
  octets,
  signedAnyway,
  stamped,
  text,
  verdict,
} from "./support.ts";

/** The header fields named in the HDR reason, and the units. */
async function changed(bytes: Uint8Array) {
  const { reasons, receipt } = await check(bytes);
  const { units = [], headers = [] } = receipt?.changed ?? {};
  return {
    units: units.join(" "),
    headers: headers.join(" "),
    fields: reasons.find(({ code }) => code === "HDR")?.params.fields,
  };
}

const ADDED = SIGNED_FIELDS.filter(
  (name) => !/^(?:from|to|subject|date|message-id|mime-version|content-type)$/.test(name),
);

for (const name of ADDED)
  test(`GMR-17: ${name} added where none was is TAMPERED and named`, async () => {
    const bytes = edit(await stamped(mail()), "From:", `${name}: x@evil.example\r\nFrom:`);
    assert.match(await verdict(bytes), /^TAMPERED tampered HDR/);
    // A disposition also makes the one text an attachment.
    const units = name === "content-disposition" ? "headers attachments" : "headers";
    assert.deepEqual(await changed(bytes), { units, headers: name, fields: name });
  });

for (const name of ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"])
  for (const place of ["before", "after"] as const)
    test(`GMR-17: a second ${name} ${place} the first is TAMPERED`, async () => {
      const genuine = text(await stamped(mail()));
      const line = new RegExp(`\\r\\n${name}: ([^\\r]*)`).exec(genuine)?.[0] ?? "";
      const other = `\r\n${name}: other`;
      const bytes = octets(genuine.replace(line, () => (place === "before" ? other + line : line + other)));
      assert.match(await verdict(bytes), /^TAMPERED tampered HDR/);
      assert.equal((await changed(bytes)).headers, name.toLowerCase());
    });

test("GMR-17: an empty field counts, and so does one that is gone (G04)", async () => {
  const bytes = await stamped(mail({ Cc: "" }));
  assert.equal(await verdict(bytes), "VALID valid");
  assert.equal(await verdict(edit(bytes, "Cc: \r\n", "")), "TAMPERED tampered HDR");
  assert.equal((await changed(edit(bytes, "Cc: \r\n", ""))).headers, "");
});

test("GMR-28: what a mailing list does is TAMPERED, with the changed units and provable fields named", async () => {
  const bytes = await stamped(mail());
  const listed = edit(
    edit(bytes, "Subject: ", "Subject: [club] "),
    "From:",
    "List-Post: <mailto:club@lists.example>\r\nList-Unsubscribe: <mailto:leave@lists.example>\r\nReply-To: club@lists.example\r\nFrom:",
  );
  assert.deepEqual(await changed(listed), {
    units: "headers",
    headers: "reply-to subject list-unsubscribe list-post",
    fields: "reply-to, subject, list-unsubscribe, list-post",
  });
  const footer = octets(`${text(listed)}-- \r\nclub mailing list\r\n`);
  assert.equal(await verdict(footer), "TAMPERED tampered HDR BODY");
  assert.equal((await changed(footer)).units, "headers body");
  const reply = edit(await stamped(mail({ Subject: "Re: Invoice" })), "Subject: Re: ", "Subject: Re: [club] ");
  assert.equal((await changed(reply)).headers, "subject");
});

test("a header change that cannot be undone names nothing", async () => {
  const bytes = edit(await stamped(mail()), "Invoice 4711", "Invoice 4712");
  assert.deepEqual(await changed(bytes), { units: "headers", headers: "", fields: "" });
});

test("naming the change stays within its budget of hashes", async () => {
  const many = Array.from({ length: 200 }, (_, n) => `List-Post: <mailto:${n}@lists.example>\r\n`).join("");
  const bytes = edit(await stamped(mail()), "From:", `${many}From:`);
  assert.equal((await changed(bytes)).headers, "");
  const long = edit(await stamped(mail()), "From:", `Reply-To: ${"x".repeat(600_000)}\r\nFrom:`);
  assert.match(await verdict(long), /^TAMPERED tampered HDR/);
});

for (const [what, from, to] of [
  ["type", "Content-Type: text/plain; charset=utf-8", "Content-Type: text/html; charset=utf-8"],
  ["charset", "charset=utf-8", "charset=utf-16"],
  ["charset that shifts", "charset=utf-8", "charset=iso-2022-jp"],
  ["transfer encoding", "MIME-Version: 1.0\r\n", "MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n"],
  ["disposition", "MIME-Version: 1.0\r\n", "MIME-Version: 1.0\r\nContent-Disposition: attachment\r\n"],
  ["MIME version", "MIME-Version: 1.0\r\n", ""],
] as const)
  test(`MIME-11: the same body under another ${what} is TAMPERED`, async () => {
    assert.match(await verdict(edit(await stamped(mail()), from, to)), /^TAMPERED tampered HDR/);
  });

const PART = (name: string) => new RegExp(`--cut\\r\\nContent-Type: [^;]*; name="${name}".*?(?=--cut)`, "s");

test("MIME-13: attachments reordered, doubled, renamed, retyped, moved inline or altered are TAMPERED in both hashes", async () => {
  const genuine = await stamped(mailWithAttachments());
  const whole = text(genuine);
  const a = PART("a.pdf").exec(whole)?.[0] ?? "";
  const b = PART("b.png").exec(whole)?.[0] ?? "";
  assert.ok(a.length > 100 && b.length > 100);
  const mutations = new Map([
    ["reordered", whole.replace(a + b, b + a)],
    ["doubled", whole.replace(a, a + a)],
    ["renamed", whole.replace('filename="a.pdf"', 'filename="a.exe"')],
    ["renamed in Content-Type", whole.replace('; name="a.pdf"', '; name="a.exe"')],
    ["retyped", whole.replace("image/png", "text/html")],
    ["moved inline", whole.replace("attachment; filename", "inline; filename")],
    ["altered", whole.replace(Buffer.from("second").toString("base64"), Buffer.from("SECOND").toString("base64"))],
    ["recoded", whole.replace("Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: 7bit")],
  ]);
  for (const [what, mutated] of mutations) {
    assert.notEqual(mutated, whole, what);
    assert.equal(await verdict(octets(mutated)), "TAMPERED tampered BODY ATT", what);
  }
});

test("MIME-13: att_hash is NONE if and only if there is no attachment", async () => {
  const lie = await signedAnyway(mailWithAttachments(), { att_hash: "NONE" });
  assert.equal(await verdict(lie), "TAMPERED tampered ATT");
  const { reasons } = await check(lie);
  assert.equal(reasons[0]?.params.files, "a.pdf, b.png, c.txt");
  const empty = await signedAnyway(mail(), { att_hash: "0".repeat(64) });
  assert.equal(await verdict(empty), "TAMPERED tampered ATT ATT_REMOVED");
});

test("an attachment that was added is named, because without it the hash fits", async () => {
  const genuine = await stamped(mailWithAttachments());
  const added = edit(genuine, "--cut--", '--cut\r\nContent-Type: application/zip; name="evil.zip"\r\n\r\nx\r\n--cut--');
  const { reasons } = await check(added);
  assert.deepEqual(
    reasons.map(({ code, params }) => `${code} ${params.files ?? ""}`),
    ["BODY ", "ATT evil.zip"],
  );
});

test("ACQ-05: attachments that Thunderbird deleted or detached from this copy are TAMPERED, and the text says why", async () => {
  const genuine = await stamped(mailWithAttachments());
  const note = (how: string) =>
    '--cut\r\nContent-Type: text/plain; name="Deleted: a.pdf"\r\nContent-Disposition: inline; filename="Deleted: a.pdf"\r\n' +
    `X-Mozilla-Altered: ${how}; date="Sun Nov 22 10:00:00 2026"\r\n\r\nYou deleted an attachment from this message.\r\n`;
  for (const how of ["AttachmentDeleted", "AttachmentDetached"])
    assert.equal(await verdict(edit(genuine, PART("a.pdf"), note(how))), "TAMPERED tampered BODY ATT ATT_REMOVED");
  const old = "--cut\r\nContent-Type: text/x-moz-deleted; name=x\r\n\r\n \r\n";
  assert.equal(await verdict(edit(genuine, PART("a.pdf"), old)), "TAMPERED tampered BODY ATT ATT_REMOVED");
  const bare = edit(genuine, /--cut\r\nContent-Type: application.*--cut--/s, "--cut--");
  assert.equal(await verdict(bare), "TAMPERED tampered BODY ATT ATT_REMOVED");
  assert.match(await verdict(bare, knowingKey()), /^UNTRUSTED known-key BODY ATT ATT_REMOVED/);
});

test("ACQ-05: local lines above the message change nothing that is signed", async () => {
  const bytes = await stamped(mail());
  const stored = octets(`X-Mozilla-Status: 0001\r\nX-Mozilla-Keys: $label1\r\nReceived: from x\r\n${text(bytes)}`);
  assert.equal(await verdict(stored), "VALID valid");
  assert.equal(await verdict(octets(text(bytes).replaceAll("\r\n", "\n"))), "VALID valid");
  const quoted = edit(await stamped(mail({}, "From here on\r\n")), "\r\nFrom here", "\r\n>From here");
  assert.equal(await verdict(quoted, knowing()), "TAMPERED tampered BODY");
});
