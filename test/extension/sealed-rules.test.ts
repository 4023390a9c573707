import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sealedOnly } from "../../extension/sealed/rules.ts";
import { emptyInstallation } from "./empty-installation.ts";
import { underPolicy } from "./under-policy.ts";

describe("rules about sealed mail", () => {
  test("a recipient at a domain that gets sealed mail only, in any spelling, has the message sealed", async (t) => {
    await emptyInstallation();
    assert.deepEqual(await sealedOnly(["ann@clinic.example"]), []);
    await underPolicy(t, { sealedDomains: ["clinic.example", "law.example"] });
    for (const [recipients, expected] of [
      [["ann@clinic.example"], ["clinic.example"]],
      [["Ann <ann@Clinic.Example>"], ["clinic.example"]],
      [
        ["x@home.example", "b@law.example", "ann@clinic.example "],
        ["clinic.example", "law.example"],
      ],
      [['"x@clinic.example" <x@home.example>'], []],
      [["ann@sub.clinic.example", "ann@notclinic.example", ""], []],
    ] as const)
      assert.deepEqual(await sealedOnly(recipients), expected, JSON.stringify(recipients));
  });
});
