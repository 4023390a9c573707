import type { Plugin } from "esbuild";
import type { SeededFault } from "./faults.ts";

export function mistake(fault: SeededFault): Plugin;
export function seededMistake(): Plugin[];
