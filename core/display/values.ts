import { NAMED_COLOURS } from "./colour-names.ts";
import { readLength } from "./lengths.ts";

/** What every property takes (CSS Cascade 5 s7.3). */
const EVERYWHERE = /^(?:inherit|initial|unset|revert|revert-layer)$/;
/** A value that is put together later, when nobody can take another one in its place (CSS Variables s3). */
const LATER = /\b(?:var|env|attr|if)\(/;
const FUNCTION = /^[a-z0-9-]+\(.*\)$/s;

const DISPLAY = new Set(
  (
    "block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell table-row-group " +
    "table-header-group table-footer-group table-column table-column-group table-caption list-item flow flow-root contents " +
    "none ruby ruby-text math -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex"
  ).split(" "),
);
const OVERFLOW = /^(?:visible|hidden|clip|scroll|auto|overlay|-moz-hidden-unscrollable)$/;
const SIZE =
  /^(?:auto|none|min-content|max-content|fit-content|stretch|contain|-webkit-fill-available|-moz-available)$/;
const FONT_SIZE = /^(?:xx-small|x-small|small|medium|large|x-large|xx-large|xxx-large|smaller|larger|math)$/;
const SYSTEM_FONT = /^(?:caption|icon|menu|message-box|small-caption|status-bar)$/;
const SYSTEM_COLOUR =
  /^(?:accentcolor(?:text)?|activetext|button(?:border|face|text)|graytext|highlight(?:text)?|linktext|mark(?:text)?|selecteditem(?:text)?|visitedtext|-webkit-link|-moz-\w+|activeborder|activecaption|appworkspace|background|infobackground|infotext|menu|menutext|scrollbar|threed\w+|captiontext|windowframe|inactive\w+)$/;

const words = (value: string): readonly string[] => value.match(/(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];

/** Longer values are not looked through; see what is made of them where a style is read. */
export const MAX_VALUE = 1000;

/**
 * A length. A number without a unit is one in some pages and none in others (Quirks Mode s3.3), so it counts where it
 * hides and not where it shows.
 */
function isLength(word: string): boolean {
  if (FUNCTION.test(word)) return true;
  return readLength(word) !== undefined && (!/^[+-]?[\d.]+(?:e[+-]?\d+)?$/.test(word) || Number(word) <= 2);
}

const isNumber = (word: string): boolean =>
  FUNCTION.test(word) || /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?%?$/.test(word);
const isNegative = (word: string): boolean => word.startsWith("-");

const isColour = (word: string): boolean =>
  /^(?:transparent|currentcolor)$/.test(word) ||
  /^#?(?:[0-9a-f]{3}|[0-9a-f]{6})$|^#(?:[0-9a-f]{4}|[0-9a-f]{8})$/.test(word) ||
  /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark|device-cmyk)\(.+\)$/s.test(word) ||
  NAMED_COLOURS.has(word) ||
  SYSTEM_COLOUR.test(word);

const isFont = (value: string): boolean =>
  SYSTEM_FONT.test(value) ||
  // A size, perhaps with a height of lines, and a family behind it.
  /(?:^|\s)(?:\S+(?:px|pt|pc|em|rem|ex|ch|%|in|cm|mm|q|vw|vh|vmin|vmax)|0|(?:xx?-|xxx-)?(?:small|large)|medium|smaller|larger|[a-z]+\(.*\))(?:\s*\/\s*[^\s,]+)?\s+\S/.test(
    value,
  );

/** What the properties take that decide what is seen; those that are not here take anything. */
const TAKES: ReadonlyMap<string, (value: string) => boolean> = new Map(
  Object.entries({
    display: (value: string) => words(value).every((word) => DISPLAY.has(word)),
    visibility: (value: string) => /^(?:visible|hidden|collapse)$/.test(value),
    "content-visibility": (value: string) => /^(?:visible|hidden|auto)$/.test(value),
    opacity: isNumber,
    zoom: (value: string) => /^(?:normal|reset)$/.test(value) || (isNumber(value) && !isNegative(value)),
    position: (value: string) => /^(?:static|relative|absolute|fixed|sticky|-webkit-sticky)$/.test(value),
    color: isColour,
    "-webkit-text-fill-color": isColour,
    "background-color": isColour,
    "font-size": (value: string) => FONT_SIZE.test(value) || (isLength(value) && !isNegative(value)),
    font: isFont,
    clip: (value: string) => value === "auto" || /^rect\(/.test(value),
    transform: (value: string) => value === "none" || words(value).every((word) => FUNCTION.test(word)),
    "clip-path": (value: string) => /^(?:none|border-box|padding-box|content-box|margin-box)$|\(.*\)/s.test(value),
    filter: (value: string) => value === "none" || words(value).every((word) => FUNCTION.test(word)),
    translate: (value: string) => value === "none" || words(value).every(isLength),
    scale: (value: string) => value === "none" || words(value).every(isNumber),
    "text-indent": (value: string) =>
      words(value).every((word) => isLength(word) || /^(?:hanging|each-line)$/.test(word)),
    "letter-spacing": (value: string) => value === "normal" || isLength(value),
  }),
);
const SIZES = /^(?:(?:min|max)-)?(?:width|height|block-size|inline-size)$/;
const OFFSETS = /^(?:left|right|top|bottom|inset(?:-.*)?|margin(?:-.*)?|padding(?:-.*)?)$/;

/**
 * Whether a browser takes a value for a property. One that it does not take is as if it were not written, and what was
 * said before holds: `display:none; display:anything` hides (CSS Syntax 3 s9).
 * @param value in lower case, without `!important`
 */
export function isTaken(name: string, value: string): boolean {
  if (name.startsWith("--")) return true;
  if (value === "") return false;
  if (value.length > MAX_VALUE || EVERYWHERE.test(value) || LATER.test(value)) return true;
  const takes = TAKES.get(name);
  if (takes !== undefined) return takes(value);
  if (/^overflow(?:-(?:[xy]|block|inline))?$/.test(name)) return words(value).every((word) => OVERFLOW.test(word));
  if (SIZES.test(name)) return SIZE.test(value) || (isLength(value) && !isNegative(value));
  return !OFFSETS.test(name) || words(value).every((word) => word === "auto" || isLength(word));
}
