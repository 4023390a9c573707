import { useEffect, useState } from "preact/hooks";
import type { Result } from "../../../core/index.ts";
import type { Checked } from "../../check/check.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import { LockNote, lockOf } from "../options/locks.tsx";
import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";
import type { Actions, Pin } from "./model.ts";

interface Props {
  readonly message: Checked;
  readonly trustable: NonNullable<Result["trustable"]>;
  readonly actions: Actions;
}

const PINS: readonly Pin[] = ["key", "name"];

/** "Trust this organisation": offered only with a proven key at hand, narrow, one click (decision 3). */
export function TrustOffer({ message, trustable, actions }: Props) {
  const [pin, setPin] = useState<Pin>("key");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [policy, setPolicy] = useState<PolicyStatus>();
  useEffect(() => {
    void actions.policy().then(setPolicy);
  }, [actions]);
  const lock = policy && lockOf({ policy }, "trust");
  const group = `pin-${message.messageId}`;
  const params = { org: trustable.org_id, kid: trustable.kid };
  const trust = async () => {
    setBusy(true);
    setFailed(false);
    try {
      await actions.trust(message, pin);
    } catch (error) {
      console.error("the organisation could not be trusted", error);
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <fieldset class="trust" disabled={lock !== undefined} aria-describedby={lock}>
      <legend>
        <Say words="popup_trust_question" names={["org"]} params={params} />
      </legend>
      {policy && <LockNote data={{ policy }} name="trust" />}
      {PINS.map((choice) => (
        <label key={choice} class="choice">
          <input type="radio" name={group} value={choice} checked={pin === choice} onChange={() => setPin(choice)} />
          <span>
            <Say words={`popup_trust_by_${choice}`} names={["org", "kid"]} params={params} />
          </span>
        </label>
      ))}
      <button type="button" class="primary" data-action="trust" disabled={busy} onClick={trust}>
        {t("popup_trust")}
      </button>
      {failed && <p role="alert">{t("popup_trust_failed")}</p>}
    </fieldset>
  );
}
