import type { Marionette, Remote } from "./marionette.ts";

/** Pages of an extension that can be reached. */
export type View = "background" | "popup" | "tab";

type Outcome<R> = { readonly value: R } | { readonly error: string };

/**
 * Runs `fn` inside a page of the extension, with that page's own globals (DOM, `messenger`). `fn` may use nothing from
 * its own scope; arguments and result are JSON. Asking for the background wakes it. `page` is part of the address of a
 * page in a tab. Code that runs this way is not under the page's content security policy.
 */
export async function inExtension<A extends unknown[], R>(
  marionette: Marionette,
  id: string,
  { view, page = "" }: { view: View; page?: string },
  fn: Remote<A, R>,
  ...args: A
): Promise<R> {
  const script = `const done = arguments[arguments.length - 1];
    Promise.resolve().then(() => (${fn.toString()}).apply(null, JSON.parse(arguments[0]))).then(
      (value) => done(JSON.stringify({ value: value === undefined ? null : value })),
      (error) => done(JSON.stringify({ error: String(error) + " " + (error && error.stack) })));`;
  const evaluate = () =>
    marionette.run(
      async (id: string, view: string, page: string, script: string, args: string) => {
        const { extension } = WebExtensionPolicy.getByID(id);
        if (view === "background" && extension.backgroundState !== "running") await extension.wakeupBackground();
        const views = [...extension.views].filter((v) => v.viewType === view);
        const found = views.findLast((v) => v.xulBrowser?.currentURI?.spec.includes(page));
        if (found === undefined)
          return JSON.stringify({
            error: `no ${view} ${page}; there are ${[...extension.views].map((v) => `${v.viewType} ${v.xulBrowser?.currentURI?.spec}`)}`,
          });
        const actor = found.xulBrowser.browsingContext.currentWindowGlobal.getActor("MarionetteCommands");
        const options = { timeout: 120_000, sandboxName: null, newSandbox: true, async: true };
        const answer = await actor.executeScript(script, [args], options);
        return answer?.serializedValue ?? answer;
      },
      id,
      view,
      page,
      script,
      JSON.stringify(args),
    );
  // Thunderbird may stop an idle background under the running code, and wakes it for the next attempt.
  const stopped = (error: unknown) => view === "background" && /AbortError|destroyed/.test(String(error));
  const json = await evaluate().catch((error: unknown) => (stopped(error) ? evaluate() : Promise.reject(error)));
  const outcome = JSON.parse(String(json)) as Outcome<R>;
  if ("error" in outcome) throw new Error(`in the extension: ${outcome.error}`);
  return outcome.value;
}

/** Addresses of all open pages of the extension, as `VIEWTYPE URL`. */
export function openPages(marionette: Marionette, id: string): Promise<string[]> {
  return marionette.run(
    (id: string) =>
      [...WebExtensionPolicy.getByID(id).extension.views].map((v) => `${v.viewType} ${v.xulBrowser?.currentURI?.spec}`),
    id,
  );
}
