import type { ComponentChild } from "preact";
import {
  LEVELS,
  LINES,
  type Line,
  METHODS,
  NATURES,
  type Params,
  type Reason,
  reasonSentence,
  type Sentence,
  SUMMARY,
} from "../../../core/index.ts";
import { Address, Domain, Foreign, Time } from "./foreign.tsx";
import { shownNumber, t } from "./texts.ts";

/** Stand for the values while the sentence is looked up, so that each value becomes an element of its own. */
const FIRST_MARK = 0xe000;
const MARKS = /([\uE000-\uE008])/;

const ADDRESSES = new Set(["from", "sender", "address"]);
const DOMAINS = new Set(["org", "domain", "imitated", "server", "replyTo", "about", "signer", "host", "certifier"]);

function shown(name: string, value: string | number | undefined): ComponentChild {
  if (value === undefined || value === "") return t("not_known");
  if (name === "method" && METHODS.has(String(value))) return t(`method_${value}`);
  if (name === "level" && LEVELS.some((level) => level === value)) return t(`badge_${value}_word`);
  if (name === "nature" && NATURES.some((nature) => nature === value)) return t(`nature_${value}`);
  if (name === "time") return <Time at={value} />;
  if (typeof value === "number") return shownNumber(value);
  if (ADDRESSES.has(name)) return <Address addrSpec={value} />;
  if (DOMAINS.has(name)) return value.includes("@") ? <Address addrSpec={value} /> : <Domain name={value} />;
  return <Foreign text={value} />;
}

/** A sentence of `core/words/` with its values: each isolated from the sentence around it. */
export function Say({
  words,
  names,
  params,
}: {
  readonly words: string;
  readonly names: readonly string[];
  readonly params: Params;
}) {
  const values = new Map(Object.entries(params));
  const marks = names.map((_, place) => String.fromCharCode(FIRST_MARK + place));
  const pieces = t(words, ...marks).split(MARKS);
  return (
    <>
      {pieces.map((piece, index) => {
        const name = index % 2 === 1 ? names[piece.charCodeAt(0) - FIRST_MARK] : undefined;
        return name === undefined ? piece : shown(name, values.get(name));
      })}
    </>
  );
}

/** The sentence of a reason. */
export function SayReason({ reason }: { readonly reason: Reason }) {
  const { key, names } = reasonSentence(reason);
  return <Say words={key} names={names} params={reason.params} />;
}

const summaries = new Map<string, readonly string[]>(Object.entries(SUMMARY));

/** One of the popup's three lines. */
export const SaySummary = ({ sentence }: { readonly sentence: Sentence }) => (
  <Say words={`summary_${sentence.code}`} names={summaries.get(sentence.code) ?? []} params={sentence.params} />
);

const lines = new Map<string, readonly string[]>(Object.entries(LINES));

/** A line of one system. */
export function SayLine({ line }: { readonly line: Line }) {
  const key = `${line.system}_${line.code}`.replaceAll("-", "_");
  return <Say words={`line_${key}`} names={lines.get(key) ?? Object.keys(line.params)} params={line.params} />;
}
