import { strictBase64 } from "../canonical/encoding.ts";
import { Failure } from "./failure.ts";
import { readableByOthers, readText } from "./files.ts";

/** Shortest secret, in octets. */
const MIN_OCTETS = 32;

/**
 * The secret that report tokens are made with and known by: base64 in one line, as `openssl rand -base64 32` prints it.
 * @throws Failure `FILE_UNREADABLE`, `KEY_FILE`, `KEY_READABLE_BY_OTHERS`
 */
export function readTokenKey(path: string): Uint8Array {
  const secret = strictBase64(readText(path).trim());
  if (readableByOthers(path))
    throw new Failure("KEY_READABLE_BY_OTHERS", `${path} can be read by other users`, `chmod 600 ${path}`);
  if (secret === undefined || secret.length < MIN_OCTETS)
    throw new Failure("KEY_FILE", `${path} holds no secret`, "openssl rand -base64 32 makes one.");
  return secret;
}
