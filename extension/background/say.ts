import { browser } from "../browser.ts";
import type { Say } from "./face.ts";

/** Texts in the language of the user interface. */
export const say: Say = (key, values = []) => browser.i18n.getMessage(key, [...values]) || key;
