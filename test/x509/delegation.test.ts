import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type DelegatedSubject,
  delegatedIssuer,
  type PublishedAuthority,
  validateDelegated,
} from "../../core/x509/delegation.ts";
import { dnsName, issuerAltName, mailboxName, subjectAltName } from "../../core/x509/make-extensions.ts";
import { CA, DAY, type Holder, issue, LEAF, NOW, root, unknownCritical } from "./build.ts";

const HOST = "mx.mail.example.org";

/** A certificate for `host`, with alternative names of the issuer. */
async function hostCertificate(
  host: string,
  issuers: readonly Uint8Array[],
  authority: Holder,
  more: readonly Uint8Array[] = [],
) {
  const names = [subjectAltName(dnsName(host)), ...(issuers.length > 0 ? [issuerAltName(...issuers)] : [])];
  return issue({ name: "Gateway", extensions: [...LEAF, ...names, ...more] }, authority);
}

async function issuerOf(host: string, ...issuers: readonly Uint8Array[]): Promise<string> {
  const { certificate } = await hostCertificate(host, issuers, await root());
  const found = delegatedIssuer(certificate, { kind: "host", name: host });
  return found.kind === "issuer" ? found.issuer : found.code;
}

test("MT2-08: no public suffix, and nothing above one, issues for those below", async () => {
  const pairs = [
    ["shop.co.uk", "co.uk"],
    ["a.shop.co.uk", "co.uk"],
    ["a.shop.co.uk", "uk"],
    ["mallory.github.io", "github.io"],
    ["a.example.org", "org"],
    ["co.uk", "co.uk"],
  ] as const;
  for (const [host, issuer] of pairs)
    assert.equal(await issuerOf(host, dnsName(issuer)), "ISSUER_SCOPE", `${issuer} for ${host}`);
  for (const issuer of ["a.shop.co.uk", "shop.co.uk"])
    assert.equal(await issuerOf("a.shop.co.uk", dnsName(issuer)), issuer);
});

test("MT2-09: the issuer is one name, a parent label by label, in lower-case A-labels without a trailing dot", async () => {
  const host = "x.ehsco.example.com";
  const scope = [
    "evilehsco.example.com",
    "sco.example.com",
    "y.ehsco.example.com",
    "a.x.ehsco.example.com",
    "example.net",
  ];
  for (const name of scope) assert.equal(await issuerOf(host, dnsName(name)), "ISSUER_SCOPE", name);
  for (const name of ["Example.com", "example.com.", "*.example.com", "", "example_.com"])
    assert.equal(await issuerOf(host, dnsName(name)), "ISSUER_NAME", name);
  assert.equal(await issuerOf(host, dnsName("example.com"), dnsName("example.com")), "ISSUER_NAME");
  assert.equal(await issuerOf(host, mailboxName("ca@example.com")), "ISSUER_NAME");
  assert.equal(await issuerOf(host), "ISSUER_NAME");
  assert.equal(await issuerOf(host, dnsName("example.com")), "example.com");
});

test("T48: a certificate names its host or its sender, and nobody else", async () => {
  const anchor = await root();
  const subjects: readonly (readonly [string, DelegatedSubject, readonly Uint8Array[]])[] = [
    ["example.org", { kind: "host", name: HOST }, [dnsName(HOST)]],
    ["SUBJECT_NAME", { kind: "host", name: HOST }, [dnsName(HOST), dnsName("mx.example.org")]],
    ["SUBJECT_NAME", { kind: "host", name: HOST }, [dnsName(HOST), mailboxName("a@example.org")]],
    ["SUBJECT_NAME", { kind: "host", name: HOST }, [dnsName("*.mail.example.org")]],
    ["SUBJECT_NAME", { kind: "host", name: HOST }, [mailboxName(`a@${HOST}`)]],
    ["example.org", { kind: "sender", address: "a@example.org" }, [mailboxName("a@example.org")]],
    ["SUBJECT_NAME", { kind: "sender", address: "a@example.org" }, [mailboxName("A@example.org")]],
    ["SUBJECT_NAME", { kind: "sender", address: "a@example.org" }, [dnsName("example.org")]],
  ];
  for (const [expected, subject, names] of subjects) {
    const extensions = [...LEAF, subjectAltName(...names), issuerAltName(dnsName("example.org"))];
    const { certificate } = await issue({ name: "S", extensions }, anchor);
    const found = delegatedIssuer(certificate, subject);
    assert.equal(found.kind === "issuer" ? found.issuer : found.code, expected);
  }
});

