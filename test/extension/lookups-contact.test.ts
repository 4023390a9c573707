import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { contact } from "../../extension/lookups/contact.ts";

// The one request the extension makes, against servers that misbehave. Node's fetch stands in for the client's; what the
// client itself adds or refuses (Origin, cookies) is seen in the end-to-end tests.

type Behaviour = (response: ServerResponse) => void;
let behave: Behaviour = (response) => response.end();
const seen: { method: string; url: string; headers: IncomingHttpHeaders }[] = [];

/** A server that behaves as told, for one test. */
async function serving(t: TestContext) {
  const server = createServer(({ method = "", url = "", headers }, response) => {
    seen.push({ method, url, headers });
    if (url === "/elsewhere") response.end("arrived");
    else behave(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (behaviour: Behaviour, more: { most?: number; patience?: number } = {}) => {
    behave = behaviour;
    seen.length = 0;
    const url = new URL(`http://127.0.0.1:${port}/q?dns=AA`);
    return contact(url, { accept: "application/dns-message", most: 1000, ...more });
  };
}

test("an answer that fits comes back with its status and type", async (t) => {
  const ask = await serving(t);
  const reply = await ask((response) => response.writeHead(203, { "content-type": "text/x" }).end("abc"));
  assert.deepEqual(reply, { status: 203, contentType: "text/x", body: new Uint8Array([97, 98, 99]) });
});

test("NET-04: a redirect is no answer, and where it leads is not asked", async (t) => {
  const ask = await serving(t);
  for (const status of [301, 302, 303, 307, 308]) {
    assert.equal(await ask((response) => response.writeHead(status, { location: "/elsewhere" }).end()), undefined);
    assert.deepEqual(
      seen.map(({ url }) => url),
      ["/q?dns=AA"],
    );
  }
  const page = await ask((response) => response.end('<meta http-equiv="refresh" content="0;url=/elsewhere">'));
  assert.equal(page?.status, 200);
  assert.equal(seen.length, 1);
});

test("NET-05: nothing in the request tells who asks: no cookie, not even one that was set, no referrer, no language", async (t) => {
  const ask = await serving(t);
  for (let n = 0; n < 2; n++) await ask((response) => response.writeHead(200, { "set-cookie": "id=1" }).end());
  const headers = new Map(Object.entries(seen[0]?.headers ?? {}));
  assert.equal(seen[0]?.method, "GET");
  for (const name of ["cookie", "referer", "origin", "authorization"]) assert.equal(headers.get(name), undefined, name);
  assert.equal(headers.get("accept-language"), "*");
  assert.equal(headers.get("cache-control"), "no-cache");
});

test("NET-08: an answer that is too long, endless, or a compressed bomb is none", async (t) => {
  const ask = await serving(t);
  assert.equal((await ask((response) => response.end(Buffer.alloc(1000))))?.body.length, 1000);
  assert.equal(await ask((response) => response.end(Buffer.alloc(1001))), undefined);
  const endless: Behaviour = (response) => {
    const more = setInterval(() => response.write(Buffer.alloc(100)), 1);
    response.on("close", () => clearInterval(more));
  };
  assert.equal(await ask(endless), undefined);
  const bomb = gzipSync(Buffer.alloc(10_000_000));
  assert.equal(await ask((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)), undefined);
});

test("NET-08: an answer that comes too slowly, or not at all, is none", async (t) => {
  const ask = await serving(t);
  assert.equal(await ask(() => undefined, { patience: 100 }), undefined);
  const dripping: Behaviour = (response) => {
    const more = setInterval(() => response.write("x"), 30);
    response.on("close", () => clearInterval(more));
  };
  assert.equal(await ask(dripping, { patience: 200 }), undefined);
  assert.equal(await ask((response) => response.destroy()), undefined);
});
