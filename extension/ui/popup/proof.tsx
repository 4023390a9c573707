import { useEffect, useState } from "preact/hooks";
import type { KeyName, ProofShown } from "../../lookups/shown.ts";
import type { PopupLookups } from "../actions/lookups.ts";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Foreign } from "../text/foreign.tsx";
import { Say } from "../text/say.tsx";
import { shownTime, t } from "../text/texts.ts";

interface Props {
  /** The published key; its name is what `proof` stands for. */
  readonly of: KeyName;
  readonly lookups: PopupLookups;
}

/** How a key was proven from the root of the DNS: in one line, and in full on demand. */
export function Proof({ of, lookups }: Props) {
  const name = JSON.stringify(of);
  const [proof, setProof] = useState<ProofShown>();
  useEffect(() => {
    let current = true;
    setProof(undefined);
    void lookups.proof(of).then((found) => current && setProof(found));
    return () => {
      current = false;
    };
    // The same key is another object after each check.
  }, [name, lookups]);
  if (proof === undefined) return null;
  const { provenAt, until, stands } = proof;
  return (
    <section data-part="proof" data-key={of.kind} data-stands={stands}>
      {of.kind !== "gmp-key" && (
        <p>
          {t(`lookups_kind_${of.kind.replace("-", "_")}`)}
          {t("rules_then")}
          <Domain name={of.domain} />
        </p>
      )}
      <p>{stands ? t("proof_line", shownTime(provenAt), shownTime(until)) : t("proof_ended")}</p>
      <ProofInFull proof={proof} />
    </section>
  );
}

/** The names of the IANA registry of DNS security algorithm numbers. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [8, "RSASHA256"],
  [10, "RSASHA512"],
  [13, "ECDSAP256SHA256"],
  [14, "ECDSAP384SHA384"],
  [15, "ED25519"],
]);

function ProofInFull({ proof }: { readonly proof: ProofShown }) {
  const { stands, names, chain, via } = proof;
  return (
    <details data-part="chain">
      <summary>{t("proof_full")}</summary>
      <TableBox label={t("proof_full")} columns={["proof_zone", "proof_tag", "proof_algorithm"]}>
        {chain.map(({ zone, tag, algorithm }) => (
          <tr key={zone} data-zone={zone}>
            <th scope="row">{zone === "." ? t("proof_root") : <Domain name={zone.replace(/\.$/, "")} />}</th>
            <td>{tag}</td>
            <td>{ALGORITHMS.get(algorithm) ?? algorithm}</td>
          </tr>
        ))}
      </TableBox>
      <dl class="fields">
        {names.map((name) => (
          <div key={name}>
            <dt>{t("proof_name")}</dt>
            <dd>
              <Foreign text={name.replace(/\.$/, "")} />
            </dd>
          </div>
        ))}
      </dl>
      {via !== "" && (
        <p>
          <Say words="proof_carried" names={["domain"]} params={{ domain: via }} />
        </p>
      )}
      {stands && <p>{t("proof_again")}</p>}
    </details>
  );
}
