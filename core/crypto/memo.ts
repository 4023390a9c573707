/**
 * Remembers the last results of a pure computation by name; a promise that fails is forgotten.
 * @param limit how many; the oldest goes first
 */
export function memo<T>(limit: number): (name: string, compute: () => T) => T {
  const results = new Map<string, { readonly value: T }>();
  return (name, compute) => {
    const known = results.get(name);
    if (known !== undefined) return known.value;
    const value = compute();
    const [oldest] = results.keys();
    if (oldest !== undefined && results.size >= limit) results.delete(oldest);
    results.set(name, { value });
    if (value instanceof Promise) value.catch(() => results.delete(name));
    return value;
  };
}
