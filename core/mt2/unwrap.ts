import { concat } from "../canonical/concat.ts";
import { asciiBytes } from "../canonical/encoding.ts";
import type { HeaderField, Message, Part } from "../message/message.ts";
import { readMessage } from "../message/reader.ts";
import { contents, isGatewayed, mt2Carrier } from "./carrier.ts";
import { PLACES_EXTENSION } from "./grammar.ts";
import { type MakeFault, makeFault } from "./make.ts";
import { readEnvelope } from "./parse.ts";

/**
 * Gives back the message that was wrapped, octet by octet ("must be reversible both ways"); fields that servers put on
 * top since then stay there. Says nothing about whether anything of it is true: that is `checkMt2`.
 */
export function unwrap(bytes: Uint8Array): Uint8Array | MakeFault {
  const message = readMessage(bytes);
  if (message.limit !== undefined) return makeFault("limit", message.limit);
  const carrier = isGatewayed(message) ? mt2Carrier(message) : undefined;
  if (carrier === undefined) return makeFault("not-gatewayed");
  const envelope = readEnvelope(contents(message, carrier.envelope));
  if (envelope.kind === "refused") return makeFault("not-gatewayed", envelope.code);
  const [places, more] = envelope.core.extensions.filter(({ oid }) => oid === PLACES_EXTENSION);
  if (places === undefined || more !== undefined || !/^(?:[1-9]\d{0,3}(?: [1-9]\d{0,3})*)?$/.test(places.value))
    return makeFault("irreversible", "places");
  const fields = restored(message, carrier.body, places.value === "" ? [] : places.value.split(" ").map(Number));
  return fields === undefined
    ? makeFault("irreversible", "places")
    : concat([...fields, asciiBytes("\r\n"), contents(message, carrier.body)]);
}

/** What the gateway puts at the end of the outer header. */
const OWN_FIELDS = ["mime-version", "content-type", "content-transfer-encoding"];

/** The gateway's own fields are the last of the outer header; places count from the end, so that new ones on top do no harm. */
function restored(message: Message, { fields: inner }: Part, places: readonly number[]): Uint8Array[] | undefined {
  const outer = message.fields.slice(0, -OWN_FIELDS.length);
  const own = message.fields.slice(-OWN_FIELDS.length).map(({ lowerName }) => lowerName);
  if (own.join() !== OWN_FIELDS.join() || inner.length !== places.length) return undefined;
  const total = outer.length + inner.length;
  const byPlace = new Map(places.map((place, at) => [total - place, inner[at]]));
  if (byPlace.size !== places.length || places.some((place) => place > total)) return undefined;
  const rest: HeaderField[] = [...outer];
  return Array.from({ length: total }, (_, at) => byPlace.get(at) ?? rest.shift()).flatMap((field) =>
    field === undefined ? [] : [message.bytes.subarray(field.start, field.end)],
  );
}
