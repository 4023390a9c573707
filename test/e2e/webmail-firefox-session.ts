import { KNOWLEDGE } from "../samples/people.ts";
import { makeSamples, type Sample } from "../samples/samples.ts";
import { inExtension } from "../world/extension-page.ts";
import { type Firefox, startFirefox } from "../world/firefox.ts";
import { allow, closeAction, closeOwnTabs, goTo, inPage, pressAction, readAction } from "../world/firefox-tabs.ts";
import { ID } from "../world/mail-client.ts";
import { clickInPopup } from "../world/mouse.ts";
import { HOST, LOOKALIKE, type Roundcube, startRoundcube, USER } from "../world/roundcube.ts";
import { keep } from "../world/state.ts";
import { until } from "../world/until.ts";
import type { World } from "../world/world.ts";

/** A reader in front of Roundcube in Firefox. */
export interface FirefoxSession {
  readonly firefox: Firefox;
  readonly roundcube: Roundcube;
  readonly samples: readonly Sample[];
}

/** Starts everything, logged in; the site is not switched on yet. */
export async function startFirefoxSession(world: World): Promise<FirefoxSession> {
  const samples = await makeSamples();
  const roundcube = await startRoundcube(
    world,
    samples.map(({ bytes }) => bytes),
  );
  const firefox = await startFirefox(world, { names: [HOST, LOOKALIKE] });
  await closeOwnTabs(firefox);
  await goTo(firefox, roundcube.url);
  await inPage(
    firefox,
    (user: string) => {
      const field = (id: string) => document.querySelector<HTMLInputElement>(id) ?? new HTMLInputElement();
      field("#rcmloginuser").value = user;
      field("#rcmloginpwd").value = "secret";
      document.querySelector<HTMLElement>("#rcmloginsubmit")?.click();
    },
    USER,
  );
  await until("the list", () => inPage(firefox, () => document.querySelector("#messagelist tr.message") !== null));
  return { firefox, roundcube, samples };
}

/** Opens the n-th message in a view of its own. */
export const openInFirefox = ({ firefox, roundcube }: FirefoxSession, n: number) =>
  goTo(firefox, `${roundcube.url}?_task=mail&_action=show&_uid=${n + 1}&_mbox=INBOX`);

/** Runs `fn` in the popup that is open. */
export const inPopup = <R>({ firefox }: FirefoxSession, fn: () => R) =>
  inExtension(firefox.marionette, ID, { view: "popup" }, fn);

/** Switches the site on by its button in the popup and the browser's question, and stores what the samples need. */
export async function switchOnInFirefox(session: FirefoxSession): Promise<void> {
  const { firefox, roundcube } = session;
  await pressAction(firefox);
  await clickInPopup(firefox.marionette, firefox.display, 'button[data-action="site-on"]');
  await allow(firefox);
  await until("the badge", async () => !/pending/.test((await readAction(firefox)).icon));
  await closeAction(firefox);
  const { origin } = new URL(roundcube.url);
  await inExtension(firefox.marionette, ID, { view: "background" }, keep, KNOWLEDGE, `webmail ${origin}`, {
    mark: "red kite",
  });
  await goTo(firefox, roundcube.url);
}

/** What the button says once it is final. */
export const verdictInFirefox = ({ firefox }: FirefoxSession) =>
  until("a verdict", async () => {
    const now = await readAction(firefox);
    return now.icon !== "pending" && now.icon !== "" && now;
  });

/** The markers in the page, as only the browser itself can see them. */
export async function markersInFirefox({ firefox: { marionette } }: FirefoxSession) {
  await marionette.command("Marionette:SetContext", { value: "content" });
  try {
    const script = `return [...document.querySelectorAll("span")].flatMap((host) => {
      const root = host.openOrClosedShadowRoot;
      const box = root?.querySelector(".marker");
      return box ? [{ mode: root.mode, tone: box.className.replace("marker ", ""), text: box.textContent,
        hasMark: box.querySelector("canvas") !== null }] : [];
    });`;
    const answer = await marionette.command("WebDriver:ExecuteScript", { script, args: [], sandbox: "system" });
    const { value } = answer as {
      value: readonly { mode: string; tone: string; text: string; hasMark: boolean }[];
    };
    return value;
  } finally {
    await marionette.command("Marionette:SetContext", { value: "chrome" });
  }
}
