import type { AccessToken, Account } from "./access.ts";
import type { Counters } from "./counters.ts";
import type { Database } from "./database.ts";
import type { Filer } from "./forms.ts";
import type { RateLimit } from "./rate.ts";
import type { Receiver } from "./receive.ts";
import type { Logins } from "./sessions.ts";

/** A domain that this server works for. */
export interface Host {
  readonly domain: string;
  /** Path of its `_ipp` base: begins and ends with "/". */
  readonly base: string;
  /** Folder with its `.pub` and `.pol` files. */
  readonly folder: string;
}

/** Everything that answering needs. */
export interface App {
  readonly hosts: readonly Host[];
  readonly database: Database;
  readonly receiver: Receiver;
  readonly perClient: RateLimit;
  readonly tokens: readonly AccessToken[];
  readonly accounts: readonly Account[];
  readonly logins: Logins;
  readonly filer: Filer;
  readonly counters: Counters;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Below this are the operator's pages and feeds; no alias is below it, since none has two segments. */
export const OPERATOR_BASE = "/-/";
