import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import type { KnownKey, OrganisationKey, TrustRecord } from "../../core/knowledge.ts";

/** RFC 8410: everything of a PKCS #8 Ed25519 key before its 32 secret octets. */
const PKCS8_START = Buffer.from("302e020100300506032b657004220420", "hex");

/** A fixed key; its secret is the SHA-256 of a public sentence, so it protects nothing but these samples. */
function keyOf(org: string): KeyObject {
  const seed = createHash("sha256").update(`sample key of ${org}`).digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8_START, seed]), format: "der", type: "pkcs8" });
}

/** The stamping key of a sample organisation. */
export function stampKey(org: string) {
  const privateKey = new Uint8Array(keyOf(org).export({ type: "pkcs8", format: "der" }));
  return { kid: "2026a", alg: "ed25519", privateKey } as const;
}

function publicKey(org: string): OrganisationKey {
  const spki = createPublicKey(keyOf(org)).export({ type: "spki", format: "der" });
  return {
    kid: "2026a",
    alg: "ed25519",
    key: spki.subarray(-32).toString("base64"),
    notBefore: "2026-01-01T00:00:00Z",
  };
}

function record(org_id: string, name: string, more: Partial<TrustRecord> = {}): TrustRecord {
  const rest = { source: "user", addedAt: "2026-09-01T08:00:00Z" } as const;
  return { org_id, name, domains: [org_id], keys: [publicKey(org_id)], ...more, ...rest };
}

const known: KnownKey = {
  ...publicKey("gardenletter.example"),
  org_id: "gardenletter.example",
  proof: { how: "dnssec", at: 1_795_000_000 },
};

/** What Robin, whose mailbox this is, knows; the time is that of the youngest message. */
export const KNOWLEDGE = {
  now: Date.UTC(2026, 10, 20, 18, 0, 0) / 1000,
  origin: "account",
  account: {
    addresses: ["robin@home.example"],
    authserv: [{ authservId: "mx.home.example", borderHosts: ["mx.home.example"], placement: "above" }],
  },
  trust: [
    record("harbourbank.example", "Harbour Bank", { requireStamp: true, verifyHosts: ["verify.harbourbank.example"] }),
    record("hillside-school.example", "Hillside School", { includeSubdomains: true }),
    record("stadtwerke.example", "Stadtwerke Musterstadt"),
    record("librairie.example", "Librairie du Port"),
    record("biblioteca.example", "Biblioteca Central"),
    record("yamaneko.example", "山猫書店"),
    record("maktaba.example", "مكتبة المدينة"),
    record("museum.example", "City Museum", {
      statusList: { url: "https://museum.example/gmp-status", maxAge: 604_800 },
    }),
  ],
  keys: [known],
} as const;
