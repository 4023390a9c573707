import { useState } from "preact/hooks";
import type { Inside } from "../../sealed/inside.ts";
import { Address } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";

/** What answering does. */
export interface ReplyActions {
  /** Opens the page in which a sealed answer is written. */
  replySealed(inside: Inside): Promise<void>;
  /** Opens Thunderbird's own composer; `quote`: with the text that was sealed. */
  replyUnsealed(inside: Inside, quote: boolean): Promise<void>;
}

/**
 * Answers. Whoever makes somebody quote a captured text gets to read it, so nothing is quoted into an unsealed answer
 * without saying to whom it goes (E2E-06).
 */
export function Reply({ inside, actions }: { readonly inside: Inside; readonly actions: ReplyActions }) {
  const [asking, setAsking] = useState(false);
  if (inside.from === "") return null;
  return (
    <section aria-labelledby="reply" data-part="reply">
      <h2 id="reply">{t("sealed_reply_title")}</h2>
      <p>
        <button type="button" class="primary" data-action="reply-sealed" onClick={() => actions.replySealed(inside)}>
          {t("sealed_reply")}
        </button>{" "}
        <button type="button" data-action="reply-unsealed" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {t("sealed_reply_unsealed")}
        </button>
      </p>
      {asking && (
        <div class="notice" role="alert" data-part="unsealed-warning">
          <p>{t("sealed_reply_warning")}</p>
          <p>
            {t("sealed_reply_goes_to")} <Address addrSpec={inside.from} />
          </p>
          <p>
            <button type="button" data-action="reply-bare" onClick={() => actions.replyUnsealed(inside, false)}>
              {t("sealed_reply_bare")}
            </button>{" "}
            <button
              type="button"
              class="danger"
              data-action="reply-quoting"
              onClick={() => actions.replyUnsealed(inside, true)}
            >
              {t("sealed_reply_quoting")}
            </button>
          </p>
        </div>
      )}
    </section>
  );
}
