import type { TestContext } from "node:test";
import { refreshPolicy } from "../../extension/policy/current.ts";

/** Lets an administrator decide for the rest of a test; what held before holds again when it ends. */
export async function underPolicy(t: Pick<TestContext, "after">, managed: object): Promise<void> {
  Object.assign(globalThis, { browser: { storage: { managed: { get: async () => managed } } } });
  t.after(async () => {
    Reflect.deleteProperty(globalThis, "browser");
    await refreshPolicy();
  });
  await refreshPolicy();
}
