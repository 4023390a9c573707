// The gates are plain modules that run before anything is built; these are the functions that their tests call.

declare module "*/sources.mjs" {
  export function sourceProblems(texts: ReadonlyMap<string, string>): string[];
}
declare module "*/dependencies.mjs" {
  export function dependencyProblems(manifest: object, lock: object, reviewed: object): string[];
}
declare module "*/store-rules.mjs" {
  export function packageProblems(files: ReadonlyMap<string, Uint8Array>): string[];
}
declare module "*/store-rules-repository.mjs" {
  export function repositoryProblems(files?: readonly string[], read?: (path: string) => string): string[];
}
declare module "*/addons-linter.mjs" {
  export function linterProblems(report: object, reviewed: readonly object[]): string[];
}
