import { useState } from "preact/hooks";
import { faceOf } from "../../button/face.ts";
import { say } from "../../button/say.ts";
import type { Checked } from "../../check/check.ts";
import { InPortions } from "../parts/more-rows.tsx";
import { Shape } from "../parts/shape.tsx";
import { Foreign } from "../text/foreign.tsx";
import { shownNumber, shownSize, t } from "../text/texts.ts";
import type { Contents } from "./contents.ts";
import { Leaf } from "./leaf.tsx";
import { LongText, Marked } from "./long-text.tsx";

/** The verified view: the octets that were checked, as text; what a mail program would draw plays no part. */
export function ViewPage({
  message,
  contents,
  inside = false,
}: {
  readonly message: Checked;
  readonly contents: Contents;
  /** It is part of another page. */
  readonly inside?: boolean;
}) {
  const Frame = inside ? "section" : "main";
  const Title = inside ? "h2" : "h1";
  const [raw, setRaw] = useState(false);
  const face = faceOf(message.result, say);
  return (
    <Frame data-badge={message.result.badge} data-part="view">
      <Title>{t("view_title")}</Title>
      <p>
        <Shape face={face} /> · {face.title}
      </p>
      <p>
        <strong>
          <Foreign text={message.result.subject || t("no_subject")} />
        </strong>
      </p>
      <p class="explain">{t(message.result.receipt ? "view_explain_receipt" : "view_explain")}</p>
      <dl class="fields">
        <div>
          <dt>{t("view_octets")}</dt>
          <dd>{shownSize(contents.octets)}</dd>
        </div>
        <div>
          <dt>{t("view_digest")}</dt>
          <dd>
            <code>{message.digest}</code>
          </dd>
        </div>
      </dl>
      <p>
        <button type="button" data-action="raw" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          {t("view_raw")}
        </button>
      </p>
      {raw ? (
        <LongText text={contents.source} />
      ) : (
        <>
          <section aria-labelledby="headers">
            <h2 id="headers">{t("view_headers", shownNumber(contents.fields.length))}</h2>
            <dl class="fields octets">
              {contents.fields.map(({ name, hashed, decoded }, place) => (
                <div key={place}>
                  <dt>
                    <bdi>{name}</bdi>
                  </dt>
                  <dd>
                    <bdi>
                      <Marked text={hashed} />
                    </bdi>
                    {decoded !== undefined && (
                      <p class="explain">
                        {t("view_decoded")}{" "}
                        <bdi>
                          <Marked text={decoded} />
                        </bdi>
                      </p>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
          <section aria-labelledby="parts">
            <h2 id="parts">{t("view_parts", shownNumber(contents.leaves.length))}</h2>
            <InPortions items={contents.leaves}>{(leaf) => <Leaf key={leaf.path} leaf={leaf} />}</InPortions>
          </section>
        </>
      )}
    </Frame>
  );
}
