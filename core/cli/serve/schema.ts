import type { Database } from "./database.ts";

/**
 * Steps from an empty database to today's; a step that was released is never edited, the next one is appended. One
 * statement each: the embedded driver takes no more at a time.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    // One row is one counted report: the unique pair is what makes a token count once, whoever delivers it how often.
    `CREATE TABLE reports (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      uid text NOT NULL,
      domain text NOT NULL,
      token text NOT NULL,
      code text NOT NULL,
      route text NOT NULL CHECK (route IN ('provider', 'sender')),
      state text NOT NULL CHECK (state IN ('pending', 'verified', 'unverified')),
      sender text NOT NULL,
      nature text NOT NULL,
      message_id text NOT NULL,
      fields text NOT NULL,
      host text NOT NULL,
      received_at bigint NOT NULL,
      candidate integer NOT NULL DEFAULT 1,
      attempts integer NOT NULL DEFAULT 0,
      try_at bigint NOT NULL,
      settled_at bigint NOT NULL DEFAULT 0,
      UNIQUE (domain, token)
    )`,
    "CREATE INDEX reports_waiting ON reports (try_at) WHERE state = 'pending'",
    "CREATE INDEX reports_settled ON reports (settled_at, id) WHERE settled_at > 0",
    "CREATE INDEX reports_in_time ON reports (received_at, domain)",
    `CREATE TABLE deliveries (
      report bigint PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
      domain text NOT NULL,
      state text NOT NULL CHECK (state IN ('queued', 'sent', 'dropped')),
      attempts integer NOT NULL DEFAULT 0,
      queued_at bigint NOT NULL,
      try_at bigint NOT NULL
    )`,
    "CREATE INDEX deliveries_waiting ON deliveries (try_at) WHERE state = 'queued'",
    `CREATE TABLE sessions (
      digest text PRIMARY KEY,
      account text NOT NULL,
      ends_at bigint NOT NULL
    )`,
  ],
  ["CREATE UNIQUE INDEX reports_uid ON reports (uid)"],
];

/** Any number, as long as every process uses the same: who holds it may change the schema. */
const LOCK = 4_714_993;

/** Brings the database to today's schema; processes that start together do it once. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (query) => {
    await query(`SELECT pg_advisory_xact_lock(${LOCK})`);
    await query("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)");
    const [row] = await query("SELECT coalesce(max(version), 0) AS version FROM schema_version");
    const done = Number(row?.version ?? 0);
    for (const [index, step] of STEPS.entries()) {
      if (index < done) continue;
      for (const statement of step) await query(statement);
      await query("INSERT INTO schema_version VALUES ($1)", [index + 1]);
    }
  });
}
