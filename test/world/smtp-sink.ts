import { createServer, type Socket } from "node:net";
import type { World } from "./world.ts";

/** One message as it came over the wire. */
export interface Sent {
  readonly from: string;
  readonly to: readonly string[];
  /** Octets of DATA without dot stuffing. */
  readonly raw: Buffer;
}

/** An SMTP server that keeps what it is given. */
export interface SmtpSink {
  readonly port: number;
  readonly sent: readonly Sent[];
}

const END = Buffer.from("\r\n.\r\n");

function serve(socket: Socket, keep: (mail: Sent) => void): void {
  let buffer = Buffer.alloc(0);
  let inData = false;
  let from = "";
  let to: string[] = [];
  const answers = new Map<string, () => string>([
    ["EHLO", () => "250-sink\r\n250-8BITMIME\r\n250 SIZE 100000000\r\n"],
    ["DATA", () => "354 go\r\n"],
    ["QUIT", () => "221 bye\r\n"],
  ]);
  const line = (text: string) => {
    const verb = text.slice(0, 4).toUpperCase();
    if (verb === "MAIL") [from, to] = [text, []];
    if (verb === "RCPT") to.push(text);
    inData = verb === "DATA";
    socket.write(answers.get(verb)?.() ?? "250 ok\r\n");
    if (verb === "QUIT") socket.end();
  };
  socket.on("error", () => undefined);
  socket.write("220 sink ESMTP\r\n");
  socket.on("data", (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const end = inData ? buffer.indexOf(END) : buffer.indexOf("\r\n");
      if (end < 0) return;
      const chunk = buffer.subarray(0, end);
      buffer = buffer.subarray(end + (inData ? END.length : 2));
      if (!inData) line(chunk.toString("latin1"));
      else {
        inData = false;
        const raw = Buffer.from(`${chunk.toString("latin1").replace(/\r\n\.\./g, "\r\n.")}\r\n`, "latin1");
        keep({ from, to, raw });
        socket.write("250 queued\r\n");
      }
    }
  });
}

/** Starts an SMTP sink on `port`, or on a free one. */
export async function startSmtpSink(world: World, port = 0): Promise<SmtpSink> {
  const sent: Sent[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(socket, (mail) => sent.push(mail));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  world.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : port, sent };
}
