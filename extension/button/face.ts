import { type Badge, badgeWords, domainOf, type Result } from "../../core/index.ts";

/** What the button shows: a shape, a word and a sentence, so that nothing is said by colour alone. */
export interface Face {
  /** Path inside the package. */
  readonly icon: string;
  /** The word beside the icon. */
  readonly label: string;
  /** What the mouse and the screen reader get. */
  readonly title: string;
}

/** Looks a text up in the user's language; values fill its placeholders. */
export type Say = (key: string, values?: readonly string[]) => string;

/** Each badge has its own silhouette (EXT-12). */
const ICONS: Readonly<Record<Badge, string>> = {
  VERIFIED: "icons/verified.svg",
  INTACT: "icons/intact.svg",
  TRANSPORT: "icons/transport.svg",
  NONE: "icons/none.svg",
  UNCHECKED: "icons/unchecked.svg",
  CAUTION: "icons/caution.svg",
  ALERT: "icons/alert.svg",
};

/** A foreign name must not order the words around it, whichever way the sentence runs: FSI, PDI (ID-13, UAX 9). */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** The face of a verdict. */
export function faceOf(result: Result, say: Say): Face {
  const { badge, organisation, from } = result;
  const words = badgeWords(result);
  const names =
    badge === "VERIFIED" && organisation
      ? [organisation.name, domainOf(from?.addrSpec ?? organisation.org_id)].map(isolated)
      : [];
  return { icon: ICONS[badge], label: say(`${words.badge}_word`), title: say(words.title, names) };
}

/** Faces that are no verdict. Their icon is one that no verdict about a message of others has a claim in. */
export type Neutral = "pending" | "many" | "own" | "not_mail" | "idle";

/** The face while there is nothing to say. */
export function neutralFace(state: Neutral, say: Say): Face {
  const icon = state === "pending" || state === "many" || state === "idle" ? "icons/pending.svg" : ICONS.NONE;
  return { icon, label: say(`face_${state}_label`), title: say(`face_${state}_title`) };
}
