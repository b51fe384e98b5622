CREATE TABLE money_moves (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	key TEXT NOT NULL, 
	hold TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	creator_id UUID, 
	provider TEXT NOT NULL, 
	status TEXT DEFAULT 'wanted' NOT NULL, 
	premium BOOLEAN DEFAULT 'false' NOT NULL, 
	ref TEXT, 
	payment TEXT, 
	url TEXT, 
	error TEXT, 
	asked_at TIMESTAMP WITH TIME ZONE, 
	done_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_money_moves PRIMARY KEY (id), 
	CONSTRAINT ck_money_moves_kind CHECK (kind IN ('take', 'transfer', 'refund')), 
	CONSTRAINT ck_money_moves_status CHECK (status IN ('wanted', 'waiting', 'asked', 'open', 'done', 'over', 'refused', 'failed')), 
	CONSTRAINT uq_money_moves_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_money_moves_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_money_moves_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_money_moves_creator_id ON money_moves (creator_id, status)
;;
CREATE INDEX ix_money_moves_hold ON money_moves (business_id, hold)
;;
CREATE TABLE payout_accounts (
	creator_id UUID NOT NULL, 
	provider TEXT NOT NULL, 
	ref TEXT NOT NULL, 
	state TEXT NOT NULL, 
	country TEXT NOT NULL, 
	wanted TEXT[] DEFAULT '{}' NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_payout_accounts PRIMARY KEY (creator_id, provider), 
	CONSTRAINT ck_payout_accounts_state CHECK (state IN ('started', 'needs_more', 'ready', 'suspended'))
)
;;
CREATE INDEX ix_payout_accounts_ref ON payout_accounts (ref)
;;
CREATE TABLE stand_in_calls (
	key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	ref TEXT NOT NULL, 
	asked TEXT NOT NULL, 
	payment TEXT DEFAULT '' NOT NULL, 
	amount_cents BIGINT DEFAULT '0' NOT NULL, 
	state TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_stand_in_calls PRIMARY KEY (key), 
	CONSTRAINT uq_stand_in_calls_ref UNIQUE (ref)
)
;;
CREATE INDEX ix_stand_in_calls_payment ON stand_in_calls (payment)
;;
ALTER TABLE money_moves ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE money_moves FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON money_moves USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON money_moves FOR SELECT USING (creator_id = (SELECT app_creator()))
;;
CREATE POLICY erases ON money_moves AS RESTRICTIVE FOR DELETE USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
CREATE POLICY actor ON money_moves AS RESTRICTIVE USING ((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND creator_id = (SELECT app_creator()))) WITH CHECK ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER TABLE payout_accounts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE payout_accounts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY own_or_worker_select ON payout_accounts FOR SELECT USING (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker'))
;;
CREATE POLICY own_or_worker_insert ON payout_accounts FOR INSERT WITH CHECK (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker'))
;;
CREATE POLICY own_or_worker_update ON payout_accounts FOR UPDATE USING (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker')) WITH CHECK (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker'))
;;
ALTER TABLE stand_in_calls ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE stand_in_calls FORCE ROW LEVEL SECURITY
;;
CREATE POLICY worker ON stand_in_calls USING ((SELECT app_actor() = 'worker')) WITH CHECK ((SELECT app_actor() = 'worker'))
;;
ALTER TABLE execution_maps NO FORCE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work NO FORCE ROW LEVEL SECURITY
;;
INSERT INTO scheduled_work (id, business_id, key, work, payload, due_at)
SELECT gen_random_uuid(), business_id, 'end_hold:' || encode(sha256(convert_to('{"map_id":"' || id || '"}', 'UTF8')), 'hex'), 'end_hold', jsonb_build_object('map_id', id), purchased_at + interval '90 days'
FROM execution_maps WHERE status = 'purchased' AND purchased_at IS NOT NULL ON CONFLICT DO NOTHING
;;
ALTER TABLE execution_maps FORCE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work FORCE ROW LEVEL SECURITY
