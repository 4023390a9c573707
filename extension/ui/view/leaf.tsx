import { Fragment } from "preact";
import { useState } from "preact/hooks";
import { pageText } from "../../../core/index.ts";
import { Foreign } from "../text/foreign.tsx";
import { shownSize, t } from "../text/texts.ts";
import type { ShownLeaf } from "./contents.ts";
import { LongText, Marked } from "./long-text.tsx";

/** One leaf: its text, or what is known of an attachment; never opened, never rendered. */
export function Leaf({ leaf }: { readonly leaf: ShownLeaf }) {
  const name = t("view_part", leaf.path);
  return (
    <section class="leaf" data-path={leaf.path} data-kind={leaf.kind}>
      <h3>
        {name} · {t(`view_kind_${leaf.kind}`)}
      </h3>
      <dl class="fields">
        {leaf.fileName !== "" && (
          <div>
            <dt>{t("view_file_name")}</dt>
            <dd>
              <Foreign text={leaf.fileName} />
            </dd>
          </div>
        )}
        <div>
          <dt>{t("view_type")}</dt>
          <dd>
            <Foreign text={leaf.type} /> · {shownSize(leaf.octets)}
          </dd>
        </div>
        <div>
          <dt>{t("view_digest")}</dt>
          <dd>
            <code>{leaf.digest}</code>
          </dd>
        </div>
      </dl>
      {leaf.kind === "text" && <LongText text={leaf.text} />}
      {leaf.kind === "html" && <Html source={leaf.text} />}
    </section>
  );
}

/** HTML as text, or its source. */
function Html({ source }: { readonly source: string }) {
  const [asSource, setAsSource] = useState(false);
  return (
    <>
      <p>
        <button type="button" data-action="html-source" aria-pressed={asSource} onClick={() => setAsSource(!asSource)}>
          {t("view_html_source")}
        </button>
      </p>
      {asSource ? <LongText text={source} /> : <HtmlText source={source} />}
    </>
  );
}

/** Longest HTML source that is turned into text; beyond it the source itself is shown. */
const MOST_HTML = 1_000_000;

/** HTML as text, what its reader does not see told apart. */
export function HtmlText({ source }: { readonly source: string }) {
  const found = source.length > MOST_HTML ? undefined : pageText(source.trim());
  if (found === undefined) return <LongText text={source} />;
  return (
    <>
      {found.some(({ seen, text }) => !seen && text.trim() !== "") && <p class="notice">{t("view_hidden")}</p>}
      <pre class="octets" dir="auto">
        {found.map(({ text, seen }, place) =>
          seen || text.trim() === "" ? (
            <Marked key={place} text={place === 0 ? text.trimStart() : text} />
          ) : (
            <Fragment key={place}>
              {/^\n/.test(text) && "\n"}
              <span class="hidden-text">
                <span class="mark">{t("view_hidden_mark")}</span> <Marked text={text.trim()} />
              </span>
              {/\n$/.test(text) && "\n"}
            </Fragment>
          ),
        )}
      </pre>
    </>
  );
}
