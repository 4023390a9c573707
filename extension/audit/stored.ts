import type { Badge } from "../../core/index.ts";

/** How often each verdict was given on one day: counts and nothing else. */
export interface AuditDay {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  /** Verdicts that stood on the screen. */
  readonly shown: Readonly<Partial<Record<Badge, number>>>;
  /** Verdicts on new mail, and in sweeps. */
  readonly arrived: Readonly<Partial<Record<Badge, number>>>;
}

/** What is noted besides: that something was done, never about which message or address. */
export type AuditKind =
  | "trust-added"
  | "trust-removed"
  | "key-removed"
  | "policy-changed"
  | "policy-faults"
  | "report-made"
  | "settings-imported"
  | "sweep-done";

/** One line of the log. */
export interface AuditEvent {
  /** Given by the database. */
  readonly id?: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly kind: AuditKind;
  /** Who it is about: the domain of an organisation, for changes of trust alone. */
  readonly organisation?: string;
  /** How many, where the kind counts something. */
  readonly count?: number;
}

/** How far the log was handed on. */
export interface WebhookState {
  /** Number of the last event, and the last whole day, that arrived. */
  readonly event: number;
  readonly day: string;
  /** Attempts since the last success, and when the next one is due, epoch seconds. */
  readonly attempts: number;
  readonly due: number;
}
