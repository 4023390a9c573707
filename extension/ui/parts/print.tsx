/** A fingerprint in hex, in groups that people can compare. */
export const Print = ({ hex }: { readonly hex: string }) => (
  <code data-part="fingerprint">{hex.replace(/(.{4})(?=.)/g, "$1 ")}</code>
);
