import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LOCKDOWN, NO_POLICY, POLICY_MEMBERS, readPolicy } from "../../core/settings/policy.ts";
import { resolveSettings } from "../../core/settings/resolve.ts";
import { DECLARED, SETTING_NAMES } from "../../core/settings/settings.ts";

const KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const record = (more: object = {}) => ({ org_id: "bank.example", domains: ["bank.example"], ...more });
const server = (more: object = {}) => ({
  accountDomain: "example.org",
  authservId: "mx.example.org",
  borderHosts: ["mx.example.org"],
  placement: "above",
  ...more,
});
const rules = (more: object = {}) => ({
  accountDomain: "example.org",
  policy: { v: 1, mode: "enforce", default: "accept", ...more },
});
const faultsOf = (json: unknown) => readPolicy(json).faults.map(({ path, code }) => `${path} ${code}`);

test("every setting's example is read without a fault, and is what holds then", () => {
  const all = Object.fromEntries(SETTING_NAMES.map((name) => [name, DECLARED[name].example]));
  const { policy = NO_POLICY, faults } = readPolicy({ serial: 3, ...all });
  assert.deepEqual(faults, []);
  assert.equal(policy.serial, 3);
  const effective = resolveSettings(policy, {});
  for (const name of SETTING_NAMES) {
    assert.equal(effective[name].origin, "policy", name);
    assert.notDeepEqual(effective[name].value, [], name);
  }
  assert.equal(effective.keepHistory.value, true);
  assert.equal(effective.historyDays.value, 30);
  assert.equal(effective.organisationName.value, "Example Ltd");
  assert.deepEqual(effective.requireStamp.value, ["bank.example", "payroll.example.org"]);
});

test("what one user may choose may be recommended and locked; the rest can only be set", () => {
  for (const name of SETTING_NAMES) {
    const { user, example } = DECLARED[name];
    const recommended = faultsOf({ recommended: { [name]: example } });
    assert.deepEqual(recommended, user === "choice" ? [] : [`/recommended/${name} only-forced`], name);
    assert.deepEqual(faultsOf({ locked: [name] }), user === "none" ? ["/locked/0 not-lockable"] : [], name);
  }
});

