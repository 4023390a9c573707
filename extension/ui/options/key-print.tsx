import { useEffect, useState } from "preact/hooks";
import { Print } from "../parts/print.tsx";
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
      {t("receipt_fingerprint")} <Print hex={print} />
    </>
  );
}

async function fingerprint(octets: string): Promise<string> {
  const key = Uint8Array.from(atob(octets), (letter) => letter.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", key));
  return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
}
