import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Marionette } from "./marionette.ts";
import type { World } from "./world.ts";

/** Id of the add-on that does nothing but what every add-on with a badge must. */
export const BARE_ID = "bare@countersign.example";

const MANIFEST = {
  manifest_version: 3,
  name: "Bare",
  version: "1.0",
  browser_specific_settings: { gecko: { id: BARE_ID } },
  permissions: ["messagesRead"],
  background: { scripts: ["background.js"] },
  message_display_action: { default_title: "bare", default_label: "bare" },
};

const BACKGROUND = `
messenger.messageDisplay.onMessagesDisplayed.addListener(async (tab, list) => {
  for (const { id, subject } of list.messages) {
    const file = await messenger.messages.getRaw(id);
    const octets = (await file.arrayBuffer()).byteLength;
    await messenger.messageDisplayAction.setTitle({ tabId: tab.id, title: "read " + octets + " of " + subject });
  }
});
`;

/** Installs, until Thunderbird ends, the add-on that only reads the shown message and sets one title (decision 22). */
export async function installBareAddOn(world: World, marionette: Marionette): Promise<void> {
  const dir = join(world.dir, "bare-addon");
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, "manifest.json"), JSON.stringify(MANIFEST));
  writeFileSync(join(dir, "background.js"), BACKGROUND);
  await marionette.command("Addon:Install", { path: dir, temporary: true });
}
