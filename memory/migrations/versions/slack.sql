ALTER TABLE vent_entries ADD COLUMN edited_at TIMESTAMP WITH TIME ZONE
;;
CREATE TABLE slack_installations (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	workspace TEXT NOT NULL, 
	org_wide BOOLEAN DEFAULT 'false' NOT NULL, 
	name BYTEA NOT NULL, 
	bot_user_id TEXT NOT NULL, 
	bot_token BYTEA, 
	scopes TEXT[] DEFAULT '{}' NOT NULL, 
	installed_by UUID, 
	installed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	revoked_because TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_installations PRIMARY KEY (id), 
	CONSTRAINT uq_slack_installations_business_id_workspace UNIQUE (business_id, workspace), 
	CONSTRAINT fk_slack_installations_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_installations_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_slack_installations_workspace ON slack_installations (workspace)
;;
CREATE TABLE slack_people (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	slack_user_id TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	paused BOOLEAN DEFAULT 'false' NOT NULL, 
	linked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	installation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_people PRIMARY KEY (id), 
	CONSTRAINT uq_slack_people_business_id_installation_id_slack_user_id UNIQUE (business_id, installation_id, slack_user_id), 
	CONSTRAINT fk_slack_people_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_people_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_slack_people_installation_id FOREIGN KEY(business_id, installation_id) REFERENCES slack_installations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_slack_people_installation_id ON slack_people (business_id, installation_id)
;;
CREATE TABLE slack_tickets (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	user_id UUID, 
	installation_id UUID, 
	slack_user_id TEXT DEFAULT '' NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_tickets PRIMARY KEY (id), 
	CONSTRAINT uq_slack_tickets_business_id_hash UNIQUE (business_id, hash), 
	CONSTRAINT fk_slack_tickets_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_tickets_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE slack_inbox (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	body BYTEA, 
	received_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	handled_at TIMESTAMP WITH TIME ZONE, 
	installation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_inbox PRIMARY KEY (id), 
	CONSTRAINT uq_slack_inbox_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_slack_inbox_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_inbox_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_slack_inbox_installation_id FOREIGN KEY(business_id, installation_id) REFERENCES slack_installations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_slack_inbox_installation_id ON slack_inbox (business_id, installation_id)
;;
CREATE TABLE slack_messages (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	slack_user_id TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	ts TEXT NOT NULL, 
	direct BOOLEAN NOT NULL, 
	edited TEXT DEFAULT '' NOT NULL, 
	clip TEXT, 
	vent_id UUID, 
	installation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_messages PRIMARY KEY (id), 
	CONSTRAINT fk_slack_messages_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_messages_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_slack_messages_vent_id FOREIGN KEY(business_id, vent_id) REFERENCES vent_entries (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_slack_messages_installation_id FOREIGN KEY(business_id, installation_id) REFERENCES slack_installations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_slack_messages_installation_id ON slack_messages (business_id, installation_id)
;;
CREATE INDEX ix_slack_messages_vent_id ON slack_messages (business_id, vent_id)
;;
CREATE TABLE slack_posts (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	about UUID NOT NULL, 
	slack_user_id TEXT NOT NULL, 
	payload BYTEA, 
	channel TEXT, 
	ts TEXT, 
	posted_at TIMESTAMP WITH TIME ZONE, 
	failed TEXT DEFAULT '' NOT NULL, 
	installation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_slack_posts PRIMARY KEY (id), 
	CONSTRAINT uq_slack_posts_business_id_kind_about_slack_user_id UNIQUE (business_id, kind, about, slack_user_id), 
	CONSTRAINT fk_slack_posts_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_slack_posts_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_slack_posts_installation_id FOREIGN KEY(business_id, installation_id) REFERENCES slack_installations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_slack_posts_installation_id ON slack_posts (business_id, installation_id)
;;
ALTER TABLE slack_installations ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_installations FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_installations USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_installations AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE slack_people ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_people FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_people USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_people AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE slack_tickets ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_tickets FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_tickets USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_tickets AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE slack_inbox ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_inbox FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_inbox USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_inbox AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE slack_messages ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_messages FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_messages USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_messages AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE slack_posts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE slack_posts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON slack_posts USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON slack_posts AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE FUNCTION slack_business(team text, enterprise text) RETURNS TABLE (business_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT business_id FROM slack_installations WHERE revoked_at IS NULL AND (workspace = team OR (org_wide AND workspace = enterprise)) ORDER BY org_wide LIMIT 1 $$
