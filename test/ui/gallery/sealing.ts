import type { SealingActions } from "../../../extension/ui/sealing-actions.ts";

/** The options' buttons for keys of sealed mail; the passphrase of every backup is "right". */
export const optionsSealing = (call: (name: string) => Promise<void>): SealingActions => ({
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
