import { domainOf } from "../message/addr-spec.ts";
import { toALabel } from "../message/domain.ts";
import type { MethodResult } from "./parse.ts";

/** The domain after the last "@", or the whole. */
const whole = (value: string) => value;

/** Which registered properties name whom a result speaks about, the first that is there (T34). */
const IDENTITY: ReadonlyMap<string, readonly (readonly [property: string, read: (value: string) => string])[]> =
  new Map(
    Object.entries({
      dmarc: [["header.from", whole]],
      dkim: [
        ["header.d", whole],
        ["header.i", domainOf],
      ],
      spf: [["smtp.mailfrom", domainOf]],
      mtls: [["smtp.mailfrom", domainOf]],
      map: [["smtp.mailfrom", domainOf]],
      bimi: [["header.d", whole]],
      vbr: [["header.md", whole]],
      smime: [["body.smime-identifier", domainOf]],
    } as const),
  );

/** Whether results of this method speak about a domain. */
export function hasIdentity(method: string): boolean {
  return IDENTITY.has(method);
}

/** The value that names whom a result of this method speaks about, as it stands. */
export function identityValue(method: string, properties: ReadonlyMap<string, string>): string | undefined {
  for (const [property] of IDENTITY.get(method) ?? []) {
    const value = properties.get(property);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * The domain a result speaks about, as lower-case A-labels.
 * @returns undefined when it names nobody, or something that is no domain (AR-07)
 */
export function identityOf(result: MethodResult): string | undefined {
  for (const [property, read] of IDENTITY.get(result.method) ?? []) {
    const value = result.properties.get(property);
    if (value !== undefined) return toALabel(read(value));
  }
  return undefined;
}
