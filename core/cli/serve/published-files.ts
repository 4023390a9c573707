import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { decodeAlias, encodeAlias } from "../../ipp/alias.ts";
import { fileName } from "../published-name.ts";
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
  const plain = fileName(localPart);
  const octets = await firstOf(folder, plain === undefined ? [name] : [`${plain}${ending}`, name]);
  if (octets === undefined) return plainAnswer(404, "nothing published");
  const type = ending === ".pub" ? TYPES[".pub"] : TYPES[".pol"];
  return { status: 200, headers: { "content-type": type, "cache-control": `max-age=${MAX_AGE}` }, body: octets };
}

async function firstOf(folder: string, names: readonly string[]): Promise<Uint8Array | undefined> {
  for (const name of names) {
    const octets = await smallFile(join(folder, name)).catch(() => undefined);
    if (octets !== undefined) return octets;
  }
  return undefined;
}

/** A regular file of a permitted size; nothing of another one is read. */
async function smallFile(path: string): Promise<Uint8Array | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = await file.stat();
    return about.isFile() && about.size <= MAX_OCTETS ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}
