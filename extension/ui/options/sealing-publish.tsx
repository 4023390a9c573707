import { useState } from "preact/hooks";
import { domainOf } from "../../../core/index.ts";
import type { ShownSealingKey } from "../../sealed/keys.ts";
import { Address, Domain } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

/** Octets of a character-string in a TXT record (RFC 1035 s3.3.14). */
const STRING = 255;

/** The record by which others find a key (T14), as a line of a zone file. */
export function SealingPublish({
  published,
  actions,
}: {
  readonly published: ShownSealingKey;
  readonly actions: OptionsActions;
}) {
  const { address, record } = published;
  const [copied, setCopied] = useState("");
  const strings = record.text.match(new RegExp(`.{1,${STRING}}`, "g")) ?? [];
  const line = `${record.name}. IN TXT ${strings.map((text) => `"${text}"`).join(" ")}`;
  const copy = async (text: string) => {
    await actions.copy(text);
    setCopied(text);
  };
  return (
    <details data-part="publish-key">
      <summary>
        {t("sealing_publish")} · <Address addrSpec={address} />
        {published.kind === "x-wing" && ` · ${t("sealing_kind_x_wing_short")}`}
      </summary>
      <p class="explain">{t("sealing_publish_explain")}</p>
      <p>
        <Domain name={domainOf(address)} />
      </p>
      <pre class="octets" dir="ltr" data-part="record">
        {line}
      </pre>
      <p>
        <button type="button" data-action="copy-record" onClick={() => copy(line)}>
          {t("sealing_publish_copy")}
        </button>{" "}
        <button type="button" data-action="copy-key" onClick={() => copy(`${address} ${record.text}`)}>
          {t("sealing_publish_give")}
        </button>{" "}
        <span role="status">{copied && t("copied")}</span>
      </p>
      {published.kind === "x25519" && (
        <>
          <p class="explain">{t("sealing_publish_certificate")}</p>
          <p>
            <button type="button" data-action="save-public" onClick={() => actions.sealing.savePublic(published)}>
              {t("sealing_publish_save")}
            </button>
          </p>
        </>
      )}
    </details>
  );
}
