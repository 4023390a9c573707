/** The one place that imports the client's API: everything else takes `browser` from here. */
export { default as browser } from "webextension-polyfill";
