import { connect } from "node:net";

const dotStuffed = (bytes: Uint8Array) =>
  Buffer.from(
    Buffer.from(bytes)
      .toString("latin1")
      .replace(/(^|\n)\./g, "$1.."),
    "latin1",
  );

/** Delivers one message by LMTP (RFC 2033), as a mail server would hand over new mail. */
export function deliver(port: number, recipient: string, bytes: Uint8Array): Promise<void> {
  const steps: (string | Uint8Array)[] = [
    "LHLO test\r\n",
    "MAIL FROM:<sender@example.org>\r\n",
    `RCPT TO:<${recipient}>\r\n`,
    "DATA\r\n",
    Buffer.concat([dotStuffed(bytes), Buffer.from(".\r\n")]),
    "QUIT\r\n",
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let text = "";
    socket.on("error", reject);
    socket.on("data", (data) => {
      text += data.toString("latin1");
      // A reply is complete when its last line has a blank after the code (RFC 5321 s4.2.1).
      const complete = /(?:^|\n)(\d)\d\d [^\n]*\r\n$/.exec(text);
      if (complete === null) return;
      if (complete[1] === "4" || complete[1] === "5") reject(new Error(text));
      text = "";
      const next = steps.shift();
      if (next !== undefined) socket.write(next);
    });
    socket.on("close", () => resolve());
  });
}
