-- Acts, the people who do them, and what they move. Rows are added; the database itself refuses a change and a deletion.
CREATE TABLE IF NOT EXISTS member (
    who TEXT NOT NULL CHECK (who <> ''),
    role TEXT NOT NULL,
    act BIGINT NOT NULL,
    PRIMARY KEY (who, role)
);
CREATE TABLE IF NOT EXISTS transition (
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (kind, role)
);
CREATE TABLE IF NOT EXISTS act (
    seq BIGINT PRIMARY KEY,
    moment TEXT NOT NULL,
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    kind TEXT NOT NULL,
    dossier TEXT NOT NULL CHECK (dossier <> ''),
    approves BIGINT REFERENCES act (seq),
    cents BIGINT CHECK (cents BETWEEN 0 AND 1000000000000000),
    year BIGINT CHECK (year BETWEEN 2000 AND 2100),
    token TEXT NOT NULL UNIQUE CHECK (token <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    FOREIGN KEY (who, role) REFERENCES member (who, role),
    FOREIGN KEY (kind, role) REFERENCES transition (kind, role)
);
CREATE UNIQUE INDEX IF NOT EXISTS act_paid_once ON act (approves) WHERE kind IN ('commit', 'pay', 'draw');
CREATE INDEX IF NOT EXISTS act_dossier ON act (dossier, seq);
CREATE TABLE IF NOT EXISTS posting (
    act BIGINT NOT NULL REFERENCES act (seq),
    place BIGINT NOT NULL,
    source TEXT NOT NULL,
    target TEXT NOT NULL CHECK (target <> source),
    cents BIGINT NOT NULL CHECK (cents > 0),
    PRIMARY KEY (act, place)
);
CREATE TABLE IF NOT EXISTS balance (
    account TEXT PRIMARY KEY,
    cents BIGINT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS act_in_order BEFORE INSERT ON act
WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM act)
    OR NEW.previous <> COALESCE((SELECT hash FROM act ORDER BY seq DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'refused: out of order'); END;
DROP TRIGGER IF EXISTS act_not_own;
CREATE TRIGGER IF NOT EXISTS act_of_another BEFORE INSERT ON act
WHEN (NEW.approves IS NOT NULL OR NEW.kind = 'determine') AND EXISTS (
    SELECT 1 FROM act WHERE dossier = NEW.dossier AND who = NEW.who
        AND (seq = NEW.approves OR (kind = 'sign' AND NEW.kind = 'sign')
            OR (kind <> NEW.kind AND kind NOT IN ('attach', 'repaid', 'audit'))))
BEGIN SELECT RAISE(ABORT, 'refused: own act'); END;
CREATE TRIGGER IF NOT EXISTS act_not_stale BEFORE INSERT ON act
WHEN NEW.kind = 'commit' AND NEW.approves IS NOT (
    SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind IN ('propose', 'amend'))
BEGIN SELECT RAISE(ABORT, 'refused: stale approval'); END;
CREATE TRIGGER IF NOT EXISTS act_in_year BEFORE INSERT ON act
WHEN NEW.kind IN ('commit', 'pay', 'draw') AND (NEW.year IS NULL OR NEW.year <> CAST(SUBSTR(json_extract(NEW.body, '$.day'), 1, 4) AS INTEGER))
BEGIN SELECT RAISE(ABORT, 'refused: outside the year'); END;
CREATE TRIGGER IF NOT EXISTS act_kept BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'refused: an act is never changed'); END;
CREATE TRIGGER IF NOT EXISTS act_not_deleted BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'refused: an act is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS posting_kept BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'refused: a posting is never changed'); END;
CREATE TRIGGER IF NOT EXISTS posting_not_deleted BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'refused: a posting is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS posting_moves AFTER INSERT ON posting BEGIN
    INSERT INTO balance (account, cents) VALUES (NEW.source, -NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = cents - NEW.cents;
    INSERT INTO balance (account, cents) VALUES (NEW.target, NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = cents + NEW.cents;
    SELECT RAISE(ABORT, 'refused: no room') WHERE (NEW.source LIKE 'room:%' OR NEW.source LIKE 'line:%' OR NEW.source LIKE 'open:%' OR NEW.source LIKE 'fund:%')
        AND (SELECT cents FROM balance WHERE account = NEW.source) < 0
        AND (SELECT kind FROM act WHERE seq = NEW.act) <> 'law';
END;
