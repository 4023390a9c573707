import { type ClientName, EXTENSION_IDS } from "../../core/index.ts";

/** One program that reads policies, and where it looks for them. */
export interface Place {
  readonly program: "thunderbird" | "firefox" | "chrome" | "edge";
  readonly title: string;
  readonly client: ClientName;
  /** Windows registry, below HKEY_LOCAL_MACHINE: policies of the program, and those for this extension. */
  readonly policies: string;
  readonly settings: string;
  /** In the program's file of policies, or in a file of its folder of policies: the members that lead to the settings. */
  readonly file: string;
  /** What the program takes a complex value from: JSON in a REG_MULTI_SZ, or in a REG_SZ. */
  readonly json: "multi" | "text";
}

const gecko = (program: "thunderbird" | "firefox", title: string, id: string): Place => ({
  program,
  title,
  client: program,
  policies: `SOFTWARE\\Policies\\Mozilla\\${title}`,
  settings: `SOFTWARE\\Policies\\Mozilla\\${title}\\3rdparty\\Extensions\\${id}`,
  file: `policies.json: policies → 3rdparty → Extensions → ${id}`,
  json: "multi",
});

const chromium = (program: "chrome" | "edge", title: string, vendor: string, id: string): Place => ({
  program,
  title,
  client: "chromium",
  policies: `SOFTWARE\\Policies\\${vendor}`,
  settings: `SOFTWARE\\Policies\\${vendor}\\3rdparty\\extensions\\${id}\\policy`,
  file: `policies/managed/*.json: 3rdparty → extensions → ${id}`,
  json: "text",
});

/** Every program, in the order of the documents. */
export const placesWith = (ids: Readonly<Record<"gecko" | "chromium", string>>): readonly Place[] => [
  gecko("thunderbird", "Thunderbird", ids.gecko),
  gecko("firefox", "Firefox", ids.gecko),
  chromium("chrome", "Google Chrome", "Google\\Chrome", ids.chromium),
  chromium("edge", "Microsoft Edge", "Microsoft\\Edge", ids.chromium),
];

/** The places under the ids of the samples. */
export const PLACES = placesWith(EXTENSION_IDS);
