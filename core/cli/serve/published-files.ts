import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeAlias, encodeAlias } from "../../ipp/alias.ts";
import { type Answer, plainAnswer } from "./exchange.ts";

const TYPES = { ".pub": "application/x-pem-file", ".pol": "application/json" } as const;
/** Seconds for which a copy may be used; a changed key or policy takes as long to be seen. */
const MAX_AGE = 3600;
/** A `.pol` has at most 64 KiB and a `.pub` 16; a bigger file was put there by mistake. */
const MAX_OCTETS = 64 * 1024;

/**
 * Hands out `<alias>.pub` and `<alias>.pol` of a folder as `countersign ipp publish` writes it.
 * @param name one path segment as it was asked for
 * @returns undefined when it is no such name
 */
export async function publishedFile(folder: string, name: string): Promise<Answer | undefined> {
  const [, alias = "", ending] = /^([^/]{1,250})(\.pub|\.pol)$/.exec(name) ?? [];
  const localPart = decodeAlias(alias);
  // A second spelling of an alias is no alias, and no name leads out of the folder (IPP-08).
  if (ending === undefined || localPart === undefined || encodeAlias(localPart) !== alias) return undefined;
  const octets = await firstOf(folder, isPlain(localPart) ? [`${localPart}${ending}`, name] : [name]);
  if (octets === undefined || octets.length > MAX_OCTETS) return plainAnswer(404, "nothing published");
  const type = ending === ".pub" ? TYPES[".pub"] : TYPES[".pol"];
  return { status: 200, headers: { "content-type": type, "cache-control": `max-age=${MAX_AGE}` }, body: octets };
}

/** Names that `ipp publish` writes as they are; a file of any other address has the name of its alias. */
const isPlain = (localPart: string) => !/^\.|[/\\:*?<>|\u0000-\u001f]/.test(localPart);

async function firstOf(folder: string, names: readonly string[]): Promise<Buffer | undefined> {
  for (const name of names) {
    const octets = await readFile(join(folder, name)).catch(() => undefined);
    if (octets !== undefined) return octets;
  }
  return undefined;
}
