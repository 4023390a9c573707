declare module "mailparser" {
  import type { Transform } from "node:stream";

  /** The part of the package that the differential test uses; it comes without types. */
  export class MailParser extends Transform {
    constructor(options: { readonly skipHtmlToText: boolean; readonly skipTextToHtml: boolean });
  }
}
