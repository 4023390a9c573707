import type { Receipt } from "../../../core/index.ts";
import { TableBox } from "../parts/table-box.tsx";
import { Foreign } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** Tags that hold the hashes, in the order of 1.1. */
export const HASHES = ["hdr_hash", "body_hash", "att_hash"] as const;

/** What the stamp says and what was computed here, below each other for the eye, for each of the three units. */
export function HashTable({ receipt }: { readonly receipt: Receipt }) {
  const claimed = new Map(Object.entries(receipt.tags));
  return (
    <TableBox label={t("hash_table")} columns={["hash_unit", "hash_outcome", "hash_claimed", "hash_computed"]} stacked>
      {HASHES.map((name) => (
        <tr key={name}>
          <th scope="row">{t(`tag_${name}`)}</th>
          <td>{t(claimed.get(name) === receipt.computed[name] ? "hash_equal" : "hash_differs")}</td>
          <td>
            <code>
              <Foreign text={claimed.get(name) ?? ""} />
            </code>
          </td>
          <td>
            <code>{receipt.computed[name]}</code>
          </td>
        </tr>
      ))}
    </TableBox>
  );
}
