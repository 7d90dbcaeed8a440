-- Acts, the people who do them, and what they move. Rows are added; the database itself refuses a change and a deletion.
-- INSERT OR REPLACE removes the rows that are in its way, also by rowid, without the triggers on deletion: those on insertion refuse it.
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
CREATE UNIQUE INDEX IF NOT EXISTS act_answered_once ON act (approves)
    WHERE kind IN ('commitment', 'modification_approval', 'payment', 'drawdown', 'report_assessment', 'objection_decision', 'screening_clearance', 'resumption', 'refusal', 'rejection');
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
DROP TRIGGER IF EXISTS act_in_order;
DROP TRIGGER IF EXISTS act_not_own;
DROP TRIGGER IF EXISTS act_not_stale;
DROP TRIGGER IF EXISTS act_in_year;
DROP TRIGGER IF EXISTS act_allowed;
CREATE TRIGGER IF NOT EXISTS act_fits BEFORE INSERT ON act BEGIN
    SELECT RAISE(ABORT, 'refused: out of order')
    WHERE NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM act)
        OR NEW.previous <> COALESCE((SELECT hash FROM act ORDER BY seq DESC LIMIT 1), '');
    SELECT RAISE(ABORT, 'refused: another act')
    WHERE (NEW.approves IS NULL AND EXISTS (SELECT 1 FROM approval WHERE kind = NEW.kind))
        OR (NEW.approves IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM act AS a JOIN approval AS p ON p.kind = NEW.kind AND p.target = a.kind
            WHERE a.seq = NEW.approves AND a.dossier = NEW.dossier));
    SELECT RAISE(ABORT, 'refused: said no')
    WHERE EXISTS (
        SELECT 1 FROM act WHERE dossier = NEW.dossier AND approves = NEW.approves AND kind IN ('refusal', 'rejection'));
    SELECT RAISE(ABORT, 'refused: another role')
    WHERE NEW.kind = 'rejection' AND NOT EXISTS (
        SELECT 1 FROM act AS a JOIN approval AS p ON p.target = a.kind JOIN transition AS t ON t.kind = p.kind
        WHERE a.seq = NEW.approves AND t.role = NEW.role AND t.kind <> 'rejection');
    SELECT RAISE(ABORT, 'refused: own act')
    WHERE (NEW.approves IS NOT NULL OR NEW.kind = 'final_settlement') AND EXISTS (
        SELECT 1 FROM act WHERE dossier = NEW.dossier AND who = NEW.who
            AND (seq = NEW.approves OR (kind = 'signature' AND NEW.kind = 'signature')
                OR (kind <> NEW.kind AND NEW.kind <> 'rejection' AND kind NOT IN ('document', 'repayment', 'audit')
                    AND (kind <> 'rejection' OR NEW.kind = 'objection_decision'))));
    SELECT RAISE(ABORT, 'refused: stale approval')
    WHERE (NEW.kind IN ('commitment', 'refusal') AND NEW.approves IS NOT (
            SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind IN ('proposal', 'amendment')))
        OR (NEW.kind IN ('modification_approval', 'screening_clearance') AND NEW.approves IS NOT (
            SELECT MAX(seq) FROM act WHERE dossier = NEW.dossier AND kind = CASE NEW.kind WHEN 'modification_approval' THEN 'modification' ELSE 'screening' END))
        OR ((NEW.kind <> 'rejection' OR NEW.cents IS NOT NULL)
            AND COALESCE(NEW.cents, 0) <> COALESCE((SELECT cents FROM act WHERE seq = NEW.approves), NEW.cents, 0));
    SELECT RAISE(ABORT, 'refused: outside the year')
    WHERE (NEW.kind IN ('commitment', 'payment', 'drawdown') OR (NEW.kind = 'modification_approval' AND NEW.cents > 0))
        AND (NEW.year IS NULL OR NEW.year IS NOT CAST(SUBSTR(json_extract(NEW.body, '$.day'), 1, 4) AS INTEGER));
    SELECT RAISE(ABORT, 'refused: stopped')
    WHERE NEW.kind = 'payment' AND EXISTS (
        SELECT 1 FROM act AS r WHERE r.kind = 'concern'
            AND json_extract(r.body, '$.about') IN (NEW.dossier, 'partner ' || (
                SELECT json_extract(p.body, '$.partner') FROM act AS p
                WHERE p.dossier = NEW.dossier AND p.kind IN ('proposal', 'amendment') ORDER BY p.seq DESC LIMIT 1))
            AND (json_extract(r.body, '$.suspend') OR EXISTS (SELECT 1 FROM act AS s WHERE s.dossier = r.dossier AND s.kind = 'suspension'))
            AND NOT EXISTS (SELECT 1 FROM act AS l WHERE l.dossier = r.dossier AND l.kind = 'resumption'));
    SELECT RAISE(ABORT, 'refused: answered already')
    WHERE NEW.kind IN ('commitment', 'modification_approval', 'payment', 'drawdown', 'report_assessment', 'objection_decision', 'screening_clearance', 'resumption', 'refusal', 'rejection')
        AND EXISTS (SELECT 1 FROM act WHERE dossier = NEW.dossier AND approves = NEW.approves
            AND kind IN ('commitment', 'modification_approval', 'payment', 'drawdown', 'report_assessment', 'objection_decision', 'screening_clearance', 'resumption', 'refusal', 'rejection'));
    SELECT RAISE(ABORT, 'refused: same token') WHERE EXISTS (SELECT 1 FROM act WHERE token = NEW.token);
    SELECT RAISE(ABORT, 'refused: an act is never changed')
    WHERE EXISTS (SELECT 1 FROM act WHERE hash = NEW.hash) OR EXISTS (SELECT 1 FROM act WHERE rowid = NEW.rowid);