/** Malformed policies, and where the fault must be reported. */
const MALFORMED: readonly (readonly [unknown, string])[] = [
  [null, " not-an-object"],
  [[], " not-an-object"],
  ["{}", " not-an-object"],
  [7, " not-an-object"],
  [{ trust: {} }, "/trust not-a-list"],
  [{ trust: "bank.example" }, "/trust not-a-list"],
  [{ trust: [null] }, "/trust/0 not-an-object"],
  [{ trust: [{}] }, "/trust/0/org_id missing"],
  [{ trust: [record({ domains: [] })] }, "/trust/0/domains empty"],
  [{ trust: [record({ keys: "x" })] }, "/trust/0/keys not-a-list"],
  [{ trust: [record({ keys: [{ kid: "a", alg: "none", key: KEY }] })] }, "/trust/0/keys/0/alg unknown-value"],
  [{ trust: [record({ requirestamp: true })] }, "/trust/0/requirestamp unknown-member"],
  [{ trust: [record({ requireStamp: "yes" })] }, "/trust/0/requireStamp wrong-type"],
  [{ trust: [record({ statusList: "https://x.example/" })] }, "/trust/0/statusList not-an-object"],
  [{ trust: [record(), record()] }, "/trust/1/org_id duplicate"],
  [{ requireStamp: "bank.example" }, "/requireStamp not-a-list"],
  [{ requireStamp: [1] }, "/requireStamp/0 wrong-type"],
  [{ requireStamp: ["bank .example"] }, "/requireStamp/0 not-a-domain"],
  [{ requireStamp: ["*.bank.example"] }, "/requireStamp/0 wildcard"],
  [{ mailServers: server() }, "/mailServers not-a-list"],
  [{ mailServers: [server({ borderHosts: [] })] }, "/mailServers/0/borderHosts empty"],
  [{ mailServers: [server({ placement: "left" })] }, "/mailServers/0/placement unknown-value"],
  [{ mailServers: [server({ profile: "exchange" })] }, "/mailServers/0/profile unknown-value"],
  [{ recipientRules: {} }, "/recipientRules not-a-list"],
  [{ recipientRules: [rules({ v: 2 })] }, "/recipientRules/0/policy/v unknown-value"],
  [{ recipientRules: [rules({ default: "maybe" })] }, "/recipientRules/0/policy/default unknown-value"],
  [{ recipientRules: [rules(), rules()] }, "/recipientRules/1/accountDomain duplicate"],
  [{ recipientRules: [{ ...rules(), domain: "a.example" }] }, "/recipientRules/0/domain unknown-member"],
  [{ reportRoutes: ["all"] }, "/reportRoutes unknown-value"],
  [{ reportReasons: ["spam"] }, "/reportReasons/0 unknown-value"],
  [{ reportDays: 13 }, "/reportDays out-of-bounds"],
  [{ clientMxType: 15 }, "/clientMxType out-of-bounds"],
  [{ clientMxType: 65_280 }, "/clientMxType out-of-bounds"],
  [{ clientMxType: "TYPE265" }, "/clientMxType wrong-type"],
  [{ keepHistory: "no" }, "/keepHistory wrong-type"],
  [{ keepHistory: 2 }, "/keepHistory wrong-type"],
  [{ keepHistory: null }, "/keepHistory wrong-type"],
  [{ historyDays: 0 }, "/historyDays out-of-bounds"],
  [{ historyDays: 1.5 }, "/historyDays wrong-type"],
  [{ historyDays: "30" }, "/historyDays wrong-type"],
  [{ supportUrl: "http://help.example.org/" }, "/supportUrl not-an-https-url"],
  [{ supportUrl: "javascript:alert(1)" }, "/supportUrl not-an-https-url"],
  [{ organisationName: "a\u202Eb" }, "/organisationName hidden-characters"],
  [{ locked: "trust" }, "/locked not-a-list"],
  [{ locked: ["trsut"] }, "/locked/0 unknown-setting"],
  [{ recommended: [] }, "/recommended not-an-object"],
  [{ recommended: { keepHistroy: true } }, "/recommended/keepHistroy unknown-setting"],
  [{ keephistory: false }, "/keephistory unknown-setting"],
  [{ serial: "4" }, "/serial wrong-type"],
  [{ serial: -1 }, "/serial out-of-bounds"],
];

test("ADM-02: each of the malformed policies is reported at its place", () => {
  assert.ok(MALFORMED.length >= 30);
  for (const [json, fault] of MALFORMED)
    assert.ok(faultsOf(json).includes(fault), `${JSON.stringify(json)}: ${faultsOf(json)}`);
});

test("ADM-02: a setting that nothing reads in this program is noted, forced or recommended, and not in others", () => {
  const json = { arrival: "all", keepHistory: true, recommended: { arrival: "off" } };
  const notes = (client?: "thunderbird" | "firefox") =>
    readPolicy(json, 0, client).faults.map(({ path, code, severity }) => `${path} ${code} ${severity}`);
  assert.deepEqual(notes("firefox"), ["/arrival other-client note", "/recommended/arrival other-client note"]);
  assert.deepEqual(notes("thunderbird"), []);
  assert.deepEqual(notes(), []);
});

test("ADM-02: a value that cannot be read is at its strictest and locked, and never falls to what the user chose", () => {
  const { policy = NO_POLICY } = readPolicy({
    keepHistory: "no",
    historyDays: "forever",
    requireStamp: ["bank.example", 5],
  });
  const { keepHistory, historyDays, requireStamp } = resolveSettings(policy, { keepHistory: true, historyDays: 400 });
  assert.deepEqual(keepHistory, { value: false, origin: "policy", locked: true });
  assert.deepEqual(historyDays, { value: 90, origin: "policy", locked: true });
  assert.deepEqual(requireStamp.value, ["bank.example"]);
  assert.deepEqual(readPolicy({ locked: "trust" }).policy?.locked, LOCKDOWN.locked);
  assert.deepEqual(readPolicy({ trust: [record({ keys: [{ kid: "a" }] })] }).policy?.forced.trust?.[0]?.keys, []);
});

