import { gzipSync } from "node:zlib";
import type { Page } from "puppeteer-core";
import { logInToRoundcube, openMessage, type Session, settled, startSession } from "../e2e/webmail-reader.ts";
import { contentScript } from "../world/chromium.ts";
import { LOOKALIKE } from "../world/roundcube.ts";
import { until } from "../world/until.ts";
import { chromiumAtWebmail } from "../world/webmail-chromium.ts";
import { createWorld } from "../world/world.ts";
import { type Bench, median, ratio, report, round } from "./measure.ts";

// From a message that the webmail has opened to its marker, against the bare fetch of its raw source from the same page,
// both in real Chromium with real Roundcube and Dovecot. Every message is looked at for the first time.

/** Runs before the page: notes when the marker took its last form, which a page can tell by its width alone. */
function watchMarker(): void {
  const times: number[] = [];
  Object.assign(globalThis, { markerTimes: times });
  let width = 0;
  const look = () => {
    const host = document.querySelector<HTMLElement>("#message-header .adr + span");
    if (host !== null && host.offsetWidth > 0 && host.offsetWidth !== width) {
      width = host.offsetWidth;
      times.push(performance.now());
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds of one message, and of what they are made of. */
interface Stages {
  /** From the page's own readiness to the verdict in the marker. */
  readonly marker: number;
  /** Of these, until the webmail was asked for the source. */
  readonly untilAsked: number;
  /** Its answer. */
  readonly answer: number;
  /** From there on: check, stored state, marker, and the frame in which it is seen. */
  readonly toMarker: number;
}

async function timeToMarker(session: Session): Promise<Stages> {
  await settled(session);
  const [ready, verdict] = await session.page.evaluate(() => {
    const verdict = (globalThis as unknown as { markerTimes: number[] }).markerTimes.at(-1) ?? Number.NaN;
    const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return [performance.timeOrigin + (entry?.domContentLoadedEventStart ?? 0), performance.timeOrigin + verdict];
  });
  const { times, asked } = session.roundcube.front;
  const source = times.get(asked.findLast((path) => path.includes("viewsource")) ?? "") ?? {
    asked: Number.NaN,
    answered: Number.NaN,
  };
  return {
    marker: (verdict ?? Number.NaN) - (ready ?? 0),
    untilAsked: source.asked - (ready ?? 0),
    answer: source.answered - source.asked,
    toMarker: (verdict ?? Number.NaN) - source.answered,
  };
}

/** Runs before the page: fetches the source as soon as the page is ready, and notes when it was there. */
function fetchBare(): void {
  addEventListener("DOMContentLoaded", async () => {
    const began = performance.now();
    const uid = new URLSearchParams(location.search).get("_uid");
    if (uid === null) return;
    const token = [...document.scripts].map(
      ({ textContent }) => /"request_token":"(\w+)"/.exec(textContent ?? "")?.[1],
    );
    const query = { _task: "mail", _action: "viewsource", _uid: uid, _mbox: "INBOX", _save: "1" };
    const search = new URLSearchParams({ ...query, _token: token.find((one) => one !== undefined) ?? "" });
    await (await fetch(`./?${search}`, { cache: "no-store" })).arrayBuffer();
    Object.assign(globalThis, { bareTime: performance.now() - began });
  });
}

/** Milliseconds of the bare fetch, in a page of the same webmail under a name that is not enabled. */
async function bareFetch(page: Page, url: string, uid: number): Promise<number> {
  // In front, as a page that is read: others are loaded with less haste, and not drawn.
  await page.bringToFront();
  await page.goto(`${url}?_task=mail&_action=show&_uid=${uid}&_mbox=INBOX`);
  return until("the bare fetch", () => page.evaluate(() => (globalThis as { bareTime?: number }).bareTime));
}

/** Worlds of extensions in a page: none means that nothing of ours ever runs there. */
async function worldsOnOtherSites({ chromium, roundcube }: Session): Promise<number> {
  const page = await chromium.browser.newPage();
  const debug = await page.createCDPSession();
  let worlds = 0;
  debug.on("Runtime.executionContextCreated", ({ context }) => {
    if (/Countersign/.test(context.name)) worlds++;
  });
  await debug.send("Runtime.enable");
  await page.goto(`https://${LOOKALIKE}:${roundcube.front.port}/?_task=mail&_action=show&_uid=1&_mbox=INBOX`);
  await page.close();
  return worlds;
}

await report(async (): Promise<Bench> => {
  const world = createWorld("bench-webmail");
  try {
    const session = await startSession(world);
    await session.page.evaluateOnNewDocument(watchMarker);
    const other = await session.chromium.browser.newPage();
    const otherUrl = `https://${LOOKALIKE}:${session.roundcube.front.port}/`;
    await logInToRoundcube(chromiumAtWebmail(session.chromium, other), otherUrl);
    await other.evaluateOnNewDocument(fetchBare);
    const [stages, bare]: [Stages[], number[]] = [[], []];
    for (let n = 0; n < session.samples.length; n++) {
      const reference = await bareFetch(other, otherUrl, n + 1);
      await session.page.bringToFront();
      await openMessage(session, n);
      const one = await timeToMarker(session);
      // The first of all only warms up.
      if (n > 0) {
        stages.push(one);
        bare.push(reference);
      }
    }
    const marker = stages.map((one) => one.marker);
    const row = {
      messages: marker.length,
      "bare fetch ms": round(median(bare)),
      "to the marker ms": round(median(marker)),
      "until asked ms": round(median(stages.map(({ untilAsked }) => untilAsked))),
      "answer ms": round(median(stages.map(({ answer }) => answer))),
      "from there ms": round(median(stages.map(({ toMarker }) => toMarker))),
      "marker / bare": ratio(marker, bare),
      "content script, octets gzipped": gzipSync(contentScript()).length,
      "scripts on sites not enabled": await worldsOnOtherSites(session),
    };
    return { name: "Webmail: from an opened message to its marker, against the bare fetch of its source", rows: [row] };
  } finally {
    await world.end();
  }
});
