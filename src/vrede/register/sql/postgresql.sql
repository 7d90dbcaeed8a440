-- The same tables and refusals as sqlite.sql, in the words of PostgreSQL.
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
CREATE OR REPLACE FUNCTION vrede_act() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM act)
        OR NEW.previous <> COALESCE((SELECT hash FROM act ORDER BY seq DESC LIMIT 1), '') THEN
        RAISE EXCEPTION 'refused: out of order';
    END IF;
    IF (NEW.approves IS NOT NULL OR NEW.kind = 'determine') AND EXISTS (
        SELECT 1 FROM act WHERE dossier = NEW.dossier AND who = NEW.who
            AND (seq = NEW.approves OR (kind = 'sign' AND NEW.kind = 'sign')
                OR (kind <> NEW.kind AND kind NOT IN ('attach', 'repaid', 'audit')))) THEN
        RAISE EXCEPTION 'refused: own act';
    END IF;
    IF NEW.kind = 'commit' AND NEW.approves IS DISTINCT FROM (
        SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind IN ('propose', 'amend')) THEN
        RAISE EXCEPTION 'refused: stale approval';
    END IF;
    IF NEW.kind IN ('commit', 'pay', 'draw') AND (NEW.year IS NULL OR NEW.year IS DISTINCT FROM CAST(SUBSTR(NEW.body::json ->> 'day', 1, 4) AS BIGINT)) THEN
        RAISE EXCEPTION 'refused: outside the year';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION vrede_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'refused: what stands in the register is never changed or deleted';
END $$;
CREATE OR REPLACE FUNCTION vrede_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO balance (account, cents) VALUES (NEW.source, -NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = balance.cents - NEW.cents;
    INSERT INTO balance (account, cents) VALUES (NEW.target, NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = balance.cents + NEW.cents;
    IF (NEW.source LIKE 'room:%' OR NEW.source LIKE 'line:%' OR NEW.source LIKE 'open:%' OR NEW.source LIKE 'fund:%')
        AND (SELECT cents FROM balance WHERE account = NEW.source) < 0
        AND (SELECT kind FROM act WHERE seq = NEW.act) <> 'law' THEN
        RAISE EXCEPTION 'refused: no room';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER act_checked BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION vrede_act();
CREATE OR REPLACE TRIGGER act_kept BEFORE UPDATE OR DELETE ON act FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER act_not_emptied BEFORE TRUNCATE ON act EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_kept BEFORE UPDATE OR DELETE ON posting FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_not_emptied BEFORE TRUNCATE ON posting EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_moves AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION vrede_posting();
