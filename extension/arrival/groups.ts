/** Messages judged side by side: while one is fetched, another is judged. */
const TOGETHER = 4;
/** Octets from which a message is judged alone, so that what is held at a time stays bounded. */
const LARGE = 1024 * 1024;

/** Messages in their order, put together as they may be judged side by side. */
export function* groupsOf<T extends { readonly size: number }>(headers: readonly T[]): Generator<readonly T[]> {
  let group: T[] = [];
  for (const header of headers) {
    const alone = header.size >= LARGE;
    if (group.length > 0 && (alone || group.length === TOGETHER)) {
      yield group;
      group = [];
    }
    group.push(header);
    if (alone) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
