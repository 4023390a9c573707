import { X509Certificate } from "node:crypto";
import { readCertificate } from "../../core/x509/certificate.ts";
import { validatePath } from "../../core/x509/path.ts";
import { CA, issue, NOW, testKey } from "../x509/build.ts";
import { certificate } from "../x509/support.ts";
import { type Bench, interleaved, median, ratio, report, round } from "./measure.ts";

/**
 * Reading and validating leaf, intermediate and root, against Node reading the same three with OpenSSL and verifying
 * their two signatures, which is less work: no path building, no constraints, no purposes.
 */
async function x509Bench(): Promise<Bench> {
  const rows = [];
  for (const algorithm of ["ed25519", "p256", "rsa"] as const) {
    const root = await issue({ name: "Root", key: testKey(algorithm), extensions: CA });
    const middle = await issue({ name: "Middle", key: testKey(algorithm), extensions: CA }, root);
    const leaf = await issue({ name: "Leaf", key: testKey(algorithm) }, middle);
    const octets = [leaf.octets, middle.octets, root.octets];
    const anchors = [certificate(root.octets)];
    const work = {
      "node:crypto": () => {
        const [a, b, c] = octets.map((der) => new X509Certificate(der));
        if (!a || !b || !c || !a.verify(b.publicKey) || !b.verify(c.publicKey)) throw new Error("not verified");
      },
      "read and validate": async () => {
        const [own, other] = octets.map(certificate);
        if (!own || !other) throw new Error("not read");
        const request = { leaf: own, others: [other], anchors, at: [NOW], purpose: { kind: "path" } } as const;
        if ((await validatePath(request)).kind !== "valid") throw new Error("not valid");
      },
      "read alone": () => octets.map(readCertificate),
    };
    const results = await interleaved(work, { times: 50, rounds: 15 });
    for (const [program, list] of results)
      rows.push({ algorithm, program, ms: round(median(list)), timesNode: ratio(list, results.get("node:crypto")) });
  }
  return { name: "a chain of three certificates; target: at most 3 times node:crypto", rows };
}

await report(x509Bench);
