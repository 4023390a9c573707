import { toBase64, toHex } from "../../core/canonical/encoding.ts";
import { bootstrapKeys, readBootstrap } from "../../core/map/bootstrap.ts";
import { signatureInput } from "../../core/map/cose.ts";
import { ENVELOPE_FIELD, fieldsNamed, readField } from "../../core/map/field.ts";
import { readMessage } from "../../core/message/reader.ts";
import { TEST_KEYS } from "../gmp/test-keys.ts";
import { verdictOf } from "../verify/support.ts";
import { changed, jws, refusedDocuments } from "./bootstrap-cases.ts";
import { FORGER, KEY, knowingMap, PUBLIC, STAMPED } from "./support.ts";
import type { Case } from "./vector-case.ts";
import { cases } from "./vector-cases.ts";

/** One published vector. */
async function vector({ id, rules, bytes, knowledge = knowingMap() }: Case) {
  const { badge, reasons, lines } = await verdictOf(bytes, knowledge);
  return {
    id,
    rules,
    message: toBase64(bytes),
    knowledge,
    expect: {
      badge,
      reasons: reasons.filter(({ effect }) => effect !== "note").map(({ code }) => code),
      lines: lines.filter(({ system }) => system !== "authres").map(({ system, code }) => `${system}_${code}`),
    },
    ...steps(bytes),
  };
}

/** The octets on the way, where there is a COSE_Sign1 that can be read. */
function steps(bytes: Uint8Array) {
  const message = readMessage(bytes);
  const [field] = fieldsNamed(message, ENVELOPE_FIELD);
  const object = field && readField(message, field);
  if (field === undefined || object?.kind !== "sign1") return {};
  const { protectedHeader, payload, signature } = object;
  return {
    steps: {
      payload_octets: message.bytes.length - field.end,
      envelope_map: toHex(payload),
      sig_structure: toHex(signatureInput(protectedHeader, "MAP-envelope-v1", payload)),
      signature: toHex(signature),
    },
  };
}

/** Everything in `docs/vectors/map.json`. */
export async function computeVectors() {
  return {
    about:
      "Vectors of docs/protocols/map.md. TEST KEYS: everybody knows them, they protect nothing. message is base64; steps are lower-case hex.",
    test_keys: [
      { use: "env1._mapkey.example.org", public: PUBLIC, pkcs8: toBase64(KEY.privateKey) },
      { use: "the forger's", public: TEST_KEYS.other.key, pkcs8: toBase64(FORGER.privateKey) },
    ],
    vectors: await Promise.all((await cases()).map(vector)),
    bootstraps: await bootstraps(),
  };
}

/** Documents of section 4, and the keys they give; none where the document is refused. */
async function bootstraps() {
  const good = await jws();
  const documents = [
    { id: "good", text: good },
    { id: "good-to-the-last-second", text: good, now: STAMPED + 86_400 },
    { id: "clock-ahead", text: good, now: STAMPED - 300 },
    { id: "same-as-before", text: good, newest: STAMPED },
    { id: "lives-seven-days", text: await changed({ expires: STAMPED + 7 * 86_400 }) },
    { id: "ended", text: good, now: STAMPED + 86_401 },
    { id: "too-early", text: good, now: STAMPED - 301 },
    { id: "older-than-before", text: good, newest: STAMPED + 1 },
    ...[...(await refusedDocuments())].map(([id, text]) => ({ id, text })),
  ];
  return Promise.all(
    documents.map(async ({ id, text, now = STAMPED, newest = 0 }) => {
      const document = await readBootstrap(text, "example.org", now, newest);
      return { id, host: "example.org", now, newest, text, keys: document ? bootstrapKeys(document) : [] };
    }),
  );
}
