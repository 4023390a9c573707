import type { MethodResult } from "./parse.ts";

const WORD = "([a-z]+)";
const TEXT = "\\([^()]*\\)";
const DOMAIN = "([A-Za-z0-9._-]*)";

/** U35, character by character; blanks have been reduced to one. */
const FORM = new RegExp(
  `^spf=${WORD} ${TEXT} smtp\\.(mailfrom|helo)=${DOMAIN}; dkim=${WORD} ${TEXT} header\\.d=${DOMAIN};` +
    `dmarc=${WORD} action=${WORD} header\\.from=${DOMAIN};(?:compauth=${WORD} reason=\\d{3})?$`,
);

/**
 * Reads the one form in which Microsoft 365 writes its results, without an authserv-id (T35). Only for users who said
 * that their mail arrives there.
 * @param value unfolded
 */
export function parseMicrosoft365(value: string): readonly MethodResult[] | undefined {
  if (/[^\t -~]/.test(value)) return undefined;
  const match = FORM.exec(value.replace(/[\t ]+/g, " "));
  if (match === null) return undefined;
  const [, spf = "", spfProperty = "", spfDomain = "", dkim = "", d = "", dmarc = "", , from = ""] = match;
  return [
    methodResult("spf", spf, `smtp.${spfProperty}`, spfDomain),
    methodResult("dkim", dkim, "header.d", d),
    methodResult("dmarc", dmarc, "header.from", from),
  ];
}

function methodResult(method: string, result: string, property: string, domain: string): MethodResult {
  const properties = new Map(domain === "" ? [] : [[property, domain]]);
  return { method, result, reason: undefined, properties };
}
