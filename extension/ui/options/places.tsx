import { Fragment } from "preact";
import type { SettingName } from "../../../core/index.ts";
import { placesWith } from "../../policy/places.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { t } from "../text/texts.ts";

interface Props extends Pick<PolicyStatus, "client" | "id"> {
  readonly title: string;
  /** The one setting whose place is wanted. */
  readonly name?: SettingName;
}

/** Where an administrator finds what decides here, in each program that this package runs in (8-enterprise). */
export function Places({ client, id, title, name }: Props) {
  const places = placesWith({ gecko: id, chromium: id });
  return (
    <details data-part={name === undefined ? "policy-places" : "lock-place"}>
      <summary>{t(title)}</summary>
      {places
        .filter((place) => place.client === client)
        .map(({ program, title: product, settings, file }) => (
          <div key={program}>
            <p>
              <strong>{product}</strong>
            </p>
            <ul>
              <li>
                <code dir="ltr">
                  {["HKEY_LOCAL_MACHINE", ...settings.split("\\"), ...(name ? [name] : [])].map((key, at) => (
                    <Fragment key={key}>
                      {at > 0 && "\\"}
                      <wbr />
                      {key}
                    </Fragment>
                  ))}
                </code>
              </li>
              <li>
                <code dir="ltr">{[file, ...(name ? [name] : [])].join(" → ")}</code>
              </li>
            </ul>
          </div>
        ))}
    </details>
  );
}
