import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writePem } from "../../core/x509/pem.ts";

/** What the `openssl` program said. */
interface Answer {
  readonly good: boolean;
  readonly text: string;
}

function openssl(args: readonly string[], input = ""): Answer {
  const { status, stdout, stderr } = spawnSync("openssl", args, { input, encoding: "utf8" });
  return { good: status === 0, text: stdout + stderr };
}

const pem = (certificates: readonly Uint8Array[]) =>
  certificates.map((octets) => writePem({ label: "CERTIFICATE", octets })).join("");

/** `openssl verify` of a leaf at a moment, with options such as `-x509_strict`. */
export function opensslVerify(
  leaf: Uint8Array,
  others: readonly Uint8Array[],
  anchor: Uint8Array,
  at: number,
  ...options: readonly string[]
): Answer {
  const folder = mkdtempSync(join(tmpdir(), "countersign-x509-"));
  try {
    const file = (name: string, certificates: readonly Uint8Array[]) => {
      writeFileSync(join(folder, name), pem(certificates));
      return join(folder, name);
    };
    const untrusted = others.length > 0 ? ["-untrusted", file("others", others)] : [];
    const trusted = ["-no-CAfile", "-no-CApath", "-no-CAstore", "-CAfile", file("anchor", [anchor])];
    return openssl(["verify", "-attime", String(at), ...options, ...trusted, ...untrusted, file("leaf", [leaf])]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `openssl x509 -text`. */
export function opensslText(certificate: Uint8Array): Answer {
  return openssl(["x509", "-noout", "-text"], pem([certificate]));
}
