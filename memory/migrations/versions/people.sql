ALTER TABLE refresh_tokens ADD COLUMN agent TEXT DEFAULT '' NOT NULL
;;
CREATE TABLE invitations (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	email BYTEA NOT NULL, 
	role TEXT NOT NULL, 
	creator_id UUID, 
	token_hash TEXT NOT NULL, 
	invited_by UUID, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	accepted_at TIMESTAMP WITH TIME ZONE, 
	accepted_by UUID, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT uq_invitations_business_id_token_hash UNIQUE (business_id, token_hash), 
	CONSTRAINT fk_invitations_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_invitations_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE links (
	hash TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	user_id UUID NOT NULL, 
	email TEXT, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_links PRIMARY KEY (hash), 
	CONSTRAINT fk_links_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE notifications (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	cause TEXT NOT NULL, 
	subject_id UUID, 
	details JSONB DEFAULT '{}' NOT NULL, 
	channels TEXT[] DEFAULT '{}' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	read_at TIMESTAMP WITH TIME ZONE, 
	mail_due_at TIMESTAMP WITH TIME ZONE, 
	mailed_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_notifications PRIMARY KEY (id), 
	CONSTRAINT uq_notifications_business_id_user_id_cause UNIQUE (business_id, user_id, cause), 
	CONSTRAINT fk_notifications_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_notifications_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_notifications_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE preferences (
	user_id UUID NOT NULL, 
	language TEXT DEFAULT 'en' NOT NULL, 
	timezone TEXT DEFAULT 'UTC' NOT NULL, 
	theme TEXT DEFAULT 'system' NOT NULL, 
	digest TEXT DEFAULT 'off' NOT NULL, 
	quiet_from TIME WITHOUT TIME ZONE, 
	quiet_to TIME WITHOUT TIME ZONE, 
	channels JSONB DEFAULT '{}' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_preferences PRIMARY KEY (user_id), 
	CONSTRAINT fk_preferences_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE mail (
	id UUID NOT NULL, 
	business_id UUID, 
	user_id UUID, 
	kind TEXT NOT NULL, 
	words BYTEA, 
	status TEXT DEFAULT 'waiting' NOT NULL, 
	attempts INTEGER DEFAULT '0' NOT NULL, 
	error TEXT, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	sent_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_mail PRIMARY KEY (id), 
	CONSTRAINT fk_mail_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT fk_mail_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY
;;
ALTER TABLE links ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE links FORCE ROW LEVEL SECURITY
;;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE notifications FORCE ROW LEVEL SECURITY
;;
ALTER TABLE preferences ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE preferences FORCE ROW LEVEL SECURITY
;;
ALTER TABLE mail ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE mail FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON invitations USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON invitations AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY tenant ON notifications USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_reads ON notifications FOR SELECT USING (app_actor() = 'creator' AND user_id = app_user())
;;
CREATE POLICY creator_marks ON notifications FOR UPDATE USING (app_actor() = 'creator' AND user_id = app_user()) WITH CHECK (app_actor() = 'creator' AND user_id = app_user())
;;
CREATE POLICY actor ON notifications AS RESTRICTIVE USING (app_actor() = 'worker' OR (app_actor() IN ('founder', 'team', 'creator', 'reviewer') AND user_id = app_user())) WITH CHECK (app_actor() = 'worker' OR (app_actor() IN ('founder', 'team', 'creator', 'reviewer') AND user_id = app_user()))
;;
CREATE POLICY erases ON notifications AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY own ON links USING (user_id = app_user()) WITH CHECK (user_id = app_user())
;;
CREATE POLICY own ON preferences USING (user_id = app_user()) WITH CHECK (user_id = app_user())
;;
CREATE POLICY anybody_writes ON mail FOR INSERT WITH CHECK (business_id IS NULL OR business_id = app_tenant())
;;
CREATE POLICY handled ON mail USING (app_actor() = 'operator' OR (app_actor() = 'worker' AND (business_id IS NULL OR business_id = app_tenant())))
;;
CREATE TABLE held_forms (
	user_id UUID NOT NULL, 
	words BYTEA NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_held_forms PRIMARY KEY (user_id), 
	CONSTRAINT fk_held_forms_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
ALTER TABLE held_forms ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE held_forms FORCE ROW LEVEL SECURITY
;;
CREATE POLICY own ON held_forms USING (user_id = app_user()) WITH CHECK (user_id = app_user())
;;
CREATE FUNCTION invitation_of(hash text) RETURNS TABLE (business_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT business_id FROM invitations WHERE token_hash = hash $$
;;
CREATE FUNCTION link_of(token_hash text, of_kind text) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT user_id FROM links WHERE hash = token_hash AND kind = of_kind $$
;;
CREATE FUNCTION members() RETURNS TABLE (user_id uuid, email text, name text, verified_at timestamptz, role text, joined_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT u.id, u.email, u.name, u.verified_at, m.role, m.created_at FROM team_members m JOIN users u ON u.id = m.user_id WHERE m.business_id = app_tenant() AND app_actor() IN ('founder', 'team', 'worker') ORDER BY m.created_at $$
