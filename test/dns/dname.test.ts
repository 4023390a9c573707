import assert from "node:assert/strict";
import { test } from "node:test";
import { wireName } from "../../core/dns/names.ts";
import { questionKey } from "../../core/dns/session.ts";
import { record } from "./presentation.ts";
import { makeKey, signZone, worldOf } from "./signer.ts";
import { look, told } from "./world.ts";

test("DNS-11: a CNAME that a server made of a DNAME is what the DNAME says, whatever stands beside it", async () => {
  const root = await makeKey(".", 15);
  const zone = await signZone(".", ["d. IN DNAME e.", 'x.e. IN TXT "there"'], root);
  const world = worldOf(root, [zone]);
  const question = { name: "x.d.", type: 5 };
  const made = (target: string) => [...zone.set("d.", 39), record(`x.d. IN CNAME ${target}`)];
  const asked = (target: string, type = question.type) => {
    const answer = [...made(target), ...(type === 16 ? zone.set("x.e.", 16) : [])];
    return look(world, "x.d", { type, lies: new Map([[questionKey({ name: "x.d.", type }), { answer }]]) });
  };
  for (const target of ["x.e.", "evil.", "x.d."]) {
    const found = await asked(target);
    assert.deepEqual([told(found), found.records], ["SECURE PROVEN", [wireName("x.e.")]], target);
    assert.deepEqual((await asked(target, 16)).aliases, ["x.e."]);
  }
  // A DNAME whose signature is not there proves nothing.
  const bare = made("x.e.").filter(({ type }) => type !== 46);
  const lies = new Map([[questionKey(question), { answer: bare }]]);
  assert.notEqual((await look(world, "x.d", { type: question.type, lies })).state, "SECURE");
});
