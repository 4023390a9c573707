/** The client of the package at hand. The build puts the browsers' in the place of this one (`packages.mjs`). */
export { thunderbird as client } from "./thunderbird/client.ts";
