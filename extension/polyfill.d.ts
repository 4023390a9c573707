/** webextension-polyfill hands out the client's own API object; in Thunderbird that object has Thunderbird's parts too. */
declare module "webextension-polyfill" {
  const api: typeof globalThis.browser;
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default api;
}
