/** webextension-polyfill hands out the client's own API object; in Thunderbird that object has Thunderbird's parts too. */
declare module "webextension-polyfill" {
  const api: typeof globalThis.browser;
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default api;
}

/** The parts of the interface that browsers have and Thunderbird's types leave out. */
declare namespace browser.scripting {
  interface RegisteredScript {
    readonly id: string;
    readonly matches?: string[];
    readonly js?: string[];
    readonly runAt?: "document_start" | "document_end" | "document_idle";
    readonly allFrames?: boolean;
    readonly persistAcrossSessions?: boolean;
  }
  function getRegisteredContentScripts(): Promise<RegisteredScript[]>;
  function registerContentScripts(scripts: RegisteredScript[]): Promise<void>;
  function unregisterContentScripts(filter: { ids: string[] }): Promise<void>;
  function executeScript(injection: { target: { tabId: number }; files: string[] }): Promise<unknown>;
}
