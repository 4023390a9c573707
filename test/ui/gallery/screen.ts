import type { SenderCertificates } from "../../../core/knowledge.ts";
import type { Checked } from "../../../extension/check/check.ts";
import type { SiteShown } from "../../../extension/client.ts";
import type { PolicyStatus } from "../../../extension/policy/status.ts";
import type { ReportOffer } from "../../../extension/reports/ask.ts";
import type { Readiness } from "../../../extension/sealed/compose.ts";
import type { Reading } from "../../../extension/sealed/reading.ts";
import type { Settings } from "../../../extension/state/settings.ts";
import type { CheckShown } from "../../../extension/ui/check/model.ts";
import type { OptionsData } from "../../../extension/ui/options/model.ts";
import type { SealShown } from "../../../extension/ui/seal/seal-page.tsx";
import type { Sent, WriterStart } from "../../../extension/ui/seal/writer.tsx";
import type { SweepShown } from "../../../extension/ui/sweep/sweep-page.tsx";
import type { Contents } from "../../../extension/ui/view/contents.ts";

/** A message without its octets; the pages only ask whether there are any. */
export type CheckedData = Omit<Checked, "bytes"> & { readonly hasBytes: boolean };

/** What a popup knows about reports of its message, and about the certificates of its sender. */
export interface ReportsData {
  readonly offer?: ReportOffer;
  readonly certificates?: SenderCertificates;
}

/** An opened message; octets of attachments are told by their number alone. */
export interface SealedData {
  readonly reading: Reading;
  /** The client writes mail. */
  readonly replies: boolean;
  /** The policy lets sealed text be quoted; true unless told. */
  readonly quoting?: boolean;
}

/** The page that writes sealed mail. */
export interface WriterData {
  readonly start: WriterStart;
  readonly readiness: Readiness;
  /** How sending ends. */
  readonly sent: Sent;
}

type CheckedShown = Extract<CheckShown, { readonly state: "checked" }>;

/** What "Check a message" shows, its messages without their octets. */
export type CheckData =
  | Exclude<CheckShown, CheckedShown>
  | (Omit<CheckedShown, "files"> & {
      readonly files: readonly { readonly name: string; readonly message: CheckedData }[];
    });

/** One screen of the gallery: plain JSON, made in Node and handed to the real components in a browser. */
export type Screen =
  | { readonly page: "popup"; readonly state: "checking" | "failed" }
  | {
      readonly page: "popup";
      readonly state: "checked";
      readonly messages: readonly CheckedData[];
      readonly policy?: PolicyStatus;
      readonly reports?: ReportsData;
      readonly site?: SiteShown;
    }
  | { readonly page: "check"; readonly shown: CheckData }
  | { readonly page: "options"; readonly data: OptionsData }
  | { readonly page: "sweep"; readonly shown: SweepShown }
  | { readonly page: "first-run"; readonly settings: Settings; readonly policy: PolicyStatus }
  | ({ readonly page: "sealed" } & SealedData)
  | { readonly page: "seal"; readonly shown: SealShown }
  | ({ readonly page: "seal-write" } & WriterData)
  | { readonly page: "verified-view"; readonly message: CheckedData; readonly contents: Contents };
