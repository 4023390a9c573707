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

/** What is noted besides: that something was done, never about which message or which address. */
export const AUDIT_KINDS = [
  "trust-set",
  "trust-removed",
  "key-removed",
  "policy-read",
  "report-made",
  "exercise-reported",
  "sweep-begun",
] as const;

/** One line of the log. */
export interface AuditEvent {
  /** Given by the database; rises. */
  readonly id?: number;
  /** Epoch seconds. */
  readonly at: number;
  readonly kind: (typeof AUDIT_KINDS)[number];
  /** The domain of an organisation, for changes of trust alone. */
  readonly organisation?: string;
  /** Serial of a policy. */
  readonly serial?: number;
}

/** How far the log was handed on. */
export interface WebhookState {
  /** Number of the last event that arrived, and the last day whose counts arrived; 0 and "" at first. */
  readonly event: number;
  readonly day: string;
  /** Attempts since the last success. */
  readonly attempts: number;
  /** Epoch seconds; nothing is sent before. */
  readonly due: number;
}
