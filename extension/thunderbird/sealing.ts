import { browser } from "../browser.ts";
import { say } from "../button/say.ts";
import { type Composed, isMarked, sealedOnlyIn } from "../sealed/compose.ts";

/** What Thunderbird does with a message that is about to leave. */
type Answer = { readonly cancel?: boolean; readonly details?: Composed };

/** Opens the page that names what is missing, beside the window that could not be sent. */
async function explain(tabId: number): Promise<void> {
  const url = browser.runtime.getURL(`ui/seal.html?tab=${tabId}`);
  await browser.windows.create({ type: "popup", url, width: 560, height: 640 });
}

/**
 * Seals a message before it leaves, where it is marked or the policy wants it so. Whatever goes wrong, it does not leave as it is: that is the one answer for
 * every fault.
 */
async function beforeSend(tab: { readonly id?: number }, details: Composed): Promise<Answer> {
  if (tab.id === undefined) return {};
  try {
    if (!isMarked(details) && (await sealedOnlyIn(details)).length === 0) return {};
    // The ciphers are large, and most messages are not sealed.
    const { sealComposed } = await import("../sealed/seal-composed.ts");
    const sealed = await sealComposed(tab.id, details, say("seal_cover"));
    if (sealed !== undefined) return { details: sealed };
  } catch (error) {
    console.error("a message could not be sealed", error instanceof Error ? error.name : "");
  }
  // Not waited for: Thunderbird keeps the window locked until this answers.
  void explain(tab.id).catch(() => undefined);
  return { cancel: true };
}

/** Registers the listener, where the user allowed it: now, and when that changes. */
export function startSealing(): void {
  let registered = false;
  const listen = () => {
    // Without the permission the event is not there, whatever the types say; and Thunderbird waits for promises.
    const { onBeforeSend } = browser.compose as Partial<typeof browser.compose>;
    if (registered || onBeforeSend === undefined) return;
    Reflect.apply(onBeforeSend.addListener, onBeforeSend, [beforeSend]);
    registered = true;
  };
  listen();
  browser.permissions.onAdded.addListener(listen);
}
