import { LEVELS } from "../../../core/index.ts";
import { Radio } from "../parts/radio.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** From which badge on good news is shown. More than an administrator asks for is always the reader's to choose. */
export function LevelSection({ data, actions }: Section) {
  const { least } = data.policy.effective.minimumLevel;
  const first = least === undefined ? 0 : LEVELS.indexOf(least);
  return (
    <fieldset aria-describedby={lockOf(data, "minimumLevel")}>
      <legend>{t("level_choice")}</legend>
      <LockNote data={data} name="minimumLevel" />
      {least !== undefined && first < LEVELS.length - 1 && <p>{t("level_more")}</p>}
      {LEVELS.map((level, place) => (
        <Radio
          key={level}
          group="minimum-level"
          value={level}
          label={t(`level_${level}`)}
          hint={t(`level_${level}_hint`)}
          checked={data.settings.minimumLevel === level}
          disabled={place < first}
          onChoose={() => actions.setMinimumLevel(level)}
        />
      ))}
    </fieldset>
  );
}
