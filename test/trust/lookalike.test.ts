import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "tldts";
import { toALabel } from "../../core/message/domain.ts";
import { CONFUSABLES } from "../../core/trust/confusables.ts";
import { findLookalike, sight } from "../../core/trust/lookalike.ts";
import { toUnicode } from "../../core/trust/punycode.ts";
import { CORPUS, needsCorpus } from "../corpus.ts";
import { confusableRows } from "./confusables-source.ts";

const strength = (domain: string, trusted: string) => findLookalike(toALabel(domain) ?? "", [trusted])?.strength;

test("ID-09: letters of other scripts in a trusted domain are a strong look-alike", () => {
  const pairs: readonly (readonly [string, string])[] = [
    ["раураl.example", "paypal.example"], // Cyrillic er, a
    ["аррӏе.example", "apple.example"], // whole script
    ["bаnk.example", "bank.example"],
    ["bank.ехample.test", "bank.example.test"],
    ["gооgle.example", "google.example"],
    ["g\u{3BF}\u{3BF}gle.example", "google.example"], // Greek omicron
    ["amаzon.example", "amazon.example"],
    ["microsоft.example", "microsoft.example"],
    ["ѕparkasse.example", "sparkasse.example"],
    ["postbаnk.example", "postbank.example"],
    ["іnvoice.example", "invoice.example"],
    ["јohn.example", "john.example"],
    ["ԁhl.example", "dhl.example"],
    ["сitibank.example", "citibank.example"],
    ["уahoo.example", "yahoo.example"],
    ["хerox.example", "xerox.example"],
    ["ebaу.example", "ebay.example"],
    ["fасebook.example", "facebook.example"],
    ["ѡww.example", "www.example"].map((x) => x.replace("ѡ", "ԝ")) as [string, string],
    ["հsbc.example", "hsbc.example"], // Armenian ho
    ["տube.example", "sube.example"].map((x) => x.replace("տ", "ѕ")) as [string, string],
    ["օrange.example", "orange.example"], // Armenian oh
    ["ոetflix.example", "netflix.example"], // Armenian vo
    ["ɡithub.example", "github.example"], // Latin script g
    ["lınkedin.example", "linkedin.example"], // dotless i
    ["twіtter.example", "twitter.example"],
    ["adоbе.example", "adobe.example"],
    ["nокia.example", "nokia.example"],
    ["vοlvο.example", "volvo.example"],
    ["раурal.example", "paypal.example"],
  ];
  assert.equal(pairs.length, 30);
  for (const [imitation, trusted] of pairs) assert.equal(strength(imitation, trusted), "strong", imitation);
});

test("ID-10: ASCII imitations of a trusted domain are a weak look-alike", () => {
  const pairs: readonly (readonly [string, string])[] = [
    ["rnodern-bank.example", "modern-bank.example"],
    ["arnazon.example", "amazon.example"],
    ["paypa1.example", "paypal.example"],
    ["paypai.example", "paypal.example"],
    ["g00gle.example", "google.example"],
    ["vvells.example", "wells.example"],
    ["c1oud.example", "cloud.example"],
    ["clhl.example", "dhl.example"],
    ["bank.example.evil.test", "bank.example"],
    ["mail.bank.example.evil.test", "bank.example"],
    ["bank-example.evil.test", "bank.example"],
    ["secure-bank-example.test", "bank.example"],
    ["login.bank-example.test", "bank.example"],
    ["mybank-login.test", "mybank.example"],
    ["my-bank.example", "mybank.example"],
    ["mybank.example", "my-bank.example"],
    ["microsofft.example", "microsoft.example"],
    ["micrsoft.example", "microsoft.example"],
    ["nicrosoft.example", "microsoft.example"],
    ["b\u00E4nk.example", "bank.example"],
  ];
  assert.equal(pairs.length, 20);
  for (const [imitation, trusted] of pairs) assert.equal(strength(imitation, trusted), "weak", imitation);
});

test("ID-09: struck and hooked letters and small capitals are look-alikes", () => {
  for (const domain of ["ƅank", "ɓank", "ƀank", "bᴀnk", "baɴk", "baƞk", "banᴋ", "banƙ"])
    assert.equal(findLookalike(toALabel(`${domain}.example`) ?? "", ["bank.example"])?.strength, "strong", domain);
});

