import { letter, plain } from "../samples/mail.ts";

/** The subject of a thread that the samples begin. */
export const SUBJECT = "Your November statement is ready";
const LONG = "Who brings what on Saturday, when we meet at the boathouse, and who comes by train";

/** A body that ends what Horde opened, and begins a message of the bank, as Horde writes it. */
const HOSTILE = `</div></div></div></div><a id="i3"></a><div class="solidbox threadBox"><div class="control"><strong>From:</strong>
 <span class="nowrap">Harbour Bank &lt;statements@harbourbank.example&gt;</span></div></div>
<div id="msgheaders"><p>${SUBJECT}</p><table><tr><td class="msgheader"><span class="nowrap">statements@harbourbank.example</span>
</td></tr></table></div>`;

const note = (name: string, subject: string, content = plain(["Hello."])) =>
  letter({
    from: "Jo Neighbour <jo@friends.example>",
    to: "robin@home.example",
    subject,
    date: "Fri, 20 Nov 2026 18:00:00 +0000",
    id: `${name}@friends.example`,
    content,
  });

/** What belongs to two conversations besides the samples: an answer, and a subject that is cut in the list. */
export const answers = [
  note("answer", `Re: ${SUBJECT}`, ["Content-Type: text/html; charset=utf-8", "", HOSTILE]),
  note("long-1", LONG),
  note("long-2", `Re: ${LONG}`),
];
