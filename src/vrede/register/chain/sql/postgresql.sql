-- The same tables and refusals as sqlite.sql, in the words of PostgreSQL. Triggers and unique indexes are written as it shows them again:
-- vrede.register.guards compares the two.
CREATE TABLE IF NOT EXISTS member (
    who TEXT NOT NULL CHECK (who <> ''),
    role TEXT NOT NULL,
    act BIGINT NOT NULL,
    PRIMARY KEY (who, role)
);
CREATE TABLE IF NOT EXISTS ended (
    who TEXT NOT NULL,
    role TEXT NOT NULL,
    act BIGINT NOT NULL,
    PRIMARY KEY (who, role),
    FOREIGN KEY (who, role) REFERENCES member (who, role)
);
CREATE TABLE IF NOT EXISTS transition (
    kind TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (kind, role)
);
CREATE TABLE IF NOT EXISTS approval (
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (kind, target)
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
CREATE UNIQUE INDEX IF NOT EXISTS act_answered_once ON act USING btree (approves)
    WHERE kind = ANY (ARRAY['commitment', 'modification_approval', 'payment', 'drawdown', 'report_assessment', 'objection_decision', 'screening_clearance', 'resumption', 'refusal', 'rejection']);
DROP INDEX IF EXISTS act_paid_once;
DROP INDEX IF EXISTS act_approved_once;
CREATE INDEX IF NOT EXISTS act_report ON act (dossier) WHERE kind = 'concern';
CREATE INDEX IF NOT EXISTS act_proposal ON act (dossier) WHERE kind IN ('proposal', 'amendment');
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
    IF EXISTS (SELECT 1 FROM ended WHERE who = NEW.who AND role = NEW.role) THEN
        RAISE EXCEPTION 'refused: role ended';
    END IF;
    IF (NEW.approves IS NULL AND EXISTS (SELECT 1 FROM approval WHERE kind = NEW.kind))
        OR (NEW.approves IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM act AS a JOIN approval AS p ON p.kind = NEW.kind AND p.target = a.kind
            WHERE a.seq = NEW.approves AND a.dossier = NEW.dossier)) THEN
        RAISE EXCEPTION 'refused: another act';
    END IF;
    IF EXISTS (
        SELECT 1 FROM act WHERE dossier = NEW.dossier AND approves = NEW.approves AND kind IN ('refusal', 'rejection')) THEN
        RAISE EXCEPTION 'refused: said no';
    END IF;
    IF NEW.kind = 'rejection' AND NOT EXISTS (
        SELECT 1 FROM act AS a JOIN approval AS p ON p.target = a.kind JOIN transition AS t ON t.kind = p.kind
        WHERE a.seq = NEW.approves AND t.role = NEW.role AND t.kind <> 'rejection') THEN
        RAISE EXCEPTION 'refused: another role';
    END IF;
    IF (NEW.approves IS NOT NULL OR NEW.kind = 'final_settlement') AND EXISTS (
        SELECT 1 FROM act WHERE dossier = NEW.dossier AND who = NEW.who
            AND (seq = NEW.approves OR (kind = 'signature' AND NEW.kind = 'signature')
                OR (kind <> NEW.kind AND NEW.kind <> 'rejection' AND kind NOT IN ('document', 'repayment', 'audit')
                    AND (kind <> 'rejection' OR NEW.kind = 'objection_decision')))) THEN
        RAISE EXCEPTION 'refused: own act';
    END IF;
    IF (NEW.kind IN ('commitment', 'refusal') AND NEW.approves IS DISTINCT FROM (
            SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind IN ('proposal', 'amendment')))
        OR (NEW.kind IN ('modification_approval', 'screening_clearance') AND NEW.approves IS DISTINCT FROM (
            SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind = CASE NEW.kind WHEN 'modification_approval' THEN 'modification' ELSE 'screening' END))
        OR ((NEW.kind <> 'rejection' OR NEW.cents IS NOT NULL)
            AND COALESCE(NEW.cents, 0) <> COALESCE((SELECT cents FROM act WHERE seq = NEW.approves), NEW.cents, 0)) THEN
        RAISE EXCEPTION 'refused: stale approval';
    END IF;
    IF (NEW.kind IN ('commitment', 'payment', 'drawdown') OR (NEW.kind = 'modification_approval' AND NEW.cents > 0))
        AND (NEW.year IS NULL OR NEW.year IS DISTINCT FROM CAST(SUBSTR(NEW.body::json ->> 'day', 1, 4) AS BIGINT)) THEN
        RAISE EXCEPTION 'refused: outside the year';
    END IF;
    IF NEW.kind = 'payment' AND EXISTS (
        SELECT 1 FROM act AS r WHERE r.kind = 'concern'
            AND r.body::json ->> 'about' IN (NEW.dossier, 'partner ' || (
                SELECT p.body::json ->> 'partner' FROM act AS p
                WHERE p.dossier = NEW.dossier AND p.kind IN ('proposal', 'amendment') ORDER BY p.seq DESC LIMIT 1))
            AND (r.body::json ->> 'suspend' = 'true' OR EXISTS (SELECT 1 FROM act AS s WHERE s.dossier = r.dossier AND s.kind = 'suspension'))
            AND NOT EXISTS (SELECT 1 FROM act AS l WHERE l.dossier = r.dossier AND l.kind = 'resumption')) THEN
        RAISE EXCEPTION 'refused: stopped';
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
    IF (NEW.source LIKE 'room:%' OR NEW.source LIKE 'line:%' OR NEW.source LIKE 'open:%' OR NEW.source LIKE 'fund:%'
            OR NEW.source LIKE 'paid:%' OR NEW.source LIKE 'claimed:%' OR NEW.source LIKE 'outstanding:%' OR NEW.source LIKE 'drawn:%')
        AND (SELECT cents FROM balance WHERE account = NEW.source) < 0
        AND (SELECT kind FROM act WHERE seq = NEW.act) <> 'budget_law' THEN
        RAISE EXCEPTION 'refused: no room';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION vrede_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM member WHERE who = NEW.who AND role <> NEW.role
            AND (role IN ('fund board', 'administrator', 'auditor', 'partner contact')
            OR NEW.role IN ('fund board', 'administrator', 'auditor', 'partner contact'))) THEN
        RAISE EXCEPTION 'refused: two roles';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER member_alone BEFORE INSERT ON member FOR EACH ROW EXECUTE FUNCTION vrede_member();
CREATE OR REPLACE TRIGGER act_checked BEFORE INSERT ON act FOR EACH ROW EXECUTE FUNCTION vrede_act();
CREATE OR REPLACE TRIGGER act_kept BEFORE DELETE OR UPDATE ON act FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER act_not_emptied BEFORE TRUNCATE ON act FOR EACH STATEMENT EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_kept BEFORE DELETE OR UPDATE ON posting FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_not_emptied BEFORE TRUNCATE ON posting FOR EACH STATEMENT EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER member_kept BEFORE DELETE OR UPDATE ON member FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER member_not_emptied BEFORE TRUNCATE ON member FOR EACH STATEMENT EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER ended_kept BEFORE DELETE OR UPDATE ON ended FOR EACH ROW EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER ended_not_emptied BEFORE TRUNCATE ON ended FOR EACH STATEMENT EXECUTE FUNCTION vrede_kept();
CREATE OR REPLACE TRIGGER posting_moves AFTER INSERT ON posting FOR EACH ROW EXECUTE FUNCTION vrede_posting();
