import { hashBody } from "../../core/canonical/body-hash.ts";
import { toBase64 } from "../../core/canonical/encoding.ts";
import { parseTagList } from "../../core/canonical/taglist.ts";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { sign } from "../../core/crypto/signature.ts";
import { signingInput } from "../../core/ipp/signing-input.ts";
import { readMessage } from "../../core/message/reader.ts";
import { octets, text } from "../gmp/support.ts";
import { stampKey, TEST_KEYS } from "../gmp/test-keys.ts";
import { DECLARED } from "./support.ts";

/**
 * Signs a declaration as a careless or hostile holder of the key would: no check of the declaring side applies. `changes`
 * replaces tags before the signature is made.
 */
export async function signDeclaration(bytes: Uint8Array, changes: Readonly<Record<string, string>>) {
  const message = readMessage(bytes);
  const all = new Map([
    ["v", "IPP1"],
    ["d", "example.org"],
    ["l", "alice"],
    ["nature", DECLARED.nature],
    ["n", DECLARED.token],
    ["t", String(DECLARED.created)],
    ["x", String(DECLARED.expires)],
    ["h", "from:to:cc:subject:date:message-id"],
    ["bh", toBase64(await hashBody(message, "relaxed", nobleEngine))],
    ["a", "ed25519"],
    ...Object.entries(changes),
  ]);
  const unsigned = ` ${[...all].map(([name, value]) => `${name}=${value}`).join(";\r\n ")};\r\n b=`;
  const parts = {
    text: unsigned,
    tags: parseTagList(unsigned) ?? [],
    fields: (all.get("h") ?? "").split(":").map((name) => name.trim()),
  };
  const { alg, privateKey } = stampKey(TEST_KEYS.ed25519);
  const signature = toBase64(await sign(alg, privateKey, signingInput(message, parts)));
  return octets(
    `IPP-Declaration:${unsigned}${signature.slice(0, 60)}\r\n ${signature.slice(60)}\r\n${text(message.bytes)}`,
  );
}