test("ADM-02: rules with one wrong value are left out whole, and reading what was read gives the same", () => {
  const wrong = { match: { nature: ["marketing"], subject: ["sale"] }, action: "reject" };
  const good = { match: { nature: ["list"] }, action: "accept" };
  const half = readPolicy({ recipientRules: [rules({ rules: [good, wrong] })] });
  assert.deepEqual(half.policy?.forced.recipientRules, []);
  const whole = readPolicy({ recipientRules: [rules({ rules: [good] })] });
  assert.deepEqual(whole.policy?.forced.recipientRules, [rules({ rules: [good] })]);
  assert.deepEqual(readPolicy(whole.policy?.forced).policy?.forced, whole.policy?.forced);
});

test("ADM-03: a mail server that would be any server is refused", () => {
  const ids = ["*", "", "@com", "com", "mx.*", "a b"];
  for (const authservId of ids) {
    const { policy, faults } = readPolicy({ mailServers: [server({ authservId })] });
    assert.deepEqual(policy?.forced.mailServers, [], authservId);
    assert.equal(faults.length, 1, authservId);
  }
  for (const host of ["*", "", "com", "co.uk", "*.example.org", "."]) {
    const { policy, faults } = readPolicy({ mailServers: [server({ borderHosts: [host] })] });
    assert.deepEqual(policy?.forced.mailServers, [], host);
    assert.ok(faults.length >= 1, host);
  }
  assert.deepEqual(readPolicy({ mailServers: [server({ authservId: undefined })] }).policy?.forced.mailServers, []);
  const profile = {
    accountDomain: "example.org",
    borderHosts: ["protection.outlook.com"],
    placement: "above",
    profile: "microsoft365",
  };
  assert.deepEqual(readPolicy({ mailServers: [profile] }).policy?.forced.mailServers, [profile]);
});

test("ADM-04: trust in everybody below a suffix is refused, and trust in a provider for all is shown as that", () => {
  for (const domain of ["*", "com", "co.uk", "github.io", "*.example"]) {
    const { policy, faults } = readPolicy({ trust: [{ org_id: domain, domains: [domain] }], requireStamp: [domain] });
    assert.deepEqual(policy?.forced.trust, [], domain);
    assert.deepEqual(policy?.forced.requireStamp, [], domain);
    assert.ok(faults.every(({ severity }) => severity === "refused"));
  }
  const { policy, faults } = readPolicy({ trust: [{ org_id: "gmail.com", domains: ["gmail.com"] }] });
  assert.equal(policy?.forced.trust?.length, 1);
  assert.ok(faults.some(({ code, severity }) => code === "shared-provider" && severity === "note"));
});

test("ADM-05 ADM-06: no setting hides a warning, makes a badge, rewords one, or touches a private key", () => {
  assert.deepEqual(
    SETTING_NAMES.filter((name) => /badge|alert|warn|verdict|word|text|hide|private|secret|escrow|backup/i.test(name)),
    [],
  );
  // Whoever adds a setting has to say here that the floor stays: nothing but these can raise a badge.
  assert.deepEqual(
    SETTING_NAMES.filter((name) => DECLARED[name].direction === "loosens"),
    // The last two give INTACT at most (MT2-10, MT2-13).
    ["trust", "mailServers", "mt2Authorities", "mt2Validators"],
  );
  for (const name of ["mt2Authorities", "mt2Validators"] as const)
    assert.deepEqual(DECLARED[name].fromOlder?.(["mx.example.org"]), []);
  const made = readPolicy({
    hideAlerts: true,
    forceBadge: "VERIFIED",
    privateKeys: "https://escrow.example/",
    words: {},
  });
  assert.deepEqual(made.policy, NO_POLICY);
  assert.equal(made.faults.filter(({ code }) => code === "unknown-setting").length, 4);
});

