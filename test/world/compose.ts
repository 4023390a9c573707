import type { Marionette } from "./marionette.ts";
import type { Sent, SmtpSink } from "./smtp-sink.ts";
import { until } from "./until.ts";

/** How a message can be answered or passed on. */
export type Manner = "reply" | "forward-inline" | "forward-attached";

/** Answers or forwards the selected message with Thunderbird's own composer, sends it, and returns what came out. */
export async function compose(marionette: Marionette, sink: SmtpSink, manner: Manner, to: string): Promise<Sent> {
  const before = sink.sent.length;
  await marionette.run((manner: string) => {
    const win = Services.wm.getMostRecentWindow("mail:3pane");
    const pane = win.document.getElementById("tabmail").tabInfo[0].chromeBrowser.contentWindow;
    const header = pane.gDBView.hdrForFirstSelectedMessage;
    const type = Ci.nsIMsgCompType;
    const kinds: Record<string, number> = {
      reply: type.Reply,
      "forward-inline": type.ForwardInline,
      "forward-attached": type.ForwardAsAttachment,
    };
    win.ComposeMessage(kinds[manner], Ci.nsIMsgCompFormat.Default, header.folder, [header.folder.getUriForMsg(header)]);
  }, manner);
  await until("the composer", () =>
    marionette.run((to: string) => {
      const win = Services.wm.getMostRecentWindow("msgcompose");
      if (!win?.gMsgCompose?.editor) return false;
      if (win.document.readyState !== "complete" || win.gSendLocked === undefined) return false;
      const editor = win.GetCurrentEditor();
      if (!editor || win.gWindowLocked) return false;
      win.addressRowAddRecipientsArray(win.document.getElementById("addressRowTo"), [to]);
      return true;
    }, to),
  );
  await marionette.run(() => {
    Services.wm.getMostRecentWindow("msgcompose").goDoCommand("cmd_sendNow");
  });
  return await until("the message at the server", () => sink.sent[before]);
}
