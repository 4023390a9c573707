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
  await composerReady(marionette);
  await marionette.run((to: string) => {
    const win = Services.wm.getMostRecentWindow("msgcompose");
    win.addressRowAddRecipientsArray(win.document.getElementById("addressRowTo"), [to]);
  }, to);
  await sendNow(marionette);
  const sent = await until("the message at the server", () => sink.sent[before]);
  // It stays until the copy lies in Sent, and would be taken for the next one.
  await until("the composer to close", () =>
    marionette.run(() => Services.wm.getMostRecentWindow("msgcompose") === null),
  );
  return sent;
}

/** Waits until a composer has its text and takes commands. */
export async function composerReady(marionette: Marionette): Promise<void> {
  await until("the composer", () =>
    marionette.run(() => {
      const win = Services.wm.getMostRecentWindow("msgcompose");
      return win?.composeEditorReady === true && !win.gWindowLocked;
    }),
  );
}

/** Sends what is composed, as the button does once it can be pressed: a command that is off does nothing, without a word. */
export async function sendNow(marionette: Marionette): Promise<void> {
  await until("the button that sends", () =>
    marionette.run(() => {
      const win = Services.wm.getMostRecentWindow("msgcompose");
      if (!win.defaultController.isCommandEnabled("cmd_sendNow")) return false;
      win.goDoCommand("cmd_sendNow");
      return true;
    }),
  );
}
