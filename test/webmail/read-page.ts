import { after, before } from "node:test";
import { build } from "esbuild";
import { type Browser, launch, type Page } from "puppeteer-core";
import type { Ref } from "../../extension/webmail/adapter.ts";
import { seededMistake } from "../attacks/mistake.mjs";

/** A page that imitates a webmail. */
export interface Imitated {
  readonly url: string;
  readonly html: string;
}

/** What the page halves say in it: the name of the first that recognises it, and its messages. */
export interface Read {
  readonly name: string | undefined;
  readonly found: readonly Omit<Ref, "token">[];
  /** For each message, whether its marker would stand inside a body, or nowhere. */
  readonly insideBody: readonly boolean[];
}

const withoutHash = (url: string) => url.replace(/#.*$/, "");

/** A real browser for the tests of a file, in which the page halves look at pages. Nothing leaves this machine. */
export function usePageReader(chromium: { readonly skip: unknown }): (one: Imitated) => Promise<Read> {
  let browser: Browser;
  let page: Page;
  let script: string;
  let imitated: Imitated | undefined;
  before(async () => {
    if (chromium.skip !== false) return;
    const made = await build({
      stdin: {
        contents: 'import { PAGES } from "./extension/webmail/pages.ts"; Object.assign(globalThis, { PAGES });',
        resolveDir: process.cwd(),
        loader: "ts",
      },
      bundle: true,
      write: false,
      format: "iife",
      plugins: seededMistake(),
    });
    script = made.outputFiles[0]?.text ?? "";
    browser = await launch({
      executablePath: "/usr/bin/chromium",
      timeout: 120_000,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    page = await browser.newPage();
    // The one address is answered with the imitated page.
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const html = {
        status: 200,
        contentType: "text/html; charset=utf-8",
        body: `<!doctype html><body>${imitated?.html}`,
      };
      const isIt = imitated && withoutHash(request.url()) === withoutHash(imitated.url);
      void (isIt ? request.respond(html) : request.abort());
    });
  });
  after(() => browser?.close());
  return async (one) => {
    imitated = one;
    await page.goto("about:blank");
    await page.goto(one.url);
    await page.evaluate(script);
    return page.evaluate(read);
  };
}

/** Runs in the page. */
function read(): Read {
  interface Half {
    readonly name: string;
    recognises(page: Document): boolean;
    messages(page: Document): readonly (Ref & { place(marker: HTMLElement): void })[];
  }
  const { PAGES } = globalThis as unknown as { PAGES: readonly Half[] };
  const half = PAGES.find((one) => one.recognises(document));
  const messages = half?.messages(document) ?? [];
  const BODIES = ".a3s, .msg-body, .message-body, .messageBody, .bodyText, [data-test-id='message-view-body']";
  const insideBody = messages.map(({ place }) => {
    const marker = document.createElement("i");
    place(marker);
    return marker.closest(BODIES) !== null || !marker.isConnected;
  });
  return { name: half?.name, insideBody, found: messages.map(({ place: _, token: _token, ...ref }) => ref) };
}
