// Names that exist inside Thunderbird's own window, where functions given to `Marionette.run` execute. They have no
// published types; what a test takes from them is checked when it is used.
// biome-ignore-all lint/suspicious/noExplicitAny: privileged objects without types

declare const WebExtensionPolicy: any;
declare const ChromeUtils: any;
declare const Services: any;
declare const Cc: any;
declare const Ci: any;
declare const Cu: any;
declare const IOUtils: any;
declare const openAboutDialog: any;

/** The extension interface inside Chromium, in functions given to `evaluate`. */
declare const chrome: any;
