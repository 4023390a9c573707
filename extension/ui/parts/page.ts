import { type ComponentChild, render } from "preact";
import { hasTexts, readTexts } from "../../button/say.ts";
import { language, t } from "../text/texts.ts";
import { keepFocus } from "./kept-focus.ts";

/**
 * Makes a document one of ours: language, direction, title, and the content. Where the browser has no texts of its
 * extension, the package's own are read first: without them not even a time could be written.
 */
export function showPage(title: string, content: ComponentChild): void {
  if (hasTexts()) draw(title, content);
  else void readTexts().then(() => draw(title, content));
}

let drawn = false;

function draw(title: string, content: ComponentChild): void {
  const { documentElement, body } = document;
  if (!drawn) keepFocus(document);
  drawn = true;
  documentElement.lang = language();
  documentElement.dir = t("language_direction");
  document.title = t(title);
  render(content, body);
}
