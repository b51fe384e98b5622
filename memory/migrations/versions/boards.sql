ALTER TABLE calendar_entries ADD COLUMN custom JSONB DEFAULT '{}' NOT NULL
;;
ALTER TABLE calendar_entries ADD COLUMN reviewed_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE calendar_entries ADD COLUMN review_verdict TEXT
;;
ALTER TABLE calendar_entries ADD COLUMN version INTEGER DEFAULT '1' NOT NULL
;;
ALTER TABLE calendar_entries ADD COLUMN changed_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE calendar_entries ADD COLUMN changed_by UUID
;;
ALTER TABLE calendar_entries ADD COLUMN deleted_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE vent_entries ADD COLUMN care BOOLEAN DEFAULT 'false' NOT NULL
;;
ALTER TABLE vent_entries ADD COLUMN care_shown_at TIMESTAMP WITH TIME ZONE
;;
CREATE INDEX ix_calendar_entries_publish_on ON calendar_entries (business_id, publish_on)
;;
CREATE TABLE calendar_changes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	verb TEXT NOT NULL, 
	actor_id UUID, 
	edits JSONB DEFAULT '[]' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	undone_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_calendar_changes PRIMARY KEY (id), 
	CONSTRAINT fk_calendar_changes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_calendar_changes_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE calendar_views (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	filters JSONB DEFAULT '{}' NOT NULL, 
	shared BOOLEAN DEFAULT 'false' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_calendar_views PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_views_business_id_user_id_name UNIQUE (business_id, user_id, name), 
	CONSTRAINT fk_calendar_views_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_calendar_views_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE calendar_feeds (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	token_hash TEXT NOT NULL, 
	ghosts BOOLEAN DEFAULT 'false' NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	read_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_calendar_feeds PRIMARY KEY (id), 
	CONSTRAINT fk_calendar_feeds_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_calendar_feeds_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_calendar_feeds_token_hash ON calendar_feeds (token_hash)
;;
ALTER TABLE calendar_changes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE calendar_changes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON calendar_changes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON calendar_changes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE calendar_views ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE calendar_views FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON calendar_views USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON calendar_views AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON calendar_feeds USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON calendar_feeds AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE FUNCTION feed_of(token text) RETURNS TABLE (id uuid, business_id uuid, user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id, business_id, user_id FROM calendar_feeds WHERE token_hash = token AND revoked_at IS NULL $$
