/** Unix pipes speak LF: who gave no CRLF gets none. */
export function sameLineEnds(input: Uint8Array, output: Uint8Array): Uint8Array {
  if (Buffer.from(input.buffer, input.byteOffset, input.length).includes("\r\n")) return output;
  const text = Buffer.from(output.buffer, output.byteOffset, output.length).toString("latin1");
  return Buffer.from(text.replaceAll("\r\n", "\n"), "latin1");
}
