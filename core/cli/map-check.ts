import { strictBase64, toHex } from "../canonical/encoding.ts";
import { equalOctets } from "../canonical/octets.ts";
import { type Sign1, verifySign1 } from "../map/cose.ts";
import { type Envelope, readEnvelope } from "../map/envelope.ts";
import { ENVELOPE_FIELD, fieldsNamed, readField, resemblesEnvelope, strangerAbove } from "../map/field.ts";
import { hashPayload } from "../map/payload.ts";
import type { HeaderField, Message } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { formatTime } from "./clock.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { theOneMessage } from "./inputs.ts";
import { envelopeKey } from "./map-keys.ts";
import type { Arguments } from "./options.ts";
import { print, shown } from "./terminal.ts";

/** One line of the answer, and whether it is as it should be. */
interface Row {
  readonly name: string;
  readonly text: string;
  readonly good: boolean;
}

/** `countersign map check`: what the envelope of a message says, and whether it fits. */
export async function check(args: Arguments, path: string): Promise<number> {
  const message = readMessage((await theOneMessage(path)).bytes);
  const { field, object, envelope } = theEnvelope(message, path);
  const rows = [
    ...describe(envelope),
    await payloadRow(message, field, envelope),
    aboveRow(message, field),
    await signatureRow(object, envelope, args.one("key")),
  ];
  await print(rows.map(({ name, text }) => `${name.padEnd(12)}${text}\n`).join(""));
  return rows.every(({ good }) => good) ? EXIT.ok : EXIT.negative;
}

function theEnvelope(message: Message, path: string): { field: HeaderField; object: Sign1; envelope: Envelope } {
  const none = (what: string) => new Failure("NO_ENVELOPE", `${path} ${what}`);
  const [field] = fieldsNamed(message, ENVELOPE_FIELD);
  if (field === undefined) throw none("has no MAP-Envelope");
  if (message.fields.filter(resemblesEnvelope).length > 1) throw none("has several MAP-Envelopes");
  const object = readField(message, field);
  const read = object.kind === "sign1" ? readEnvelope(object.payload) : object;
  if (object.kind !== "sign1" || read.kind !== "envelope") throw none(`has a MAP-Envelope that is ${read.kind}`);
  if (read.envelope.keyId !== object.kid) throw none("has a MAP-Envelope that names two keys");
  return { field, object, envelope: read.envelope };
}

function describe({ id, sender, recipients, domain, keyId, created, expires, e2e }: Envelope): Row[] {
  const row = (name: string, text: string): Row => ({ name, text: shown(text, 400), good: true });
  return [
    row("envelope", toHex(id)),
    row("sender", sender === "" ? "(null sender)" : sender),
    row("recipients", recipients.join(", ")),
    row("key", `${keyId}._mapkey.${domain}`),
    row("made", formatTime(created)),
    row("good until", formatTime(expires)),
    ...(e2e === undefined ? [] : [row("encryption", e2e)]),
  ];
}

async function payloadRow(message: Message, field: HeaderField, { length, digest }: Envelope): Promise<Row> {
  const payload = message.bytes.subarray(field.end);
  const computed = await hashPayload(payload, nodeEngine);
  const good = payload.length === length && equalOctets(computed, digest);
  const found = `${payload.length} octets, BLAKE3 ${toHex(computed)}`;
  const text = good ? `${found}: fits` : `${found}: does not fit (${length} octets, BLAKE3 ${toHex(digest)})`;
  return { name: "payload", text, good };
}

function aboveRow(message: Message, field: HeaderField): Row {
  const stranger = strangerAbove(message, field);
  if (stranger === undefined) return { name: "above", text: "nothing but trace and local fields", good: true };
  return { name: "above", text: `${shown(stranger.name)} must not stand there`, good: false };
}

async function signatureRow(object: Sign1, { domain, keyId }: Envelope, path: string | undefined): Promise<Row> {
  const row = (text: string, good: boolean): Row => ({ name: "signature", text, good });
  if (path === undefined) return row("not checked: name the key with --key", true);
  const key = envelopeKey(path);
  if (key.org_id !== domain || key.kid !== keyId)
    return row(`not by this key: ${path} is ${key.kid}._mapkey.${key.org_id}`, false);
  const good = await verifySign1(object, "MAP-envelope-v1", strictBase64(key.key) ?? new Uint8Array(0));
  return row(good ? "fits" : "does not fit: altered or forged", good);
}
