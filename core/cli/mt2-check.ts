import { readFrom } from "../message/address.ts";
import { readMessage } from "../message/reader.ts";
import { isGatewayed } from "../mt2/carrier.ts";
import { checkMt2 } from "../mt2/check.ts";
import type { RouteHop } from "../result.ts";
import { REASONS } from "../verdict/reasons.ts";
import { nodeEngine } from "./engine-node.ts";
import { EXIT, Failure } from "./failure.ts";
import { theOneMessage } from "./inputs.ts";
import { knowledgeFor } from "./now.ts";
import type { Arguments } from "./options.ts";
import { sayLine, sayReason } from "./sentences.ts";
import { print, shown } from "./terminal.ts";

/** `countersign mt2 check`: the route of a message, and what contradicts it. */
export async function check(args: Arguments, path: string): Promise<number> {
  const message = readMessage((await theOneMessage(path)).bytes);
  if (!isGatewayed(message)) throw new Failure("NO_ENVELOPE", `${path} is no MT2 message`);
  const knowledge = knowledgeFor({ name: "mt2" }, args);
  const { route, lines, reasons } = await checkMt2(message, readFrom(message), knowledge, nodeEngine);
  const rows = [
    ...route.map(rowOf),
    ...lines.map((line) => [line.code, sayLine("en", line)]),
    ...reasons.map((reason) => [reason.code, sayReason("en", reason)]),
  ];
  await print(rows.map(([name = "", text = ""]) => `${name.padEnd(20)}${shown(text, 300)}`.trimEnd()).join("\n"));
  await print("\n");
  return reasons.some(({ code }) => /^(?:caution|alert)$/.test(REASONS[code].effect)) ? EXIT.negative : EXIT.ok;
}

/** Validity and trust are two words here, too. */
function rowOf({ host, validity, counted, trust, by, reliedOn }: RouteHop): [string, string] {
  const beyond = validity === "validated" && !counted ? "validated, beyond a gap" : validity;
  const valid = reliedOn === undefined ? beyond : `checked by ${reliedOn}, which you rely on`;
  const trusted = { own: "own server", listed: `trusted (${by})`, vouched: `vouched for (${by})`, nobody: "no trust" };
  return ["hop", `${host}: ${valid}; ${trusted[trust]}`];
}
