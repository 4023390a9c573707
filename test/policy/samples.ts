import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { type ClientName, readPolicy, samplePolicy } from "../../core/index.ts";
import { policyArtefacts } from "../../extension/packaging/policy/artefacts.ts";
import { PLACES } from "../../extension/policy/places.ts";
import { countersign } from "../cli/command.ts";

const FILES = policyArtefacts();

/** One generated file by its path below docs/policy. */
export const artefact = (path: string): string => FILES.get(path) ?? assert.fail(`no ${path}`);

/** The generated files whose path ends so, which are some. */
export function artefacts(ending: string): readonly (readonly [path: string, text: string])[] {
  const found = [...FILES].filter(([path]) => path.endsWith(ending));
  assert.ok(found.length >= PLACES.length, ending);
  return found;
}

/** A program of Debian; without it the test is skipped loudly, except in CI, where that is a failure. */
export function needs(program: string): { skip: string | false } {
  const there = process.env.CI === "true" || spawnSync("which", [program]).status === 0;
  return { skip: there ? false : `${program} not found` };
}

/** What `countersign policy validate` says of settings that count as a whole: each value that holds. */
async function validated(settings: unknown, client: ClientName): Promise<string> {
  const words = ["policy", "validate", "-", "--for", client];
  const { code, text, err } = await countersign(words, { input: JSON.stringify(settings) });
  assert.equal(code, 0, text + err);
  return text;
}

/** What the command says of the sample, asked once for each client. */
const ofSample = new Map<ClientName, Promise<string>>();
function sampleValidated(client: ClientName): Promise<string> {
  const said = ofSample.get(client) ?? validated(samplePolicy(client), client);
  ofSample.set(client, said);
  return said;
}

/**
 * The settings that a program read from one of the files are those of the sample in JSON: for the extension, which reads
 * them into the same policy, and for the command that an administrator checks them with.
 * @param whose program and file, for the message
 */
export async function assertSample(settings: unknown, client: ClientName, whose: string): Promise<void> {
  const { policy, faults } = readPolicy(settings);
  assert.deepEqual(faults, [], whose);
  assert.deepEqual(policy, readPolicy(samplePolicy(client)).policy, whose);
  assert.equal(await validated(settings, client), await sampleValidated(client), whose);
}
