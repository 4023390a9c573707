import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { type Knowledge, type Result, readTrustRecords, registrableDomain, verify } from "../../core/index.ts";
import { needsCorpus } from "../corpus.ts";
import { knowing, octets, record, text } from "../gmp/support.ts";
import { corpusMails, corpusText } from "../message/corpus-mails.ts";
import { delivered, knowingServer } from "./support.ts";

interface Attack {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function attacks(): readonly Attack[] {
  const mails = corpusMails("attack-mail").map(({ file, bytes }) => ({ name: file, bytes }));
  const list: unknown = JSON.parse(corpusText("attack-mail/emailtesttools/from-header-fuzz.json"));
  assert.ok(Array.isArray(list));
  const fields = list.map((field: unknown, index) => ({
    name: `From field ${index}`,
    bytes: octets(`${String(field).replace(/\r?\n?$/, "\r\n")}To: bob@example.net\r\nSubject: x\r\n\r\nHello\r\n`),
  }));
  return [...mails, ...fields];
}

/** Every domain that the header names anywhere: those an attack may imitate, and the attacker's own. */
function namedDomains(bytes: Uint8Array): readonly string[] {
  const header =
    text(bytes)
      .slice(0, 20_000)
      .split(/\r?\n\r?\n/)[0] ?? "";
  const found = [...header.matchAll(/@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g)].map(([, domain = ""]) =>
    domain.toLowerCase(),
  );
  return [...new Set(found)].filter((domain) => registrableDomain(domain) !== undefined).slice(0, 8);
}

/** Bob trusts all of them. */
function trusting(domains: readonly string[]): Partial<Knowledge> {
  const [first] = record().keys ?? [];
  const json = domains.map((domain) => ({ org_id: domain, domains: [domain], keys: [first] }));
  return { trust: readTrustRecords(json).records };
}

const run = (bytes: Uint8Array, knowledge: Knowledge): Promise<Result> => verify(bytes, knowledge, nobleEngine);

test(
  "ID-03, ID-05, MIME-01: no attack of the corpus has a positive badge under trust in all it names",
  needsCorpus(),
  async () => {
    const all = attacks();
    assert.ok(all.length > 450, `${all.length}`);
    for (const { name, bytes } of all) {
      const { badge, gmp } = await run(bytes, knowing(trusting(namedDomains(bytes))));
      assert.ok(["NONE", "CAUTION", "ALERT", "UNCHECKED"].includes(badge), `${name}: ${badge}`);
      assert.equal(gmp, "NOT_FOUND", name);
    }
  },
);

test(
  "AR-08, AR-14, ID-06: a server's pass credits only the one address that is shown, and that domain",
  needsCorpus(),
  async () => {
    let credited = 0;
    for (const { name, bytes } of attacks()) {
      for (const domain of namedDomains(bytes)) {
        const pass = `dmarc=pass header.from=${domain}; dkim=pass header.d=${domain}; spf=pass smtp.mailfrom=${domain}`;
        const result = await run(delivered(bytes, pass), knowingServer(trusting(namedDomains(bytes))));
        assert.ok(!["VERIFIED", "INTACT"].includes(result.badge), `${name}: ${result.badge}`);
        if (result.badge !== "TRANSPORT") continue;
        credited += 1;
        assert.equal(result.axes.structure, "ok", name);
        const shown = result.from?.addrSpec.split("@").at(-1) ?? "";
        assert.equal(registrableDomain(shown), registrableDomain(domain), `${name}: ${shown} by ${domain}`);
      }
    }
    assert.ok(credited > 0, "a plain message of the corpus gets credit");
  },
);

test(
  "ID-01, ID-02, ID-03, ID-07: spoofed senders of the papers are never credited to the imitated domain",
  needsCorpus(),
  async () => {
    const cases = [
      { folder: "attack-mail/espoofer", imitated: "legitimate.example" },
      { folder: "attack-mail/mailsploit", imitated: "whitehouse.example" },
    ];
    for (const { folder, imitated } of cases) {
      const mails = corpusMails(folder);
      assert.ok(mails.length >= 5, folder);
      for (const { file, bytes } of mails) {
        const result = await run(bytes, knowing(trusting([imitated])));
        const shown = result.from?.addrSpec ?? "";
        // Four cases forge what the SMTP server sees and show the imitated address plainly: that is for the server to say.
        const lines = text(bytes).match(/^[ \t]*from\b.*$/gim) ?? [];
        const plain = lines.length === 1 && /^From: <admin@legitimate\.example>\r?$/.test(lines[0] ?? "");
        if (!plain)
          assert.ok(!shown.endsWith(imitated) || result.badge === "CAUTION", `${file}: ${shown} ${result.badge}`);
      }
    }
  },
);
