import { faceOf } from "../../button/face.ts";
import type { Checked } from "../../check/check.ts";
import { Shape } from "../parts/shape.tsx";
import { Foreign } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { MessageReport } from "./message-report.tsx";
import type { Actions } from "./model.ts";

const say = (key: string, values: readonly string[] = []) => t(key, ...values);

/** Several messages: how many, the one that asks for most attention first, each with its whole report on demand. */
export function MessageList({
  messages,
  actions,
}: {
  readonly messages: readonly Checked[];
  readonly actions: Actions;
}) {
  return (
    <>
      <h1 class="plain">{t("popup_several", shownNumber(messages.length))}</h1>
      {messages.map((message) => (
        <details class="message" key={message.messageId} data-message={message.messageId}>
          <summary>
            <Shape face={faceOf(message.result, say)} />{" "}
            <span class="subject">
              <Foreign text={message.subject || t("no_subject")} />
            </span>
          </summary>
          <MessageReport message={message} actions={actions} level={2} />
        </details>
      ))}
    </>
  );
}
