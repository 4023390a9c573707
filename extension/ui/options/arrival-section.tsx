import { useState } from "preact/hooks";
import { ARRIVAL_MODES, type ArrivalMode } from "../../arrival/stored.ts";
import { Radio } from "../parts/radio.tsx";
import { t } from "../text/texts.ts";
import { LockNote, lockOf } from "./locks.tsx";
import type { Section } from "./model.ts";

/** Whether new mail is checked and tagged. It is on when somebody chose it and the client's question got a yes. */
export function ArrivalSection({ data, actions }: Section) {
  const current = data.settings.arrival;
  const locked = lockOf(data, "arrival");
  const [chosen, setMode] = useState<ArrivalMode>(current);
  const [outcome, setOutcome] = useState<"stored" | "refused">();
  const mode = locked === undefined ? chosen : current;
  const missing = current !== "off" && data.mayTag !== true;
  return (
    <>
      <fieldset disabled={locked !== undefined} aria-describedby={locked}>
        <legend>{t("arrival_mode")}</legend>
        <LockNote data={data} name="arrival" />
        {ARRIVAL_MODES.map((one) => (
          <Radio
            key={one}
            group="arrival-mode"
            value={one}
            label={t(`arrival_mode_${one}`)}
            hint={t(`arrival_mode_${one}_hint`)}
            checked={mode === one}
            onChoose={() => setMode(one)}
          />
        ))}
      </fieldset>
      {missing && <p data-part="arrival-missing">{t("arrival_missing")}</p>}
      {(locked === undefined || missing) && (
        <button
          type="button"
          class="primary"
          data-action="save-arrival"
          onClick={async () => setOutcome((await actions.chooseArrival(mode)) ? "stored" : "refused")}
        >
          {t(locked === undefined ? "arrival_save" : "arrival_allow")}
        </button>
      )}{" "}
      <button type="button" data-action="open-sweep" onClick={actions.openSweep}>
        {t("sweep_open")}
      </button>{" "}
      <span role="status" data-outcome={outcome}>
        {outcome && t(`arrival_${outcome}`)}
      </span>
    </>
  );
}
