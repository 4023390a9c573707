import type { SealedReader } from "../../../extension/client.ts";
import type { SealingActions } from "../../../extension/ui/actions/sealing-keys.ts";
import type { PopupSealed } from "../../../extension/ui/popup/sealed.tsx";
import type { KeyActions } from "../../../extension/ui/seal/key-states.tsx";
import type { SealActions } from "../../../extension/ui/seal/seal-page.tsx";
import type { WriterActions } from "../../../extension/ui/seal/writer.tsx";
import type { SealedActions } from "../../../extension/ui/sealed/sealed-page.tsx";
import type { SealedData, WriterData } from "./screen.ts";

type Call = (name: string) => Promise<void>;

/** The options' buttons for keys of sealed mail; the passphrase of every backup is "right". */
export const optionsSealing = (call: Call): SealingActions => ({
  make: (address, kind, passphrase) => call(`make ${address} ${kind} ${passphrase === undefined ? "bare" : "backup"}`),
  saveBackup: ({ kid }) => call(`saveBackup ${kid}`),
  restore: async (_, passphrase) => {
    await call("restore");
    return passphrase === "right" ? 2 : "passphrase";
  },
  forget: (kid) => call(`forget ${kid}`),
  forgetOther: ({ address }) => call(`forgetOther ${address}`),
  savePublic: ({ kid }) => call(`savePublic ${kid}`),
});

/** The popup's way to sealed mail: of the user's own messages those are sealed whose subject says nothing. */
export const popupSealed = (call: Call): PopupSealed => ({
  isSealedCopy: async ({ subject }) => subject === "[...]",
  open: () => call("open-sealed"),
});

/** The page of an opened message. */
export function sealedActions(call: Call, { replies, quoting = true }: SealedData): SealedActions {
  const answers: ReturnType<NonNullable<SealedReader["replies"]>> = {
    sealed: () => call("reply-sealed"),
    unsealed: (_, quote) => call(`reply-unsealed ${quote}`),
  };
  return { save: (name) => void call(`save ${name}`), ...(replies && { replies: answers }), quoting };
}

/** Every search asks for one more host. */
const keyActions = (call: Call): KeyActions => ({
  search: async () => {
    await call("search");
    return { end: "done", ask: ["https://ipp.friends.example/carol.pub"] };
  },
  allowHost: async (url) => {
    await call(`allowHost ${url}`);
    return true;
  },
  takeKey: async (address) => {
    await call(`takeKey ${address}`);
    return false;
  },
  takeFound: (address) => call(`takeFound ${address}`),
});

/** The page of the button "Seal". */
export const sealActions = (call: Call): SealActions => ({
  ...keyActions(call),
  allow: () => call("allow"),
  mark: (on) => call(`mark ${on}`),
  openWriter: () => call("openWriter"),
  openOptions: () => call("openOptions"),
});

/** The page that writes. */
export const writerActions = (call: Call, { readiness, sent }: WriterData): WriterActions => ({
  ...keyActions(call),
  readiness: async () => readiness,
  allow: async () => true,
  send: async () => {
    await call("send");
    return sent;
  },
});
