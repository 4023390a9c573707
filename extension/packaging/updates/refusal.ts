/** Why nothing was published, or why a directory is not fit to be. The codes stay; the sentences may change. */
const SENTENCES = {
  // What the command was told.
  "bad-url": "the address of the directory must be https, end with / and have no query",
  "bad-packages": "a directory of packages holds one package for each client",
  "key-missing": "there is no such key; --make-keys makes one",
  "key-unreadable": "this is no key of the kind that is wanted here",
  "key-open-to-others": "others can read this private key; take the permission away (chmod 600)",
  "key-would-be-published": "a private key must not lie in the directory that is put on a server",
  // Packages.
  "bad-zip": "this is no zip file of the plain form that packages have",
  "bad-package": "the package does not say what it has to",
  "bad-crx": "this is no CRX3 package, or its signature is wrong",
  "other-id": "the package has another id",
  "other-crx-key": "clients would not take it: earlier packages here are signed with another key",
  "version-lower": "the version must be higher than the newest one in the directory",
  "version-reused": "this version was published before with other content; raise the version",
  // Mozilla's signature.
  "not-signed": "Mozilla's signature is missing or has another form",
  "manifest-differs": "the signed list of files and the files do not fit together",
  "signature-wrong": "the signature does not verify",
  "signer-unknown": "the signer's certificate does not lead to Mozilla's authority",
  "not-our-build": "the signed package is not what was built here",
  // A directory of updates.
  "not-a-directory-of-updates": "there are files here, and no list of them (SHA256SUMS)",
  "other-publisher": "the list of files is signed with another key",
  altered: "this is not what was published",
  missing: "this was published and is not there",
  unlisted: "this was not published by this command",
} as const;

export type RefusalCode = keyof typeof SENTENCES;

/** Errors that are refusals, and no faults of the program. */
const REFUSALS = new WeakMap<Error, RefusalCode>();

/**
 * Ends the work: nothing has been written.
 * @param what the file, address or name that it is about
 */
export function refuse(code: RefusalCode, what: string): never {
  const refusal = new Error(`${code}: ${what}: ${SENTENCES[code]}`);
  REFUSALS.set(refusal, code);
  throw refusal;
}

/** The code of what {@link refuse} threw; undefined for any other error. */
export const refusalOf = (error: unknown): RefusalCode | undefined =>
  error instanceof Error ? REFUSALS.get(error) : undefined;
