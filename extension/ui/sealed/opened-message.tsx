import { faceOf } from "../../button/face.ts";
import { say } from "../../button/say.ts";
import type { Reading } from "../../sealed/reading.ts";
import { Shape } from "../parts/shape.tsx";
import { Answers } from "../popup/answers.tsx";
import { Address, Foreign } from "../text/foreign.tsx";
import { SayReason } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import { Parts } from "./parts.tsx";
import { Reply } from "./reply.tsx";
import type { SealedActions } from "./sealed-page.tsx";

interface Props {
  readonly reading: Extract<Reading, { readonly state: "opened" }>;
  readonly actions: SealedActions;
}

/** Who could have written it, what does not fit, the header inside, and the parts: text first. */
export function OpenedMessage({ reading, actions }: Props) {
  const { inside, result, writer } = reading;
  const reasons = [...reading.reasons, ...result.reasons.filter(({ effect }) => effect !== "note")];
  return (
    <>
      <p class={writer === "stamped" || writer === "oneself" ? "" : "notice"} data-part="writer" data-writer={writer}>
        {t(`sealed_writer_${writer.replaceAll("-", "_")}`)}
      </p>
      {reasons.length > 0 && (
        <ul class="reasons">
          {reasons.map((reason, place) => (
            <li key={place} data-reason={reason.code}>
              <SayReason reason={reason} />
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="header">
        <h2 id="header">
          <Foreign text={inside.subject || t("no_subject")} />
        </h2>
        <dl class="fields">
          {inside.people.map(({ field, mailboxes }) => (
            <div key={field} data-field={field}>
              <dt>{t(`sealed_field_${field}`)}</dt>
              <dd>
                {mailboxes.map(({ displayName, addrSpec }, place) => (
                  <div key={place}>
                    {displayName !== "" && (
                      <>
                        <Foreign text={displayName} />
                        {" · "}
                      </>
                    )}
                    <Address addrSpec={addrSpec} />
                  </div>
                ))}
              </dd>
            </div>
          ))}
          <div>
            <dt>{t("sealed_field_date")}</dt>
            <dd>
              <Foreign text={inside.date || t("none")} />
            </dd>
          </div>
        </dl>
      </section>
      <Parts parts={inside.parts} save={actions.save} />
      <p class="explain">{t("sealed_memory")}</p>
      <section aria-labelledby="check" data-part="check" data-badge={result.badge}>
        <h2 id="check">{t("sealed_check")}</h2>
        <p>
          <Shape face={faceOf(result, say)} /> · {faceOf(result, say).title}
        </p>
        <Answers result={result} />
      </section>
      {writer !== "oneself" && <Reply inside={inside} replies={actions.replies} quoting={actions.quoting} />}
    </>
  );
}
