import type { Engine } from "../engine.ts";
import type { Knowledge } from "../knowledge.ts";
import type { AddressField } from "../message/address.ts";
import type { Message } from "../message/message.ts";
import type { Reason } from "../result.ts";
import type { StampExpectation } from "../trust/requirement.ts";

/** Everything one check looks at. */
export interface Inquiry {
  readonly message: Message;
  readonly author: AddressField;
  readonly knowledge: Knowledge;
  readonly engine: Engine;
  readonly expectation: StampExpectation;
  /** Reasons that hold whatever becomes of the stamp. */
  readonly always: readonly Reason[];
}
