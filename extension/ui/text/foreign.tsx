import { useState } from "preact/hooks";
import { MAX_SHOWN_TEXT, registrableDomain, shownText } from "../../../core/index.ts";
import { shownTime, t } from "./texts.ts";

/** Longest text shown on demand. */
const MAX_ON_DEMAND = 10_000;

/**
 * Text that somebody else wrote: isolated, what hides is written out, and at most 80 characters of it unless the reader
 * asks for more (ID-13, GMR-25).
 */
export function Foreign({ text }: { readonly text: string }) {
  const [whole, setWhole] = useState(false);
  const short = shownText(text, MAX_SHOWN_TEXT);
  const long = shownText(text, MAX_ON_DEMAND);
  return (
    <>
      <bdi class="foreign">{whole ? long : short}</bdi>
      {long.length > short.length && (
        <button type="button" class="more" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {t(whole ? "show_less" : "show_all")}
        </button>
      )}
    </>
  );
}

/** A domain, the part that somebody registered emphasised: `mail.`**example.org** (ID-10). */
export function Domain({ name }: { readonly name: string }) {
  const own = registrableDomain(name);
  const shown = shownText(name, MAX_ON_DEMAND);
  if (own === undefined || !shown.endsWith(own)) return <Foreign text={name} />;
  return (
    <bdi class="domain" dir="ltr">
      {shown.slice(0, shown.length - own.length)}
      <strong>{own}</strong>
    </bdi>
  );
}

/** An addr-spec, always in full, its registered domain emphasised (ID-02, ID-10). */
export function Address({ addrSpec }: { readonly addrSpec: string }) {
  const at = addrSpec.lastIndexOf("@");
  if (at < 0) return <Domain name={addrSpec} />;
  return (
    <bdi class="address" dir="ltr">
      <Foreign text={addrSpec.slice(0, at)} />@<Domain name={addrSpec.slice(at + 1)} />
    </bdi>
  );
}

/** A time: epoch seconds, or text in RFC 3339; anything else is shown as text. */
export function Time({ at }: { readonly at: string | number }) {
  const seconds = typeof at === "number" ? at : Date.parse(at) / 1000;
  if (!Number.isFinite(seconds)) return <Foreign text={String(at)} />;
  return <time dateTime={new Date(seconds * 1000).toISOString()}>{shownTime(seconds)}</time>;
}
