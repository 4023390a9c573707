import assert from "node:assert/strict";
import { test } from "node:test";
import { nobleEngine } from "../../core/crypto/engine-noble.ts";
import { type Engine, type HashState, type Knowledge, type Result, verify } from "../../core/index.ts";
import { knowing, mailWithAttachments, record, signedAnyway, stamped } from "../gmp/support.ts";
import { noBetter } from "../verdict/facts.ts";
import { delivered, knowingServer, pageMail } from "./support.ts";

/** Counts calls and throws at one of them; anything may be thrown. */
function tripwire(at: number) {
  let calls = 0;
  return {
    step() {
      calls += 1;
      if (calls === at) throw [new Error("x"), "x", undefined, null, { code: "VERIFIED" }][at % 5];
    },
    get sprung() {
      return calls >= at;
    },
  };
}

function engineWith(step: () => void): Engine {
  const failing = (start: () => HashState) => (): HashState => {
    step();
    const state = start();
    return {
      update(chunk) {
        step();
        state.update(chunk);
      },
      digest() {
        step();
        return state.digest();
      },
    };
  };
  return {
    name: "fails",
    sha3_256: failing(nobleEngine.sha3_256),
    sha256: failing(nobleEngine.sha256),
    blake3: failing(nobleEngine.blake3),
    decodeBase64(text, alphabet) {
      step();
      return nobleEngine.decodeBase64(text, alphabet);
    },
    async pause() {
      step();
    },
  };
}

/** The same knowledge, every property read of which may fail. */
function guarded<T extends object>(target: T, step: () => void): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      step();
      const value: unknown = Reflect.get(object, name, receiver);
      return typeof value === "object" && value !== null ? guarded(value, step) : value;
    },
  });
}

/** Runs with a fault at the first, second, … place until it is never reached; every result but the last met a fault. */
async function everyFault(
  run: (step: () => void) => Promise<Result>,
  wanted: (result: Result) => void,
): Promise<number> {
  for (let at = 1; at < 5000; at++) {
    const wire = tripwire(at);
    const result = await run(wire.step);
    if (!wire.sprung) return at - 1;
    wanted(result);
  }
  throw new Error("the run never ends");
}

const worse = (result: Result) => {
  assert.ok(noBetter("UNCHECKED", result.badge), result.badge);
  assert.ok(result.reasons.some(({ code }) => code.startsWith("E_")));
  assert.notEqual(result.gmp, "VALID");
  assert.notEqual(result.gmp, "NOT_FOUND");
  assert.deepEqual(result.net, []);
};

async function messages(): Promise<readonly (readonly [Uint8Array, Knowledge])[]> {
  const page = await stamped(pageMail('<p style="color:red">Hello</p>'));
  return [
    [await stamped(mailWithAttachments()), knowing()],
    [delivered(page, "dmarc=pass header.from=example.org"), knowingServer()],
    [await signedAnyway(mailWithAttachments(), { kid: "none" }), knowing({ trust: [record({ requireStamp: true })] })],
  ];
}

test("L10, CRY-10, DOS-07: an engine that fails at any call gives UNCHECKED or worse", async () => {
  for (const [bytes, knowledge] of await messages()) {
    const faults = await everyFault((step) => verify(bytes, knowledge, engineWith(step)), worse);
    assert.ok(faults > 10, `${faults} places`);
  }
});

test("L10: knowledge that fails at any read gives UNCHECKED or worse", async () => {
  for (const [bytes, knowledge] of await messages()) {
    const faults = await everyFault((step) => verify(bytes, guarded(knowledge, step), nobleEngine), worse);
    assert.ok(faults > 20, `${faults} places`);
  }
});

test("L10: octets that fail at any read give UNCHECKED or worse", async () => {
  const [bytes, knowledge] = (await messages())[0] ?? assert.fail();
  const broken = new Proxy(bytes, {
    get() {
      throw new Error("gone");
    },
  });
  worse(await verify(broken, knowledge, nobleEngine));
});

test("L10, CRY-10: a digest of the wrong kind is never VALID", async () => {
  const [bytes, knowledge] = (await messages())[0] ?? assert.fail();
  for (const digest of [new Uint8Array(0), new Uint8Array(32), new Uint8Array(64)]) {
    const engine: Engine = { ...nobleEngine, sha3_256: () => ({ update: () => {}, digest: () => digest }) };
    const { gmp, badge } = await verify(bytes, knowledge, engine);
    assert.notEqual(gmp, "VALID");
    assert.ok(noBetter("UNCHECKED", badge));
  }
});

test("L10, D.3: where the domain requires stamps, a fault is CAUTION", async () => {
  const bytes = await stamped(mailWithAttachments());
  const failing = engineWith(() => {
    throw new Error("x");
  });
  const badges = await Promise.all(
    [knowing(), knowing({ trust: [record({ requireStamp: true })] })].map(
      async (knowledge) => (await verify(bytes, knowledge, failing)).badge,
    ),
  );
  assert.deepEqual(badges, ["UNCHECKED", "CAUTION"]);
});
