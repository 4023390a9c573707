import { readUpTo } from "./read-up-to.ts";

/* As much of APPNOTE.TXT (ZIP) as an archive with one message in it needs: no ZIP64, no encryption. */

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const END_LENGTH = 22;

/**
 * The one entry of an archive; undefined where it is longer than `most` octets.
 * @throws RangeError where it is no archive with exactly one entry
 */
export async function onlyEntry(archive: Uint8Array, most: number): Promise<Uint8Array | undefined> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.length);
  // A comment of up to 64 KiB may follow; the archives of webmails have none.
  const end = archive.length - END_LENGTH;
  const central = end < 0 ? -1 : view.getUint32(end + 16, true);
  if (end < 0 || view.getUint32(end, true) !== END || view.getUint16(end + 10, true) !== 1)
    throw new RangeError("no archive of one entry");
  if (view.getUint32(central, true) !== CENTRAL) throw new RangeError("no directory");
  const method = view.getUint16(central + 10, true);
  const packed = view.getUint32(central + 20, true);
  const local = view.getUint32(central + 42, true);
  if (view.getUint32(local, true) !== LOCAL) throw new RangeError("no entry");
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packed > central) throw new RangeError("an entry that ends behind its directory");
  const octets = new Uint8Array(archive.subarray(start, start + packed));
  if (method === STORED) return octets.length > most ? undefined : octets;
  if (method !== DEFLATED) throw new RangeError(`method ${method}`);
  return readUpTo(new Blob([octets]).stream().pipeThrough(new DecompressionStream("deflate-raw")), most);
}
