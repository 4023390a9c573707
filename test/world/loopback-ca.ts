import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "./world.ts";

/** A certificate authority of a test. */
export interface LoopbackCa {
  /** Path of its certificate (PEM), for `Certificates.Install` of a policy or `ca` of a Node request. */
  readonly file: string;
  readonly pem: string;
  /** A server certificate and its key, both PEM. */
  issue(names: readonly string[]): { readonly key: string; readonly cert: string };
}

/** Makes an authority that lives as long as the test. */
export function createCa(world: World, name = "ca"): LoopbackCa {
  const path = (file: string) => join(world.dir, `${name}-${file}`);
  const openssl = (...args: string[]) => execFileSync("openssl", args, { stdio: "pipe" });
  const newKey = (file: string) =>
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file);
  const [key, file] = [path("ca.key"), path("ca.pem")];
  newKey(key);
  const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  openssl(
    "req",
    "-x509",
    "-new",
    "-key",
    key,
    "-days",
    "2",
    "-subj",
    `/CN=Test authority ${name}`,
    ...usage,
    "-out",
    file,
  );
  let issued = 0;
  return {
    file,
    pem: readFileSync(file, "utf8"),
    issue: (names) => {
      issued += 1;
      const own = (ending: string) => path(`${issued}.${ending}`);
      newKey(own("key"));
      openssl("req", "-new", "-key", own("key"), "-subj", `/CN=${names[0]}`, "-out", own("csr"));
      const alternatives = names.map((host) => `DNS:${host}`).join(",");
      writeFileSync(
        own("ext"),
        `subjectAltName=${alternatives}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
      );
      const by = ["-CA", file, "-CAkey", key, "-CAcreateserial", "-days", "2", "-extfile", own("ext")];
      openssl("x509", "-req", "-in", own("csr"), ...by, "-out", own("pem"));
      return { key: readFileSync(own("key"), "utf8"), cert: readFileSync(own("pem"), "utf8") };
    },
  };
}
