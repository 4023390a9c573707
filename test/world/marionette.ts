import { connect, type Socket } from "node:net";
import { sleep } from "./until.ts";

/** An error reported by Thunderbird. */
class MarionetteError extends Error {
  override readonly name = "MarionetteError";
  constructor(
    readonly code: string,
    message: string,
    readonly remoteStack: string,
  ) {
    super(`${code}: ${message}`);
  }
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A function that runs in Thunderbird's own window; its arguments and its result must be JSON. */
export type Remote<A extends unknown[], R> = (...args: A) => R | Promise<R>;

/** Runs a function in some page; arguments and result are JSON. */
export type RunIn = <A extends unknown[], R>(fn: Remote<A, R>, ...args: A) => Promise<R>;

/** A Marionette session (protocol 3: frames of `<decimal length>:<JSON>` over TCP), in the chrome context. */
export interface Marionette {
  command(name: string, params?: object): Promise<unknown>;
  /** Runs `fn` in the chrome window; `fn` may use nothing from its own scope. */
  run<A extends unknown[], R>(fn: Remote<A, R>, ...args: A): Promise<R>;
  close(): void;
}

const FRAME = /^(\d+):/;

function readFrames(socket: Socket, onMessage: (message: unknown) => void): void {
  let buffer = Buffer.alloc(0);
  socket.on("data", (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const head = FRAME.exec(buffer.subarray(0, 16).toString("latin1"));
      if (head === null) return;
      const from = head[0].length;
      const to = from + Number(head[1]);
      if (buffer.length < to) return;
      const message: unknown = JSON.parse(buffer.subarray(from, to).toString("utf8"));
      buffer = buffer.subarray(to);
      onMessage(message);
    }
  });
}

async function dial(port: number, gaveUp: () => string | undefined): Promise<Socket> {
  for (const end = Date.now() + 90_000; ; ) {
    const reason = gaveUp();
    if (reason !== undefined) throw new Error(`Thunderbird ended before it answered: ${reason}`);
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => resolve(socket));
        socket.once("error", reject);
      });
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(100);
    }
  }
}

/**
 * Connects to a starting Thunderbird or Firefox and opens a session; `gaveUp` tells when that process has ended.
 * @param capabilities - What the session may do besides, as WebDriver names it.
 */
export async function connectMarionette(
  port: number,
  gaveUp: () => string | undefined,
  capabilities: object = {},
): Promise<Marionette> {
  const socket = await dial(port, gaveUp);
  socket.setNoDelay(true);
  const pending = new Map<number, Pending>();
  let lastId = 0;
  const fail = (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("Marionette: connection closed")));
  readFrames(socket, (message) => {
    if (!Array.isArray(message)) return; // the greeting
    const [, id, error, result] = message as [
      1,
      number,
      { error: string; message: string; stacktrace: string },
      unknown,
    ];
    const waiting = pending.get(id);
    pending.delete(id);
    if (error) waiting?.reject(new MarionetteError(error.error, error.message, error.stacktrace));
    else waiting?.resolve(result);
  });
  const command = (name: string, params: object = {}) =>
    new Promise<unknown>((resolve, reject) => {
      if (socket.destroyed) {
        reject(new Error("Marionette: connection closed"));
        return;
      }
      const id = ++lastId;
      pending.set(id, { resolve, reject });
      const frame = JSON.stringify([0, id, name, params]);
      socket.write(`${Buffer.byteLength(frame)}:${frame}`);
    });
  await command("WebDriver:NewSession", { unhandledPromptBehavior: "ignore", ...capabilities });
  await command("Marionette:SetContext", { value: "chrome" });
  await command("WebDriver:SetTimeouts", { script: 120_000 });
  return {
    command,
    run: async <A extends unknown[], R>(fn: Remote<A, R>, ...args: A) => {
      const script = `return (${fn.toString()}).apply(null, arguments);`;
      const answer = await command("WebDriver:ExecuteScript", { script, args, sandbox: "system", newSandbox: false });
      return (answer as { value: R }).value;
    },
    close: () => socket.destroy(),
  };
}
