import { type AuthresEvidence, checkAuthres } from "../../core/authres/check.ts";
import { type AuthservTrust, type Knowledge, NOTHING_KNOWN, type Origin } from "../../core/knowledge.ts";
import { readFrom } from "../../core/message/address.ts";
import type { Message } from "../../core/message/message.ts";
import { readMessage } from "../../core/message/reader.ts";

/** The server of the reader, which writes its results above its own Received field. */
export const MX: AuthservTrust = { authservId: "mx.example", borderHosts: ["mx.example"], placement: "above" };

/** The Received field of the border, and one of somebody farther away. */
export const BORDER =
  "Received: from mail.bank.example (mail.bank.example [192.0.2.1]) by mx.example with ESMTPS; Sun, 22 Nov 2026 01:00:00 +0000";
export const FOREIGN = "Received: from laptop by mail.bank.example with ESMTPSA; Sun, 22 Nov 2026 00:59:00 +0000";

/** An Authentication-Results field of the server. */
export const ar = (results: string, id = "mx.example") => `Authentication-Results: ${id}; ${results}`;

export interface Setting {
  readonly authserv?: readonly AuthservTrust[];
  readonly origin?: Origin;
  readonly from?: string;
}

/** A message of the given header fields and a From field. */
export function messageOf(fields: readonly string[], from = "From: Bank <info@bank.example>"): Message {
  const text = [...fields, from, "Subject: s", "", "text", ""].join("\n").replace(/\r?\n/g, "\r\n");
  return readMessage(Uint8Array.from(Buffer.from(text, "latin1")));
}

function knowledgeOf({ authserv = [MX], origin = "account" }: Setting = {}): Knowledge {
  return { ...NOTHING_KNOWN, now: 1_795_300_000, origin, account: { addresses: ["me@reader.example"], authserv } };
}

/** What is found in a message of these header fields. */
export function check(fields: readonly string[], setting: Setting = {}): AuthresEvidence {
  const message = messageOf(fields, setting.from);
  return checkAuthres(message, knowledgeOf(setting), readFrom(message));
}

/** The usual message: the server's results above the border. */
export const reported = (results: string, ...below: string[]) => check([ar(results), BORDER, FOREIGN, ...below]);

/** Codes of reasons and lines, for short assertions. */
export const codes = ({ reasons, lines }: AuthresEvidence) => [...reasons, ...lines].map(({ code }) => code);
