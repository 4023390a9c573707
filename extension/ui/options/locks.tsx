import type { SettingName } from "../../../core/index.ts";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import type { OptionsData } from "./model.ts";
import { Places } from "./places.tsx";

/** The id of the text that explains a lock, or undefined where the user may choose. */
export function lockOf({ policy }: Pick<OptionsData, "policy">, name: SettingName): string | undefined {
  return policy.effective[name].locked ? `lock-${name}` : undefined;
}

/** Why a control cannot be changed: who decided, and under which key of the policy. Nothing where nothing is locked. */
export function LockNote({ data, name }: { readonly data: Pick<OptionsData, "policy">; readonly name: SettingName }) {
  const id = lockOf(data, name);
  if (id === undefined) return null;
  const organisation = data.policy.effective.organisationName.value;
  return (
    <>
      <p id={id} class="lock" data-lock={name}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" />
        </svg>{" "}
        {organisation === "" ? (
          t("lock_by_administrator")
        ) : (
          <Say words="lock_by" names={["name"]} params={{ name: organisation }} />
        )}{" "}
        {t("lock_key")} <code dir="ltr">{name}</code>
      </p>
      <Places client={data.policy.client} id={data.policy.id} title="lock_where" name={name} />
    </>
  );
}
