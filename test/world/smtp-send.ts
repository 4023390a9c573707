import { connect } from "node:net";

/**
 * Submits one message by SMTP (RFC 5321), dots doubled, and resolves when the server has taken it.
 * @throws Error with the server's answer when it has not
 */
export function sendBySmtp(port: number, from: string, to: readonly string[], message: Uint8Array): Promise<void> {
  const text = Buffer.from(message).toString("latin1").replace(/^\./gm, "..");
  const lines = [
    "EHLO client.example.org",
    `MAIL FROM:<${from}> BODY=8BITMIME`,
    ...to.map((address) => `RCPT TO:<${address}>`),
    "DATA",
    `${text.replace(/\r\n$/, "")}\r\n.`,
    "QUIT",
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1").setTimeout(20_000, () => socket.destroy(new Error("SMTP: no answer in time")));
    socket.on("error", reject);
    socket.on("data", (data: string) => {
      answer += data;
      const last = /^(\d)\d\d [^\n]*\n$/m.exec(answer);
      if (last === null) return;
      if (last[1] !== "2" && last[1] !== "3") return void socket.destroy(new Error(`SMTP: ${answer.trim()}`));
      answer = "";
      const next = lines.shift();
      if (next === undefined) socket.end(() => resolve());
      else socket.write(`${next}\r\n`, "latin1");
    });
  });
}
