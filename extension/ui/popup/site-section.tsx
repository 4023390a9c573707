import { useState } from "preact/hooks";
import type { SiteShown } from "../../client.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import type { Actions } from "./model.ts";

/** "Use Countersign on this webmail", for the one site of the tab, and the way back. */
export function SiteSection({ site, actions }: { readonly site: SiteShown; readonly actions: Actions }) {
  const [refused, setRefused] = useState(false);
  const { origin, enabled } = site;
  // The browser asks its own question only right after the click: nothing comes in between.
  const change = () =>
    actions.changeSite(origin, !enabled).then(
      (done) => setRefused(!done),
      (error: unknown) => {
        console.error("the site could not be changed", error);
        setRefused(true);
      },
    );
  return (
    <section class="site" data-site={enabled ? "enabled" : "offered"}>
      <p>
        <Say words={enabled ? "site_enabled" : "site_offer"} names={["site"]} params={{ site: new URL(origin).host }} />
      </p>
      <button
        type="button"
        data-action={enabled ? "site-off" : "site-on"}
        class={enabled ? "" : "primary"}
        onClick={change}
      >
        {t(enabled ? "site_off" : "site_on")}
      </button>
      {refused && <p role="alert">{t("site_refused")}</p>}
    </section>
  );
}
