import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, sign, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode, Tagged } from "cborg";
import type { SigningRoot } from "../world/firefox-test-root.ts";

/*
 * Stands in for Mozilla's signing service, which nobody can install: an authority, one between, and packages signed as
 * mozilla-services/autograph signs them (JAR manifests, PKCS #7 by OpenSSL, COSE).
 */

type Files = ReadonlyMap<string, Buffer>;

/** What a test may have the service do otherwise. */
export interface Signing {
  /** Name in the certificate: the add-on's id. */
  readonly id: string;
  /** Digest of the PKCS #7 signature. */
  readonly digest?: string;
  /** What the signer's certificate is for. */
  readonly usage?: string;
  /** Days for which the signer's certificate is valid; 0 for one that has ended. */
  readonly days?: number;
  /** Changes a list of files before it is signed. */
  readonly list?: (name: "cose" | "jar", list: Buffer) => Buffer;
  /** Who issues the signer's certificate: the authority between, or somebody whom it made no authority. */
  readonly issuer?: "between" | "no-authority";
  /** Changes the files of the signature before they are put in. */
  readonly change?: (added: Map<string, Buffer>) => void;
  /** What the COSE signature is over, where it is not the list beside it. */
  readonly payload?: Buffer;
}

/** The service. */
export interface MozillaLike {
  readonly authority: X509Certificate;
  /** Path of the authority's certificate (PEM). */
  readonly root: string;
  /** The files with the signature's five among them. */
  sign(files: Files, signing: Signing): Map<string, Buffer>;
  end(): void;
}

const SUBJECT = "/C=US/O=Example Corporation";

/**
 * Starts it; takes about a second.
 * @param root - its authority, unless it is one of its own
 */
export function mozillaLike(root?: SigningRoot): MozillaLike {
  const dir = mkdtempSync(join(tmpdir(), "countersign-signing-"));
  const path = (file: string) => join(dir, file);
  const openssl = (...args: readonly string[]) => execFileSync("openssl", [...args], { stdio: "pipe" });
  const der = (file: string) => new X509Certificate(readFileSync(path(file))).raw;
  let issued = 0;
  const issue = (
    name: string,
    by: string,
    kind: readonly string[],
    subject: string,
    extensions: string,
    days: number,
  ) => {
    issued += 1;
    // A key is made once: RSA takes its time.
    if (!existsSync(path(`${name}.key`))) openssl("genpkey", ...kind, "-out", path(`${name}.key`));
    openssl("req", "-new", "-key", path(`${name}.key`), "-subj", subject, "-out", path("csr"));
    writeFileSync(path("ext"), extensions);
    const from = ["-CA", path(`${by}.pem`), "-CAkey", path(`${by}.key`), "-set_serial", String(issued)];
    openssl(
      "x509",
      "-req",
      "-in",
      path("csr"),
      ...from,
      "-days",
      String(days),
      "-extfile",
      path("ext"),
      "-out",
      path(`${name}.pem`),
    );
  };
  const [rsa, ec] = [
    ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  ] as const;
  if (root === undefined) {
    openssl("genpkey", ...ec, "-out", path("root.key"));
    const self = ["-x509", "-new", "-key", path("root.key"), "-days", "2", "-subj", `${SUBJECT}/CN=root`];
    openssl("req", ...self, "-out", path("root.pem"));
  } else {
    writeFileSync(path("root.key"), root.key.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(path("root.pem"), root.certificate.toString());
  }
  issue("between", "root", ec, `${SUBJECT}/CN=between`, "basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n", 2);
  issue("no-authority", "root", ec, `${SUBJECT}/CN=nobody`, "basicConstraints=critical,CA:FALSE\n", 2);
  return {
    authority: new X509Certificate(readFileSync(path("root.pem"))),
    root: path("root.pem"),
    sign: (
      files,
      {
        id,
        digest = "sha256",
        usage = "codeSigning",
        days = 2,
        list: written = (_name, list) => list,
        issuer = "between",
        change,
        payload,
      },
    ) => {
      const extensions = `extendedKeyUsage=${usage}\n`;
      for (const [name, kind] of [
        ["jar", rsa],
        ["cose", ec],
      ] as const)
        issue(name, issuer, kind, `${SUBJECT}/OU=Production/CN=${id}`, extensions, days);
      const added = new Map<string, Buffer>();
      const list = written("cose", manifestOf(files));
      const key = createPrivateKey(readFileSync(path("cose.key")));
      added.set("META-INF/cose.manifest", list);
      added.set(
        "META-INF/cose.sig",
        coseSign(payload ?? list, { between: der(`${issuer}.pem`), own: der("cose.pem"), key }),
      );
      const whole = written("jar", manifestOf(new Map([...files, ...added])));
      added.set("META-INF/manifest.mf", whole);
      const head = `Signature-Version: 1.0\nSHA1-Digest-Manifest: ${digestOf("sha1", whole)}\n`;
      const digestOfList = Buffer.from(`${head}SHA256-Digest-Manifest: ${digestOf("sha256", whole)}\n\n`);
      added.set("META-INF/mozilla.sf", digestOfList);
      writeFileSync(path("sf"), digestOfList);
      const signer = ["-signer", path("jar.pem"), "-inkey", path("jar.key"), "-certfile", path(`${issuer}.pem`)];
      openssl(
        "cms",
        "-sign",
        "-binary",
        "-nosmimecap",
        "-md",
        digest,
        ...signer,
        "-in",
        path("sf"),
        "-outform",
        "DER",
        "-out",
        path("p7"),
      );
      added.set("META-INF/mozilla.rsa", readFileSync(path("p7")));
      change?.(added);
      return new Map([...files, ...added]);
    },
    end: () => rmSync(dir, { recursive: true, force: true }),
  };
}

const digestOf = (name: string, octets: Uint8Array) => createHash(name).update(octets).digest("base64");

/** A JAR manifest; long names go on in the next line, as autograph has them. */
function manifestOf(files: Files): Buffer {
  const sections = [...files].map(([name, octets]) => {
    const line = `Name: ${name}`.replace(/(?<=^.{71}|\n.{70})(?=.)/g, "\n ");
    return `${line}\nDigest-Algorithms: SHA1 SHA256\nSHA1-Digest: ${digestOf("sha1", octets)}\nSHA256-Digest: ${digestOf("sha256", octets)}\n\n`;
  });
  return Buffer.from(`Manifest-Version: 1.0\n\n${sections.join("")}`);
}

interface CoseKeys {
  readonly between: Uint8Array;
  readonly own: Uint8Array;
  readonly key: ReturnType<typeof createPrivateKey>;
}

function coseSign(payload: Uint8Array, { between, own, key }: CoseKeys): Buffer {
  const body = encode(new Map([[4, [between]]]));
  const header = encode(
    new Map<number, unknown>([
      [1, -7],
      [4, own],
    ]),
  );
  const input = encode(["Signature", body, header, null, payload]);
  const signature = sign("sha256", input, { key, dsaEncoding: "ieee-p1363" });
  const message = [body, new Map(), null, [[header, new Map(), signature]]];
  return Buffer.from(encode(new Tagged(98, message)));
}
