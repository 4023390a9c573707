import { useEffect, useState } from "preact/hooks";
import { t } from "../text/texts.ts";

/**
 * The fingerprint of a key as the popup shows it, so that it can be compared on another way before it is relied on
 * (ADM-09).
 * @param octets base64 of the key
 */
export function KeyPrint({ octets }: { readonly octets: string }) {
  const [print, setPrint] = useState("");
  useEffect(() => {
    void fingerprint(octets).then(setPrint);
  }, [octets]);
  return (
    <>
      {t("receipt_fingerprint")} <code data-part="fingerprint">{print}</code>
    </>
  );
}

async function fingerprint(octets: string): Promise<string> {
  const key = Uint8Array.from(atob(octets), (letter) => letter.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", key));
  const hex = Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{4})(?=.)/g, "$1 ");
}
