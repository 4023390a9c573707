import { createHash } from "node:crypto";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { type StampOptions, stamp } from "../../core/gmp/make.ts";
import type { Badge, GmpWord } from "../../core/result.ts";
import * as dishonest from "./dishonest.ts";
import * as honest from "./honest.ts";
import { changed, delivered, octets } from "./mail.ts";
import { stampKey } from "./people.ts";

/** One message of the sample mailbox and what must be said about it. */
export interface Sample {
  readonly file: string;
  readonly badge: Badge;
  readonly gmp: GmpWord;
  /** Codes of the reasons, sorted. */
  readonly reasons: readonly string[];
  readonly bytes: Uint8Array;
}

/** Stamps a letter as its organisation would; `ts` is the letter's own date. */
async function stamped(bytes: Uint8Array, org: string, name: string, more: Partial<StampOptions> = {}) {
  const date = /^Date: (.*)\r$/m.exec(Buffer.from(bytes).toString("latin1"))?.[1] ?? "";
  const rid = createHash("sha256").update(`sample ${name}`).digest("base64url").slice(0, 26);
  const made = await stamp(
    bytes,
    { orgId: org, rid, time: Date.parse(date) / 1000, verifyUrl: `https://verify.${org}/r/${rid}`, ...more },
    stampKey(org),
    nodeEngine,
  );
  if (made instanceof Uint8Array) return made;
  throw new Error(`${name}: ${made.fault} ${made.detail}`);
}

const PASS = (domain: string) => `dmarc=pass header.from=${domain}`;
const FRIDAY = "Fri, 20 Nov 2026 15:05:00 +0000";

/** The whole sample mailbox, in the order of the file names. */
export async function makeSamples(): Promise<readonly Sample[]> {
  const invoice = await stamped(honest.invoice, "stadtwerke.example", "invoice");
  const trip = await stamped(honest.schoolTrip, "hillside-school.example", "trip", { footer: true });
  const statement = await stamped(honest.statement, "harbourbank.example", "statement");
  const transfer = await stamped(honest.transfer, "harbourbank.example", "transfer");
  const garden = await stamped(honest.gardenLetter, "gardenletter.example", "garden");
  const choir = await stamped(honest.choirRehearsal, "hillside-school.example", "choir");
  const valid = { badge: "VERIFIED", gmp: "VALID", reasons: [] } as const;
  const file = (name: string, bytes: Uint8Array, expected: Omit<Sample, "file" | "bytes">): Sample => ({
    file: `${name}.eml`,
    bytes,
    ...expected,
  });
  return [
    file("verified-invoice-with-attachment-de", delivered(invoice, FRIDAY, PASS("stadtwerke.example")), valid),
    file("verified-school-letter-with-footer", delivered(trip, FRIDAY, PASS("hillside-school.example")), valid),
    file("verified-bank-statement", delivered(statement, FRIDAY), valid),
    file("verified-fr", await stamped(honest.orderReady, "librairie.example", "fr"), valid),
    file("verified-es", await stamped(honest.libraryLoan, "biblioteca.example", "es"), valid),
    file("verified-ja", await stamped(honest.bookNews, "yamaneko.example", "ja"), valid),
    file("verified-ar", await stamped(honest.readingHours, "maktaba.example", "ar"), valid),
    file("intact-newsletter", delivered(garden, FRIDAY, PASS("gardenletter.example")), {
      badge: "INTACT",
      gmp: "UNTRUSTED",
      reasons: [],
    }),
    file("transport-friend", delivered(honest.friend, FRIDAY, PASS("friend.example")), {
      badge: "TRANSPORT",
      gmp: "NOT_FOUND",
      reasons: [],
    }),
    file("none-neighbour", honest.neighbour, { badge: "NONE", gmp: "NOT_FOUND", reasons: [] }),
    file("none-unknown-organisation", await stamped(honest.clubNews, "rowingclub.example", "club"), {
      badge: "NONE",
      gmp: "UNTRUSTED",
      reasons: ["UNKNOWN_ORG"],
    }),
    file("unchecked-status-list-missing", await stamped(honest.museumNight, "museum.example", "museum"), {
      badge: "UNCHECKED",
      gmp: "VALID",
      reasons: ["REVOCATION_UNKNOWN"],
    }),
    file(
      "caution-sent-to-somebody-else",
      await stamped(
        changed(honest.statement, "To: robin@home.example", "To: kim@other.example"),
        "harbourbank.example",
        "kim",
      ),
      { badge: "CAUTION", gmp: "VALID", reasons: ["NOT_ADDRESSED_TO_YOU"] },
    ),
    file("caution-two-senders", dishonest.twoSenders, { badge: "CAUTION", gmp: "NOT_FOUND", reasons: ["AMBIG_FROM"] }),
    file(
      "caution-delivery-check-failed",
      delivered(dishonest.failedDelivery, FRIDAY, "dmarc=fail header.from=friend.example"),
      { badge: "CAUTION", gmp: "NOT_FOUND", reasons: ["TRANSPORT_FAIL"] },
    ),
    file("caution-look-alike-digit", delivered(dishonest.bankLookAlike, FRIDAY, PASS("harb0urbank.example")), {
      badge: "CAUTION",
      gmp: "NOT_FOUND",
      reasons: ["LOOKALIKE_WEAK"],
    }),
    file("alert-list-added-footer", listed(choir), { badge: "ALERT", gmp: "TAMPERED", reasons: ["BODY"] }),
    file("alert-account-number-changed", changed(transfer, "12 3456 7890", "98 7654 3210"), {
      badge: "ALERT",
      gmp: "TAMPERED",
      reasons: ["BODY"],
    }),
    file(
      "alert-attachment-changed",
      changed(invoice, "U3Ryb207MjEyIGtXaDs2Myw2MCBFVVI", "U3Ryb207OTEyIGtXaDs2Myw2MCBFVVI"),
      {
        badge: "ALERT",
        gmp: "TAMPERED",
        reasons: ["ATT", "BODY"],
      },
    ),
    file("alert-subject-changed", changed(statement, "Your November statement", "Your new statement"), {
      badge: "ALERT",
      gmp: "TAMPERED",
      reasons: ["HDR"],
    }),
    file("alert-forged-stamp", changed(statement, "signature=", "signature=AAAA"), {
      badge: "ALERT",
      gmp: "TAMPERED",
      reasons: ["SIG_INVALID"],
    }),
    file("alert-stamp-missing", delivered(dishonest.bankWithoutStamp, FRIDAY), {
      badge: "ALERT",
      gmp: "NOT_FOUND",
      reasons: ["STAMP_REQUIRED"],
    }),
    file(
      "alert-look-alike-letters",
      delivered(dishonest.bankInOtherLetters, FRIDAY, PASS("xn--hrbourbank-zqi.example")),
      {
        badge: "ALERT",
        gmp: "NOT_FOUND",
        reasons: ["LOOKALIKE"],
      },
    ),
  ];
}

/** What a mailing list does to a message: its own header lines on top, its footer below. */
function listed(message: Uint8Array): Uint8Array {
  const header = octets(["List-Id: Choir <choir.lists.home.example>", "Precedence: list"]);
  const footer = octets(["", "_______________________________________________", "choir mailing list"]);
  return Buffer.concat([header, message, footer]);
}
