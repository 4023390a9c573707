import { NO_POLICY, readPolicy, resolveSettings } from "../../../core/index.ts";
import type { PolicyStatus } from "../../../extension/policy/status.ts";
import { KNOWLEDGE } from "../../samples/people.ts";

/** What an administrator decided: values, locks, a recommendation, and mistakes. */
export const POLICY = {
  serial: 3,
  trust: [{ org_id: "policy.example", name: "Head Office", domains: ["policy.example"], requireStamp: true }],
  requireStamp: ["payroll.example", "pension.example"],
  mailServers: [
    {
      accountDomain: "work.example",
      authservId: "mx.work.example",
      borderHosts: ["mx.work.example"],
      placement: "above",
    },
  ],
  keepHistory: true,
  historyDays: "forever",
  lookups: "known",
  resolver: "https://dns.work.example/customer-4711",
  organisationName: "Work Example Ltd",
  supportUrl: "https://help.work.example/mail",
  supportContact: "Help desk, extension 4711",
  privacyUrl: "https://help.work.example/mail/privacy",
  minimumLevel: "INTACT",
  simulationHeaders: [{ name: "X-Work-Exercise", value: "2026-autumn-4f1d6c0b9a7e" }],
  keephistory: false,
  recipientRules: [
    {
      accountDomain: "work.example",
      policy: {
        v: 1,
        mode: "testing",
        default: "reject",
        require: ["signed"],
        rules: [{ match: { nature: ["list"], list_id: ["all-staff.work.example"] }, action: "accept" }],
      },
    },
  ],
  reportRoutes: "off",
  auditWebhook: "https://log.work.example/countersign",
  locked: ["trust", "trsut", "recipientRules"],
};

/** The status that a policy leads to; that of nobody having decided anything without one. */
export function policyStatus(json: object | undefined): PolicyStatus {
  const { policy = NO_POLICY, faults } = json === undefined ? { faults: [] } : readPolicy(json);
  return {
    state: json === undefined ? "none" : "read",
    faults,
    readAt: KNOWLEDGE.now,
    serial: policy.serial,
    effective: resolveSettings(policy, {}),
    byAdministrator: false,
    client: "thunderbird",
    id: "countersign@countersign.example",
    live: false,
  };
}
