import { readGmpKey, readStampPolicy } from "../../core/dns/records/gmp.ts";
import { readMapKey } from "../../core/dns/records/map-key.ts";
import { readVouch } from "../../core/dns/records/vouch.ts";
import { txtData } from "../dns/published.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";

type Kind = "gmp-key" | "gmp-policy" | "map-key" | "vouch";

const P = TEST_KEYS.ed25519.key;
const RSA = TEST_KEYS.rsa.key;
const KEY = `v=GMP1; k=ed25519; p=${P}`;
const MAP = `v=MAP1; usage=envelope; k=ed25519; p=${P}`;
const one = (kind: Kind, text: string, told: string) => [kind, [[text]], told] as const;

/** Kind, the strings of each TXT record at the name, and by hand what is read: `found`, `absent` or the fault. */
export const RECORD_CASES: readonly (readonly [Kind, readonly (readonly string[])[], string])[] = [
  one("gmp-key", KEY, "found"),
  one("gmp-key", `${KEY}; nb=; na=1830297599;`, "found"),
  one("gmp-key", `v=GMP1;k=ed25519;x=y;p=${P.slice(0, 20)} ${P.slice(20)}`, "found"),
  one("gmp-key", "v=GMP1; k=ed25519; p=", "found"),
  ["gmp-key", [["v=GMP1; k=rsa-pss-sha256; p=", RSA.slice(0, 200), RSA.slice(200)]], "found"],
  ["gmp-key", [["v=spf1 -all"], [KEY]], "found"],
  ["gmp-key", [[KEY], ["v=GMP1 x"]], "found"],
  ["gmp-key", [[KEY], [KEY]], "several"],
  ["gmp-key", [["v=GMP1; k=ed25519"], [`p=${P}`]], "malformed"],
  one("gmp-key", `v=GMP10; k=ed25519; p=${P}`, "absent"),
  one("gmp-key", ` ${KEY}`, "absent"),
  one("gmp-key", `k=ed25519; v=GMP1; p=${P}`, "absent"),
  one("gmp-key", `V=GMP1; k=ed25519; p=${P}`, "absent"),
  one("gmp-key", `${KEY}; k=ed25519`, "malformed"),
  one("gmp-key", `${KEY}; NB=1795291303`, "malformed"),
  one("gmp-key", `v=GMP1; k=ed25519; p=${P.replace("=", "")}`, "malformed"),
  one("gmp-key", `${KEY}; na=2026-12-01`, "malformed"),
  one("gmp-key", `${KEY}; na=0`, "malformed"),
  one("gmp-key", `v=GMP1; k=ed448; p=${P}`, "unknown-algorithm"),
  one("gmp-key", "v=GMP1; k=ed25519; p=AAAA", "weak"),
  one("gmp-key", `v=GMP1; k=ed25519; p=${"A".repeat(43)}=`, "weak"),
  one("gmp-policy", "v=GMP1; stamp=all", "found"),
  one("gmp-policy", "v=GMP1;stamp=some;x=1", "found"),
  one("gmp-policy", "v=GMP1; stamp=All", "malformed"),
  one("gmp-policy", "v=GMP1", "malformed"),
  one("map-key", MAP, "found"),
  one("map-key", `${MAP}; nb=; na=0`, "found"),
  one("map-key", "v=MAP1; usage=envelope; k=ed25519; p=", "found"),
  one("map-key", "v=MAP1; usage=later; k=mldsa44; p=AAAA", "found"),
  one("map-key", `v=MAP1; k=ed25519; p=${P}`, "malformed"),
  one("map-key", "v=MAP1; usage=envelope; k=ed25519", "malformed"),
  one("map-key", "v=MAP1; usage=envelope; k=ed25519; p=AAAA", "malformed"),
  one("map-key", `v=MAP1; usage=Envelope; k=ed25519; p=${P}`, "malformed"),
  one("map-key", `${MAP}; nb=soon`, "malformed"),
  ["map-key", [[MAP], [MAP]], "several"],
  one("vouch", "all", "found"),
  one("vouch", "Transaction\tlist", "found"),
  one("vouch", "", "malformed"),
  one("vouch", " all", "malformed"),
  one("vouch", "all; list", "malformed"),
  one("vouch", "1st", "malformed"),
  one("vouch", "a b c d e f g h i j k", "malformed"),
  ["vouch", [["all"], ["all"]], "several"],
];

/** What is read of a proven answer with these records. */
export function readRecords(kind: Kind, texts: readonly (readonly string[])[]) {
  const answer = { state: "SECURE", records: texts.map((strings) => txtData(...strings)), wildcard: false } as const;
  const read =
    kind === "gmp-key"
      ? readGmpKey(answer, "example.org", "2026a", 1_795_291_303)
      : kind === "gmp-policy"
        ? readStampPolicy(answer, "example.org")
        : kind === "map-key"
          ? readMapKey(answer)
          : readVouch(answer, "shop.example", "certifier.example");
  return read.kind === "unusable" ? read.fault : read.kind;
}
