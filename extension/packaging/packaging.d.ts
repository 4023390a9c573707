// The build runs before anything is built, so its parts are plain modules; these are the functions that tests call.

declare module "*/packaging/locales.mjs" {
  export function mergedLocales(words?: string, pages?: string): Map<string, Record<string, object>>;
}
declare module "*/packaging/notices.mjs" {
  export function bundledPackages(metafiles: readonly object[]): string[];
  export function notices(folders: readonly string[]): string;
}
declare module "*/zip.mjs" {
  export function crc32(bytes: Uint8Array): number;
  export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer;
}
declare module "*/packaging/sign-firefox.mjs" {
  export const WEB_EXT: string;
  export function sourceArchive(version: string): string;
  export function signingArguments(version: string): readonly string[];
}
declare module "*/packaging/manifests.mjs" {
  export const CLIENTS: Readonly<
    Record<string, { background: string; content?: string; without?: readonly string[]; ending: string }>
  >;
  export const CHROMIUM_KEY: string;
  export const PNG_SIZES: Readonly<Record<"button" | "lists", readonly number[]>>;
  export function manifestOf(client: string, version: string, source?: object): Record<string, unknown>;
}
