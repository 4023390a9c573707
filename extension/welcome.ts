import { browser } from "./browser.ts";
import { getSettings } from "./state/settings.ts";

/** A user's own installation begins with an explanation; an administrator's does not. */
export async function welcome(): Promise<void> {
  const { installType }: { readonly installType: string } = await browser.management.getSelf();
  if (installType === "admin" || (await getSettings()).welcomed) return;
  await browser.tabs.create({ url: browser.runtime.getURL("ui/first-run.html") });
}
