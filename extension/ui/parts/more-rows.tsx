import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { shownNumber, t } from "../text/texts.ts";

/** Rows shown at first, and added with each request. */
const STEP = 50;

/** The first rows of a long list, and a button for more of them; undefined when all are shown. */
export function useRows<T>(rows: readonly T[]): {
  readonly visible: readonly T[];
  readonly more: (() => void) | undefined;
} {
  const [count, setCount] = useState(STEP);
  return { visible: rows.slice(0, count), more: rows.length > count ? () => setCount(count + STEP) : undefined };
}

/** Shows how many of a list are to be seen, with the button for more. */
export function MoreRows({
  visible,
  all,
  more,
}: {
  readonly visible: number;
  readonly all: number;
  readonly more: (() => void) | undefined;
}) {
  return (
    <p>
      {t("rows_shown", shownNumber(visible), shownNumber(all))}{" "}
      {more && (
        <button type="button" data-action="more" onClick={more}>
          {t("rows_more")}
        </button>
      )}
    </p>
  );
}

interface Portions<T> {
  readonly items: readonly T[];
  readonly children: (item: T, place: number) => ComponentChildren;
}

/** Each of a list that a sender can make as long as they like, with the button for more where it is long (DOS-02). */
export function InPortions<T>({ items, children }: Portions<T>) {
  const { visible, more } = useRows(items);
  return (
    <>
      {visible.map(children)}
      {more && <MoreRows visible={visible.length} all={items.length} more={more} />}
    </>
  );
}
