import { ConfirmButton } from "../parts/confirm-button.tsx";
import { TableBox } from "../parts/table-box.tsx";
import { Domain, Foreign, Time } from "../text/foreign.tsx";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";
import { Mt2Authorities } from "./mt2-authorities.tsx";
import { SenderCertificates } from "./sender-certificates.tsx";

/** Keys whose owner is known without being trusted (G30), and authorities that name owners of keys. */
export function KeysSection(props: Section) {
  return (
    <>
      <KnownKeys {...props} />
      <SenderCertificates {...props} />
      <Mt2Authorities {...props} />
    </>
  );
}

function KnownKeys({ data, actions }: Section) {
  // A key out of a certificate stands and falls with it, in the list of those.
  const pinned = new Set(data.certificates.map(({ address }) => address));
  const keys = data.keys.filter(({ address }) => address === undefined || !pinned.has(address));
  if (keys.length === 0) return pinned.size > 0 ? null : <p class="empty">{t("options_keys_none")}</p>;
  return (
    <TableBox
      label={t("options_keys")}
      columns={["tag_org_id", "tag_kid", "receipt_algorithm", "keys_proof", "keys_since", "keys_remove"]}
    >
      {keys.map(({ org_id, kid, alg, proof }) => (
        <tr key={`${org_id} ${kid}`}>
          <th scope="row">
            <Domain name={org_id} />
          </th>
          <td>
            <Foreign text={kid} />
          </td>
          <td>{alg}</td>
          <td>{t(`receipt_key_${proof.how}`)}</td>
          <td>
            <Time at={proof.at} />
          </td>
          <td>
            <ConfirmButton
              label="keys_remove"
              question="keys_remove_question"
              onConfirm={() => actions.removeKey(org_id, kid)}
            />
          </td>
        </tr>
      ))}
    </TableBox>
  );
}
