import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { type Anchor, ROOT_ANCHORS } from "../../core/dns/anchors.ts";
import { testBuild } from "../world/test-build.ts";
import { createWorld } from "../world/world.ts";

// The builds that end-to-end tests of look-ups run differ from the release by the root anchor only (decision 24).

const world = createWorld("test-build");
after(() => world.end());

const digest = "ab".repeat(32);
const anchor: Anchor = { zone: ".", tag: 54321, algorithm: 8, digestType: 2, digest, from: 0 };

for (const client of ["thunderbird", "firefox", "chromium"] as const)
  test(`DNS-04: the test build for ${client} is the release with another root anchor, and nothing else`, () => {
    const { differences, folder } = testBuild(world, client, anchor);
    const real = ROOT_ANCHORS.at(-1);
    assert.ok(real);
    const inside = (part: string, whole: string) => part !== "" && whole.includes(part);
    for (const { release, test: instead } of differences) {
      const tag = inside(release, String(real.tag)) && inside(instead, "54321");
      const key = inside(release, real.digest) && inside(instead, digest);
      assert.ok(tag || key, `${release} became ${instead}`);
    }
    // Each copy of the anchors, and there is one for each bundle that validates, differs in both.
    const files = new Set(differences.map(({ file }) => file));
    for (const file of files) {
      const text = readFileSync(join(folder, file), "latin1");
      assert.ok(text.includes(digest) && text.includes("tag: 54321"), file);
      assert.ok(!text.includes(real.digest), file);
    }
  });
