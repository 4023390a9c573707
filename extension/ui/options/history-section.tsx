import { ConfirmButton } from "../parts/confirm-button.tsx";
import { Choice } from "../parts/field.tsx";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** Characters of a digest shown; the whole one is in the diagnostics. */
const DIGEST_SHOWN = 16;

/** What was shown for which message: digests and domains, no content. */
export function HistorySection({ data, actions }: Section) {
  const { visible, more } = useRows(data.history);
  return (
    <>
      <Choice
        label="history_keep"
        checked={data.settings.keepHistory}
        lockedBy={lockOf(data, "keepHistory")}
        onChange={actions.keepHistory}
      />
      <LockNote data={data} name="keepHistory" />
      {data.history.length === 0 ? (
        <p class="empty">{t("options_history_none")}</p>
      ) : (
        <>
          <TableBox
            label={t("options_history")}
            columns={["history_time", "history_badge", "history_from", "history_digest"]}
          >
            {visible.map(({ id, at, badge, fromDomain, digest }) => (
              <tr key={id ?? `${at} ${digest}`}>
                <td>
                  <Time at={at} />
                </td>
                <th scope="row">{t(`badge_${badge}_word`)}</th>
                <td>{fromDomain === "" ? t("none") : <Domain name={fromDomain} />}</td>
                <td>
                  <code class="whole">{digest.slice(0, DIGEST_SHOWN)}</code>
                </td>
              </tr>
            ))}
          </TableBox>
          <MoreRows visible={visible.length} all={data.history.length} more={more} />
          <ConfirmButton label="history_clear" question="history_clear_question" onConfirm={actions.clearHistory} />
        </>
      )}
    </>
  );
}
