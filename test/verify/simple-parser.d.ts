declare module "mailparser" {
  interface Addresses {
    readonly value: readonly { readonly address?: string }[];
  }

  /** The part of the package that the law about other parsers uses; it comes without types. */
  export function simpleParser(source: Buffer): Promise<{
    readonly from?: Addresses;
    readonly text?: string;
    readonly html: string | false;
    readonly attachments: readonly { readonly content: Buffer }[];
  }>;
}
