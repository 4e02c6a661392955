/**
 * How the tables came to be as they are, step by step: `migrations[n - 1]` leads from version n - 1 to n, within the
 * schema that is current. Forward only; one that was released is never edited, because databases exist that went
 * through it.
 */
export const migrations: ReadonlyArray<string> = [
  `
  -- Every id that is taken: by a team, or by a pointer to the team that serves the incident.
  CREATE TABLE places (
    id text COLLATE "C" PRIMARY KEY,
    team text,
    link bigint,
    CHECK ((team IS NULL) = (link IS NULL))
  );

  -- The state is kept out of line (TOAST) where it is large, so that a claim doesn't write it again. It is text, because
  -- jsonb has no \\u0000.
  CREATE TABLE teams (
    id text COLLATE "C" PRIMARY KEY REFERENCES places,
    revision bigint NOT NULL,
    commit_id text NOT NULL,
    events bigint NOT NULL,
    fence bigint NOT NULL,
    due_at bigint,
    lease_holder text,
    lease_until bigint,
    claimable_at bigint GENERATED ALWAYS AS (
      CASE WHEN due_at IS NULL THEN NULL ELSE greatest(due_at, lease_until) END
    ) STORED,
    created_at bigint NOT NULL,
    workspace text NOT NULL,
    phase text NOT NULL,
    blocked boolean NOT NULL,
    gone boolean NOT NULL,
    access boolean NOT NULL,
    delayed boolean NOT NULL,
    schema_version integer NOT NULL,
    json text NOT NULL,
    origins text,
    CHECK ((lease_holder IS NULL) = (lease_until IS NULL))
  );
  CREATE INDEX teams_by_claimable ON teams (claimable_at) WHERE claimable_at IS NOT NULL;
  CREATE INDEX teams_by_creation ON teams (created_at DESC, id);

  CREATE TABLE events (
    team text COLLATE "C" NOT NULL REFERENCES teams,
    position bigint NOT NULL,
    schema_version integer NOT NULL,
    json text NOT NULL,
    PRIMARY KEY (team, position)
  );

  CREATE TABLE chunks (
    team text COLLATE "C" NOT NULL REFERENCES teams,
    chunk integer NOT NULL,
    schema_version integer NOT NULL,
    json text NOT NULL,
    PRIMARY KEY (team, chunk)
  );

  CREATE TABLE rosters (
    team text COLLATE "C" PRIMARY KEY REFERENCES teams,
    schema_version integer NOT NULL,
    json text NOT NULL
  );

  -- key: scope and key as JSON, which has a form for every text of JavaScript.
  CREATE TABLE answers (
    team text COLLATE "C" NOT NULL REFERENCES teams,
    key text NOT NULL,
    json text NOT NULL,
    expires_at bigint NOT NULL,
    PRIMARY KEY (team, key)
  );
  CREATE INDEX answers_by_expiry ON answers (expires_at);

  -- One row a commit. Its number is drawn from 'feed', whose only row stays locked until the commit is visible: numbers
  -- become visible in their order, so a reader that has seen one has seen all before it. A sequence doesn't do that.
  CREATE TABLE changes (
    number bigint PRIMARY KEY,
    team text COLLATE "C" NOT NULL,
    first_event bigint NOT NULL,
    last_event bigint NOT NULL,
    at bigint NOT NULL
  );
  CREATE INDEX changes_by_time ON changes (at);

  -- id: tells these cursors from those of another database. forgotten: the highest number that was removed as too old.
  CREATE TABLE feed (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    id text NOT NULL,
    last bigint NOT NULL,
    forgotten bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO feed (id, last, forgotten) VALUES (substr(md5(random()::text || clock_timestamp()::text), 1, 12), 0, 0);

  CREATE TABLE favorites (
    owner text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    -- Of the write itself, which is recognized by it when its answer was lost.
    write text NOT NULL,
    schema_version integer NOT NULL,
    json text NOT NULL
  );

  CREATE TABLE watermarks (
    workspace text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL
  );

  CREATE TABLE locks (
    name text COLLATE "C" PRIMARY KEY,
    until bigint NOT NULL
  );

  -- Sign-ins at the page that were ended before their time.
  CREATE TABLE ended_sessions (
    id text COLLATE "C" PRIMARY KEY,
    expires_at bigint NOT NULL
  );
  CREATE INDEX ended_sessions_by_expiry ON ended_sessions (expires_at);
  `,
  `
  -- A change is a commit of a team, or a state of an incident, which is removed after a day.
  ALTER TABLE changes
    ALTER COLUMN team DROP NOT NULL,
    ALTER COLUMN first_event DROP NOT NULL,
    ALTER COLUMN last_event DROP NOT NULL,
    ADD COLUMN incident text COLLATE "C",
    ADD COLUMN etag text COLLATE "C",
    ADD COLUMN schema_version integer,
    ADD COLUMN json text,
    ADD CHECK ((team IS NULL) <> (incident IS NULL)),
    ADD UNIQUE (incident, etag);
  CREATE INDEX incident_states_by_time ON changes (at) WHERE incident IS NOT NULL;
  `
]
