import type { ComponentChildren } from "preact";
import type { Receipt, Result } from "../../../core/index.ts";
import { InPortions } from "../parts/more-rows.tsx";
import { Print } from "../parts/print.tsx";
import { Address, Domain, Foreign, Time } from "../text/foreign.tsx";
import { shownSize, t } from "../text/texts.ts";
import { HASHES, HashTable } from "./hash-table.tsx";

/** Tags with a row of their own, in this order; the hashes stand in a table, and unknown tags follow (1.1). */
const TAGS = ["org_id", "sender_id", "ts", "rid", "policy_id", "kid", "sig_alg", "c", "v", "verify_url", "signature"];

function Row({ name, children }: { readonly name: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function TagValue({ tag, value }: { readonly tag: string; readonly value: string }) {
  if (tag === "ts") return <Time at={value} />;
  if (tag === "sender_id") return <Address addrSpec={value} />;
  if (tag === "org_id") return <Domain name={value} />;
  return <Foreign text={value} />;
}

/** Every field of the stamp, the key, the hashes, recipients and attachments. */
export function ReceiptDetails({ result, receipt }: { readonly result: Result; readonly receipt: Receipt }) {
  const tags = new Map(Object.entries(receipt.tags));
  const others = [...tags.keys()].filter((tag) => !TAGS.includes(tag) && !HASHES.some((name) => name === tag));
  const { key, changed } = receipt;
  return (
    <details data-part="receipt">
      <summary>{t("popup_receipt")}</summary>
      <dl class="fields">
        <Row name={t("receipt_signature_state")}>{t(`receipt_signature_${receipt.signature.replace("-", "_")}`)}</Row>
        {key && (
          <>
            <Row name={t("receipt_key")}>{t(`receipt_key_${key.how}`)}</Row>
            <Row name={t("receipt_algorithm")}>
              <Foreign text={key.alg} />
            </Row>
            <Row name={t("receipt_fingerprint")}>
              <Print hex={key.fingerprint} />
            </Row>
          </>
        )}
        {changed.units.length > 0 && (
          <Row name={t("receipt_changed")}>{changed.units.map((unit) => t(`unit_${unit}`)).join(t("list_comma"))}</Row>
        )}
        {changed.headers.length > 0 && (
          <Row name={t("receipt_changed_headers")}>
            <Foreign text={changed.headers.join(", ")} />
          </Row>
        )}
        {[...TAGS, ...others].map((tag) => {
          const value = tags.get(tag);
          return (
            value !== undefined && (
              <Row key={tag} name={TAGS.includes(tag) ? t(`tag_${tag}`) : <Foreign text={tag} />}>
                <TagValue tag={tag} value={value} />
              </Row>
            )
          );
        })}
      </dl>
      <HashTable receipt={receipt} />
      <dl class="fields">
        <Row name={t("message_to")}>
          {result.to.length === 0 && t("none")}
          <InPortions items={result.to}>
            {(to, place) => (
              <p key={place}>
                <Address addrSpec={to} />
              </p>
            )}
          </InPortions>
        </Row>
        <Row name={t("message_subject")}>
          <Foreign text={result.subject || t("no_subject")} />
        </Row>
        <Row name={t("message_id")}>
          <Foreign text={result.messageId || t("none")} />
        </Row>
        <Row name={t("message_attachments")}>
          {result.attachments.length === 0 && t("none")}
          <InPortions items={result.attachments}>
            {({ path, fileName, type, octets }) => (
              <div class="file" key={path}>
                <Foreign text={fileName || t("no_name")} />
                <p class="explain">
                  <Foreign text={type} /> · {shownSize(octets)}
                </p>
              </div>
            )}
          </InPortions>
        </Row>
      </dl>
    </details>
  );
}
