import type { PageHalf } from "./adapter.ts";
import { roundcubePage } from "./adapters/roundcube.ts";

/** The page half of every webmail, in the order in which a page is compared with them. */
export const PAGES: readonly PageHalf[] = [roundcubePage];
