ALTER TABLE threads ADD COLUMN title BYTEA
;;
ALTER TABLE threads ADD COLUMN head_id UUID
;;
ALTER TABLE threads ADD COLUMN last_seq BIGINT DEFAULT '0' NOT NULL
;;
CREATE TABLE prompt_texts (
	hash TEXT NOT NULL, 
	prompt_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	answer TEXT NOT NULL, 
	inputs TEXT NOT NULL, 
	instructions TEXT NOT NULL, 
	material TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_prompt_texts PRIMARY KEY (hash)
)
;;
CREATE TABLE ai_actions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	prompt_id TEXT NOT NULL, 
	prompt_version INTEGER NOT NULL, 
	prompt_hash TEXT NOT NULL, 
	by TEXT NOT NULL, 
	dropped TEXT[] DEFAULT '{}' NOT NULL, 
	models TEXT[] DEFAULT '{}' NOT NULL, 
	adapter TEXT DEFAULT 'none' NOT NULL, 
	evidence JSONB DEFAULT '[]' NOT NULL, 
	calls INTEGER DEFAULT '0' NOT NULL, 
	tokens INTEGER DEFAULT '0' NOT NULL, 
	usd_micros BIGINT, 
	actor_id UUID, 
	actor_role TEXT NOT NULL, 
	run_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_ai_actions PRIMARY KEY (id), 
	CONSTRAINT fk_ai_actions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ai_actions_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE model_calls (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	day DATE NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	action_id UUID, 
	run_id UUID, 
	prompt_id TEXT NOT NULL, 
	prompt_version INTEGER NOT NULL, 
	prompt_hash TEXT NOT NULL, 
	model TEXT NOT NULL, 
	adapter TEXT DEFAULT 'none' NOT NULL, 
	outcome TEXT NOT NULL, 
	settled BOOLEAN DEFAULT 'false' NOT NULL, 
	tokens_in INTEGER DEFAULT '0' NOT NULL, 
	tokens_out INTEGER DEFAULT '0' NOT NULL, 
	tokens_estimated INTEGER DEFAULT '0' NOT NULL, 
	usd_micros_estimated BIGINT, 
	usd_micros BIGINT, 
	seconds FLOAT DEFAULT '0' NOT NULL, 
	retries INTEGER DEFAULT '0' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_model_calls PRIMARY KEY (id), 
	CONSTRAINT fk_model_calls_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_model_calls_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_model_calls_day ON model_calls (business_id, day)
;;
CREATE TABLE model_limits (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	usd_micros_per_day BIGINT, 
	tokens_per_day BIGINT, 
	paused BOOLEAN DEFAULT 'false' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_model_limits PRIMARY KEY (id), 
	CONSTRAINT uq_model_limits_business_id UNIQUE (business_id), 
	CONSTRAINT fk_model_limits_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_model_limits_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE model_routes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	rank INTEGER NOT NULL, 
	model TEXT NOT NULL, 
	api_base TEXT DEFAULT '' NOT NULL, 
	api_key BYTEA, 
	enabled BOOLEAN DEFAULT 'true' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_model_routes PRIMARY KEY (id), 
	CONSTRAINT uq_model_routes_business_id_rank UNIQUE (business_id, rank), 
	CONSTRAINT fk_model_routes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_model_routes_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE messages (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	role TEXT NOT NULL, 
	content BYTEA NOT NULL, 
	author_id UUID, 
	run_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	thread_id UUID, 
	parent_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_messages_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_messages_thread_id FOREIGN KEY(business_id, thread_id) REFERENCES threads (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_messages_parent_id FOREIGN KEY(business_id, parent_id) REFERENCES messages (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_messages_parent_id ON messages (business_id, parent_id)
;;
CREATE INDEX ix_messages_thread_id ON messages (business_id, thread_id)
;;
CREATE TABLE runs (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	status TEXT DEFAULT 'queued' NOT NULL, 
	mode TEXT NOT NULL, 
	user_id UUID, 
	role TEXT NOT NULL, 
	starts INTEGER DEFAULT '0' NOT NULL, 
	error TEXT, 
	reply BYTEA, 
	answer_id UUID, 
	started_at TIMESTAMP WITH TIME ZONE, 
	stop_asked_at TIMESTAMP WITH TIME ZONE, 
	ended_at TIMESTAMP WITH TIME ZONE, 
	thread_id UUID, 
	question_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id), 
	CONSTRAINT fk_runs_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_runs_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_runs_thread_id FOREIGN KEY(business_id, thread_id) REFERENCES threads (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_runs_question_id FOREIGN KEY(business_id, question_id) REFERENCES messages (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_runs_question_id ON runs (business_id, question_id)
;;
CREATE INDEX ix_runs_thread_id ON runs (business_id, thread_id)
;;
CREATE TABLE approvals (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	tool TEXT NOT NULL, 
	arguments BYTEA NOT NULL, 
	summary BYTEA NOT NULL, 
	status TEXT DEFAULT 'pending' NOT NULL, 
	answered_by UUID, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	answer BYTEA, 
	result BYTEA, 
	thread_id UUID, 
	run_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_approvals PRIMARY KEY (id), 
	CONSTRAINT fk_approvals_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_approvals_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_approvals_thread_id FOREIGN KEY(business_id, thread_id) REFERENCES threads (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_approvals_run_id FOREIGN KEY(business_id, run_id) REFERENCES runs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_approvals_run_id ON approvals (business_id, run_id)
;;
CREATE INDEX ix_approvals_thread_id ON approvals (business_id, thread_id)
;;
CREATE TABLE run_events (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	seq BIGINT NOT NULL, 
	type TEXT NOT NULL, 
	payload BYTEA NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	thread_id UUID, 
	run_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_run_events PRIMARY KEY (id), 
	CONSTRAINT uq_run_events_business_id_thread_id_seq UNIQUE (business_id, thread_id, seq), 
	CONSTRAINT fk_run_events_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_run_events_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_run_events_thread_id FOREIGN KEY(business_id, thread_id) REFERENCES threads (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_run_events_run_id FOREIGN KEY(business_id, run_id) REFERENCES runs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_run_events_run_id ON run_events (business_id, run_id)
;;
CREATE INDEX ix_run_events_thread_id ON run_events (business_id, thread_id)
;;
ALTER TABLE prompt_texts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE prompt_texts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY anybody_reads ON prompt_texts FOR SELECT USING (true)
;;
CREATE POLICY anybody_adds ON prompt_texts FOR INSERT WITH CHECK (true)
;;
ALTER TABLE ai_actions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE ai_actions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON ai_actions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON ai_actions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE model_calls ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE model_calls FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON model_calls USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON model_calls AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE model_limits ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE model_limits FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON model_limits USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON model_limits AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE model_routes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE model_routes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON model_routes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON model_routes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE messages ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE messages FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON messages USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON messages AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE runs ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE runs FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON runs USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON runs AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE approvals ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE approvals FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON approvals USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON approvals AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE run_events ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE run_events FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON run_events USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON run_events AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE TRIGGER append_only BEFORE UPDATE ON run_events FOR EACH ROW EXECUTE FUNCTION append_only()
