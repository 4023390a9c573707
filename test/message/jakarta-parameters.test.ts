import { test } from "node:test";
import { namesIn } from "../../core/message/file-names.ts";
import { readMessage } from "../../core/message/reader.ts";
import { needsCorpus } from "../corpus.ts";
import { corpusText } from "./corpus-mails.ts";
import { octets } from "./mail.ts";
import { judge, type Outcome } from "./outcomes.ts";

/** `\u3042` stands for the character, blanks are written once. */
const spelled = (text: string) =>
  text
    .replace(/\\u([0-9a-f]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/ +/g, " ");

test("RFC 2231: Jakarta Mail's parameter list gives the same values", needsCorpus(), () => {
  const text = corpusText("mime/jakarta-mail-internet/jakarta/mail/internet/paramdata");
  const cases = text
    .slice(text.indexOf("\nFrom start"))
    .matchAll(/^(Content-Type: .*(?:\n[ \t].*)*)\nExpect: \d+((?:\n\t.*)*)/gm);
  const outcomes = [...cases].map(([, field = "", list = ""]): Outcome => {
    const { typeParams } = readMessage(octets(`${field}\n\n`)).root;
    const differences = list
      .split("\n\t")
      .slice(1)
      .flatMap((line) => {
        const equals = line.indexOf("=");
        const [ours] = namesIn(typeParams, line.slice(0, equals));
        const theirs = spelled(line.slice(equals + 1));
        return ours !== undefined && spelled(ours) === theirs ? [] : [`${line.slice(0, equals)} ${ours} / ${theirs}`];
      });
    return {
      key: field,
      name: JSON.stringify(field),
      difference: differences.length > 0 ? differences.join("; ") : undefined,
    };
  });
  judge("jakarta-parameters", outcomes);
});