test("ID-09, ID-10: the trusted domain itself, names below it and trusted neighbours imitate nobody", () => {
  const trusted = ["bank.example", "xn--bcher-kva.example", "my-bank.example", "mybank.example"];
  for (const domain of [
    "bank.example",
    "mail.bank.example",
    "xn--bcher-kva.example",
    "my-bank.example",
    "a.mybank.example",
  ])
    assert.equal(findLookalike(domain, trusted), undefined, domain);
  for (const domain of ["other.example", "bank.test", "a-bank.test", "example.com", "", "example"])
    assert.equal(findLookalike(domain, trusted), undefined, domain);
  assert.equal(findLookalike("xn--bnk-5cd.example", []), undefined);
});

/** Registrable domains under top-level domains that exist, as they stand in the corpus' mail. */
function realDomains(): string[] {
  const found = new Set<string>();
  for (const folder of ["mime", "authres", "dkim-arc"]) {
    for (const entry of readdirSync(join(CORPUS, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), "latin1");
      for (const [, host = ""] of text.matchAll(/(?:@|from |by |https?:\/\/)([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g)) {
        const { domain, isIcann } = parse(host.toLowerCase());
        if (isIcann && domain !== null) found.add(domain);
      }
    }
  }
  return [...found].sort();
}

test("ID-10: of a thousand real senders at most one is mistaken for a look-alike", needsCorpus(), () => {
  // Made-up and blacked-out names imitate each other on purpose.
  const real = realDomains().filter((domain) => !/example|^(.)\1+\./.test(domain));
  assert.ok(real.length >= 1000, `${real.length} real domains`);
  let senders = 0;
  const mistaken: string[] = [];
  // Every twentieth is trusted, as by somebody who trusts many; the others write mail.
  for (const turn of [0, 7, 14])
    for (const [index, domain] of real.entries()) {
      if (index % 20 === turn) continue;
      senders += 1;
      const found = findLookalike(
        domain,
        real.filter((_, other) => other % 20 === turn),
      );
      if (found !== undefined) mistaken.push(`${domain} ~ ${found.imitated}`);
    }
  assert.ok(mistaken.length <= senders / 1000, `${mistaken.length} of ${senders}: ${mistaken.join(", ")}`);
});

test("ID-09: similar characters of the Weak-Links paper are seen", needsCorpus(), () => {
  const lines = readFileSync(join(CORPUS, "idn-psl/emailtesttools-similar/similar.txt"), "utf8").split("\n");
  let letter = "";
  let seen = 0;
  let all = 0;
  for (const line of lines) {
    const [char = "", code = ""] = line.trim().split(" ");
    if (/^[a-z]$/.test(char) && code.startsWith("00")) letter = char;
    else if (/^[\0-\x7F]/.test(char)) letter = "";
    // Only what a domain can hold: IDNA maps the rest away or refuses it.
    else if (letter !== "" && [...char].length === 1 && toALabel(`${char}x.example`)?.startsWith("xn--")) {
      all += 1;
      if (sight(`${letter}bcd`) === sight(`${toUnicode(toALabel(`${char}bcd`) ?? "")}`)) seen += 1;
    }
  }
  assert.ok(all > 30, `${all}`);
  assert.ok(seen / all > 0.9, `${seen} of ${all}`);
});

test("ID-09: the table is what the generator makes of Unicode's data", needsCorpus(), () => {
  const data = readFileSync(join(CORPUS, "idn-psl/confusables/confusables.txt"), "utf8");
  assert.deepEqual(CONFUSABLES, confusableRows(data));
});

test("A-labels decode as in the Punycode tests", needsCorpus(), () => {
  const cases: unknown = JSON.parse(readFileSync(join(CORPUS, "idn-psl/idna/punycode_tests.json"), "utf8"));
  assert.ok(Array.isArray(cases) && cases.length > 10);
  for (const { decoded, encoded } of cases) {
    if (/[A-Z.]|^$/.test(encoded)) continue; // labels here are lower case
    assert.equal(toUnicode(`xn--${encoded}`), decoded, encoded);
  }
});

test("ID-11, ID-14: only host names become A-labels", () => {
  assert.equal(toALabel("BÜCHER.Example"), "xn--bcher-kva.example");
  assert.equal(toALabel("Mail.Example.ORG"), "mail.example.org");
  assert.equal(toALabel("faß.example"), "xn--fa-hia.example"); // non-transitional
  for (const bad of [
    "example.org.",
    "",
    ".",
    "a..b",
    "192.0.2.1",
    "[192.0.2.1]",
    "example.org:25",
    "ex\0ample.org",
    "ex%61mple.org",
    "user@example.org",
    "-a.example",
    "a-.example",
    "a_b.example",
    "x".repeat(64),
    `${"a.".repeat(130)}b`,
    "a/b",
    "a b",
    "0x7f.1",
  ])
    assert.equal(toALabel(bad), undefined, bad);
});
