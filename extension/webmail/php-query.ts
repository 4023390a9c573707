/**
 * The value that a PHP program reads under a name in its address; undefined where there is none, and where there are
 * several: PHP takes the last, also of names that it writes as this one, and a link in a message could make it show
 * another message than the one that we would read (ACQ-09).
 */
export function phpParameter(address: string, name: string): string | undefined {
  const values = [...new URL(address).searchParams]
    .filter(([key]) => asPhpReads(key) === name)
    .map(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}

/** `php_register_variable_ex`: blanks before it go, it ends at NUL or an index, blank and dot become an underscore. */
const asPhpReads = (key: string) =>
  key
    .replace(/^ +/, "")
    .replace(/[\u0000[].*$/s, "")
    .replace(/[ .]/g, "_");
