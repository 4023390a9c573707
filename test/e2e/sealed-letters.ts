import assert from "node:assert/strict";
import { nodeEngine } from "../../core/cli/engine-node.ts";
import { stamp } from "../../core/gmp/make.ts";
import { protectHeaders } from "../../core/hpke/make.ts";
import { letter } from "../samples/mail.ts";
import { stampKey } from "../samples/people.ts";
import { USER } from "../world/mail-client.ts";

// Letters to be sealed.

const head = { to: `Robin <${USER}>`, date: "Fri, 20 Nov 2026 10:00:00 +0000" };
/** Every way by which a page could tell somebody that it, or what, was read. */
const hostile = (secret: string, port: number): string => {
  const url = (name: string) => `http://127.0.0.1:${port}/${name}`;
  return [
    `<link rel="stylesheet" href="${url("style.css")}"><style>@import "${url("import.css")}"; p { background: url(${url("bg.png")}) }`,
    `@font-face { font-family: leak; src: url(${url("font")}); unicode-range: U+6B } p { font-family: leak }</style>`,
    `<p style="background:url(${url("inline.png")})">${secret}</p><img src="${url("image.png")}" srcset="${url("set.png")} 2x">`,
    `<iframe src="${url("frame")}"></iframe><script src="${url("script.js")}"></script><script>fetch("${url("fetch")}")</script>`,
    `<object data="${url("object")}"></object><video src="${url("video")}" poster="${url("poster")}" autoplay></video>`,
    `<form action="${url("form")}"><input type="image" src="${url("input.png")}"></form><a href="${url("link")}" ping="${url("ping")}">a link</a>`,
    `<meta http-equiv="refresh" content="0;url=${url("refresh")}"><base href="${url("base/")}"><svg><image href="${url("svg")}"/></svg>`,
  ].join("\r\n");
};

/** A text and an attachment; both, and the subject, hold the secret. */
export const meeting = (secret: string): Uint8Array =>
  letter({
    ...head,
    from: "Carol <carol@friends.example>",
    subject: `about ${secret}`,
    id: "one@friends.example",
    content: [
      'Content-Type: multipart/mixed; boundary="m"',
      "",
      "--m",
      "Content-Type: text/plain; charset=utf-8",
      "",
      `We meet: ${secret}.`,
      "--m",
      'Content-Type: application/pdf; name="plan.pdf"',
      'Content-Disposition: attachment; filename="plan.pdf"',
      "",
      `%PDF ${secret}`,
      "--m--",
    ],
  });

/** A page that tries to reach a port in every way. */
export const hostileLetter = (secret: string, port: number): Uint8Array =>
  letter({
    ...head,
    from: "Mallory <mallory@hostile.example>",
    subject: "a page",
    id: "two@hostile.example",
    content: ["Content-Type: text/html; charset=utf-8", "", hostile(secret, port)],
  });

/** A letter of the Stadtwerke with a receipt of its own, ready for sealing (T57): written and stamped now. */
export async function receipted(): Promise<Uint8Array> {
  const time = Math.floor(Date.now() / 1000) - 60;
  const ready = protectHeaders(
    letter({
      ...head,
      from: "Stadtwerke <service@stadtwerke.example>",
      subject: "your figures",
      date: new Date(time * 1000).toUTCString().replace("GMT", "+0000"),
      id: "figures@stadtwerke.example",
      content: ["Content-Type: text/plain; charset=utf-8", "", "The figures are good."],
    }),
  );
  assert.ok(ready instanceof Uint8Array);
  const options = {
    orgId: "stadtwerke.example",
    rid: "sealed-figures-0123456",
    time,
    verifyUrl: "https://verify.stadtwerke.example/",
  };
  const made = await stamp(ready, options, stampKey("stadtwerke.example"), nodeEngine);
  assert.ok(made instanceof Uint8Array, JSON.stringify(made));
  return made;
}
