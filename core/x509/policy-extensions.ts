import { type DerElement, oidText, primitive, readDer, TAG } from "./der.ts";

/** What a certificate says about policies (RFC 5280 s4.2.1.4, s4.2.1.5, s4.2.1.11, s4.2.1.14). Object identifiers with dots. */
export interface PolicyExtensions {
  readonly policies?: readonly string[];
  /** The issuer's policy, and the subject's that is as good. */
  readonly mappings?: readonly (readonly [string, string])[];
  /** How many certificates may follow before a policy is required, and before mappings end. */
  readonly requireExplicit?: number;
  readonly inhibitMapping?: number;
  /** How many may follow before anyPolicy ends. */
  readonly inhibitAny?: number;
}

export const ANY_POLICY = "2.5.29.32.0";

/** Most policies, and most mappings, in one certificate. */
const MAX_POLICIES = 256;
/** Larger numbers constrain no path that exists. */
const MAX_SKIP = 0xffff;

/** certificatePolicies: at least one, none twice. */
export function readPolicies(value: Uint8Array): PolicyExtensions | undefined {
  const policies = items(value)?.map(({ tag, children: [id, qualifiers, ...more] }) => {
    const form = tag === TAG.sequence && id?.tag === TAG.oid && more.length === 0;
    const qualified = qualifiers === undefined || (qualifiers.tag === TAG.sequence && qualifiers.children.length > 0);
    return form && qualified ? oidText(id.content) : undefined;
  });
  const known = policies?.filter((policy) => policy !== undefined) ?? [];
  return known.length > 0 && new Set(known).size === policies?.length ? { policies: known } : undefined;
}

/** policyMappings; nothing maps to or from anyPolicy (RFC 5280 s6.1.4 a). */
export function readMappings(value: Uint8Array): PolicyExtensions | undefined {
  const pairs = items(value)?.map(({ tag, children: [from, to, ...more] }) => {
    if (tag !== TAG.sequence || from?.tag !== TAG.oid || to?.tag !== TAG.oid || more.length > 0) return undefined;
    const pair = [oidText(from.content), oidText(to.content)] as const;
    return pair.includes(ANY_POLICY) ? undefined : pair;
  });
  const mappings = pairs?.filter((pair) => pair !== undefined) ?? [];
  return mappings.length > 0 && mappings.length === pairs?.length ? { mappings } : undefined;
}

/** policyConstraints: at least one of both. */
export function readConstraints(value: Uint8Array): PolicyExtensions | undefined {
  const rest = [...(items(value) ?? [])];
  const take = (tag: number) => (rest[0]?.tag === tag ? skip(rest.shift()) : "absent");
  const requireExplicit = take(primitive(0));
  const inhibitMapping = take(primitive(1));
  if (rest.length > 0 || requireExplicit === undefined || inhibitMapping === undefined) return undefined;
  if (requireExplicit === "absent" && inhibitMapping === "absent") return undefined;
  return {
    ...(requireExplicit !== "absent" && { requireExplicit }),
    ...(inhibitMapping !== "absent" && { inhibitMapping }),
  };
}

export function readInhibitAny(value: Uint8Array): PolicyExtensions | undefined {
  const element = readDer(value);
  const inhibitAny = element?.tag === TAG.integer ? skip(element) : undefined;
  return inhibitAny === undefined ? undefined : { inhibitAny };
}

function items(value: Uint8Array): readonly DerElement[] | undefined {
  const list = readDer(value);
  return list?.tag === TAG.sequence && list.children.length <= MAX_POLICIES ? list.children : undefined;
}

/** A SkipCerts: a number that is not negative, in its shortest form. */
function skip(element: DerElement | undefined): number | undefined {
  const [first = 0x80, second = 0x80] = element?.content ?? [];
  if (element === undefined || first >= 0x80) return undefined;
  if (element.content.length > 1 && first === 0 && second < 0x80) return undefined;
  return Math.min(
    MAX_SKIP,
    element.content.reduce((sum, octet) => sum * 256 + octet, 0),
  );
}
