const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["\n", "&#10;"], // a line of a text is not indented with the elements around it
]);

/** Text as it may stand in XML, in elements and in attributes. */
const escaped = (text: string): string => text.replace(/[&<>"\n]/g, (sign) => ENTITIES.get(sign) ?? sign);

/** One element; attributes that are undefined are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  content: readonly string[] | string = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");
  if (typeof content === "string") return `<${name}${written}>${escaped(content)}</${name}>`;
  if (content.length === 0) return `<${name}${written}/>`;
  const inside = content.map((line) => line.replaceAll(/^/gm, "  ")).join("\n");
  return `<${name}${written}>\n${inside}\n</${name}>`;
}
