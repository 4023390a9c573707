import { useEffect, useState } from "preact/hooks";
import type { Line } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import { SayLine } from "../text/say.tsx";
import { t } from "../text/texts.ts";

/** Lines about encryption have a place of their own. */
export const isSealed = ({ system }: Pick<Line, "system">) => system === "hpke";

/** What the popup can do about sealed mail; absent in a client that opens none. */
export interface PopupSealed {
  /** Whether the user's own copy of a message is sealed, and can be opened here. */
  isSealedCopy(message: Checked): Promise<boolean>;
  open(message: Checked): Promise<void>;
}

/** Whether the message is sealed, and for the reader; opened by a click only, in a page of its own (E2E-06). */
export function Sealed({ message, sealed }: { readonly message: Checked; readonly sealed: PopupSealed | undefined }) {
  const lines = message.result.lines.filter(isSealed);
  const [copy, setCopy] = useState(false);
  useEffect(() => {
    if (message.skipped === "own") void sealed?.isSealedCopy(message).then(setCopy);
  }, [message, sealed]);
  if (lines.length === 0 && !copy) return null;
  const forReader = copy || lines.some(({ code }) => code === "for-you");
  return (
    <section data-part="sealed">
      {lines.map((line, place) => (
        <p key={place} data-code={line.code}>
          <SayLine line={line} />
        </p>
      ))}
      {copy && <p>{t("sealed_copy")}</p>}
      {forReader && sealed !== undefined && (
        <p>
          <button type="button" class="primary" data-action="open-sealed" onClick={() => sealed.open(message)}>
            {t("popup_open_sealed")}
          </button>
        </p>
      )}
    </section>
  );
}
