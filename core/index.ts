/** The public API: the only file of `core/` that is imported from outside. */

export { base64Lines } from "./canonical/base64.ts";
export { normalised } from "./canonical/normalise.ts";
export { createWasmEngine } from "./crypto/engine-wasm.ts";
export { harmlessPage } from "./display/harmless-html.ts";
export { pageText } from "./display/page-text.ts";
export type { Question } from "./dns/message.ts";
export { compareAge, type DnsProof, type Newest, recheck } from "./dns/proof.ts";
export {
  type AnswerFault,
  answerOctets,
  buildQuery,
  DNS_MESSAGE,
  queryUrl,
  readHttpAnswer,
} from "./dns/query.ts";
export { CLIENT_MX_TYPE } from "./dns/records/client-mx.ts";
export { RESOLVERS, type Resolver } from "./dns/resolvers.ts";
export type { ChainLink } from "./dns/session.ts";
export type { Engine, HashState } from "./engine.ts";
export { signedFields } from "./gmp/header-hash.ts";
export { activeKeys } from "./gmp/key.ts";
export { readStatusList, replaces } from "./gmp/status-list.ts";
export { peopleOf } from "./hpke/aad.ts";
export { unwrapKeys, wrapKeys } from "./hpke/backup.ts";
export { readHandedKey } from "./hpke/handed.ts";
export { type KeyKind, type OpeningKey, openingKey, publicJwk, type SealingKey, sealingKey } from "./hpke/key.ts";
export { generateSecretKey, type SecretKey } from "./hpke/key-set.ts";
export { type MakeError, protectHeaders } from "./hpke/make.ts";
export { innerKnowledge, type Opening, openSealed, type Writer, whoWrote } from "./hpke/open.ts";
export { keyFromCertificates, keyFromRecord, mapKeyText, publishedAt } from "./hpke/published.ts";
export { type SealError, sealContent } from "./hpke/seal.ts";
export { deliveredTo } from "./ipp/advice.ts";
export { aliasUrl } from "./ipp/alias.ts";
export { type AnchorSearch, anchorNames, findAnchor } from "./ipp/anchor.ts";
export { type AbuseReport, type ArfEnvelope, makeArf } from "./ipp/arf.ts";
export { blindKeys, blindPolicies } from "./ipp/blinded.ts";
export { evidenceOf } from "./ipp/evidence.ts";
export { isNature, NATURES } from "./ipp/grammar.ts";
export { aged, answered, begun, type Progress, queued, spread, UNDO_SECONDS, undone } from "./ipp/outbox.ts";
export { findDeclaration } from "./ipp/parse.ts";
export {
  certificateKey,
  certificatePrint,
  decidedCertificates,
  type MetCertificates,
  metCertificates,
} from "./ipp/pinned.ts";
export {
  MAX_POLICY_OCTETS,
  readPolicy as readRecipientPolicy,
  readPolicyJson as readRecipientPolicyJson,
} from "./ipp/policy.ts";
export {
  idempotencyKey,
  type ProviderReport,
  providerReport,
  providerRequest,
  type ReportRequest,
  reportSubject,
  senderRequest,
} from "./ipp/report.ts";
export { REPORT_CODES, type ReportCode } from "./ipp/report-codes.ts";
export { claimOf, evidenceOctets } from "./ipp/verify-report.ts";
export { makeXarf, type XarfEnvelope } from "./ipp/xarf.ts";
export * from "./knowledge.ts";
export { isBelowLevel, LEVELS, type Level, type MinimumLevel } from "./level.ts";
export * from "./limits.ts";
export type { Fact, FactMember } from "./lookup/facts.ts";
export { type Ask, type LookedUp, lookUp } from "./lookup/look-up.ts";
export { type DnsWant, isDnsWant } from "./lookup/questions.ts";
export { domainOfWant, type Remembered, recheckRemembered, remember, withLookUps } from "./lookup/remember.ts";
export { bootstrapKeys, readBootstrap } from "./map/bootstrap.ts";
export { bouncedMessages, envelopeIdOf } from "./map/sent.ts";
export { domainOf } from "./message/addr-spec.ts";
export { type Mailbox, readFrom, readMailboxes } from "./message/address.ts";
export { fileName, isAttachment } from "./message/attachment.ts";
export { parseDate } from "./message/date.ts";
export { displayHeader, fieldText } from "./message/display.ts";
export { toALabel } from "./message/domain.ts";
export { decodeEncodedWords } from "./message/encoded-word.ts";
export { asciiLower } from "./message/fields.ts";
export { decodedLeaf, decodeText, leafSize } from "./message/leaf.ts";
export type { Message } from "./message/message.ts";
export { readMessage } from "./message/reader.ts";
export type * from "./policies.ts";
export type * from "./result.ts";
export { describeValue } from "./settings/describe.ts";
export { levelInEffect, rulesInEffect, serversFor, sitesInEffect, trustInEffect, withOwn } from "./settings/entries.ts";
export { isExercise } from "./settings/exercise.ts";
export { EXTENSION_IDS, installation, samplePolicy, samplePolicyFile } from "./settings/files.ts";
export { settingsIn } from "./settings/find.ts";
export { isClientMxType } from "./settings/kinds.ts";
export { LOCKDOWN, NO_POLICY, type Policy, type PolicyReading, readPolicy } from "./settings/policy.ts";
export { type Effective, type Resolved, resolveSettings, type SettingOrigin } from "./settings/resolve.ts";
export {
  MAX_MARK,
  type PersonalSettings,
  readSavedSettings,
  SAVED_MARK,
  SAVED_VERSION,
  type SavedSettings,
} from "./settings/saved.ts";
export { type DescribedSchema, policyProperties, settingsOf } from "./settings/schema.ts";
export type { ClientName } from "./settings/setting.ts";
export { DECLARED, SETTING_NAMES, type SettingName, type SettingValues } from "./settings/settings.ts";
export { masked, withoutSecret } from "./settings/shareable.ts";
export { shownText } from "./trust/characters.ts";
export { parseStrictJson } from "./trust/json.ts";
export { type FaultCode, type RecordFault, readKnownKeys, readTrustRecords } from "./trust/record.ts";
export { MAX_ANSWER_MS, MAX_ANSWER_OCTETS } from "./trust/remote-answer.ts";
export { type RemoteFault, readRemoteUrl } from "./trust/remote-host.ts";
export { type RevokedKey, withRevoked } from "./trust/revoked.ts";
export { inScope, registrableDomain } from "./trust/scope.ts";
export { type DomainServer, isAuthservId } from "./trust/servers.ts";
export { LINES, METHODS } from "./verdict/line-codes.ts";
export { type ErrorCode, notChecked } from "./verdict/not-checked.ts";
export { type Effect, REASONS, type ReasonCode } from "./verdict/reasons.ts";
export { badgeWords, reasonSentence } from "./verdict/sentences.ts";
export { SUMMARY } from "./verdict/summary-codes.ts";
export { verify, verifyMessage } from "./verify.ts";
export { type Entry, fill } from "./words/fill.ts";
export { readAuthority } from "./x509/authority.ts";
export { type DerElement, readDer, TAG } from "./x509/der.ts";
