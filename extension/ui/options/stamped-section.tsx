import { ConfirmButton } from "../parts/confirm-button.tsx";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** Domains whose mail came with a receipt before: learned, never unlearned by itself (ST-06). */
export function StampedSection({ data, actions }: Section) {
  const { visible, more } = useRows(data.stamped);
  if (data.stamped.length === 0) return <p class="empty">{t("options_stamped_none")}</p>;
  return (
    <>
      <TableBox label={t("options_stamped")} columns={["stamped_domain", "stamped_since", "stamped_remove"]}>
        {visible.map(({ domain, at }) => (
          <tr key={domain}>
            <th scope="row">
              <Domain name={domain} />
            </th>
            <td>
              <Time at={at} />
            </td>
            <td>
              <ConfirmButton
                label="stamped_remove"
                question="stamped_remove_question"
                onConfirm={() => actions.removeStamped(domain)}
              />
            </td>
          </tr>
        ))}
      </TableBox>
      <MoreRows visible={visible.length} all={data.stamped.length} more={more} />
    </>
  );
}
