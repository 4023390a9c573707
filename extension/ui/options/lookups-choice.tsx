import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { RESOLVERS } from "../../../core/index.ts";
import { type LookupChoice, type LookupMode, MODES, readResolver } from "../../lookups/choice.ts";
import type { LookupActions } from "../actions/lookups.ts";
import { TextField } from "../parts/field.tsx";
import { Radio } from "../parts/radio.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { OptionsData } from "./model.ts";

interface Props {
  /** What an administrator decided. */
  readonly policy: OptionsData["policy"];
  readonly choice: LookupChoice;
  readonly actions: Pick<LookupActions, "choose">;
  /**
   * On the introduction, which is to be read in a minute: a mode is explained only where it is chosen, and the one button
   * stores the choice and goes on.
   */
  readonly brief?: { readonly label: string; readonly goOn: () => Promise<void>; readonly beside: ComponentChildren };
  /** Called after the choice was stored. */
  readonly onStored: () => Promise<void>;
}

/**
 * The choice of what is looked up and who is asked. Nothing is on until the button is pressed and the client's own
 * question is answered with yes.
 */
export function LookupsChoice({ policy, choice, actions, brief, onStored }: Props) {
  const offered = RESOLVERS.some(({ url }) => url === choice.resolver);
  const [chosen, setMode] = useState<LookupMode>(choice.mode);
  const [resolver, setResolver] = useState(offered ? choice.resolver : "");
  const [own, setOwn] = useState(offered ? "" : choice.resolver);
  const [outcome, setOutcome] = useState<"stored" | "refused" | "resolver_fault">();
  const asked = resolver === "" ? own.trim() : resolver;
  const locked = { mode: lockOf({ policy }, "lookups"), resolver: lockOf({ policy }, "resolver") };
  const mode = locked.mode === undefined ? chosen : choice.mode;
  const changed = mode !== choice.mode || (mode !== "off" && asked !== choice.resolver);
  const save = async () => {
    if (brief !== undefined && !changed) {
      await brief.goOn();
      return;
    }
    const usable = "url" in readResolver(asked);
    if (mode !== "off" && !usable) {
      setOutcome("resolver_fault");
      return;
    }
    const stored = await actions.choose(mode, mode === "off" ? choice.resolver : asked);
    setOutcome(stored ? "stored" : "refused");
    if (stored) await onStored();
    if (stored) await brief?.goOn();
  };
  return (
    <div data-part="lookups-choice">
      <fieldset disabled={locked.mode !== undefined} aria-describedby={locked.mode}>
        <legend>{t("lookups_mode")}</legend>
        <LockNote data={{ policy }} name="lookups" />
        {MODES.map((one) => (
          <Radio
            key={one}
            group="lookups-mode"
            value={one}
            label={t(`lookups_mode_${one}`)}
            {...((brief === undefined || mode === one) && { hint: t(`lookups_mode_${one}_hint`) })}
            checked={mode === one}
            onChoose={() => setMode(one)}
          />
        ))}
      </fieldset>
      {mode !== "off" && (
        <fieldset disabled={locked.resolver !== undefined} aria-describedby={locked.resolver}>
          <legend>{t("lookups_resolver")}</legend>
          <LockNote data={{ policy }} name="resolver" />
          <p class="explain">{t("lookups_resolver_hint")}</p>
          {RESOLVERS.map(({ name, url }) => (
            <Radio
              key={url}
              group="lookups-resolver"
              value={url}
              label={name}
              hint={url}
              checked={resolver === url}
              onChoose={() => setResolver(url)}
            />
          ))}
          <Radio
            group="lookups-resolver"
            value=""
            label={t("lookups_resolver_other")}
            checked={resolver === ""}
            onChoose={() => setResolver("")}
          />
          {resolver === "" && <TextField label="lookups_resolver_url" value={own} onText={setOwn} />}
          <p class="explain">{t("lookups_save_ask")}</p>
        </fieldset>
      )}
      <p class="actions">
        {(brief !== undefined || locked.mode === undefined || locked.resolver === undefined) && (
          <button
            type="button"
            class="primary"
            data-action={brief === undefined ? "save-lookups" : "done"}
            onClick={save}
          >
            {t(brief?.label ?? "lookups_save")}
          </button>
        )}
        {brief?.beside}
        <span role="status" data-outcome={outcome}>
          {outcome && t(`lookups_${outcome}`)}
        </span>
      </p>
    </div>
  );
}
