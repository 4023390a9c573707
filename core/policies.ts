/** What a recipient asks of a message before accepting it. */
export type Requirement = "signed" | "encrypted";

/** What becomes of a message that a rule, or the default, speaks about. */
export type PolicyAction = "accept" | "reject";

/** One rule: all members of `match` must fit, of each one item; without members it fits every message. */
export interface PolicyRule {
  readonly match: {
    readonly nature?: readonly string[];
    /** Domains; `*.example.org` stands for everything below example.org, and not for itself. */
    readonly from_domain?: readonly string[];
    /** Identifiers of List-Id (RFC 2919), lower case. */
    readonly list_id?: readonly string[];
  };
  readonly action: PolicyAction;
  readonly require?: readonly Requirement[];
}

/** A recipient policy, the `.pol` of an alias (3-protocols 4.1). */
export interface RecipientPolicy {
  readonly mode: "enforce" | "testing" | "none";
  readonly default: PolicyAction;
  /** Seconds a copy may be used. */
  readonly max_age?: number;
  /** RFC 3339 UTC. */
  readonly updated?: string;
  /** Asked of every message that would be accepted. */
  readonly require?: readonly Requirement[];
  readonly rules: readonly PolicyRule[];
}

/** The policies for one of the reader's own addresses, the strongest first (section 4.1). */
export interface PolicyLayers {
  readonly user?: RecipientPolicy;
  readonly managed?: RecipientPolicy;
  readonly published?: RecipientPolicy;
}

/** The same, with the address: an addr-spec. */
export interface OwnPolicies extends PolicyLayers {
  readonly address: string;
}
