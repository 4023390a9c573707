import { createReadStream } from "node:fs";
import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { Failure, systemReason } from "./failure.ts";
import { splitMbox } from "./mbox.ts";

const CHUNK_OCTETS = 1024 * 1024;
const PEEK_OCTETS = 512;
/** How a message starts: a field name and its colon (RFC 5322 section 2.2). */
const FIELD = /^[!-9;-~]+[ \t]*:/;

/** A message found in one of the inputs. */
export interface Found {
  /** The path as reached from what the user named; `-` for standard input. */
  readonly file: string;
  /** Place in the file, from 0; 0 for a file that holds one message. */
  readonly index: number;
  /** The file is a mailbox of many messages. */
  readonly mailbox: boolean;
  readonly bytes: Uint8Array;
}

/** A running walk over files, folders and standard input. */
export interface Inputs {
  messages(): AsyncGenerator<Found, void, undefined>;
  octetsRead(): number;
  /** 0 where it cannot be known (standard input). */
  octetsTotal(): number;
  /** Files in folders that hold no mail and were passed over. */
  skipped(): number;
}

/**
 * The message on standard input.
 * @throws Failure `NO_MESSAGE`
 */
export async function theMessageOnInput(): Promise<Uint8Array> {
  const read = await readWhole(process.stdin);
  if (read.length === 0) throw new Failure("NO_MESSAGE", "standard input is empty");
  return read;
}

/**
 * Reads messages one after another from `.eml` files, mailbox files, folders (with everything below them, symbolic
 * links apart) and `-`. A file is a mailbox if it starts with `From `. Only files met inside a folder may be passed
 * over as no mail, unless their name says otherwise; a file that was named is always read.
 * @param problem - Told about each input that cannot be read (`FILE_UNREADABLE`, `NO_MESSAGE`); reading goes on.
 */
export async function openInputs(
  paths: readonly string[],
  unquote: boolean,
  problem: (failure: Failure) => void,
): Promise<Inputs> {
  let read = 0;
  let skipped = 0;
  let total = 0;
  for (const path of paths) total += path === "-" ? Number.NaN : await octetsBelow(path);

  async function* readStream(file: string, chunks: AsyncIterable<Uint8Array>, named: boolean) {
    const { head, all } = await peek(counted(chunks, (n) => (read += n)));
    if (head === "" && named) {
      problem(new Failure("NO_MESSAGE", `${file === "-" ? "standard input" : file} is empty`));
      return;
    }
    const mailbox = head.startsWith("From ");
    if (!named && !mailbox && !file.toLowerCase().endsWith(".eml") && !FIELD.test(head)) {
      skipped += 1;
      return;
    }
    let index = 0;
    for await (const { bytes } of mailbox ? splitMbox(all, unquote) : whole(all))
      yield { file, index: index++, mailbox, bytes };
  }

  async function* messages() {
    for (const path of paths) {
      if (path === "-") yield* readStream("-", process.stdin, true);
      else
        for await (const { file, named } of filesBelow(path, problem))
          try {
            yield* readStream(file, createReadStream(file, { highWaterMark: CHUNK_OCTETS }), named);
          } catch (error) {
            if (!isSystemError(error)) throw error;
            problem(unreadable(file, error));
          }
    }
  }
  return {
    messages,
    octetsRead: () => read,
    octetsTotal: () => (Number.isNaN(total) ? 0 : total),
    skipped: () => skipped,
  };
}

/** The whole of one message; of one beyond the reader's limit as much as shows that it is. */
async function* whole(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<{ bytes: Uint8Array }> {
  yield { bytes: await readWhole(chunks) };
}

/** All octets of a stream, cut one octet after `limit` so that a limit check can see it was passed. */
export async function readWhole(chunks: AsyncIterable<Uint8Array>, limit = Number.POSITIVE_INFINITY) {
  const pieces: Uint8Array[] = [];
  let kept = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(0, Math.max(0, limit + 1 - kept));
    if (piece.length > 0) pieces.push(piece);
    kept += piece.length;
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

/**
 * The message of a file that is to hold one, or of standard input.
 * @throws Failure `FILE_UNREADABLE`, `NO_MESSAGE` (also for a mailbox of several)
 */
export async function theOneMessage(path: string): Promise<Found> {
  const inputs = await openInputs([path], false, (failure) => {
    throw failure;
  });
  let only: Found | undefined;
  for await (const found of inputs.messages()) {
    if (only !== undefined || found.file !== path)
      throw new Failure("NO_MESSAGE", `${path} holds more than one message`);
    only = found;
  }
  if (only === undefined) throw new Failure("NO_MESSAGE", `${path} holds no message`);
  return only;
}

const isSystemError = (error: unknown) => error instanceof Error && "syscall" in error;

const unreadable = (path: string, error: unknown) =>
  new Failure("FILE_UNREADABLE", `cannot read ${path}: ${systemReason(error)}`, undefined, error);

async function* counted(chunks: AsyncIterable<Uint8Array>, add: (octets: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    add(chunk.length);
    yield chunk;
  }
}

/** The first octets of a stream as text, and the stream from its beginning. */
async function peek(chunks: AsyncGenerator<Uint8Array>): Promise<{ head: string; all: AsyncIterable<Uint8Array> }> {
  const first: Uint8Array[] = [];
  let have = 0;
  while (have < PEEK_OCTETS) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    have += next.value.length;
  }
  async function* all() {
    yield* first;
    yield* chunks;
  }
  return { head: Buffer.concat(first).toString("latin1", 0, PEEK_OCTETS), all: all() };
}

/** Regular files at or below a path, in the order of their names; `named` for the path itself. */
async function* filesBelow(
  path: string,
  problem: (failure: Failure) => void,
  named = true,
): AsyncGenerator<{ file: string; named: boolean; octets: number }> {
  const names: string[] = [];
  try {
    // A link inside a folder could lead round in a circle or out of it.
    const info = named ? await stat(path) : await lstat(path);
    if (!info.isDirectory()) {
      if (named || info.isFile()) yield { file: path, named, octets: info.size };
      return;
    }
    for await (const entry of await opendir(path)) if (!entry.name.startsWith(".")) names.push(entry.name);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    problem(unreadable(path, error));
  }
  for (const name of names.sort()) yield* filesBelow(join(path, name), problem, false);
}

async function octetsBelow(path: string): Promise<number> {
  let sum = 0;
  // What cannot be read is told when it is its turn.
  for await (const { octets } of filesBelow(path, () => {})) sum += octets;
  return sum;
}
