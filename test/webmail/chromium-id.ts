import { createHash } from "node:crypto";
import { CHROMIUM_KEY } from "../../extension/packaging/manifests.mjs";

/** Chromium's id of the package: the first 16 octets of its key's SHA-256, written with the letters a to p. */
export const CHROMIUM_ID = [
  ...createHash("sha256").update(Buffer.from(CHROMIUM_KEY, "base64")).digest("hex").slice(0, 32),
]
  .map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))
  .join("");
