import assert from "node:assert/strict";
import { test } from "node:test";
import { savedInstead } from "../../extension/webmail/adapters/without-source.ts";
import { SOURCES } from "../../extension/webmail/sources.ts";
import { needsChromium } from "../ui/gallery/browser.ts";
import { FIXTURES } from "./fixtures.ts";
import { usePageReader } from "./read-page.ts";

// The page halves over pages that imitate each webmail, in a real browser; nothing of this has met the live services.

const chromium = needsChromium();
const readAt = usePageReader(chromium);

for (const [name, { url, html, found, source, token = "" }] of Object.entries(FIXTURES))
  test(
    `ACQ-09: ${name}: messages are found outside the bodies, with sender, subject and address of the source`,
    chromium,
    async () => {
      const seen = await readAt({ url, html });
      assert.equal(seen.name, name);
      assert.deepEqual(
        seen.found.map(({ id, from, subject }) => ({ id, from, subject })),
        found,
      );
      assert.ok(!seen.insideBody.includes(true), "markers stand outside the bodies");
      const half = SOURCES.get(name);
      assert.ok(half);
      assert.equal(half.request(new URL(url), found[0]?.id ?? "", token)?.url.href, source);
    },
  );

test("EXT-05: ids that are none of the webmail's lead to no address", () => {
  const bad = [
    "",
    "../../x",
    "1&view=om",
    "1/INBOX\n",
    "12.2/INBOX",
    "https://evil.example/",
    "@.id==x/../..",
    "1?x",
    "0x1",
  ];
  for (const [name, half] of SOURCES) {
    const url = new URL(FIXTURES[name]?.url ?? "https://webmail.home.example/mail/?_task=mail");
    for (const id of bad) {
      const request = half.request(url, id, "token0");
      assert.equal(request, undefined, `${name} ${JSON.stringify(id)} ${request?.url}`);
    }
  }
});

test("EXT-05: a token that is none of the webmail's goes into no request", () => {
  const at = (name: string) => new URL(FIXTURES[name]?.url ?? "https://webmail.home.example/mail/?_task=mail");
  for (const token of ["", "a b", "a\r\nx: y", "<x>"]) {
    assert.equal(SOURCES.get("sogo")?.request(at("sogo"), "0/INBOX/3", token), undefined);
    assert.equal(SOURCES.get("roundcube")?.request(at("roundcube"), "3/INBOX", token), undefined);
  }
});

test("EXT-05: whatever the id, the address of a source stays on the site's own origin", () => {
  for (const [name, half] of SOURCES) {
    const url = new URL(FIXTURES[name]?.url ?? "https://webmail.home.example/mail/?_task=mail");
    for (const id of ["1/INBOX", "1/..//evil.example", "12/SU5CT1g", "257", "19ab34cd56ef7890", "A".repeat(30)]) {
      const request = half.request(url, id, "token0");
      if (request !== undefined) assert.equal(request.url.origin, url.origin, name);
    }
  }
});

test("a webmail's error page is no message", () => {
  const page = new Headers({ "content-type": "text/html; charset=utf-8" });
  for (const [name, half] of SOURCES) assert.ok(!half.accepts(page), name);
  const saved = new Headers({
    "content-type": "message/rfc822",
    "content-disposition": 'attachment; filename="x.eml"',
  });
  const giving = [...SOURCES.values()].filter((half) => half.accepts(saved)).map(({ name }) => name);
  assert.deepEqual(giving.sort(), ["gmail", "horde", "nextcloud", "roundcube", "snappymail", "yahoo", "zimbra"]);
});

test("a webmail that hands out no source is known by its host, exactly", () => {
  const at = (host: string) => savedInstead(new URL(`https://${host}/mail/`));
  for (const host of [
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "outlook.cloud.microsoft",
    "outlook.office365.us",
    "partner.outlook.cn",
  ])
    assert.equal(at(host), "rebuilt", host);
  assert.equal(at("app.fastmail.com"), "exact");
  for (const host of [
    "outlook.live.com.example",
    "my-outlook.live.com",
    "www.outlook.live.com",
    "outlook.live",
    "fastmail.com.example",
  ])
    assert.equal(at(host), undefined, host);
});

test("Outlook on an Exchange of one's own is known by its path, on whatever host", () => {
  for (const path of ["/owa/", "/owa", "/OWA/#path=/mail", "/owa/auth/logon.aspx?url=x", "/owa/robin@home.example/"])
    assert.equal(savedInstead(new URL(path, "https://mail.school.example")), "rebuilt", path);
  for (const path of ["/", "/owair/", "/mail/owa/", "/?owa/", "/%6Fwa/"])
    assert.equal(savedInstead(new URL(path, "https://mail.school.example")), undefined, path);
});
