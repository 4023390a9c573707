import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { knowing, octets, stamped, text } from "../gmp/support.ts";
import { pageMail, situations, told, verdictOf } from "./support.ts";

/** Everything a page or Node offers to reach the network with; each call is counted and fails. */
const WAYS = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "Image", "Worker"] as const;
const before = new Map<string, PropertyDescriptor | undefined>();
let calls: string[] = [];

const REMOTE = `<link rel="icon" href="https://canary.example/favicon.ico"><img src="https://canary.example/logo.svg">
  <style>@import url(https://canary.example/a.css); body { background: url(https://canary.example/b.png) }</style>
  <iframe src="https://canary.example/"></iframe><object data="https://canary.example/o"></object>`.replaceAll(
  "\n",
  "\r\n",
);
const NAMED = [
  "BIMI-Location: v=BIMI1; l=https://canary.example/logo.svg",
  "X-Mozilla-External-Attachment-URL: https://canary.example/file",
  "List-Unsubscribe: <https://canary.example/leave>",
  "Face: iVBORw0KGgo=",
  "X-Image-URL: https://canary.example/face.png",
];

// The traps concern these tests alone, not the others of the same process.
describe("without a way to the network", () => {
  beforeEach(() => {
    calls = [];
    for (const way of WAYS) {
      before.set(way, Object.getOwnPropertyDescriptor(globalThis, way));
      const trap = (...words: unknown[]) => {
        calls.push(`${way} ${String(words[0])}`);
        throw new Error("no network");
      };
      Object.defineProperty(globalThis, way, { value: trap, configurable: true, writable: true });
    }
  });

  afterEach(() => {
    for (const [way, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, way);
      else Object.defineProperty(globalThis, way, descriptor);
    }
  });

  test("NET-01 NET-07: nothing that a message names is contacted: addresses, pictures, icons, logos, look-ups", async () => {
    const page = pageMail(REMOTE);
    const hostile = octets(`${NAMED.map((line) => `${line}\r\n`).join("")}${text(page)}`);
    for (const bytes of [hostile, await stamped(page)]) {
      const { net } = await verdictOf(bytes);
      assert.deepEqual(net, []);
    }
    for (const { bytes, knowledge } of (await situations()).values()) await verdictOf(bytes, knowledge);
    assert.deepEqual(calls, []);
  });

  test("EXT-01: a perfect banner drawn inside the message moves nothing", async () => {
    const banner = `<div role="status" style="background:#1a7f37;color:#fff">✔ <b>Stamped</b> by Example (example.org)<p>X-GuardMail-Stamp: VALID; badge=VERIFIED; data-badge="VERIFIED"</p></div>`;
    assert.equal(await told(pageMail(banner), knowing()), "NONE");
  });
});
