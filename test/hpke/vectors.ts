import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { strictBase64, strictBase64Url, toBase64, toHex } from "../../core/canonical/encoding.ts";
import { wrapKeys } from "../../core/hpke/backup.ts";
import { recipientInfo } from "../../core/hpke/content.ts";
import { generateSecretKey, readKeySet, type SecretKey, writeKeySet } from "../../core/hpke/key-set.ts";
import { membersOf } from "../../core/hpke/members.ts";
import { mapKeyText, publishedAt } from "../../core/hpke/published.ts";
import {
  ALICE,
  BOB,
  BOB_OLD,
  BOB_PRIVATE,
  CAROL,
  drawing,
  jweOf,
  mail,
  opened,
  outcome,
  outside,
  sealed,
  text,
} from "./support.ts";
import { cases } from "./vector-cases.ts";

export const FILE = "docs/vectors/hpke.json";
export const PASSPHRASE = "correct horse battery staple";
const BOBS = [BOB, BOB_OLD, BOB_PRIVATE];

/** One published vector. */
async function vector(id: string, rules: readonly string[], bytes: Uint8Array, keys: readonly SecretKey[]) {
  const opening = await opened(bytes, keys);
  return {
    id,
    rules,
    message: toBase64(bytes),
    expect: { opening: await outcome(bytes, keys), verify: await outside(bytes) },
    ...(opening.state === "opened" && { steps: steps(bytes, opening.kid, opening.inner) }),
  };
}

/** The octets on the way. */
function steps(bytes: Uint8Array, kid: string, inner: Uint8Array) {
  const { protected: header, aad } = jweOf(bytes);
  const json = (part: unknown) => text(strictBase64Url(String(part)) ?? assert.fail());
  return {
    kid,
    protected: json(header),
    aad: json(aad),
    authenticated: `${header}.${aad}`,
    info: json(header).includes("KE") ? toHex(recipientInfo(kid)) : "",
    inner: toBase64(inner),
  };
}

/** The one case that is read back instead of made again: its platform draws what it encapsulates. */
async function postQuantum() {
  const published = existsSync(FILE) ? membersOf(JSON.parse(readFileSync(FILE, "utf8"))) : undefined;
  const again = process.env.WRITE_VECTORS === "1" ? undefined : membersOf(published?.get("post_quantum"));
  const [key] = (await readKeySet(JSON.stringify(again?.get("private_keys") ?? {}))) ?? [
    await generateSecretKey("x-wing", "bob@example.net", BOB.created),
  ];
  assert.ok(key !== undefined);
  const [old] = [again?.get("vectors")].flat().map((one) => membersOf(one).get("message"));
  const bytes = typeof old === "string" ? strictBase64(old) : await sealed(mail(), { keys: [key.key] });
  assert.ok(bytes !== undefined);
  const place = await publishedAt(key.address, "x-wing");
  return {
    private_keys: JSON.parse(writeKeySet([key])),
    mapkey: { owner: `${place.id}._mapkey.${place.domain}`, text: mapKeyText(key.key) },
    vectors: [await vector("x-wing", ["T25", "T26"], bytes, [key])],
  };
}

/** Everything in `docs/vectors/hpke.json`. */
export async function computeVectors() {
  const all = [];
  for (const { id, rules, bytes, keys = BOBS } of await cases()) all.push(await vector(id, rules, bytes, keys));
  const place = await publishedAt(BOB.address, "x25519");
  return {
    about:
      "Vectors of docs/protocols/hpke.md. TEST KEYS: everybody knows them, they protect nothing. The reader is bob@example.net with every private key below that is his. message and inner are base64, info is hex; protected and aad are shown decoded.",
    private_keys: JSON.parse(writeKeySet([...BOBS, ALICE, CAROL])),
    mapkey: { owner: `${place.id}._mapkey.${place.domain}`, text: mapKeyText(BOB.key) },
    vectors: all,
    post_quantum: await postQuantum(),
    backup: { passphrase: PASSPHRASE, text: await wrapKeys([BOB, BOB_OLD], PASSPHRASE, drawing("backup")) },
  };
}
