import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Database } from "../../core/cli/serve/database.ts";
import { migrate } from "../../core/cli/serve/schema.ts";
import { countReport, settleVerified, takeUnproven } from "../../core/cli/serve/store.ts";
import { createCa } from "../world/loopback-ca.ts";
import { createWorld } from "../world/world.ts";
import { newToken, openFresh } from "./support.ts";

export const NOW = 1_800_000_000;
const FIELDS = ["From: J\xf6rg <alice@example.org>", "Date: Fri, 15 Jan 2027 08:00:00 +0000", "To: bob@home.example"];

/** Writes verified reports on these domains down, which wait for being passed on. */
export async function queueReports(database: Database, domains: readonly string[], now = NOW): Promise<void> {
  await migrate(database);
  for (const domain of domains) {
    const what = { domain, token: newToken(), code: "nature-mismatch", sender: `alice@${domain}`, nature: "list" };
    const rest = { messageId: "<1@example.org>", fields: JSON.stringify(FIELDS), host: "home.example" };
    await countReport(database, { ...what, ...rest, route: "provider", state: "pending", receivedAt: now });
  }
  for (const report of await takeUnproven(database, now, 100))
    await settleVerified(database, report, { now, tellAt: now });
}

/** A database with such reports. */
export async function queued(t: TestContext, ...domains: readonly string[]): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), "countersign-push-"));
  const database = await openFresh(join(folder, "reports"));
  t.after(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  await queueReports(database, domains);
  return database;
}

/** An HTTPS server of an operator, with what it was sent. */
export async function operator(t: TestContext, answer: (asked: IncomingMessage, response: ServerResponse) => void) {
  const world = createWorld("serve-operator");
  t.after(() => world.end());
  const ca = createCa(world);
  const got: { readonly path: string; readonly key: unknown; readonly headers: object; readonly body: string }[] = [];
  const server = createServer(ca.issue(["localhost"]), (request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => {
      body += piece.toString("utf8");
    });
    request.on("end", () => {
      const { url = "", headers } = request;
      got.push({ path: url, key: headers["idempotency-key"], headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  world.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { got, ca: ca.pem, caFile: ca.file, url: `https://localhost:${port}/in?desk=1` };
}
