import { letter, plain } from "../samples/mail.ts";

/** An answer to the bank's verified letter, by somebody who stamps nothing. */
export const answer = letter({
  from: "Kim <kim@friends.example>",
  to: "robin@home.example",
  subject: "Re: Your November statement is ready",
  date: "Fri, 20 Nov 2026 16:00:00 +0000",
  id: "answer@friends.example",
  more: ["In-Reply-To: <st-2026-11-0815@harbourbank.example>", "References: <st-2026-11-0815@harbourbank.example>"],
  content: plain(["Look at this."]),
});
