ALTER TABLE onboarding_responses ADD COLUMN corrected_at TIMESTAMP WITH TIME ZONE
;;
CREATE TABLE answer_corrections (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	answer BYTEA, 
	author_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answer_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_answer_corrections PRIMARY KEY (id), 
	CONSTRAINT fk_answer_corrections_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_answer_corrections_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_answer_corrections_answer_id FOREIGN KEY(business_id, answer_id) REFERENCES onboarding_responses (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_answer_corrections_answer_id ON answer_corrections (business_id, answer_id)
;;
CREATE TABLE profile_choices (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	field TEXT NOT NULL, 
	value BYTEA, 
	source TEXT NOT NULL, 
	quote BYTEA, 
	file_id UUID, 
	author_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	replaced_at TIMESTAMP WITH TIME ZONE, 
	thread_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_profile_choices PRIMARY KEY (id), 
	CONSTRAINT fk_profile_choices_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_profile_choices_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_profile_choices_thread_id FOREIGN KEY(business_id, thread_id) REFERENCES threads (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_profile_choices_thread_id ON profile_choices (business_id, thread_id)
;;
CREATE TABLE files (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	name BYTEA NOT NULL, 
	media TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	pages BYTEA NOT NULL, 
	page_count INTEGER NOT NULL, 
	shortened BOOLEAN DEFAULT 'false' NOT NULL, 
	blob TEXT, 
	author_id UUID, 
	visibility TEXT DEFAULT 'private' NOT NULL, 
	about_kind TEXT DEFAULT '' NOT NULL, 
	about_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	withdrawn_at TIMESTAMP WITH TIME ZONE, 
	content_hash TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (id), 
	CONSTRAINT uq_files_business_id_content_hash UNIQUE (business_id, content_hash), 
	CONSTRAINT fk_files_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_files_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE voice_notes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	status TEXT DEFAULT 'waiting' NOT NULL, 
	becomes TEXT NOT NULL, 
	media TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	blob TEXT, 
	keeps_audio BOOLEAN DEFAULT 'false' NOT NULL, 
	consented_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	transcript BYTEA, 
	by TEXT DEFAULT '' NOT NULL, 
	why TEXT DEFAULT '' NOT NULL, 
	author_id UUID, 
	visibility TEXT DEFAULT 'private' NOT NULL, 
	source TEXT DEFAULT 'web' NOT NULL, 
	tags JSONB DEFAULT '[]' NOT NULL, 
	vent_id UUID, 
	key TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	heard_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_voice_notes PRIMARY KEY (id), 
	CONSTRAINT uq_voice_notes_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_voice_notes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_voice_notes_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE answer_corrections ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE answer_corrections FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON answer_corrections USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON answer_corrections AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE profile_choices ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE profile_choices FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON profile_choices USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON profile_choices AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE files ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE files FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON files USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON files AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE voice_notes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE voice_notes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON voice_notes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON voice_notes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
