import type { ComponentChildren } from "preact";
import { t } from "../text/texts.ts";
import { ScrollBox } from "./scroll-box.tsx";

interface Props {
  /** Name of the table. */
  readonly label: string;
  /** Keys of the column heads. */
  readonly columns: readonly string[];
  /** Its cells are too long to stand side by side in a popup. */
  readonly stacked?: boolean;
  readonly children: ComponentChildren;
}

/**
 * A table. Where the window is narrow, the cells of a page's table stand below each other, each with the name of its
 * column, so that nothing is out of sight; a popup's does so where it is stacked, and else scrolls in its own box.
 */
export function TableBox({ label, columns, stacked = false, children }: Props) {
  const names = Object.fromEntries(columns.map((key, at) => [`--column-${at + 1}`, JSON.stringify(t(key))]));
  return (
    <ScrollBox label={label}>
      <table class={stacked ? "stacked" : ""} style={names}>
        <thead>
          <tr>
            {columns.map((key) => (
              <th key={key} scope="col">
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}
