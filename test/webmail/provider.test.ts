import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { MAX_MESSAGE_OCTETS } from "../../core/index.ts";
import { askAccount, askPage, askProvider, askSite } from "../../extension/webmail/provider.ts";
import { SOURCES } from "../../extension/webmail/sources.ts";

const PAGE = new URL("https://webmail.home.example/mail/?_task=mail");
const SAVED = { "content-disposition": "attachment; filename=x.eml" };

/** What the webmail answers; the request that was made is kept. */
function answering(t: TestContext, answer: () => Response | Promise<Response>) {
  const made: { url: string; options: RequestInit }[] = [];
  t.mock.method(globalThis, "fetch", async (url: URL, options: RequestInit) => {
    made.push({ url: url.href, options });
    return answer();
  });
  return made;
}

const ask = (id = "3/INBOX", token = "token0") => {
  const roundcube = SOURCES.get("roundcube");
  assert.ok(roundcube);
  return askProvider(roundcube, PAGE, id, token);
};

test("NET-06: one request to the site's own origin, with its session, no redirect and no referrer", async (t) => {
  const made = answering(t, () => new Response(new Uint8Array([1, 2, 255]), { headers: SAVED }));
  assert.deepEqual(await ask(), { octets: new Uint8Array([1, 2, 255]) });
  const [request, ...others] = made;
  assert.deepEqual(others, []);
  assert.equal(new URL(request?.url ?? "").origin, PAGE.origin);
  const { redirect, credentials, referrerPolicy, cache, method } = request?.options ?? {};
  assert.deepEqual(
    { redirect, credentials, referrerPolicy, cache, method },
    { redirect: "error", credentials: "include", referrerPolicy: "no-referrer", cache: "no-store", method: "GET" },
  );
});

test("EXT-05: an id that is none of the webmail's asks nobody", async (t) => {
  const made = answering(t, () => new Response("x", { headers: SAVED }));
  for (const [id, token] of [
    ["../x", "t"],
    ["3/INBOX", ""],
    ["3/INBOX", "a b"],
    ["x/INBOX", "t"],
  ])
    assert.deepEqual(await ask(id, token), { missing: "E_SOURCE_MISSING" });
  assert.deepEqual(made, []);
});

test("a webmail's error page, an empty answer, a refusal and a failure are no message", async (t) => {
  const answers: (() => Response | Promise<Response>)[] = [
    () => new Response("<html>", { headers: { "content-type": "text/html" } }),
    () => new Response("", { headers: SAVED }),
    () => new Response("x", { status: 403, headers: SAVED }),
    () => Promise.reject(new TypeError("redirected")),
  ];
  for (const answer of answers) {
    answering(t, answer);
    assert.deepEqual(await ask(), { missing: "E_SOURCE_MISSING" });
    t.mock.restoreAll();
  }
  answering(t, () => Promise.reject(new DOMException("late", "TimeoutError")));
  assert.deepEqual(await ask(), { missing: "E_TIMEOUT" });
});

test("DOS-01: a source without end is given up at the limit", async (t) => {
  const chunk = new Uint8Array(16 * 1024 * 1024);
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += chunk.length;
      controller.enqueue(chunk);
    },
  });
  answering(t, () => new Response(endless, { headers: SAVED }));
  assert.deepEqual(await ask(), { missing: "E_TOO_LARGE" });
  assert.ok(sent <= MAX_MESSAGE_OCTETS + 3 * chunk.length);
});

const byPage = (answer: unknown, id = "3/INBOX") => {
  const roundcube = SOURCES.get("roundcube");
  assert.ok(roundcube);
  const asked: string[] = [];
  const fetchThere = async ({ url }: { url: string }) => {
    asked.push(url);
    return answer;
  };
  return askPage(roundcube, PAGE, { id, token: "token0" }, fetchThere).then((raw) => ({ raw, asked }));
};

test("the fallback asks the page for the address made here, and marks the octets as the page's", async () => {
  const octets = new Uint8Array([1, 2, 255]);
  const fetched = { status: 200, type: "message/rfc822", disposition: "attachment", octets };
  const { raw, asked } = await byPage(fetched);
  assert.deepEqual(raw, { octets, byPage: true });
  assert.deepEqual(
    asked.map((address) => new URL(address).origin),
    [PAGE.origin],
  );
  assert.deepEqual((await byPage(fetched, "../x")).asked, [], "EXT-05: no address is made from a wrong id");
});