test("ADM-08: of a policy older than one seen before only what tightens counts, and it is reported", () => {
  const keys = [{ kid: "2026a", alg: "ed25519", key: KEY }];
  const json = {
    serial: 4,
    trust: [record({ keys, requireStamp: true }), { org_id: "other.example", domains: ["other.example"], keys }],
    mailServers: [server()],
    requireStamp: ["payroll.example.org"],
    keepHistory: false,
    locked: ["trust"],
  };
  const newer = readPolicy(json, 4);
  assert.deepEqual(newer.faults, []);
  assert.equal(newer.policy?.forced.trust?.length, 2);
  const older = readPolicy(json, 5);
  assert.deepEqual(
    older.faults.map(({ path, code }) => `${path} ${code}`),
    ["/serial older-policy"],
  );
  assert.deepEqual(
    older.policy?.forced.trust?.map(({ org_id, keys: own }) => [org_id, own]),
    [["bank.example", []]],
  );
  assert.deepEqual(older.policy?.forced.mailServers, []);
  assert.deepEqual(older.policy?.forced.requireStamp, ["payroll.example.org"]);
  assert.equal(older.policy?.forced.keepHistory, false);
  assert.deepEqual(older.policy?.locked, ["trust"]);
  assert.equal(readPolicy({ ...json, serial: undefined }, 5).policy?.forced.mailServers?.length, 0);
});

test("ADM-08: keys that a policy marks as compromised are named, whatever else is wrong with it", () => {
  const keys = [{ kid: "2026a", alg: "ed25519", key: KEY, status: "compromised" }];
  for (const seen of [0, 9])
    assert.deepEqual(readPolicy({ serial: 1, trust: [record({ keys })] }, seen).revoked, [
      { org_id: "bank.example", kid: "2026a" },
    ]);
});

test("ADM-10: a policy that is too large, too deep or named like a part of every object does nothing", () => {
  const large = { requireStamp: Array.from({ length: 20_000 }, (_, place) => `a${place}.bank.example`) };
  assert.deepEqual(readPolicy(large), {
    faults: [{ path: "", code: "too-large", severity: "refused", value: "" }],
    revoked: [],
  });
  let deep: unknown = "x";
  for (let level = 0; level < 200_000; level++) deep = [deep];
  assert.equal(readPolicy({ trust: deep }).policy, undefined);
  const named = JSON.parse(
    '{"__proto__": {"keepHistory": false}, "constructor": 1, "toString": 2, "hasOwnProperty": 3}',
  );
  const { policy, faults } = readPolicy(named);
  assert.deepEqual(policy, NO_POLICY);
  assert.equal(faults.filter(({ code }) => code === "unknown-setting").length, 4);
  assert.equal(faultsOf({ locked: ["constructor"] })[0], "/locked/0 unknown-setting");
});

test("reading a policy never throws and gives values of the declared kinds only, whatever it is given", () => {
  const names = fc.constantFrom<string>(...SETTING_NAMES, ...POLICY_MEMBERS, "other");
  const policies = fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()))));
  fc.assert(
    fc.property(policies, fc.nat(3), (json, seen) => {
      const { policy, faults } = readPolicy(json, seen);
      if (policy === undefined) return assert.ok(faults.length > 0);
      const again = readPolicy({ ...policy.forced, recommended: policy.recommended, locked: policy.locked });
      // What was accepted is accepted again, unchanged: reading is idempotent.
      assert.deepEqual(again.policy?.forced, policy.forced);
      assert.deepEqual(again.policy?.recommended, policy.recommended);
    }),
  );
});

test("EXT-10: webmails of a policy are exact sites: https and a host, no path, no wildcard, no user name", () => {
  const good = ["https://webmail.work.example", "https://webmail.work.example:8443", "https://webmail"];
  const bad = [
    "https://*.work.example",
    "https://*",
    "http://webmail.work.example",
    "https://webmail.work.example/",
    "https://webmail.work.example/mail",
    "https://webmail.work.example:443",
    "https://Webmail.work.example",
    "https://me@webmail.work.example",
    "webmail.work.example",
    "<all_urls>",
    7,
  ];
  const { policy, faults } = readPolicy({ webmailSites: [...good, ...bad] });
  assert.deepEqual(policy?.forced.webmailSites, good);
  assert.equal(faults.length, bad.length);
});
