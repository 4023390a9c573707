/** Messages as one mbox file, `From ` lines in bodies quoted as Thunderbird's own store does. */
export function mboxOf(messages: readonly Uint8Array[]): Uint8Array {
  const quoted = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString("latin1")
      .replace(/^(>*From )/gm, ">$1");
  return Buffer.from(
    messages.map((bytes) => `From - Sun Nov 22 10:00:00 2026\r\n${quoted(bytes)}\r\n`).join(""),
    "latin1",
  );
}
