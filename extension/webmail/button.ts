import { browser } from "../browser.ts";
import type { Face } from "../button/face.ts";

const SIZES = [16, 32];

/** Chromium's button shows no SVG; its package has each icon as pictures too. */
const pictures = () => browser.runtime.getManifest().icons?.["16"]?.endsWith(".png") === true;

const pathOf = (icon: string) =>
  pictures()
    ? Object.fromEntries(SIZES.map((size) => [size, `/${icon.replace(/\.svg$/, `-${size}.png`)}`]))
    : `/${icon}`;

/** Tells the browser what the button of a tab shows. A browser's button has no word: it is part of the title. */
export async function paint(tabId: number, { icon, label, title }: Partial<Face>): Promise<void> {
  await Promise.all([
    icon === undefined ? undefined : browser.action.setIcon({ tabId, path: pathOf(icon) }),
    title === undefined ? undefined : browser.action.setTitle({ tabId, title }),
    label === undefined ? undefined : browser.action.setBadgeText({ tabId, text: "" }),
  ]);
}
