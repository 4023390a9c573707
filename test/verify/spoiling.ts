import type { Badge, Knowledge, Result } from "../../core/index.ts";
import { MAIL as DKIM_MAIL, RSA, SIGNED_AT, signed } from "../dkim/sign.ts";
import { dkimKey } from "../dkim/support.ts";
import { knowing, knowingKey, mail, mailWithAttachments, octets, record, stamped, text } from "../gmp/support.ts";
import { bobKnows, sealed as encrypted } from "../hpke/support.ts";
import { declared } from "../ipp/support.ts";
import { arrived, knowingMap, sealed } from "../map/support.ts";
import { mutate } from "../message/mutate.ts";
import { gatewayed, knowingAll } from "../mt2/support.ts";
import { noBetter } from "../verdict/facts.ts";
import { delivered, knowingServer, verdictOf } from "./support.ts";

/** A genuine message, what Bob knows, and the badge that this earns. */
interface Genuine {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly knowledge: Knowledge;
  readonly badge: Badge;
  /** Octets of the body that are proofs and no text. */
  readonly proofs?: RegExp;
  /** The signature that TRANSPORT rests on is over the text. */
  readonly signed?: true;
}

/** One message for every way to a good badge, and some beside them. */
export async function genuine(): Promise<readonly Genuine[]> {
  const receipt = await stamped(mail());
  const required = knowing({ trust: [record({ requireStamp: true })] });
  const pass = delivered(mail(), "dmarc=pass header.from=example.org");
  return [
    { name: "stamped", bytes: receipt, knowledge: knowing(), badge: "VERIFIED" },
    { name: "stamped, required", bytes: receipt, knowledge: required, badge: "VERIFIED" },
    { name: "with attachments", bytes: await stamped(mailWithAttachments()), knowledge: knowing(), badge: "VERIFIED" },
    { name: "declared", bytes: await stamped(await declared()), knowledge: knowing(), badge: "VERIFIED" },
    { name: "known key", bytes: receipt, knowledge: knowingKey(), badge: "INTACT" },
    { name: "MAP", bytes: arrived(await sealed()), knowledge: knowingMap(), badge: "INTACT" },
    {
      name: "MT2",
      bytes: await gatewayed(),
      knowledge: await knowingAll(),
      badge: "INTACT",
      proofs: /<trace>[\s\S]*<\/trace>/,
    },
    { name: "server's word", bytes: pass, knowledge: knowingServer({ trust: [] }), badge: "TRANSPORT" },
    {
      name: "DKIM",
      bytes: octets(signed(DKIM_MAIL, { key: RSA })),
      knowledge: { ...knowing({ trust: [] }), now: SIGNED_AT + 60, dkimKeys: [dkimKey()] },
      badge: "TRANSPORT",
      signed: true,
    },
    { name: "encrypted", bytes: await encrypted(), knowledge: bobKnows(), badge: "NONE" },
  ];
}

/** What a person reads of a message: blanks and blank lines at the end are no part of it (RFC 6376 s3.4). */
function readable(bytes: Uint8Array, { from, to, subject, attachments }: Result, proofs: RegExp = /(?!)/): string {
  const source = text(bytes).replace(/\r?\n/g, "\n");
  const border = source.indexOf("\n\n");
  const body = border < 0 ? "" : source.slice(border + 2);
  const lines = body
    .replace(proofs, "")
    .replace(/[ \t]+/g, " ")
    .replace(/ $/gm, "")
    .trimEnd();
  return JSON.stringify([from?.addrSpec, to, subject.trim(), attachments.map(({ fileName }) => fileName), lines]);
}

/** Where the mutation is for these octets, what is wrong with the verdict; undefined where all is well. */
export async function faultOf(one: Genuine, seed: number): Promise<string | undefined> {
  const spoilt = mutate(one.bytes, seed, 1 + (seed % 4));
  const about = (fault: string, result: Result) =>
    `${one.name}, seed ${seed}: ${fault}; ${result.badge} ${result.reasons.map(({ code }) => code).join(" ")}`;
  const result = await verdictOf(spoilt, one.knowledge);
  if (result.reasons.some(({ code }) => code === "E_INTERNAL")) return about("a mistake of ours", result);
  if (!noBetter(one.badge, result.badge)) return about(`better than ${one.badge}`, result);
  const { badge, gmp } = result;
  const positive = badge === "VERIFIED" || badge === "INTACT" || (badge === "TRANSPORT" && one.signed === true);
  const claimsContent = positive || gmp === "VALID";
  if (!claimsContent) return undefined;
  const before = await verdictOf(one.bytes, one.knowledge);
  const same = readable(one.bytes, before, one.proofs) === readable(spoilt, result, one.proofs);
  return same ? undefined : about("says that changed text is unchanged", result);
}
