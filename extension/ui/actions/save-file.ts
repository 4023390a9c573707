/**
 * Hands octets to the client to be saved where the user says; called right in the handler of a click. Until then nothing
 * of them is on disk.
 */
export function saveFile(name: string, octets: Uint8Array | string, type = "application/octet-stream"): void {
  const content = typeof octets === "string" ? octets : Uint8Array.from(octets);
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The client reads the address after this handler.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
