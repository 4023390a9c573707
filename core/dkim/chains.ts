import { parseTagList } from "../canonical/taglist.ts";
import { toALabel } from "../message/domain.ts";
import type { Message } from "../message/message.ts";
import type { Line } from "../result.ts";

/** Most instances of an ARC chain (RFC 8617 s4.2.1). */
const MAX_INSTANCES = 50;

/** What an ARC chain says of itself (RFC 8617); nothing of it was checked. */
export type ArcChain =
  /** Every set is complete, and the last sealer says that it found the chain good (or began it). */
  | { readonly kind: "claimed"; readonly domain: string; readonly instances: number }
  /** The last sealer itself says the chain is broken. */
  | { readonly kind: "failed"; readonly domain: string }
  | { readonly kind: "malformed" };

const NAMES = ["arc-seal", "arc-message-signature", "arc-authentication-results"] as const;
const FOLDABLE = { has: (name: string) => name !== "i" && name !== "cv" && name !== "d" };

/**
 * Reads the structure of an ARC chain: the sets 1 to n, each complete and once, and what each seal says of the chain
 * before it (RFC 8617 s5.2). ARC is on its way to Historic and its word is an intermediary's: never credit (AR-12).
 * @returns undefined for a message without ARC fields
 */
export function readArc(message: Message): ArcChain | undefined {
  const sets = NAMES.map((name) => instancesOf(message, name));
  if (sets.every((set) => set.length === 0)) return undefined;
  const malformed = { kind: "malformed" } as const;
  const [seals = []] = sets;
  const count = seals.length;
  if (count > MAX_INSTANCES || sets.some((set) => set.length !== count)) return malformed;
  // Read together they must be 1 to n, each once.
  for (const set of sets) if (new Set(set.map(({ instance }) => instance)).size !== count) return malformed;
  if (sets.some((set) => set.some(({ instance }) => instance < 1 || instance > count))) return malformed;
  const words = new Map(seals.map((seal) => [seal.instance, seal]));
  const last = words.get(count);
  if (last?.domain === undefined) return malformed;
  if (last.cv === "fail") return { kind: "failed", domain: last.domain };
  for (const { instance, cv } of seals) if (cv !== (instance === 1 ? "none" : "pass")) return malformed;
  return { kind: "claimed", domain: last.domain, instances: count };
}

interface ArcField {
  /** 0 when it cannot be read. */
  readonly instance: number;
  readonly cv: string | undefined;
  readonly domain: string | undefined;
}

function instancesOf(message: Message, name: (typeof NAMES)[number]): ArcField[] {
  return message.fields
    .filter(({ lowerName }) => lowerName === name)
    .map(({ valueStart, end }) => {
      const text = message.text(valueStart, end).replace(/\r\n$/, "");
      // The results behind the instance are another grammar, with quotes and comments.
      if (name === "arc-authentication-results")
        return {
          instance: instanceOf(/^[\t\r\n ]*i[\t\r\n ]*=[\t\r\n ]*(\d+)[\t\r\n ]*;/.exec(text)?.[1]),
          cv: undefined,
          domain: undefined,
        };
      const tags = parseTagList(text, undefined, FOLDABLE);
      const value = new Map(tags?.map((tag) => [tag.name, tag.value]));
      return { instance: instanceOf(value.get("i")), cv: value.get("cv"), domain: toALabel(value.get("d") ?? "") };
    });
}

const instanceOf = (text = "0") => (/^[1-9]\d?$/.test(text) ? Number(text) : 0);

/** The draft's field; its tags still move, so it is named and not evaluated. */
const DKIM2_FIELD = "dkim2-signature";

/** What is worth telling about forwarders' chains: information, never credit and never an alarm. */
export function chainLines(message: Message): Line[] {
  const lines: Line[] = [];
  const arc = readArc(message);
  if (arc?.kind === "claimed") lines.push({ system: "dkim", code: "arc", params: { domain: arc.domain } });
  if (arc?.kind === "failed") lines.push({ system: "dkim", code: "arc-failed", params: { domain: arc.domain } });
  if (arc?.kind === "malformed") lines.push({ system: "dkim", code: "arc-malformed", params: {} });
  if (message.fields.some(({ lowerName }) => lowerName === DKIM2_FIELD))
    lines.push({ system: "dkim", code: "dkim2", params: {} });
  return lines;
}
