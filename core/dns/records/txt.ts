/**
 * The text of a TXT record: its character-strings joined without a space (G37), one UTF-16 unit for each octet.
 * @param data RDATA
 * @returns undefined when the strings do not fill the RDATA exactly (RFC 1035 s3.3.14)
 */
export function txtOf(data: Uint8Array): string | undefined {
  let text = "";
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + (data[at] ?? 0);
    if (end > data.length) return undefined;
    text += String.fromCharCode(...data.subarray(at + 1, end));
    at = end;
  }
  return data.length === 0 ? undefined : text;
}

/**
 * The one record of a protocol among all TXT records of a name: its text begins with `v=` and exactly this version, so
 * `v=GMP10` and `V=GMP1` are other records (H13, DNS-13).
 */
export function versioned(records: readonly Uint8Array[], version: string): readonly string[] {
  const texts = records.map(txtOf).filter((text) => text !== undefined);
  return texts.filter(
    (text) => text.startsWith(`v=${version}`) && /^[\t ]*(?:;|$)/.test(text.slice(version.length + 2)),
  );
}
