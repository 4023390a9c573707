import type { ComponentChildren } from "preact";
import { t } from "../text/texts.ts";
import { ScrollBox } from "./scroll-box.tsx";

interface Props {
  /** Name of the table. */
  readonly label: string;
  /** Keys of the column heads. */
  readonly columns: readonly string[];
  readonly children: ComponentChildren;
}

/** A table that scrolls sideways in its own box where the window is narrow. */
export function TableBox({ label, columns, children }: Props) {
  return (
    <ScrollBox label={label}>
      <table>
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
