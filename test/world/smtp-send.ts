import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** How a sending server speaks TLS: its certificate, where it has one, and whom it expects to find. PEM. */
export interface SmtpTls {
  readonly cert?: Buffer;
  readonly key?: Buffer;
  readonly ca: Buffer;
  /** The name in the server's certificate. */
  readonly host: string;
}

/** Says lines to a server, each after its consent to what was before; resolves with the consent to the last. */
function converse(socket: Socket, lines: readonly string[], speaksFirst = false): Promise<void> {
  const rest = [...lines];
  let answer = "";
  return new Promise((resolve, reject) => {
    const speak = () => {
      const next = rest.shift();
      if (next !== undefined) return void socket.write(`${next}\r\n`, "latin1");
      socket.removeAllListeners("data");
      resolve();
    };
    socket.setTimeout(20_000, () => socket.destroy(new Error("SMTP: no answer in time")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("SMTP: the server hung up")));
    socket.on("data", (data: Buffer) => {
      answer += data.toString("latin1");
      const last = /^(\d)\d\d [^\n]*\n$/m.exec(answer);
      if (last === null) return;
      if (last[1] !== "2" && last[1] !== "3") return void socket.destroy(new Error(`SMTP: ${answer.trim()}`));
      answer = "";
      speak();
    });
    if (speaksFirst) speak();
  });
}

/**
 * Submits one message by SMTP (RFC 5321), dots doubled, and resolves when the server has taken it.
 * @param tls says to change to TLS first (RFC 3207)
 * @throws Error with the server's answer when it has not
 */
export async function sendBySmtp(
  port: number,
  from: string,
  to: readonly string[],
  message: Uint8Array,
  tls?: SmtpTls,
): Promise<void> {
  const text = Buffer.from(message).toString("latin1").replace(/^\./gm, "..");
  const hello = "EHLO client.example.org";
  const lines = [
    hello,
    `MAIL FROM:<${from}> BODY=8BITMIME`,
    ...to.map((address) => `RCPT TO:<${address}>`),
    "DATA",
    `${text.replace(/\r\n$/, "")}\r\n.`,
    "QUIT",
  ];
  const plain = connect(port, "127.0.0.1");
  if (tls === undefined) await converse(plain, lines);
  else {
    await converse(plain, [hello, "STARTTLS"]);
    const { host, ...shown } = tls;
    await converse(connectTls({ socket: plain, servername: host, ...shown }), lines, true);
  }
  plain.end();
}
