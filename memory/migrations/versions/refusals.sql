ALTER TABLE money_moves ADD COLUMN attempt INTEGER DEFAULT '0' NOT NULL
;;
ALTER TABLE money_moves ADD COLUMN reason TEXT
;;
ALTER TABLE money_moves ADD COLUMN refused_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE money_moves NO FORCE ROW LEVEL SECURITY
;;
UPDATE money_moves SET refused_at = coalesce(asked_at, created_at) WHERE status IN ('refused', 'failed')
;;
ALTER TABLE money_moves FORCE ROW LEVEL SECURITY
;;
CREATE FUNCTION refused_moves() RETURNS TABLE (id uuid, business_id uuid, kind text, amount_cents bigint, currency text, provider text, status text, reason text, attempt integer, refused_at timestamptz, account text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT m.id, m.business_id, CASE WHEN m.kind = 'transfer' AND m.key LIKE 'bonus:%' THEN 'bonus' ELSE m.kind END, m.amount_cents, m.currency, m.provider, m.status, m.reason, m.attempt, m.refused_at, a.state FROM money_moves m LEFT JOIN payout_accounts a ON a.creator_id = m.creator_id AND a.provider = m.provider WHERE app_actor() = 'operator' AND m.kind <> 'take' AND m.status IN ('refused', 'failed') ORDER BY m.refused_at, m.id $$
