import { database, type Schema } from "../database.ts";
import { change } from "./clockwork.ts";

/** A domain that stamps its mail, and since when that is known (ST-06). */
export type StampedDomain = Schema["stamped"]["value"];

/** Domains whose mail came with a valid stamp before. */
export const listStamped = async (): Promise<StampedDomain[]> => (await database()).getAll("stamped");

/** Forgets that a domain stamps: mail of it without a stamp is ordinary mail again. */
export const removeStamped = (domain: string) => change((tx) => tx.objectStore("stamped").delete(domain));
