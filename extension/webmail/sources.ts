import type { SourceHalf } from "./adapter.ts";
import { gmailSource } from "./adapters/gmail.ts";
import { hordeSource } from "./adapters/horde.ts";
import { nextcloudSource } from "./adapters/nextcloud.ts";
import { roundcubeSource } from "./adapters/roundcube.ts";
import { snappymailSource } from "./adapters/snappymail.ts";
import { sogoSource } from "./adapters/sogo.ts";
import { fastmailSource, outlookSource } from "./adapters/without-source.ts";
import { yahooSource } from "./adapters/yahoo.ts";
import { zimbraSource } from "./adapters/zimbra.ts";

const ALL: readonly SourceHalf[] = [
  gmailSource,
  yahooSource,
  outlookSource,
  fastmailSource,
  roundcubeSource,
  sogoSource,
  nextcloudSource,
  zimbraSource,
  hordeSource,
  snappymailSource,
];

/** The source half of every webmail, by the name its content script gives. */
export const SOURCES: ReadonlyMap<string, SourceHalf> = new Map(ALL.map((source) => [source.name, source]));
