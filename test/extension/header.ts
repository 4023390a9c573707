import type { Header } from "../../extension/thunderbird/place.ts";

/** A message as Thunderbird's events name it. */
export const message = (id: number): Header => ({
  id,
  author: "",
  bccList: [],
  ccList: [],
  recipients: [],
  date: new Date(0),
  external: false,
  flagged: false,
  headerMessageId: "",
  headersOnly: false,
  junk: false,
  junkScore: 0,
  new: false,
  size: 1,
  subject: `message ${id}`,
  tags: [],
});
