/** Epoch seconds as `2026-11-21T20:01:43Z` (G57). */
export function formatTime(seconds: number): string {
  return new Date(Math.floor(seconds) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}
