// A zip writer that gives the same octets everywhere: entries sorted by name, one fixed time, nothing compressed
// (what deflate writes differs between zlib builds and processors, and the package is small).

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** CRC-32 of ISO 3309, as zip wants it. */
export function crc32(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** 1980-01-01 00:00, the first moment a zip can name. */
const DOS_DATE = 0x0021;
const VERSION_2_0 = 20;
const NAMES_ARE_UTF8 = 0x0800;

/** The fields that the local header and the central directory share (APPNOTE 4.3.7, 4.3.12). */
function common(name, data) {
  const b = Buffer.alloc(26);
  b.writeUInt16LE(VERSION_2_0, 0);
  b.writeUInt16LE(NAMES_ARE_UTF8, 2);
  b.writeUInt16LE(DOS_DATE, 8);
  b.writeUInt32LE(crc32(data), 10);
  b.writeUInt32LE(data.length, 14);
  b.writeUInt32LE(data.length, 18);
  b.writeUInt16LE(Buffer.byteLength(name), 22);
  return b;
}

/** The zip file of a `Map` from path to octets. */
export function zip(files) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const name of [...files.keys()].sort()) {
    const data = files.get(name);
    const shared = common(name, data);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), shared, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02"), Buffer.of(VERSION_2_0, 0), shared, tail, Buffer.from(name));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(files.size, 8);
  end.writeUInt16LE(files.size, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
