import type { SourceHalf } from "./adapter.ts";
import { roundcubeSource } from "./adapters/roundcube.ts";

const ALL: readonly SourceHalf[] = [roundcubeSource];

/** The source half of every webmail, by the name its content script gives. */
export const SOURCES: ReadonlyMap<string, SourceHalf> = new Map(ALL.map((source) => [source.name, source]));
