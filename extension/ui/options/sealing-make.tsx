import { useState } from "preact/hooks";
import type { KeyKind } from "../../../core/index.ts";
import { Choice, Field, SecretField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";
import type { OptionsActions } from "./model.ts";

/** Characters of a passphrase at least: the backup may be tried out by whoever finds it. */
const SHORTEST = 12;

interface Props {
  readonly addresses: readonly string[];
  /** There is no key yet. */
  readonly first: boolean;
  readonly actions: OptionsActions;
  readonly onMade: (how: "backup" | "bare") => void;
}

/** Makes a key, with its backup: now or never, as nobody can take it out later. */
export function SealingMake({ addresses, first, actions, onMade }: Props) {
  const [address = "", setAddress] = useState(addresses[0]);
  const [kind, setKind] = useState<KeyKind>("x25519");
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const [bare, setBare] = useState(false);
  const [told, setTold] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!bare && [...passphrase].length < SHORTEST) return setTold("sealing_short");
    if (!bare && passphrase !== again) return setTold("sealing_differs");
    setTold("sealing_working");
    await actions.sealing.make(address, kind, bare ? undefined : passphrase);
    for (const set of [setPassphrase, setAgain, setTold]) set("");
    onMade(bare ? "bare" : "backup");
    await actions.refresh();
  };
  return (
    <details data-part="make-key" open={first}>
      <summary>{t("sealing_make_title")}</summary>
      <p class="explain">{t("sealing_make_explain")}</p>
      <form onSubmit={submit}>
        <Field label="sealing_address">
          {(attributes) => (
            <select {...attributes} value={address} onInput={(event) => setAddress(event.currentTarget.value)}>
              {addresses.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="sealing_kind">
          {(attributes) => (
            <select
              {...attributes}
              value={kind}
              onInput={(event) => setKind(event.currentTarget.value === "x-wing" ? "x-wing" : "x25519")}
            >
              <option value="x25519">{t("sealing_kind_x25519")}</option>
              <option value="x-wing">{t("sealing_kind_x_wing")}</option>
            </select>
          )}
        </Field>
        {!bare && (
          <>
            <SecretField label="sealing_passphrase" hint fresh value={passphrase} onText={setPassphrase} />
            <SecretField label="sealing_passphrase_again" fresh value={again} onText={setAgain} />
          </>
        )}
        <Choice label="sealing_bare" checked={bare} onChange={setBare} />
        <button type="submit" class="primary" data-action="make-key" disabled={told === "sealing_working"}>
          {t("sealing_make")}
        </button>{" "}
        <span role="status">{told && t(told)}</span>
      </form>
    </details>
  );
}
