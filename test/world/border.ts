import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { type Postfix, startPostfix } from "./postfix.ts";
import type { SmtpTls } from "./smtp-send.ts";
import type { World } from "./world.ts";

/** The border of the reader's mail system: a Postfix that takes mail from outside and hands it to the mail store. */
export interface Border {
  readonly postfix: Postfix;
  /** Requires client certificates; its filter writes Authentication-Results. */
  readonly port: number;
  /** Takes anything, and writes nothing: what a sender forged arrives as it was sent. */
  readonly carelessPort: number;
  /** A certificate of the tests' own authority for a sending host, or of one that nobody knows. */
  certificate(host: string, known?: boolean): SmtpTls;
}

/** Name of the border, in its reports and after `by` in its Received fields. */
export const BORDER = "mx.home.example";

/** Makes a certificate authority, and certificates for hosts, with OpenSSL. */
function authority(dir: string, name: string) {
  mkdirSync(dir, { recursive: true });
  const at = (file: string) => join(dir, file);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: dir, stdio: "ignore" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  openssl("req", "-x509", ...key, "-subj", `/CN=${name}`, "-keyout", "ca.key", "-out", "ca.pem");
  return {
    file: at("ca.pem"),
    issue(host: string) {
      openssl("req", ...key, "-subj", `/CN=${host}`, "-keyout", `${host}.key`, "-out", `${host}.csr`);
      writeFileSync(at(`${host}.ext`), `subjectAltName=DNS:${host}\n`);
      const signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2"];
      openssl("x509", "-req", "-in", `${host}.csr`, ...signing, "-extfile", `${host}.ext`, "-out", `${host}.pem`);
      return { certFile: at(`${host}.pem`), keyFile: at(`${host}.key`) };
    },
  };
}

/** Starts the border in front of a mail store that takes mail by LMTP. */
export async function startBorder(world: World, lmtpPort: number): Promise<Border> {
  const known = authority(join(world.dir, "authority"), "Tests");
  const unknown = authority(join(world.dir, "other-authority"), "Strangers");
  const own = known.issue(BORDER);
  const filter = join(world.dir, "border-filter.mjs");
  copyFileSync("test/world/border-filter.mjs", filter);
  chmodSync(filter, 0o755);
  const [innerPort, carelessPort] = [await freePort(), await freePort()];
  const noTls = "-o smtpd_tls_security_level=none -o smtpd_tls_req_ccert=no";
  const postfix = await startPostfix(world, {
    relayPort: lmtpPort,
    relay: "lmtp",
    hostname: BORDER,
    mainCf: `smtpd_tls_cert_file = ${own.certFile}
smtpd_tls_key_file = ${own.keyFile}
smtpd_tls_CAfile = ${known.file}
smtpd_tls_security_level = encrypt
smtpd_tls_req_ccert = yes
smtpd_tls_received_header = yes
smtpd_tls_session_cache_database =
border_destination_recipient_limit = 1
`,
    masterCf: `submission inet n - n - - smtpd -o content_filter=border:dummy
127.0.0.1:${innerPort} inet n - n - - smtpd ${noTls} -o content_filter= -o myhostname=inner.home.example
127.0.0.1:${carelessPort} inet n - n - - smtpd ${noTls} -o content_filter=
border unix - n n - 4 pipe
  null_sender= user=nobody argv=${process.execPath} ${filter} ${BORDER} ${innerPort} \${sender} \${recipient}
`,
  });
  return {
    postfix,
    port: postfix.port,
    carelessPort,
    certificate(host, isKnown = true) {
      const { certFile, keyFile } = (isKnown ? known : unknown).issue(host);
      return { cert: readFileSync(certFile), key: readFileSync(keyFile), ca: readFileSync(known.file), host: BORDER };
    },
  };
}