END;
DROP TRIGGER IF EXISTS act_checked;
CREATE TRIGGER IF NOT EXISTS act_role_ended BEFORE INSERT ON act
WHEN EXISTS (SELECT 1 FROM ended WHERE who = NEW.who AND role = NEW.role)
BEGIN SELECT RAISE(ABORT, 'refused: role ended'); END;
DROP TRIGGER IF EXISTS member_alone;
CREATE TRIGGER IF NOT EXISTS member_apart BEFORE INSERT ON member
WHEN EXISTS (
    SELECT 1 FROM member WHERE who = NEW.who AND role <> NEW.role
        AND (role IN ('fund board', 'administrator', 'auditor', 'partner contact')
            OR NEW.role IN ('fund board', 'administrator', 'auditor', 'partner contact')))
BEGIN SELECT RAISE(ABORT, 'refused: two roles'); END;
CREATE TRIGGER IF NOT EXISTS act_kept BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'refused: an act is never changed'); END;
CREATE TRIGGER IF NOT EXISTS act_not_deleted BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'refused: an act is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS posting_kept BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'refused: a posting is never changed'); END;
CREATE TRIGGER IF NOT EXISTS posting_not_deleted BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'refused: a posting is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS posting_not_replaced BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM posting WHERE act = NEW.act AND place = NEW.place) OR EXISTS (SELECT 1 FROM posting WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'refused: a posting is never changed'); END;
CREATE TRIGGER IF NOT EXISTS member_not_replaced BEFORE INSERT ON member
WHEN EXISTS (SELECT 1 FROM member WHERE who = NEW.who AND role = NEW.role) OR EXISTS (SELECT 1 FROM member WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'refused: a member is never changed'); END;
CREATE TRIGGER IF NOT EXISTS member_kept BEFORE UPDATE ON member BEGIN SELECT RAISE(ABORT, 'refused: a member is never changed'); END;
CREATE TRIGGER IF NOT EXISTS member_not_deleted BEFORE DELETE ON member BEGIN SELECT RAISE(ABORT, 'refused: a member is never deleted'); END;
CREATE TRIGGER IF NOT EXISTS ended_not_replaced BEFORE INSERT ON ended
WHEN EXISTS (SELECT 1 FROM ended WHERE who = NEW.who AND role = NEW.role) OR EXISTS (SELECT 1 FROM ended WHERE rowid = NEW.rowid)
BEGIN SELECT RAISE(ABORT, 'refused: what is ended is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ended_kept BEFORE UPDATE ON ended BEGIN SELECT RAISE(ABORT, 'refused: what is ended is never changed'); END;
CREATE TRIGGER IF NOT EXISTS ended_not_deleted BEFORE DELETE ON ended BEGIN SELECT RAISE(ABORT, 'refused: what is ended is never deleted'); END;
DROP TRIGGER IF EXISTS posting_moves;
CREATE TRIGGER IF NOT EXISTS posting_moves_within AFTER INSERT ON posting BEGIN
    INSERT INTO balance (account, cents) VALUES (NEW.source, -NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = cents - NEW.cents;
    INSERT INTO balance (account, cents) VALUES (NEW.target, NEW.cents)
        ON CONFLICT (account) DO UPDATE SET cents = cents + NEW.cents;
    SELECT RAISE(ABORT, 'refused: no room') WHERE (NEW.source LIKE 'room:%' OR NEW.source LIKE 'line:%' OR NEW.source LIKE 'open:%' OR NEW.source LIKE 'fund:%'
            OR NEW.source LIKE 'paid:%' OR NEW.source LIKE 'claimed:%' OR NEW.source LIKE 'outstanding:%' OR NEW.source LIKE 'drawn:%')
        AND (SELECT cents FROM balance WHERE account = NEW.source) < 0
        AND (SELECT kind FROM act WHERE seq = NEW.act) <> 'budget_law';
END;
