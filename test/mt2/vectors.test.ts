import assert from "node:assert/strict";
import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { LINES } from "../../core/verdict/line-codes.ts";
import { REASONS } from "../../core/verdict/reasons.ts";
import { text } from "./support.ts";
import { computeVectors } from "./vectors.ts";

/**
 * The published vectors. `WRITE_VECTORS=1 node test/run.mjs unit mt2/vectors` writes the file anew; without it these
 * tests fail on any drift between file and code. Node's own crypto is the second opinion on hashes and signatures.
 */
const FILE = "docs/vectors/mt2.json";
const DOC = readFileSync("docs/protocols/mt2.md", "utf8");

const computed = await computeVectors();
if (process.env.WRITE_VECTORS === "1") writeFileSync(FILE, `${JSON.stringify(computed, null, 1)}\n`);
const published: typeof computed | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : undefined;

const TOLD: ReadonlyMap<string, string> = new Map([
  ["whole", "INTACT checked-back"],
  ["page-and-cc", "INTACT checked-back"],
  ["page-header-changed", "NONE checked-back"],
  ["cut", "NONE checked-back"],
  ["spliced", "NONE checked-back"],
  ["not-to-own-gateway", "NONE nothing-checked"],
  ["body-changed", "CAUTION MT2_CONTENT_CHANGED checked-back"],
  ["subject-differs", "CAUTION MT2_HEADER_CONFLICT checked-back"],
  ["critical-extension", "UNCHECKED MT2_UNSUPPORTED checked-back unchecked extensions"],
  ["comment", "CAUTION MT2_XML refused"],
  ["two-cores", "CAUTION MT2_SHAPE refused"],
  ["doctype", "CAUTION MT2_XML refused"],
  ["entity", "CAUTION MT2_XML refused"],
  ["prefix", "CAUTION MT2_XML refused"],
  ["other-namespace", "CAUTION MT2_SHAPE refused"],
  ["other-order", "CAUTION MT2_SHAPE refused"],
  ["hop-without-prev", "CAUTION MT2_SHAPE refused"],
  ["index-padded", "CAUTION MT2_SHAPE refused"],
  ["issuer-unknown", "UNCHECKED MT2_DNS checked-back unchecked"],
  ["relied-on", "INTACT checked-back relied-on"],
  ["too-late", "NONE nothing-checked"],
  ["opened-file", "NONE checked-back"],
]);

test("every vector says what was written down by hand", () => {
  const said = computed.vectors.map(({ id, expect: { badge, reasons, lines } }) => [
    id,
    [badge, ...reasons, ...lines.map(({ code }) => code)].join(" "),
  ]);
  assert.deepEqual(said, [...TOLD]);
});

test("the published vectors are the computed ones", () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(computed)));
});

test("Node's SHA-256 and Ed25519 agree on the published octets", () => {
  let verified = 0;
  for (const { id, message, steps } of published?.vectors ?? []) {
    if (steps === undefined) continue;
    const octets = Buffer.from(message, "base64").toString("latin1");
    const core = Buffer.from(steps.core ?? "", "base64");
    assert.ok(octets.includes(core.toString("latin1")), id);
    assert.equal(createHash("sha256").update(core).digest("hex"), steps.core_sha256);
    if (id === "spliced") continue;
    for (const [place, hop] of (octets.match(/<hop [\s\S]*?<\/hop>/g) ?? []).entries()) {
      const [, cert = ""] = /<cert>([^<]*)/.exec(hop) ?? [];
      const key = new X509Certificate(Buffer.from(cert.replace(/\s/g, ""), "base64")).publicKey;
      const input = Buffer.from(steps.hop_inputs?.[place] ?? "", "base64");
      const signature = Buffer.from(/<sig>([^<]*)/.exec(hop)?.[1] ?? "", "base64");
      assert.ok(verify(null, input, createPublicKey(key.export({ type: "spki", format: "pem" })), signature), id);
      verified++;
    }
  }
  assert.ok(verified > 40, `${verified}`);
});

test("the example, and every rule, reason and line of MT2, stand in the documentation", () => {
  const squeezed = DOC.replace(/\s+/g, "");
  const [whole] = computed.vectors;
  const message = text(Buffer.from(whole?.message ?? "", "base64"));
  assert.ok(squeezed.includes(message.slice(0, message.indexOf("<trace>")).replace(/\s+/g, "")));
  assert.ok(squeezed.includes(message.slice(message.indexOf("</envelope>")).replace(/\s+/g, "")));
  const first = Buffer.from(whole?.steps?.hop_inputs?.[1] ?? "", "base64").toString();
  assert.ok(squeezed.includes(first.replace(/\s+/g, "")));
  const rules = Array.from({ length: 12 }, (_, n) => `T${n + 38}`);
  const reasons = Object.keys(REASONS).filter((code) => code.startsWith("MT2_") || code === "CA_CHANGED");
  const lines = Object.keys(LINES).flatMap((code) =>
    code.startsWith("mt2_") ? [code.slice(4).replace("_", "-")] : [],
  );
  const words = [...rules, ..."U02 U38 U41 U42 U46 U49 U52 U53 U58".split(" "), ...reasons, ...lines];
  assert.deepEqual(
    words.filter((word) => !DOC.includes(word)),
    [],
  );
});
