// What a content script could try that somebody has taken over. It runs in the content script's own world: nothing here
// may use anything from its own scope.

/** Wishes of the extension's own pages, and what a thief would like besides. */
export const WISHES = [
  ...["changed", "look-up", "report", "check", "again", "name"],
  ...["trust", "decrypt", "export", "import", "fetch", "settings"],
] as const;

/** What became of it. */
export interface TakenOver {
  /** The answer to what it may say: that it is heard at all. */
  readonly shown: unknown;
  /** Wishes that were answered. */
  readonly granted: readonly string[];
  /** Whether it could write into the storage that it does have. */
  readonly stored: boolean;
  /** Parts of the browser's interface that it can use, of those that it has no need of. */
  readonly powers: readonly string[];
}

/** Says everything, writes wherever it can, and looks around. */
export async function tryEverything(wishes: readonly string[]): Promise<TakenOver> {
  const say = (message: object): Promise<unknown> => chrome.runtime.sendMessage(message);
  const granted: string[] = [];
  const more = { tabId: 1, messageId: 1, origin: "https://evil.example", url: location.origin };
  for (const countersign of wishes) {
    const answer = await say({ countersign, ...more }).catch(() => undefined);
    if (answer !== undefined && answer !== null) granted.push(countersign);
  }
  const trust = [{ org_id: "neighbour.example", scopes: ["neighbour.example"], source: "user", addedAt: 1 }];
  const loot = { trust, keys: [], settings: { mark: "x", webmails: [{ origin: more.origin, addresses: [] }] } };
  await chrome.storage?.local.set(loot);
  const kept = await chrome.storage?.local.get("trust");
  await new Promise((done) => {
    const opened = indexedDB.open("countersign");
    opened.onsuccess = done;
    opened.onerror = done;
  });
  const interfaces = {
    action: "setTitle",
    alarms: "create",
    cookies: "getAll",
    downloads: "download",
    permissions: "request",
    scripting: "executeScript",
    tabs: "query",
  };
  return {
    shown: await say({ countersign: "shown", adapter: "roundcube", account: "", messages: [] }),
    granted,
    stored: kept?.trust?.length === 1,
    powers: Object.entries(interfaces).flatMap(([name, call]) => (chrome[name]?.[call] === undefined ? [] : [name])),
  };
}
