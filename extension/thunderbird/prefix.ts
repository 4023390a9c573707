/**
 * Lines that Thunderbird itself writes above a stored message and hands out with it (decision 7). Seen, mbox and
 * maildir alike:
 *
 * - IMAP, offline copy: the Status pair
 * - copy in Local Folders: Status pair, Keys; of an offline copy, the pair it already had follows
 * - POP3 and its copies: Account-Key, UIDL, Status pair, Keys
 *
 * Nothing else is removed: the same names further down, or in another order, came from the sender.
 */
const lines = (eol: string) => {
  const pair = `X-Mozilla-Status: [0-9a-f]{4}${eol}X-Mozilla-Status2: [0-9a-f]{8}${eol}`;
  return new RegExp(
    `^(?:X-Account-Key: [!-~]{1,40}${eol})?(?:X-UIDL: [ -~]{0,200}${eol})?${pair}(?:X-Mozilla-Keys:[ -~]{0,500}${eol}(?:${pair})?)?`,
  );
};

const BARE_LF = lines("\n");
const CRLF = lines("\r\n");

/** Longer than any run of such lines. */
const LONGEST = 1024;

/**
 * Number of leading octets that are Thunderbird's own.
 * @param crlf - This store ends its lines with CRLF. Elsewhere a CRLF tells that the line came with the message.
 */
export function prefixLength(bytes: Uint8Array, crlf: boolean): number {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, LONGEST));
  return (crlf ? CRLF : BARE_LF).exec(head)?.[0].length ?? 0;
}
