import { type ComponentChild, render } from "preact";
import { language, t } from "../text/texts.ts";

/** Makes a document one of ours: language, direction, title, and the content. */
export function showPage(title: string, content: ComponentChild): void {
  const { documentElement, body } = document;
  documentElement.lang = language();
  documentElement.dir = t("language_direction");
  document.title = t(title);
  render(content, body);
}
