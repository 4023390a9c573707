import type { PageHalf } from "./adapter.ts";
import { gmailPage } from "./adapters/gmail.ts";
import { hordePage } from "./adapters/horde.ts";
import { nextcloudPage } from "./adapters/nextcloud.ts";
import { roundcubePage } from "./adapters/roundcube.ts";
import { snappymailPage } from "./adapters/snappymail.ts";
import { sogoPage } from "./adapters/sogo.ts";
import { fastmailPage, outlookPage } from "./adapters/without-source.ts";
import { yahooPage } from "./adapters/yahoo.ts";
import { zimbraPage } from "./adapters/zimbra.ts";

/** The page half of every webmail, in the order in which a page is compared with them. */
export const PAGES: readonly PageHalf[] = [
  gmailPage,
  yahooPage,
  outlookPage,
  fastmailPage,
  roundcubePage,
  sogoPage,
  nextcloudPage,
  zimbraPage,
  hordePage,
  snappymailPage,
];
