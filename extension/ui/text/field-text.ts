/**
 * A header field as it is sent, for eyes: one UTF-16 unit stands for one octet, and folds become blanks. What is no UTF-8
 * is shown octet by octet.
 */
export function decodedField(field: string): string {
  const octets = Uint8Array.from(field, (unit) => unit.charCodeAt(0));
  const line = (text: string) => text.replace(/\r\n(?=[\t ])/g, "");
  try {
    return line(new TextDecoder("utf-8", { fatal: true }).decode(octets));
  } catch {
    return line(field);
  }
}
