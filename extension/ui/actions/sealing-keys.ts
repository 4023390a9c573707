import type { KeyKind } from "../../../core/index.ts";
import type { ShownSealingKey } from "../../sealed/keys.ts";
import { forgetRecipientKey, listRecipientKeys, type RecipientKey } from "../../sealed/recipient-store.ts";
import { forgetVerdicts } from "../../state/clockwork.ts";
import { client } from "../../this-client.ts";
import { saveFile } from "./save-file.ts";

/** The keys for sealed mail, as the options show them. */
export interface SealingShown {
  /** Own addresses, each of which may have keys. */
  readonly addresses: readonly string[];
  readonly own: readonly ShownSealingKey[];
  /** Keys of others that the user took in. */
  readonly others: readonly RecipientKey[];
}

/** How a restoration ended: the number of keys that were new, or why there are none. */
export type Restored = number | "format" | "passphrase";

/** What the options can do with these keys; each resolves when it is stored. */
export interface SealingActions {
  /** @param passphrase of the backup; undefined: none is made, now or ever */
  make(address: string, kind: KeyKind, passphrase: string | undefined): Promise<void>;
  saveBackup(key: ShownSealingKey): Promise<void>;
  restore(text: string, passphrase: string): Promise<Restored>;
  forget(kid: string): Promise<void>;
  forgetOther(key: RecipientKey): Promise<void>;
  /** Saves the public key for whoever makes the certificates of the address (`countersign ipp publish --encryption`). */
  savePublic(key: ShownSealingKey): Promise<void>;
}

/** The ciphers are large and few need them: pages load them when somebody does. */
const ownKeys = () => import("../../sealed/keys.ts");

/** What is shown. */
export async function sealingShown(): Promise<SealingShown> {
  const { listSealingKeys } = await ownKeys();
  const [accounts, own, others] = await Promise.all([client.accounts(), listSealingKeys(), listRecipientKeys()]);
  return { addresses: [...new Set(accounts.flatMap(({ addresses }) => addresses))], own, others };
}

/** Which mail is for the user depends on the keys: verdicts from before end. */
async function changed(): Promise<void> {
  await forgetVerdicts();
  await client.announceChange();
}

const fileName = (address: string, kid: string, ending: string) =>
  `sealing-key-${address.replace(/[^A-Za-z0-9.@-]/g, "_")}-${kid.slice(0, 8)}.${ending}`;

/** The real actions. */
export const sealingActions: SealingActions = {
  async make(address, kind, passphrase) {
    const { makeSealingKey } = await ownKeys();
    await makeSealingKey(address, kind, passphrase, Math.floor(Date.now() / 1000));
    await changed();
  },
  async saveBackup({ kid, address }) {
    const { sealingKeyBackup } = await ownKeys();
    const text = await sealingKeyBackup(kid);
    if (text !== undefined) saveFile(fileName(address, kid, "json"), text, "application/json");
  },
  async restore(text, passphrase) {
    const { restoreSealingKeys } = await ownKeys();
    const restored = await restoreSealingKeys(text, passphrase);
    await changed();
    return restored;
  },
  async forget(kid) {
    const { forgetSealingKey } = await ownKeys();
    await forgetSealingKey(kid);
    await changed();
  },
  forgetOther: forgetRecipientKey,
  async savePublic({ kid, address }) {
    const { publicKeyFile } = await ownKeys();
    const text = await publicKeyFile(kid);
    if (text !== undefined) saveFile(fileName(address, kid, "pub"), text, "application/json");
  },
};
