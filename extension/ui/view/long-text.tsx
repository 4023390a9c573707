import { useState } from "preact/hooks";
import { shownNumber, t } from "../text/texts.ts";
import { stretches } from "./marks.ts";

/** UTF-16 units shown at first, and added with each request: a screen full, and no page that stands still. */
const STEP = 20_000;

/** Text of a message as it stands, what is invisible written out; long text a piece at a time. */
export function LongText({ text }: { readonly text: string }) {
  const [shown, setShown] = useState(STEP);
  return (
    <>
      <pre class="octets" dir="auto">
        <Marked text={text.slice(0, shown)} />
      </pre>
      {text.length > shown && (
        <p>
          {t("rows_shown", shownNumber(shown), shownNumber(text.length))}{" "}
          <button type="button" data-action="more" onClick={() => setShown(shown + STEP)}>
            {t("rows_more")}
          </button>
        </p>
      )}
    </>
  );
}

/** Text in which every invisible character can be seen. */
export function Marked({ text }: { readonly text: string }) {
  return (
    <>
      {stretches(text).map((stretch, place) =>
        "text" in stretch ? (
          stretch.text
        ) : (
          <span class="mark" key={place}>
            {stretch.mark}
          </span>
        ),
      )}
    </>
  );
}
