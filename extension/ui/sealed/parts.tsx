import { useState } from "preact/hooks";
import { harmlessPage } from "../../../core/index.ts";
import type { InsidePart } from "../../sealed/inside.ts";
import { MoreRows, useRows } from "../parts/more-rows.tsx";
import { Foreign } from "../text/foreign.tsx";
import { shownSize, t } from "../text/texts.ts";
import { HtmlText } from "../view/leaf.tsx";
import { LongText } from "../view/long-text.tsx";

interface Props {
  readonly parts: readonly InsidePart[];
  readonly save: (name: string, octets: Uint8Array, type: string) => void;
}

/** The parts of the message inside: text first, pages on request, attachments saved by a click. */
export function Parts({ parts, save }: Props) {
  const texts = parts.flatMap((part) => (part.kind === "text" ? [part] : []));
  const pages = parts.flatMap((part) => (part.kind === "html" ? [part] : []));
  const attachments = parts.flatMap((part) => (part.kind === "attachment" ? [part] : []));
  return (
    <>
      <section aria-labelledby="text" data-part="text">
        <h2 id="text">{t("sealed_text")}</h2>
        {texts.map(({ path, text }) => (
          <LongText key={path} text={text} />
        ))}
        {pages.map(({ path, text }) => (
          <Page key={path} source={text} alone={texts.length === 0} />
        ))}
        {texts.length + pages.length === 0 && <p class="empty">{t("sealed_no_text")}</p>}
      </section>
      {attachments.length > 0 && <Attachments attachments={attachments} save={save} />}
    </>
  );
}

interface AttachmentsProps extends Pick<Props, "save"> {
  readonly attachments: readonly Extract<Props["parts"][number], { readonly kind: "attachment" }>[];
}

function Attachments({ attachments, save }: AttachmentsProps) {
  const { visible, more } = useRows(attachments);
  return (
    <section aria-labelledby="attachments" data-part="attachments">
      <h2 id="attachments">{t("sealed_attachments")}</h2>
      <ul class="rows">
        {visible.map(({ path, name, type, size, octets }) => (
          <li key={path}>
            <Foreign text={name || t("no_name")} /> · <Foreign text={type} /> · {shownSize(size)}{" "}
            <button type="button" data-action="save" onClick={() => save(safeName(name), octets(), type)}>
              {t("sealed_save")}
            </button>
          </li>
        ))}
      </ul>
      {more && <MoreRows visible={visible.length} all={attachments.length} more={more} />}
    </section>
  );
}

/** A name that leads to no other folder and hides no ending: the client asks with it where to save. */
const safeName = (name: string) => name.replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, "_").slice(-120) || "attachment";

/**
 * A page as text, and on request with its shape: in a document and a frame of its own, which may do nothing at all
 * (E2E-05).
 */
function Page({ source, alone }: { readonly source: string; readonly alone: boolean }) {
  const [shaped, setShaped] = useState(false);
  return (
    <>
      {alone && !shaped && <HtmlText source={source} />}
      <p>
        <button type="button" data-action="shaped" aria-pressed={shaped} onClick={() => setShaped(!shaped)}>
          {t("sealed_shaped")}
        </button>
      </p>
      {shaped && <iframe class="shaped" sandbox="" title={t("sealed_text")} srcdoc={harmlessPage(source)} />}
    </>
  );
}
