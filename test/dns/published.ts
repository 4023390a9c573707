import { toBase64 } from "../../core/canonical/encoding.ts";
import { makeKey } from "./signer.ts";

/** Base64 of a fresh Ed25519 public key. */
export const TEST_KEY: Promise<string> = makeKey(".", 15).then(({ record }) => toBase64(record.data.subarray(4)));
