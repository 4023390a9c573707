import { type DelegatedSubject, validateDelegated } from "../../core/x509/delegation.ts";
import {
  basicConstraints,
  dnsName,
  extendedKeyUsage,
  issuerAltName,
  keyUsage,
  mailboxName,
  subjectAltName,
} from "../../core/x509/make-extensions.ts";
import { makePublished } from "../../core/x509/make-published.ts";
import { writePem } from "../../core/x509/pem.ts";
import { readPublished } from "../../core/x509/published.ts";
import { SERVER_AUTH } from "../../core/x509/purpose.ts";
import { CA, DAY, issue, LEAF, NOW, root, testKey } from "./build.ts";
import { certificate, pemOctets } from "./support.ts";

/** A `.pub` and what a reader makes of it for an address at a moment. */
export interface PubVector {
  readonly id: string;
  readonly address: string;
  readonly at: number;
  readonly pub: string;
  /** `published`, `published with encryption`, or the refusal: which certificate, or `file`, and why. */
  readonly expect: string;
}

/** A certificate of a delegated CA, and what its issuer's zone is proven to publish. */
export interface DelegationVector {
  readonly id: string;
  readonly at: number;
  readonly subject: DelegatedSubject;
  readonly leaf: string;
  /** The domain whose `_mt2` name was looked up, and the certificate there. */
  readonly published: { readonly domain: string; readonly certificate: string };
  readonly expect: string;
}

const ADDRESS = "alice@example.org";
const pem = (octets: Uint8Array) => writePem({ label: "CERTIFICATE", octets });

/** Makes the vectors anew, with new keys. */
export async function makeVectors(): Promise<{ pubs: readonly PubVector[]; delegations: readonly DelegationVector[] }> {
  const signing = { alg: "ed25519", ...testKey() } as const;
  const encryptionKey = testKey("x25519").publicKey;
  const times = { address: ADDRESS, notBefore: NOW - DAY, notAfter: NOW + DAY };
  const one = await makePublished({ ...times, signing });
  const two = await makePublished({ ...times, signing, encryptionKey });
  const [, second = ""] = two.split(/(?<=-----END CERTIFICATE-----\n)/);
  const own = async (...extensions: readonly Uint8Array[]) => pem((await issue({ name: "Alice", extensions })).octets);
  const name = subjectAltName(mailboxName(ADDRESS));
  const pub = (id: string, text: string, expect: string, address = ADDRESS, at = NOW): PubVector => ({
    id,
    address,
    at,
    pub: text,
    expect,
  });
  return {
    pubs: [
      pub("signing-alone", one, "published"),
      pub("with-encryption", two, "published with encryption"),
      pub("another-address", one, "0 NAME_MISMATCH", "bob@example.org"),
      pub("another-case", one, "0 NAME_CASE", "Alice@example.org"),
      pub("domain-in-another-case", one, "published", "alice@EXAMPLE.org"),
      pub("expired", one, "0 EXPIRED", ADDRESS, NOW + DAY + 1),
      pub("last-second", one, "published", ADDRESS, NOW + DAY),
      pub("comment", `My key:\n${one}`, "file PEM"),
      pub("three-blocks", two + one, "file BLOCKS"),
      pub("second-of-a-first-that-is-no-ca", one + second, "1 NOT_CA"),
      pub(
        "two-mailboxes",
        await own(...LEAF, subjectAltName(mailboxName(ADDRESS), mailboxName("b@example.org"))),
        "0 NAME_MISMATCH",
      ),
      pub("for-servers", await own(...LEAF, name, extendedKeyUsage(SERVER_AUTH)), "0 EXTENDED_KEY_USAGE"),
      pub("without-key-usage", await own(basicConstraints(false), name), "0 KEY_USAGE"),
      pub("for-encipherment", await own(basicConstraints(false), keyUsage("keyEncipherment"), name), "0 KEY_USAGE"),
    ],
    delegations: await delegations(),
  };
}

async function delegations(): Promise<readonly DelegationVector[]> {
  const authority = await root(CA);
  const make = async (
    id: string,
    host: string,
    issuer: string,
    expect: string,
    names = [dnsName(host)],
    domain = issuer,
  ) => {
    const extensions = [...LEAF, subjectAltName(...names), issuerAltName(dnsName(issuer))];
    const leaf = await issue({ name: "Gateway", extensions }, authority);
    const subject = { kind: "host", name: host } as const;
    return {
      id,
      at: NOW,
      subject,
      leaf: pem(leaf.octets),
      published: { domain, certificate: pem(authority.octets) },
      expect,
    };
  };
  return [
    await make("parent", "mx.example.org", "example.org", "valid"),
    await make("itself", "mx.example.org", "mx.example.org", "valid"),
    await make("public-suffix", "shop.co.uk", "co.uk", "ISSUER_SCOPE"),
    await make("not-by-label", "mx.badexample.org", "example.org", "ISSUER_SCOPE"),
    await make("trailing-dot", "mx.example.org", "example.org.", "ISSUER_NAME"),
    await make("upper-case", "mx.example.org", "Example.org", "ISSUER_NAME"),
    await make("two-names", "mx.example.org", "example.org", "SUBJECT_NAME", [
      dnsName("mx.example.org"),
      dnsName("a.example.org"),
    ]),
    await make(
      "nothing-published",
      "mx.example.org",
      "example.org",
      "unproven",
      [dnsName("mx.example.org")],
      "other.example",
    ),
  ];
}

/** What is made of a `.pub` here. */
export async function judgePub({ pub, address, at }: PubVector): Promise<string> {
  const read = await readPublished(pub, address, [at]);
  if (read.kind === "fault") return `${read.index ?? "file"} ${read.code}`;
  return read.encryption === undefined ? "published" : "published with encryption";
}

/** What is made of a delegated certificate here. */
export async function judgeDelegation({ leaf, subject, published, at }: DelegationVector): Promise<string> {
  const result = await validateDelegated({
    leaf: certificate(pemOctets(leaf)),
    chain: [],
    subject,
    authorities: [{ domain: published.domain, state: "secure", certificates: [pemOctets(published.certificate)] }],
    local: [],
    at: [at],
  });
  return result.kind === "refused" ? result.code : result.kind;
}
