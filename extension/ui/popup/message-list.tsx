import type { ComponentChildren } from "preact";
import { faceOf } from "../../button/face.ts";
import type { Checked } from "../../check/check.ts";
import { Shape } from "../parts/shape.tsx";
import { Foreign } from "../text/foreign.tsx";
import { shownNumber, t } from "../text/texts.ts";
import { MessageReport } from "./message-report.tsx";
import type { Actions } from "./model.ts";

const say = (key: string, values: readonly string[] = []) => t(key, ...values);

interface Props {
  readonly messages: readonly Checked[];
  readonly actions: Actions;
  /** Rank of the heading. */
  readonly level?: 1 | 2;
  /** What a page has to say about a message besides. */
  readonly more?: (message: Checked) => ComponentChildren;
}

/** Several messages: how many, the one that asks for most attention first, each with its whole report on demand. */
export function MessageList({ messages, actions, level = 1, more }: Props) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <>
      <Heading class="plain">{t("popup_several", shownNumber(messages.length))}</Heading>
      {messages.map((message) => (
        <details class="message" key={message.messageId} data-message={message.messageId}>
          <summary>
            <Shape face={faceOf(message.result, say)} />{" "}
            <span class="subject">
              <Foreign text={message.subject || t("no_subject")} />
            </span>
          </summary>
          <MessageReport message={message} actions={actions} level={2} />
          {more?.(message)}
        </details>
      ))}
    </>
  );
}
