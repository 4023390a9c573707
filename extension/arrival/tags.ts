import type { Badge } from "../../core/index.ts";
import { browser } from "../browser.ts";
import { say } from "../button/say.ts";
import { database } from "../database.ts";
import { TAGGED, type TagSecret } from "./stored.ts";

/** Colours of the tags; the name of a tag says the same. */
const COLOURS = new Map<Badge, string>([
  ["ALERT", "#B3261E"],
  ["CAUTION", "#8A5A00"],
  ["VERIFIED", "#0B6E4F"],
  ["INTACT", "#1F5FA8"],
  ["TRANSPORT", "#4A5B6C"],
]);

/** The permissions that tags need; all are optional, and asked for when the user turns this on. */
const TAG_PERMISSIONS = ["messagesTags", "messagesTagsList", "messagesUpdate"] as const;

/** Whether messages may be tagged here. */
export const mayTag = (): Promise<boolean> => browser.permissions.contains({ permissions: [...TAG_PERMISSIONS] });

/** Asks for it; only inside the handler of a click, and before anything else is awaited. */
export const allowTags = (): Promise<boolean> => browser.permissions.request({ permissions: [...TAG_PERMISSIONS] });

const PREFIX = "countersign_";
const keyOf = (badge: Badge, { suffix }: TagSecret) => `${PREFIX}${badge.toLowerCase()}_${suffix}`;

/** Our tags in this profile. */
export interface Tags {
  /** Whether a key names one of ours. A message may carry it without having got it from us: it is never evidence. */
  readonly ours: (key: string) => boolean;
  /** The key of a badge's tag, which Thunderbird knows from then on. */
  readonly keyFor: (badge: Badge) => Promise<string>;
}

/**
 * The tags, with the random part that is made once per profile. A sender can set any tag of which it knows the key
 * (`X-Mozilla-Keys`), so no key can be guessed, and those of ours are taken away before a message is judged.
 */
export async function ourTags(): Promise<Tags> {
  const secret = await tagSecret();
  const known = new Map(TAGGED.map((badge) => [keyOf(badge, secret), badge]));
  return {
    ours: (key) => known.has(key),
    keyFor: async (badge) => {
      const key = keyOf(badge, secret);
      const all = await browser.messages.tags.list();
      if (!all.some((tag) => tag.key === key))
        await browser.messages.tags.create(key, freeName(nameOf(badge), all), COLOURS.get(badge) ?? "#000000");
      return key;
    },
  };
}

const nameOf = (badge: Badge) => say("tag_name", [say(`badge_${badge}_word`)]);

/** A tag of that name may be left from an installation before; its key was that one's, and is not ours. */
function freeName(name: string, all: readonly { readonly tag: string }[]): string {
  const taken = (one: string) => all.some(({ tag }) => tag === one);
  let free = name;
  for (let number = 2; taken(free); number++) free = `${name} (${number})`;
  return free;
}

async function tagSecret(): Promise<TagSecret> {
  const tx = (await database()).transaction("tagSecret", "readwrite");
  const found = await tx.store.get("secret");
  const secret = found ?? { suffix: randomHex() };
  if (found === undefined) await tx.store.put(secret, "secret");
  await tx.done;
  return secret;
}

const randomHex = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (octet) => octet.toString(16).padStart(2, "0")).join("");
