import { useState } from "preact/hooks";
import { TextField } from "../field.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** Longest personal mark: it has to fit beside a sender's name. */
const LONGEST = 16;

/** The webmails that are read, and the mark with which they may show good news. */
export function WebmailSection({ data, actions }: Section) {
  const [mark, setMark] = useState(data.settings.mark);
  const [kept, setKept] = useState(false);
  return (
    <>
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
      <form
        data-part="mark"
        onSubmit={async (event) => {
          event.preventDefault();
          await actions.setMark([...mark.trim()].slice(0, LONGEST).join(""));
          setKept(true);
        }}
      >
        <TextField
          label="mark_label"
          hint
          value={mark}
          onText={(text) => {
            setMark(text);
            setKept(false);
          }}
        />
        <button type="submit" data-action="mark">
          {t("mark_save")}
        </button>{" "}
        <span role="status">{kept && t("mark_saved")}</span>
      </form>
    </>
  );
}