test("T44: only what the issuer's zone is proven to publish is trusted", async () => {
  const published = await root();
  const other = await root();
  const leaf = await hostCertificate(HOST, [dnsName("example.org")], published);
  const answer = (state: PublishedAuthority["state"], ...holders: readonly Holder[]): PublishedAuthority => ({
    domain: "example.org",
    state,
    certificates: holders.map(({ octets }) => octets),
  });
  const ask = async (
    authorities: readonly PublishedAuthority[],
    at = NOW,
    chain: readonly Holder[] = [],
    own = leaf,
  ) => {
    const result = await validateDelegated({
      leaf: own.certificate,
      chain: chain.map(({ certificate }) => certificate),
      subject: { kind: "host", name: HOST },
      authorities,
      local: [],
      at: [at],
    });
    if (result.kind === "refused") return [result.code, ...(result.faults ?? []).map(({ code }) => code)].join(" ");
    return result.kind === "unproven" ? `${result.kind} ${result.state}` : `${result.kind} ${result.issuer}`;
  };
  assert.equal(await ask([answer("secure", published)]), "valid example.org");
  assert.equal(await ask([answer("secure", other), answer("secure", published)]), "valid example.org");
  assert.equal(await ask([]), "unproven indeterminate");
  assert.equal(await ask([{ ...answer("secure", published), domain: "mail.example.org" }]), "unproven indeterminate");
  for (const state of ["insecure", "bogus", "indeterminate"] as const)
    assert.equal(await ask([answer("secure", published), answer(state, published)]), `unproven ${state}`);
  assert.equal(await ask([answer("secure", other)]), "PATH NO_ISSUER");
  assert.equal(await ask([answer("secure")], NOW, [published]), "PATH NO_ISSUER");
  assert.equal(await ask([answer("secure", published)], NOW + 31 * DAY), "PATH EXPIRED");
  const odd = await hostCertificate(HOST, [dnsName("example.org")], published, [unknownCritical]);
  assert.equal(await ask([answer("secure", published)], NOW, [], odd), "PATH UNKNOWN_CRITICAL");
  const middle = await issue({ name: "Middle", extensions: CA }, published);
  const below = await hostCertificate(HOST, [dnsName("example.org")], middle);
  assert.equal(await ask([answer("secure", published)], NOW, [middle], below), "valid example.org");
});

test("MT2-10: a CA that is known locally is the only one that counts under its name", async () => {
  const known = await root();
  const served = await root();
  const ask = async (issuer: Holder, local: readonly Holder[]) => {
    const { certificate } = await hostCertificate(HOST, [dnsName("example.org")], issuer);
    const result = await validateDelegated({
      leaf: certificate,
      chain: [],
      subject: { kind: "host", name: HOST },
      authorities: [{ domain: "example.org", state: "secure", certificates: [served.octets] }],
      local: local.map((holder) => holder.certificate),
      at: [NOW],
    });
    return result.kind === "refused" ? result.code : result.kind;
  };
  assert.equal(await ask(served, []), "valid");
  assert.equal(await ask(served, [known]), "LOCAL_PATH");
  assert.equal(await ask(known, [known]), "valid");
  assert.equal(await ask(served, [await issue({ name: "Somebody else", extensions: CA })]), "valid");
});
