-- A row for each document, with or without records.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,          -- in the order of the run, from 1
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  coverage REAL NOT NULL,          -- share of the non-blank characters that records account for
  origin TEXT,                     -- what else is known of where it came from, as JSON
  records INTEGER NOT NULL,        -- how many it holds
  other TEXT                       -- what else the document's JSON says, as JSON
);

-- A row for each record of a document.
CREATE TABLE records (
  id INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES documents (id),
  number INTEGER NOT NULL,         -- index among the document's records, from 0
  kind TEXT NOT NULL,              -- delegation, progress_report or agent_template
  context TEXT,                    -- instance, example or template
  agent_name TEXT,
  agent_type TEXT,
  title TEXT,
  date TEXT,                       -- ISO 8601: the report's own, or the day on which a delegation is given
  report_type TEXT,
  status TEXT,
  status_text TEXT,                -- the status as written
  progress REAL,                   -- percent
  summary TEXT,
  task TEXT,                       -- a report's task, or the summary of a delegation's
  authority TEXT,
  expected_results TEXT,
  start_line INTEGER,
  end_line INTEGER,
  record TEXT NOT NULL,            -- the whole record as JSON
  UNIQUE (document, number)
);

-- A row for each quantity of a report's metrics.
CREATE TABLE metrics (
  record INTEGER NOT NULL REFERENCES records (id),
  metric INTEGER NOT NULL,         -- index among the record's metrics, from 0
  position INTEGER NOT NULL,       -- index among the metric's quantities, from 0
  label TEXT,
  path TEXT,                       -- headings and labels above it, outermost first, as a JSON array
  text TEXT,                       -- the value as written
  value REAL,
  "of" REAL,                       -- the total of a ratio such as 23/25
  unit TEXT,
  qualifier TEXT,                  -- such as p99 or target
  comparator TEXT,
  part TEXT,                       -- low, high, before or after
  line INTEGER,
  PRIMARY KEY (record, metric, position)
) WITHOUT ROWID;

-- A row for each ticket that a record names.
CREATE TABLE tickets (
  record INTEGER NOT NULL REFERENCES records (id),
  position INTEGER NOT NULL,
  id TEXT,
  relation TEXT,                   -- reference, parent, mention, created or updated
  PRIMARY KEY (record, position)
) WITHOUT ROWID;

-- A row for each step of a delegation's task and each of its context notes, nested ones after the one above them.
CREATE TABLE steps (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES records (id),
  list TEXT NOT NULL,              -- task or context_notes
  parent INTEGER REFERENCES steps (id),
  position INTEGER NOT NULL,       -- among those with the same parent, from 0
  text TEXT
);

-- A row for each item of a report's lists: completed, remaining, blockers, next_steps, recommendations, those of roles.
CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES records (id),
  list TEXT NOT NULL,
  parent INTEGER REFERENCES items (id),
  position INTEGER NOT NULL,
  text TEXT,
  status TEXT,
  tickets TEXT                     -- the ids that it names, as a JSON array
);

-- A row for each labelled field that no property of the schema claims.
CREATE TABLE extra_fields (
  record INTEGER NOT NULL REFERENCES records (id),
  position INTEGER NOT NULL,
  label TEXT,
  value TEXT,
  items TEXT,                      -- what stands below it, as JSON
  start_line INTEGER,
  end_line INTEGER,
  PRIMARY KEY (record, position)
) WITHOUT ROWID;

-- A row for each stretch of lines that no record accounts for.
CREATE TABLE unclaimed (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,
  start_line INTEGER,
  end_line INTEGER,
  text TEXT,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

-- What the file says of itself: the version of these tables, and how `search` works.
CREATE TABLE about (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- All the text of a record, which `search` finds words in.
CREATE VIEW record_texts AS
SELECT
  records.id AS id,
  coalesce(records.title, '') AS title,
  (
    SELECT group_concat(leaf.value, char(10)) FROM json_tree(records.record) AS leaf
    WHERE leaf.type = 'text' AND (leaf.key IS NULL OR leaf.key NOT IN ('kind', 'context', 'report_type', 'relation'))
  ) AS text
FROM records;
