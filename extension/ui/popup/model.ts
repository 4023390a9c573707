import type { Checked } from "../../check/check.ts";
import type { Undo } from "../../check/trust-organisation.ts";
import type { SiteShown } from "../../client.ts";
import type { PolicyStatus } from "../../policy/status.ts";
import type { PopupLookups } from "../actions/lookups.ts";
import type { PopupReports } from "../actions/report.ts";
import type { PopupSealed } from "./sealed.tsx";

/** What the popup is about. */
export type Shown =
  | { readonly state: "checking" }
  /** The check itself could not be made. */
  | { readonly state: "failed" }
  | {
      readonly state: "checked";
      readonly messages: readonly Checked[];
      /** The webmail of the tab; absent in a mail client, and where no webmail can be. */
      readonly site?: SiteShown;
    };

/** How an organisation may be pinned (decision 3). */
export type Pin = "key" | "name";

/** What the buttons do; given from outside, so that every picture and test shows the real components. */
export interface Actions {
  trust(message: Checked, pin: Pin): Promise<Undo>;
  recheck(): Promise<void>;
  copyDiagnostics(message: Checked): Promise<void>;
  openVerifiedView(message: Checked): Promise<void>;
  openOptions(): Promise<void>;
  /** What the administrator decided. */
  policy(): Promise<PolicyStatus>;
  readonly lookups: PopupLookups;
  /** Absent where the octets are a file that anybody could have written. */
  readonly reports?: PopupReports;
  readonly sealed?: PopupSealed;
  /** Opens the page that checks a file or pasted text. */
  openCheck(): Promise<void>;
  /** Switches a webmail on or off; resolves to whether that was done. Called right in the handler of a click. */
  changeSite(origin: string, on: boolean): Promise<boolean>;
}
