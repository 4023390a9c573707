import assert from "node:assert/strict";
import { after, test } from "node:test";
import { buildQuery } from "../../core/dns/query.ts";
import { validate } from "../../core/dns/validate.ts";
import { dohFront } from "../world/doh-front.ts";
import { createCa } from "../world/loopback-ca.ts";
import { startLoopbackHttps } from "../world/loopback-https.ts";
import { addOnReady, ID, startMailClient } from "../world/mail-client.ts";
import { startSignedTree } from "../world/signed-tree.ts";
import { testBuild } from "../world/test-build.ts";
import { forceInstall } from "../world/thunderbird-install.ts";
import { createWorld } from "../world/world.ts";

// The world that look-ups are tested in: Thunderbird takes the tests' servers for the real hosts, and nobody else.

const world = createWorld("loopback");
after(() => world.end());

test("Thunderbird with a test build reaches real host names on loopback, and a test's authority vouches for them", async () => {
  const tree = await startSignedTree(world, [{ name: "bank.example.", lines: ['_gmp IN TXT "v=GMP1; stamp=all"'] }]);
  const ca = createCa(world);
  const https = await startLoopbackHttps(world, ca, ["dns.quad9.net"]);
  https.serve("dns.quad9.net", dohFront(tree).handler);
  const { file } = testBuild(world, "thunderbird", tree.anchor);
  const { marionette } = await startMailClient(world, {
    prefs: https.prefs,
    policies: { ...forceInstall(ID, file), Certificates: { Install: [ca.file] } },
  });
  await addOnReady(marionette);
  const question = { name: ".", type: 48 };
  const query = Buffer.from(buildQuery(question)).toString("base64url");
  const get = (url: string): Promise<{ status: number; body: string } | string> =>
    marionette.run(async (address: string) => {
      try {
        const response = await fetch(address);
        const octets = new Uint8Array(await response.arrayBuffer());
        return { status: response.status, body: btoa(String.fromCharCode(...octets)) };
      } catch (error) {
        return String(error);
      }
    }, url);
  const answer = await get(`https://dns.quad9.net/dns-query?dns=${query}`);
  assert.ok(typeof answer !== "string", String(answer));
  assert.equal(answer.status, 200);
  const octets = new Uint8Array(Buffer.from(answer.body, "base64"));
  const now = Math.floor(Date.now() / 1000);
  assert.equal((await validate(question, new Map([[". 48", octets]]), now, tree.base)).state, "SECURE");
  assert.equal(typeof (await get("https://example.com/")), "string");
});
