import type { Contents } from "../../../extension/ui/view/contents.ts";
import type { CheckData, CheckedData } from "./screen.ts";

/** "Check a message", the first of these with its verified view. */
export function checkScreens(
  messages: readonly CheckedData[],
  contents: Contents,
): readonly (readonly [string, CheckData])[] {
  const [first] = messages;
  const files = messages.map((message, place) => ({
    name: `message ${place + 1} of the_whole_year-2026.eml`,
    message,
  }));
  const refused = [
    { name: "backup.tar", why: "too-large" },
    { name: "", why: "failed" },
    { name: `${"long_".repeat(30)}\u202Egpj.eml`, why: "too-many" },
  ] as const;
  return [
    ["empty", { state: "empty" }],
    ["checking", { state: "checking", done: 3, of: 20 }],
    ["refused", { state: "checked", files: [], refused }],
    ["several", { state: "checked", files, refused }],
    [
      "one",
      { state: "checked", files: files.slice(0, 1), refused: [], view: { messageId: first?.messageId ?? 0, contents } },
    ],
  ];
}
