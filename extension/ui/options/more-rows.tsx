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
        <button type="button" onClick={more}>
          {t("rows_more")}
        </button>
      )}
    </p>
  );
}
