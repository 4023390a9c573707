import { certificatePrint, decidedCertificates, metCertificates } from "../ipp/pinned.ts";
import { readAddress } from "./address.ts";
import { formatTime } from "./clock.ts";
import { EXIT } from "./failure.ts";
import { fetchDocument } from "./fetch-answer.ts";
import { type Discovered, discover } from "./ipp-discover.ts";
import { readOrStart, writeKnowledgeFile } from "./knowledge-file.ts";
import { NOW_OPTION, nowOf } from "./now.ts";
import { type Command, usage } from "./options.ts";
import { asker, RESOLVER_OPTION } from "./resolver.ts";
import { print } from "./terminal.ts";

/** `countersign ipp check`. */
export const ippCheck: Command = {
  name: "ipp check",
  usage: "[options] ADDRESS",
  summary: "Finds what an address publishes, step by step from the DNS root: record, certificate, policy.",
  options: {
    keep: { value: "FILE", help: "keep the certificate in this knowledge file; the first key that is met stays" },
    "accept-new": { help: "with --keep: put a changed key in the place of the one that was kept" },
    "any-port": { help: "also contact a host at another port than 443, where the record names one" },
    resolver: RESOLVER_OPTION,
    now: NOW_OPTION,
  },
  details: `
Every answer of the DNS is proven here with DNSSEC. The resolver learns your network address and the domain; the host that
the record names learns your address and which alias you look at. Nothing on the local network is contacted.

Exit code: 0 all proven and usable, 1 something is missing, unsigned, changed or false.`,
  async run(args) {
    const [text, more] = args.paths;
    if (text === undefined || more !== undefined) throw usage(ippCheck, "name one address");
    const address = readAddress(ippCheck, "the address", text);
    const now = nowOf(ippCheck, args);
    const ask = asker(ippCheck, args);
    const found = await discover({ address, ask, fetch: fetchDocument, now, anyPort: args.flag("any-port") });
    await print(found.text);
    const file = args.one("keep");
    if (file === undefined) return found.good ? EXIT.ok : EXIT.negative;
    const { counts, text: said } = await keep(file, address.address, found, now, args.flag("accept-new"));
    await print(`\n${file}\n  ${said}\n`);
    return found.good && counts ? EXIT.ok : EXIT.negative;
  },
};

/**
 * Keeps a certificate in a knowledge file, where `verify` and `ipp filter` use it; another key than the first stays apart
 * until somebody decides (X5-01).
 * @returns whether the key is the one that counts, and a sentence
 */
export async function keep(
  file: string,
  address: string,
  { pub, anchor }: Pick<Discovered, "pub" | "anchor">,
  now: number,
  acceptNew: boolean,
): Promise<{ readonly counts: boolean; readonly text: string }> {
  const nothing = { counts: false, text: "nothing to keep" };
  if (pub === undefined) return nothing;
  const stored = readOrStart(file);
  const all = stored.senderCertificates ?? [];
  const before = all.find((entry) => entry.address === address);
  const met = await metCertificates(before, { address, pub, anchor, at: now });
  if (met === undefined) return nothing;
  const decided = acceptNew ? await decidedCertificates(met, "new", now) : met;
  const others = all.filter((entry) => entry.address !== address);
  writeKnowledgeFile(file, { ...stored, senderCertificates: [...others, decided] });
  const digest = await certificatePrint(decided.pub, address);
  const counts = decided.changedTo === undefined && decided.pub === pub;
  const since = `since ${formatTime(decided.since)} another key is kept, SHA-256 ${digest}`;
  return { counts, text: counts ? `kept: SHA-256 ${digest}` : `NOT KEPT: ${since}; --accept-new takes this one` };
}
