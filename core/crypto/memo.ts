/**
 * Remembers the last results of a pure computation about octets; a promise that fails is forgotten.
 * @param limit how many; the oldest goes first
 */
export function memo<T>(limit: number, compute: (octets: Uint8Array) => T): (octets: Uint8Array) => T {
  const results = new Map<string, { readonly value: T }>();
  return (octets) => {
    // One character for each octet: the cheapest name that no other octets have.
    const name = String.fromCharCode(...octets);
    const known = results.get(name);
    if (known !== undefined) return known.value;
    const value = compute(octets);
    const [oldest] = results.keys();
    if (oldest !== undefined && results.size >= limit) results.delete(oldest);
    results.set(name, { value });
    if (value instanceof Promise) value.catch(() => results.delete(name));
    return value;
  };
}
