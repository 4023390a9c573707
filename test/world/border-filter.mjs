// What stands behind the border Postfix of the tests: a content filter (postfix FILTER_README) that writes down what the
// border saw, as a real one would, and hands the message back to Postfix. `node border-filter.mjs AUTHSERV-ID PORT
// SENDER RECIPIENT`, message on standard input.
import { connect } from "node:net";

const [, , id, port, sender, recipient] = process.argv;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const message = Buffer.concat(chunks).toString("latin1").replace(/\r?\n/g, "\r\n");
const end = message.indexOf("\r\n\r\n") + 2;
const fields = message.slice(0, end).split(/(?<=\r\n)(?![ \t])/);

// RFC 8601 s5: what stands there in the own name was not written here.
const foreign = new RegExp(`^Authentication-Results:\\s*${id.replaceAll(".", "\\.")}\\b`, "i");
const kept = fields.filter((field) => !foreign.test(field));

// Postfix says in its own topmost Received field whether the certificate held, and whose it is.
const received = kept.find((field) => /^Received:/i.test(field)) ?? "";
const host = /\(Client CN "([^"]+)", Issuer "[^"]*" \(verified OK\)\)/.exec(received.replace(/\s+/g, " "))?.[1];
const domain = sender.slice(sender.lastIndexOf("@") + 1);
const fits = host !== undefined && (host === domain || host.endsWith(`.${domain}`));
const results = [
  `mtls=${fits ? "pass" : "fail"} smtp.mailfrom=${domain} smtp.mtls-host=${host ?? "unknown"} dns.sec=yes`,
];
if (kept.some((field) => /^MAP-Envelope:/i.test(field)))
  results.push(
    `map=pass smtp.mailfrom=${domain} policy.map-mode=enforce policy.map-key=env1 policy.map-anchor=dnssec dns.sec=yes`,
  );
const report = sender === "" ? "none" : results.join(";\r\n\t");
const out = `Authentication-Results: ${id};\r\n\t${report}\r\n${kept.join("")}${message.slice(end)}`;

const lines = [
  "EHLO filter",
  `MAIL FROM:<${sender}> BODY=8BITMIME`,
  `RCPT TO:<${recipient}>`,
  "DATA",
  `${out.replace(/^\./gm, "..").replace(/\r\n$/, "")}\r\n.`,
  "QUIT",
];
const socket = connect(Number(port), "127.0.0.1").setEncoding("latin1");
let answer = "";
socket.on("error", () => process.exit(75));
socket.on("data", (data) => {
  answer += data;
  const last = /^(\d)\d\d [^\n]*\n$/m.exec(answer);
  if (last === null) return;
  if (last[1] !== "2" && last[1] !== "3") process.exit(75);
  answer = "";
  const next = lines.shift();
  if (next === undefined) socket.end();
  else socket.write(`${next}\r\n`, "latin1");
});
