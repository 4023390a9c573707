/** One entry of a `messages.json` file; `content` is `$1` to `$9`. */
export interface Entry {
  readonly message: string;
  readonly placeholders?: Readonly<Record<string, { readonly content: string }>>;
}

/** `$NAME$`, or a doubled dollar sign. */
const MARK = /\$(?:([A-Za-z0-9_@]+)\$|\$)/g;

/** Fills one entry as browsers fill `messages.json`: names in any case, `$$` is a dollar sign, one pass. */
export function fill(entry: Entry, values: readonly (string | number)[]): string {
  const contents = new Map(
    Object.entries(entry.placeholders ?? {}).map(([name, { content }]) => [name.toLowerCase(), content]),
  );
  return entry.message.replace(MARK, (mark, name: string | undefined) => {
    if (name === undefined) return "$";
    const content = contents.get(name.toLowerCase());
    if (content === undefined) return mark;
    return content.replace(/\$([1-9])/g, (_, place: string) => String(values[Number(place) - 1] ?? ""));
  });
}
