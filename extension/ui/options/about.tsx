import { useState } from "preact/hooks";
import { ScrollBox } from "../parts/scroll-box.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";

/** Texts that every package carries. */
const FILES = ["LICENSE", "THIRD-PARTY-NOTICES.md"] as const;

/** Version, licence, and what others contributed. */
export function About({ data, actions }: Section) {
  const [shown, setShown] = useState<{ readonly file: string; readonly text: string }>();
  return (
    <>
      <p>{t("about_version", data.version)}</p>
      <p class="actions">
        {FILES.map((file) => (
          <button
            key={file}
            type="button"
            aria-expanded={shown?.file === file}
            onClick={async () =>
              setShown(shown?.file === file ? undefined : { file, text: await actions.readText(file) })
            }
          >
            {t(file === "LICENSE" ? "about_license" : "about_notices")}
          </button>
        ))}
        <button type="button" onClick={actions.openFirstRun}>
          {t("about_first_run")}
        </button>
      </p>
      {shown && (
        <ScrollBox label={shown.file}>
          <pre lang="en" dir="ltr">
            {shown.text}
          </pre>
        </ScrollBox>
      )}
    </>
  );
}
