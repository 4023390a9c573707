import { MarkForm } from "../parts/mark-form.tsx";
import { t } from "../text/texts.ts";
import { LockNote } from "./locks.tsx";
import type { Section } from "./model.ts";

/** The webmails that are read, and the mark with which they may show good news. */
export function WebmailSection({ data, actions }: Section) {
  return (
    <>
      <LockNote data={data} name="webmailSites" />
      {data.webmails?.length === 0 && <p class="empty">{t("none")}</p>}
      <ul>
        {data.webmails?.map((origin) => (
          <li key={origin} data-origin={origin}>
            <bdi dir="ltr">{origin}</bdi>{" "}
            <button type="button" data-action="site-off" onClick={() => actions.disableSite(origin)}>
              {t("site_off")}
            </button>
          </li>
        ))}
      </ul>
      <MarkForm mark={data.settings.mark} onMark={actions.setMark} />
    </>
  );
}
