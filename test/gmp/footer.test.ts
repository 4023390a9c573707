import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { footerLines } from "../../core/gmp/footer.ts";
import { htmlLines } from "../../core/gmp/html-lines.ts";
import { decodeText } from "../../core/message/leaf.ts";
import { readMessage } from "../../core/message/reader.ts";
import { edit, mail, OPTIONS, octets, signedAnyway, stamped, text, verdict } from "./support.ts";

const FACTS = {
  rid: OPTIONS.rid,
  senderId: "alice@example.org",
  orgId: OPTIONS.orgId,
  ts: "2026-11-21T20:01:43Z",
  verifyUrl: OPTIONS.verifyUrl,
};
const BLOCK = footerLines(FACTS).join("\r\n");
const UNPROVEN = "NOT_FOUND not-found FOOTER_UNPROVEN";

test("GMR-15: a footer without a stamp is CAUTION, whatever it says", async () => {
  assert.equal(await verdict(mail({}, `Hi\r\n${BLOCK}\r\n`)), UNPROVEN);
  assert.equal(await verdict(mail({}, "----begin GuardMail receipt----\r\n")), UNPROVEN);
  assert.equal(await verdict(mail({}, "\u0014\u2014")), "NOT_FOUND not-found");
});

test("GMR-15: the footer of another receipt is CAUTION under a valid stamp", async () => {
  const good = await stamped(mail({}, `Hi\r\n${BLOCK}\r\n`));
  assert.equal(await verdict(good), "VALID valid");
  for (const [from, to] of [
    [FACTS.rid, "01JD4WZK8Q3T5V7X9A1C3E5G70"],
    ["alice@", "mallory@"],
    ["Org-ID: example.org", "Org-ID: bank.example"],
    ["20:01:43Z", "20:01:44Z"],
    ["https://verify.example.org/", "https://evil.example/"],
    ["----END", "Call +49 1234567\r\n----END"],
    ["Receipt-ID: ", "Receipt-ID:"],
  ] as const) {
    const message = await signedAnyway(mail({}, `Hi\r\n${BLOCK.replace(from, to)}\r\n`));
    assert.equal(await verdict(message), "VALID valid-caution FOOTER_UNPROVEN", to);
  }
});

test("GMR-15: two footers in one leaf are one too many (H11)", async () => {
  const twice = await signedAnyway(mail({}, `${BLOCK}\r\nHi\r\n${BLOCK}\r\n`));
  assert.equal(await verdict(twice), "VALID valid-caution FOOTER_UNPROVEN");
});

test("GMR-15: footers in quotations, attachments and other files are not looked at (G39)", async () => {
  const quoted = BLOCK.replaceAll(/^(?!\n)/gm, "> ");
  assert.equal(await verdict(mail({}, `${quoted}\r\n`)), "NOT_FOUND not-found");
  const html = { "Content-Type": "text/html; charset=utf-8" };
  assert.equal(await verdict(mail(html, `<blockquote><pre>${BLOCK}</pre></blockquote>`)), "NOT_FOUND not-found");
  const attached = { "Content-Type": 'text/plain; name="x.txt"' };
  assert.equal(await verdict(mail(attached, BLOCK)), "NOT_FOUND not-found");
});

test("GMR-15: a footer hidden by encoding or markup is found", async () => {
  const base64 = { "Content-Transfer-Encoding": "base64" };
  assert.equal(await verdict(mail(base64, `${Buffer.from(BLOCK).toString("base64")}\r\n`)), UNPROVEN);
  const qp = { "Content-Transfer-Encoding": "quoted-printable" };
  assert.equal(await verdict(mail(qp, "----BEGIN=20GUARD=\r\nMAIL RECEIPT----\r\n")), UNPROVEN);
  const html = { "Content-Type": "text/html; charset=utf-8" };
  for (const page of [
    `<p>Hi</p><pre>${BLOCK}</pre>`,
    "<b>--</b>--BEGIN <i title='a>b'>GUARD</i>MAIL&nbsp;RECEIPT----<br>",
    "<style>x</style>x<br>&#45;&#x2d;BEGIN GUARDMAIL\r\nRECEIPT",
    "<!-- x -->&mdash;BEGIN GUARD&#8203;MAIL RECEIPT",
    "<blockquote>a</blockquote>----BEGIN GUARDMAIL RECEIPT----",
    "x<head><p>----BEGIN GUARD&shy;MAIL RECEIPT----</p></head>",
    "<noscript>----BEGIN&ensp;GUARDMAIL&NewLine;RECEIPT----</noscript>",
    "<textarea>----BEGIN GUARDMAIL RECEIPT----</textarea>",
    "x<xmp>----BEGIN GUARDMAIL RECEIPT----</xmp>",
    "x<span style='color:red;display:block'>----BEGIN GUARD&ZeroWidthSpace;MAIL RECEIPT----</span>",
    "x<figcaption>&mdash;BEGIN GUARDMAIL RECEIPT----</figcaption>",
  ])
    assert.equal(await verdict(mail(html, page)), UNPROVEN, page);
});

