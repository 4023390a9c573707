import { useEffect, useState } from "preact/hooks";
import { resolverName } from "../../lookups/choice.ts";
import type { PopupLookups } from "../actions/lookups.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

/** Says once that another resolver is asked now, whoever changed it (NET-10). */
export function ProofResolver({ lookups }: { readonly lookups: PopupLookups }) {
  const [resolver, setResolver] = useState<string>();
  useEffect(() => {
    void lookups.changedResolver().then(setResolver);
  }, [lookups]);
  if (resolver === undefined) return null;
  const seen = async () => {
    await lookups.seenResolver();
    setResolver(undefined);
  };
  return (
    <p class="notice" role="status" data-part="resolver">
      <Say words="resolver_changed" names={["host"]} params={{ host: resolverName(resolver) }} />{" "}
      <button type="button" data-action="resolver-seen" onClick={seen}>
        {t("resolver_changed_seen")}
      </button>
    </p>
  );
}