test("EXT-05: whatever else a content script answers is no message", async () => {
  const good = { status: 200, type: "", disposition: "attachment", octets: new Uint8Array(3) };
  for (const answer of [
    undefined,
    null,
    "x",
    { ...good, status: 403 },
    { ...good, status: "200" },
    { ...good, disposition: "inline" },
    { ...good, type: 1 },
    { ...good, octets: "abc" },
    { ...good, octets: [1, 2, 3] },
    { ...good, octets: new Uint8Array(0) },
  ])
    assert.deepEqual((await byPage(answer)).raw, { missing: "E_SOURCE_MISSING" }, JSON.stringify(answer));
});

test("the page is asked where the provider knows no message, and each request counts against the site's allowance", async (t) => {
  const roundcube = SOURCES.get("roundcube");
  assert.ok(roundcube);
  const tried = async (allowed: number) => {
    const made = answering(t, () => new Response("<html>", { headers: { "content-type": "text/html" } }));
    const there: string[] = [];
    let left = allowed;
    const raw = await askSite(
      roundcube,
      PAGE,
      { id: "3/INBOX", token: "token0", subject: "s" },
      {
        mayAsk: (origin) => origin === PAGE.origin && left-- > 0,
        fetchThere: async ({ url }) => {
          there.push(url);
          return { status: 200, type: "", disposition: "attachment", octets: new Uint8Array(3) };
        },
      },
    );
    t.mock.restoreAll();
    return { raw, made: made.length, there: there.length };
  };
  const missing = { missing: "E_SOURCE_MISSING" };
  assert.deepEqual(await tried(0), { raw: missing, made: 0, there: 0 });
  assert.deepEqual(await tried(1), { raw: missing, made: 1, there: 0 });
  const byPage = { octets: new Uint8Array(3), byPage: true };
  assert.deepEqual(await tried(2), { raw: byPage, made: 1, there: 1 });
});

test("a source that must be posted is posted by page and background alike, and an archive that is none is no message", async (t) => {
  const sogo = SOURCES.get("sogo");
  assert.ok(sogo);
  const page = new URL("https://groupware.home.example/SOGo/so/robin/Mail/view");
  const made = answering(t, () => new Response("PK", { headers: { "content-type": "application/zip" } }));
  assert.deepEqual(await askProvider(sogo, page, "0/INBOX/3", "token0"), { missing: "E_SOURCE_MISSING" });
  const { method, body, headers } = made[0]?.options ?? {};
  const expected = {
    method: "POST",
    body: '{"uids":["3"]}',
    headers: { "content-type": "application/json", "x-xsrf-token": "token0" },
  };
  assert.deepEqual({ method, body, headers }, expected);
  const asked: unknown[] = [];
  const raw = await askPage(sogo, page, { id: "0/INBOX/3", token: "token0" }, async ({ url, ...request }) => {
    asked.push(request);
    return { status: 200, type: "application/zip", disposition: "", octets: new Uint8Array([80, 75]) };
  });
  assert.deepEqual(asked, [expected]);
  assert.deepEqual(raw, { missing: "E_SOURCE_MISSING" });
});

test("the account's address is asked of the site's own origin where the message's page does not tell it", async (t) => {
  const roundcube = SOURCES.get("roundcube") ?? assert.fail();
  const list = (name: string) => new Response(`<span class="header-title username">${name}</span>`);
  const made = answering(t, () => list("robin@home.example"));
  assert.equal(await askAccount(roundcube, PAGE, () => true), "robin@home.example");
  assert.deepEqual(
    made.map(({ url, options: { redirect } }) => `${url} ${redirect}`),
    ["https://webmail.home.example/mail/?_task=mail error"],
  );
  assert.equal(await askAccount(roundcube, PAGE, () => false), "", "a site that floods us is not asked");
  assert.equal(await askAccount(SOURCES.get("gmail") ?? assert.fail(), PAGE, () => true), "");
  assert.equal(made.length, 1);
  t.mock.restoreAll();
  for (const answer of [
    () => list("robin"),
    () => new Response("", { status: 403 }),
    () => Promise.reject(new TypeError()),
  ]) {
    answering(t, answer);
    assert.equal(await askAccount(roundcube, PAGE, () => true), "");
    t.mock.restoreAll();
  }
});
