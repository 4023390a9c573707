/** Markup that is fit to be sent. */
export interface Html {
  readonly html: string;
}

const ESCAPES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Text becomes markup that shows it, in an element or in a quoted attribute. */
const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => ESCAPES.get(one) ?? one);

type Piece = Html | string | number | readonly Html[];

const piece = (value: Piece): string => {
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return "html" in value ? value.html : value.map(({ html }) => html).join("");
};

/** Markup from a template: everything put into it is text unless it was made here, too. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return { html: strings.map((text, i) => text + (i < values.length ? piece(values[i] ?? "") : "")).join("") };
}

/** Foreign text: whatever direction its letters have, it turns nothing around it. */
export const foreign = (text: string): Html => html`<bdi>${text}</bdi>`;

export const NOTHING: Html = { html: "" };