test("text that only speaks of receipts is no footer", async () => {
  for (const body of [
    "BEGIN GUARDMAIL RECEIPT\r\n",
    "a ----BEGIN GUARDMAIL RECEIPT----\r\n",
    "----BEGIN PGP SIGNATURE----\r\n",
  ])
    assert.equal(await verdict(mail({}, body)), "NOT_FOUND not-found", body);
});

test("GMR-16: text written inside the footer's markers changes the message", async () => {
  const bytes = await stamped(mail(), { footer: true });
  assert.equal(await verdict(bytes), "VALID valid");
  const inside = edit(bytes, "----END", "Pay to DE00 0000\r\n----END");
  assert.equal(await verdict(inside), "TAMPERED tampered BODY FOOTER_UNPROVEN");
});

for (const [name, type, encoding, body] of [
  ["plain text", "text/plain; charset=utf-8", "8bit", "Hello"],
  ["quoted-printable", "text/plain; charset=iso-8859-1", "quoted-printable", "Gr=FC=DFe =\r\n"],
  ["base64", "text/plain; charset=utf-8", "base64", `${Buffer.from("Grüße").toString("base64")}\r\n`],
  ["HTML", "text/html; charset=utf-8", "7bit", "<html><body><p>Hi</p></body></html>\r\n"],
  ["HTML in quoted-printable", "text/html; charset=utf-8", "quoted-printable", "<p style=3D'a'>Hi</p>\r\n"],
  ["HTML in base64", "text/html", "base64", `${Buffer.from("<body>Hi</body>").toString("base64")}\r\n`],
] as const)
  test(`the footer goes into ${name} before hashing (G40)`, async () => {
    const verifyUrl = `https://verify.example.org/r?id=1&x=${"y".repeat(80)}`;
    const plain = mail({ "Content-Type": type, "Content-Transfer-Encoding": encoding }, body);
    const bytes = await stamped(plain, { footer: true, verifyUrl });
    assert.equal(await verdict(bytes), "VALID valid");
    const message = readMessage(bytes);
    const shown = decodeText(message, message.root, nobleEngine);
    const lines = type.startsWith("text/html") ? htmlLines(shown) : shown;
    assert.ok(lines.replaceAll("\r\n", "\n").includes(footerLines({ ...FACTS, verifyUrl }).join("\n")), shown);
  });

test("the footer goes into both alternatives of the first text body, and into nothing else (G40)", async () => {
  const alternative =
    '--alt\r\nContent-Type: text/plain\r\n\r\nHi\r\n--alt\r\nContent-Type: multipart/related; boundary="rel"\r\n\r\n' +
    "--rel\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n--rel\r\nContent-Type: image/png\r\nContent-ID: <a>\r\n\r\nx\r\n--rel--\r\n--alt--\r\n";
  const body = `--mix\r\nContent-Type: multipart/alternative; boundary="alt"\r\n\r\n${alternative}--mix\r\nContent-Type: text/plain\r\n\r\nlater text\r\n--mix--\r\n`;
  const bytes = await stamped(mail({ "Content-Type": 'multipart/mixed; boundary="mix"' }, body), { footer: true });
  assert.equal(await verdict(bytes), "VALID valid");
  assert.equal(text(bytes).split("BEGIN GUARDMAIL").length - 1, 2);
  assert.ok(text(bytes).includes("later text\r\n--mix--"));
});

test("DOS-04: blanks that begin lines themselves are looked through once", async () => {
  // Quadratic, this would take hours.
  const body = `GUARDMAIL ${"\u00e2\u0080\u00a8".repeat(400_000)}----BEGIN GUARDMAIL RECEIPT----\r\n`;
  assert.equal(await verdict(mail({}, body)), UNPROVEN);
});

test("HTML becomes lines, whatever is left open", () => {
  // A quadratic reader would not come back from these.
  for (const piece of [
    "<",
    "<a ",
    "<!--",
    '<a "',
    "<style>",
    "</",
    "<blockquote>",
    "&#",
    "<p>&lt;",
    "<head>",
    "<title>",
  ])
    assert.ok(htmlLines(piece.repeat(200_000)).length <= 1_000_000);
  assert.equal(htmlLines("a<br>b<head>x</head>c&lt;d&amp;<x y='>'>e"), "a\nbxc<d&e");
  assert.equal(htmlLines("1 < 2<!doctype x>3<p"), "1 < 23\n");
});

test("octets above ASCII in a footer's leaf stay as they are", async () => {
  const bytes = await stamped(mail({ "Content-Transfer-Encoding": "8bit" }, "Gr\u00c3\u00bc\u00c3\u009fe\r\n"), {
    footer: true,
  });
  assert.ok(text(bytes).includes("Gr\u00c3\u00bc\u00c3\u009fe\r\n"));
  assert.equal(await verdict(octets(text(bytes))), "VALID valid");
});
