import { browser } from "../browser.ts";
import type { Face } from "../button/face.ts";

/** Tells Thunderbird what the button of a tab shows; all calls at once, as each costs a round trip. */
export async function paint(tabId: number, { icon, label, title }: Partial<Face>): Promise<void> {
  const button = browser.messageDisplayAction;
  await Promise.all([
    icon === undefined ? undefined : button.setIcon({ tabId, path: `/${icon}` }),
    label === undefined ? undefined : button.setLabel({ tabId, label }),
    title === undefined ? undefined : button.setTitle({ tabId, title }),
  ]);
}
