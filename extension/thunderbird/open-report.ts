import { browser } from "../browser.ts";

const POPUP = "ui/popup.html";

/** Opens the popup of the message shown at its reasons: nothing is reported before one of them is chosen. */
export async function openReport(): Promise<void> {
  await browser.messageDisplayAction.setPopup({ popup: `${POPUP}#report` });
  try {
    await browser.messageDisplayAction.openPopup();
  } finally {
    await browser.messageDisplayAction.setPopup({ popup: POPUP });
  }
}
