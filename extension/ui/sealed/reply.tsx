import { useState } from "preact/hooks";
import type { SealedReplies } from "../../client.ts";
import type { Inside } from "../../sealed/inside.ts";
import { Address } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

interface Props {
  readonly inside: Inside;
  /** Absent where only the webmail's own page writes mail. */
  readonly replies: SealedReplies | undefined;
  readonly quoting: boolean;
}

/**
 * Answers. Whoever makes somebody quote a captured text gets to read it, so nothing is quoted into an unsealed answer
 * without saying to whom it goes (E2E-06).
 */
export function Reply({ inside, replies, quoting }: Props) {
  const [asking, setAsking] = useState(false);
  if (inside.from === "") return null;
  if (replies === undefined)
    return (
      <p class="explain" data-part="no-reply">
        {t("sealed_reply_webmail")}
      </p>
    );
  return (
    <section aria-labelledby="reply" data-part="reply">
      <h2 id="reply">{t("sealed_reply_title")}</h2>
      <p>
        <button type="button" class="primary" data-action="reply-sealed" onClick={() => replies.sealed(inside)}>
          {t("sealed_reply")}
        </button>{" "}
        <button type="button" data-action="reply-unsealed" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {t("sealed_reply_unsealed")}
        </button>
      </p>
      {asking && (
        <div role="alert" data-part="unsealed-warning">
          <p class="notice">{t("sealed_reply_warning")}</p>
          <p>
            {t("sealed_reply_goes_to")} <Address addrSpec={inside.from} />
          </p>
          <p>
            <button type="button" data-action="reply-bare" onClick={() => replies.unsealed(inside, false)}>
              {t("sealed_reply_bare")}
            </button>{" "}
            {quoting && (
              <button
                type="button"
                class="danger"
                data-action="reply-quoting"
                onClick={() => replies.unsealed(inside, true)}
              >
                {t("sealed_reply_quoting")}
              </button>
            )}
          </p>
          {!quoting && (
            <p class="lock" data-lock="sealedQuoting">
              {t("sealed_reply_no_quoting")}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
