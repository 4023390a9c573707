/** Exit codes. The numbers above 63 are those of sysexits.h, which mail servers understand. */
export const EXIT = {
  ok: 0,
  /** `verify`: at least one message is CAUTION or ALERT. */
  negative: 1,
  /** The input or the command line cannot be used. */
  unusable: 2,
  /** `ipp filter`: the recipient's policy refuses the message (EX_NOPERM). */
  refused: 77,
  /** `stamp`: keep the message and try again later (EX_TEMPFAIL). */
  tempfail: 75,
} as const;

/** Codes of what can go wrong; each is printed with its sentence, so that scripts can match it. */
export type FailureCode =
  | "USAGE"
  | "FILE_UNREADABLE"
  | "FILE_EXISTS"
  | "FILE_UNWRITABLE"
  | "KEY_FILE"
  | "KEY_UNUSABLE"
  | "KEY_READABLE_BY_OTHERS"
  | "PASSPHRASE"
  | "KNOWLEDGE_FILE"
  | "RECORD"
  | "STATUS_LIST"
  | "NOT_STAMPED"
  | "NOT_DECLARED"
  | "PUBLISHED"
  | "NOT_SEALED"
  | "NOT_OPENED"
  | "NO_ENVELOPE"
  | "NOT_GATEWAYED"
  | "NO_MESSAGE"
  | "HANDOVER"
  | "ASK_REFUSED"
  | "ASK_FAILED"
  | "SERVE";

/** Something the user can do something about; everything else that is thrown is a bug in this program. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string | undefined;

  /** @param hint - One sentence about what to do next. */
  constructor(code: FailureCode, message: string, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}

/** Reason of a failed system call in words that need no manual: `ENOENT` becomes "no such file or folder". */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = new Map([
    ["ENOENT", "no such file or folder"],
    ["EACCES", "permission denied"],
    ["EPERM", "not permitted"],
    ["EISDIR", "it is a folder"],
    ["ENOTDIR", "part of the path is not a folder"],
    ["EEXIST", "it exists already"],
    ["ENOSPC", "no space left"],
    ["EROFS", "the file system is read-only"],
  ]);
  return known.get(code) ?? (error instanceof Error ? error.message : String(error));
}
