import type { AuthservTrust } from "../knowledge.ts";
import { unfoldedValue } from "../message/display.ts";
import { toALabel } from "../message/domain.ts";
import { asciiLower } from "../message/fields.ts";
import type { Message } from "../message/message.ts";
import { isAuthenticationResults, readReport } from "./border.ts";
import { parseAuthenticationResults } from "./parse.ts";

/** Most ids proposed from one message; a server writes one, rarely two. */
const MAX_PROPOSED = 3;
/** Received fields that are looked at for the border, hand-overs inside the reader's own system included. */
const MAX_INNER = 4;

/** Where two services are known to write, each told by the topmost Received field, which no sender writes (T30, T35). */
const MICROSOFT365: AuthservTrust = {
  borderHosts: ["mail.protection.outlook.com"],
  placement: "above",
  profile: "microsoft365",
};
const GMAIL: AuthservTrust = { authservId: "mx.google.com", borderHosts: ["mx.google.com"], placement: "below" };
const MICROSOFT_INSIDE = /(?:^|\.)outlook\.com$/;
const GOOGLE_INSIDE = /^by 2002:[0-9a-f:]+ with smtp id /i;

/**
 * The servers that the options page may propose to believe, from where they stand in this message (T30). Read is only
 * what the own servers wrote: the fields above the border. A proposal is no belief: the reader says yes or no.
 * @param message one that was delivered to the account
 */
export function proposeServers(message: Message): readonly AuthservTrust[] {
  const received = message.fields.flatMap((field, index) =>
    field.lowerName === "received" ? [{ index, text: unfoldedValue(message, field) }] : [],
  );
  const topmost = received[0];
  if (topmost === undefined) return [];
  if (GOOGLE_INSIDE.test(topmost.text)) return hostsOf(received[1]?.text ?? "") === "mx.google.com" ? fits(GMAIL) : [];
  if (MICROSOFT_INSIDE.test(hostsOf(topmost.text) ?? "")) return fits(MICROSOFT365);

  const inner = received.slice(0, MAX_INNER).findIndex(({ text }) => !isLocalDelivery(text) && !isFromLoopback(text));
  const border = received.slice(0, MAX_INNER).at(inner) ?? topmost;
  const seen = message.fields.slice(0, border.index).flatMap((field, index) => {
    const parsed = isAuthenticationResults(field) && parseAuthenticationResults(unfoldedValue(message, field));
    // It speaks about what the next server below took in.
    const host = hostsOf(received.find((one) => one.index > index)?.text ?? "");
    return parsed && parsed.version === 1 && host !== undefined ? [{ id: asciiLower(parsed.authservId), host }] : [];
  });
  return [...new Map(seen.map((one) => [one.id, one])).values()]
    .slice(0, MAX_PROPOSED)
    .flatMap(({ id, host }) => fits({ authservId: id, borderHosts: [host], placement: "above" }));

  /** Proposed is only what would have been believed in this very message. */
  function fits(trust: AuthservTrust): readonly AuthservTrust[] {
    return readReport(message, trust).kind === "report" ? [trust] : [];
  }
}

/** The one host that a Received field names after "by", whoever wrote the word; undefined where there are several. */
function hostsOf(received: string): string | undefined {
  const hosts = [...received.matchAll(/(?<![A-Za-z0-9.-])by[\t ]+([A-Za-z0-9.-]+)/gi)].map(([, name = ""]) =>
    toALabel(name),
  );
  const [host, ...others] = new Set(hosts);
  return others.length > 0 ? undefined : host;
}

/**
 * A delivery by LMTP, which is never offered to the outside (RFC 2033 s5). The server names the protocol; a sender could
 * only add another `with`, and then the field is none (RFC 3848, RFC 6531).
 */
function isLocalDelivery(received: string): boolean {
  const protocols = [...received.matchAll(/(?<![A-Za-z0-9.-])with[\t ]+([A-Za-z0-9-]+)/gi)].map(
    ([, word = ""]) => word,
  );
  return protocols.length > 0 && protocols.every((word) => /^(?:utf8)?lmtps?a?$/i.test(word));
}

/** The look-behind keeps a long run of such letters from being tried again from each of them (DOS-04). */
const ADDRESS = /(?:[0-9]{1,3}\.){3}[0-9]{1,3}|(?<![0-9a-f:])[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*/gi;
const LOOPBACK = /^(?:127\.[0-9.]+|::1)$/;

/**
 * A content filter handing back on the same machine: the server wrote the loopback address into its comment, and no
 * other address stands in the field. What a sender adds to its own name can only make the field none (RFC 5321 s4.4).
 */
function isFromLoopback(received: string): boolean {
  const from = (/^from[^;]*/i.exec(received)?.[0] ?? "").replace(/IPv6:/gi, "");
  const addresses = from.match(ADDRESS) ?? [];
  return /\[(?:127\.[0-9.]+|::1)\]\)/.test(from) && addresses.every((address) => LOOPBACK.test(address));
}
