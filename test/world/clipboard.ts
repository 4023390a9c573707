import type { Marionette } from "./marionette.ts";

/** The text on the clipboard. */
export function clipboardText(marionette: Marionette): Promise<string> {
  return marionette.run(() => {
    const transfer = Cc["@mozilla.org/widget/transferable;1"].createInstance(Ci.nsITransferable);
    transfer.init(null);
    transfer.addDataFlavor("text/plain");
    Services.clipboard.getData(transfer, Services.clipboard.kGlobalClipboard);
    const held: { value: typeof Services } = { value: null };
    transfer.getTransferData("text/plain", held);
    return held.value.QueryInterface(Ci.nsISupportsString).data;
  });
}
