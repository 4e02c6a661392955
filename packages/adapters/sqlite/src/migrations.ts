/**
 * How the file came to be as it is, step by step: `migrations[n - 1]` leads from version n - 1 to n. Forward only; one
 * that was released is never edited, because files exist that went through it.
 */
export const migrations: ReadonlyArray<string> = [
  `
  -- Small and often written: claims touch this and nothing else. 'number' stands for the team in the other tables.
  CREATE TABLE teams (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    commit_id TEXT NOT NULL,
    events INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    due_at INTEGER,
    lease_holder TEXT,
    lease_until INTEGER,
    claimable_at INTEGER GENERATED ALWAYS AS (max(due_at, ifnull(lease_until, due_at))) STORED,
    created_at INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    phase TEXT NOT NULL,
    blocked INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    CHECK ((lease_holder IS NULL) = (lease_until IS NULL))
  ) STRICT;
  CREATE INDEX teams_by_claimable ON teams (claimable_at) WHERE claimable_at IS NOT NULL;
  CREATE INDEX teams_by_creation ON teams (created_at DESC, id);

  -- Up to 64 KB, written by commits only.
  CREATE TABLE states (
    team INTEGER PRIMARY KEY REFERENCES teams,
    json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE events (
    team INTEGER NOT NULL REFERENCES teams,
    position INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (team, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE chunks (
    team INTEGER NOT NULL REFERENCES teams,
    chunk INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (team, chunk)
  ) STRICT;

  CREATE TABLE rosters (
    team INTEGER PRIMARY KEY REFERENCES teams,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE answers (
    team INTEGER NOT NULL REFERENCES teams,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (team, scope, key)
  ) STRICT;
  CREATE INDEX answers_by_expiry ON answers (expires_at);

  -- One row a commit. SQLite has one writer at a time and a number is drawn while the writer's lock is held, so numbers
  -- become visible in their order: a reader that has seen one has seen all before it. AUTOINCREMENT: none comes twice.
  CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    team INTEGER NOT NULL REFERENCES teams,
    first_event INTEGER NOT NULL,
    last_event INTEGER NOT NULL
  ) STRICT;

  -- Tells this file's cursors from another's, so that a follower notices that it was replaced.
  CREATE TABLE file (id TEXT NOT NULL) STRICT;
  INSERT INTO file VALUES (lower(hex(randomblob(6))));

  CREATE TABLE favourites (
    owner TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT;

  CREATE TABLE watermarks (
    workspace TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- JSON; null where nobody is known to have asked for what is done.
  ALTER TABLE states ADD COLUMN origins TEXT;
  `,
  `
  -- Whose turn it is isn't told, only until when it isn't anybody else's.
  CREATE TABLE turns (
    matter TEXT PRIMARY KEY,
    until INTEGER NOT NULL
  ) STRICT;
  `,
  `
  ALTER TABLE favourites RENAME TO favorites;
  `,
  `
  -- Sign-ins at the page that were ended before their time.
  CREATE TABLE ended_sessions (
    id TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX ended_sessions_by_expiry ON ended_sessions (expires_at);
  `,
  `
  -- Whether someone waits for access. States of the first schema version have their requests beside the people.
  ALTER TABLE teams ADD COLUMN access INTEGER NOT NULL DEFAULT 0;
  UPDATE teams SET access = 1 WHERE number IN (
    SELECT team FROM states
    WHERE json_array_length(coalesce(json_extract(json, '$.people.accessRequests'),
      json_extract(json, '$.accessRequests'))) > 0
  );
  `,
  `
  -- Under an incident's own id, which other team serves it. 'link': of that team's links. No id is here and in 'teams'.
  CREATE TABLE pointers (
    id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    link INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- Whether a step is delayed. Such a step is tried again within minutes, and each commit writes it anew.
  ALTER TABLE teams ADD COLUMN delayed INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- A change is a commit of a team, or a state of an incident, which is removed after a day.
  ALTER TABLE changes RENAME TO commits;
  CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    team INTEGER REFERENCES teams,
    first_event INTEGER,
    last_event INTEGER,
    incident TEXT,
    etag TEXT,
    schema_version INTEGER,
    json TEXT,
    at INTEGER,
    CHECK ((team IS NULL) <> (incident IS NULL)),
    UNIQUE (incident, etag)
  ) STRICT;
  INSERT INTO changes (number, team, first_event, last_event) SELECT * FROM commits;
  DROP TABLE commits;
  CREATE INDEX changes_by_time ON changes (at) WHERE at IS NOT NULL;
  `,
  `
  -- Commits are removed after a time, too; those that are there already count from now on. 'forgotten': the highest number
  -- of those that were removed.
  UPDATE changes SET at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE at IS NULL;
  DROP INDEX changes_by_time;
  CREATE INDEX incident_states_by_time ON changes (at) WHERE incident IS NOT NULL;
  CREATE INDEX commits_by_time ON changes (at) WHERE team IS NOT NULL;
  ALTER TABLE file ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
  `
]
