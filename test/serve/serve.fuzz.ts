import { connect } from "node:net";
import { readReportPath } from "../../core/cli/serve/receive.ts";
import { idempotencyKey } from "../../core/ipp/report.ts";
import { mutate } from "../message/mutate.ts";
import { bareReport, rows, startServer } from "./support.ts";

const TOKEN = "A".repeat(30);

/** A request that is right. */
function request(): string {
  const report = {
    ...bareReport(TOKEN),
    fields: ["From: alice@example.org", "IPP-Declaration: v=IPP1; d=example.org"],
  };
  const body = JSON.stringify(report);
  const lines = [
    `POST /ipp/bob.report/${TOKEN}/malware HTTP/1.1`,
    "Host: reports.home.example",
    "Content-Type: application/json",
    `Idempotency-Key: ${idempotencyKey(report)}`,
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  return [...lines, "", body].join("\r\n");
}

/** Sends octets, says that no more will come, and resolves with the answer. */
function exchange(port: number, octets: Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(octets));
    socket.on("data", (data) => {
      answer += data.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

/** Sends spoiled requests until FUZZ_SECONDS are over, or without an end; prints what is answered with a fault of ours. */
async function fuzz(seconds: number): Promise<number> {
  const cleanups: (() => unknown)[] = [];
  const { origin, database } = await startServer({ after: (end: () => unknown) => void cleanups.push(end) });
  const port = Number(new URL(origin).port);
  const right = Buffer.from(request(), "latin1");
  const began = Date.now();
  let sent = 0;
  let worst = 0;
  for (let seed = began % 0x7fffffff; Date.now() - began < seconds * 1000; seed++) {
    const octets = mutate(right, seed, 1 + (seed % 8));
    readReportPath(Buffer.from(octets).toString("latin1", 10, 80));
    const answer = await exchange(port, octets);
    if (/^HTTP\/1\.1 5/.test(answer)) {
      console.error(`seed ${seed}: ${answer.slice(0, 80)}\n${Buffer.from(octets).toString("base64")}`);
      worst = 1;
      break;
    }
    sent += 1;
  }
  const strange = (await rows(database)).filter(
    ({ token, domain }) => !/^[\w-]{22,64}$/.test(token) || !/^[a-z0-9.-]*$/.test(domain),
  );
  if (strange.length > 0) {
    console.error(`counted: ${JSON.stringify(strange.slice(0, 3))}`);
    worst = 1;
  }
  for (const end of cleanups) await end();
  console.log(`${sent} requests`);
  return worst;
}

process.exitCode = await fuzz(Number(process.env.FUZZ_SECONDS ?? Number.POSITIVE_INFINITY));
