CREATE EXTENSION IF NOT EXISTS vector
;;
CREATE FUNCTION app_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$
;;
CREATE FUNCTION app_creator() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.creator', true), '')::uuid $$
;;
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT nullif(current_setting('app.user', true), '')::uuid $$
;;
CREATE FUNCTION app_actor() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT coalesce(current_setting('app.actor', true), '') $$
;;
CREATE TABLE businesses (
	id UUID NOT NULL, 
	name TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	currency TEXT DEFAULT 'USD' NOT NULL, 
	timezone TEXT DEFAULT 'UTC' NOT NULL, 
	settings JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_businesses PRIMARY KEY (id)
)
;;
CREATE TABLE creators (
	id UUID NOT NULL, 
	user_id UUID, 
	name TEXT NOT NULL, 
	specializations TEXT[] DEFAULT '{}' NOT NULL, 
	artifact_types TEXT[] DEFAULT '{}' NOT NULL, 
	tier TEXT DEFAULT 'rising' NOT NULL, 
	performance_score FLOAT, 
	total_briefs_completed INTEGER DEFAULT '0' NOT NULL, 
	acceptance_rate FLOAT, 
	avg_delivery_time FLOAT, 
	revision_rate FLOAT, 
	capacity INTEGER DEFAULT '1' NOT NULL, 
	active_briefs INTEGER DEFAULT '0' NOT NULL, 
	price_cents JSONB DEFAULT '{}' NOT NULL, 
	history JSONB DEFAULT '[]' NOT NULL, 
	portfolio TEXT DEFAULT '' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_creators PRIMARY KEY (id)
)
;;
CREATE TABLE users (
	id UUID NOT NULL, 
	email TEXT NOT NULL, 
	name TEXT DEFAULT '' NOT NULL, 
	password_hash TEXT NOT NULL, 
	operator BOOLEAN DEFAULT 'false' NOT NULL, 
	verified_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_email UNIQUE (email)
)
;;
CREATE TABLE account_balances (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	account TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	balance_cents BIGINT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_account_balances PRIMARY KEY (id), 
	CONSTRAINT ck_account_balances_held_never_negative CHECK (account NOT LIKE 'held:%%' OR balance_cents >= 0), 
	CONSTRAINT uq_account_balances_business_id_account_currency UNIQUE (business_id, account, currency), 
	CONSTRAINT fk_account_balances_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_account_balances_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE activities (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	minutes INTEGER, 
	participants JSONB DEFAULT '[]' NOT NULL, 
	notes BYTEA, 
	content_hash TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_activities PRIMARY KEY (id), 
	CONSTRAINT uq_activities_business_id_content_hash UNIQUE (business_id, content_hash), 
	CONSTRAINT fk_activities_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_activities_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE analytics_snapshots (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	day DATE NOT NULL, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_analytics_snapshots PRIMARY KEY (id), 
	CONSTRAINT uq_analytics_snapshots_business_id_kind_day UNIQUE (business_id, kind, day), 
	CONSTRAINT fk_analytics_snapshots_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_analytics_snapshots_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE brand_assets (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	blob TEXT, 
	details BYTEA, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_brand_assets PRIMARY KEY (id), 
	CONSTRAINT fk_brand_assets_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_brand_assets_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE business_keys (
	business_id UUID NOT NULL, 
	version INTEGER DEFAULT '1' NOT NULL, 
	wrapped BYTEA NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_business_keys PRIMARY KEY (business_id, version), 
	CONSTRAINT fk_business_keys_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE
)
;;
CREATE TABLE business_profiles (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	business_name TEXT, 
	industry TEXT, 
	size TEXT, 
	stage TEXT, 
	business_model TEXT[], 
	revenue_mechanics TEXT[], 
	icp_industry TEXT[], 
	icp_company_size TEXT[], 
	icp_titles TEXT[], 
	icp_geography TEXT[], 
	icp_pains TEXT[], 
	competitors_direct TEXT[], 
	competitors_indirect TEXT[], 
	competitors_aspirational TEXT[], 
	voice_formality FLOAT, 
	voice_technicality FLOAT, 
	voice_boldness FLOAT, 
	voice_playfulness FLOAT, 
	visual_colors TEXT[], 
	visual_fonts TEXT[], 
	visual_logo TEXT, 
	visual_references TEXT[], 
	products TEXT[], 
	pricing TEXT[], 
	features TEXT[], 
	differentiators TEXT[], 
	stack_cms TEXT[], 
	stack_email TEXT[], 
	stack_crm TEXT[], 
	stack_analytics TEXT[], 
	stack_social TEXT[], 
	state_working TEXT[], 
	state_not_working TEXT[], 
	state_tried TEXT[], 
	state_never_tried TEXT[], 
	confidence JSONB DEFAULT '{}' NOT NULL, 
	sources JSONB DEFAULT '{}' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_business_profiles PRIMARY KEY (id), 
	CONSTRAINT uq_business_profiles_business_id UNIQUE (business_id), 
	CONSTRAINT fk_business_profiles_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_business_profiles_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE campaigns (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_campaigns PRIMARY KEY (id), 
	CONSTRAINT uq_campaigns_business_id_name UNIQUE (business_id, name), 
	CONSTRAINT fk_campaigns_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_campaigns_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE cdt_beliefs (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	cdt_version INTEGER, 
	belief_category TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	segment TEXT DEFAULT '' NOT NULL, 
	belief_text TEXT NOT NULL, 
	alpha FLOAT NOT NULL, 
	beta FLOAT NOT NULL, 
	confidence FLOAT NOT NULL, 
	evidence_count INTEGER DEFAULT '0' NOT NULL, 
	counter_count INTEGER DEFAULT '0' NOT NULL, 
	first_observed TIMESTAMP WITH TIME ZONE, 
	last_reinforced TIMESTAMP WITH TIME ZONE, 
	status TEXT NOT NULL, 
	low_cycles INTEGER DEFAULT '0' NOT NULL, 
	verdict TEXT, 
	state JSONB DEFAULT '{}' NOT NULL, 
	as_of TIMESTAMP WITH TIME ZONE NOT NULL, 
	valid_from TIMESTAMP WITH TIME ZONE, 
	valid_to TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_cdt_beliefs PRIMARY KEY (id), 
	CONSTRAINT uq_cdt_beliefs_business_id_belief_category_subject_segment UNIQUE (business_id, belief_category, subject, segment), 
	CONSTRAINT fk_cdt_beliefs_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cdt_beliefs_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE cdt_training_runs (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	month TEXT NOT NULL, 
	status TEXT NOT NULL, 
	data_hash TEXT NOT NULL, 
	code_hash TEXT NOT NULL, 
	parameters JSONB DEFAULT '{}' NOT NULL, 
	metrics JSONB DEFAULT '{}' NOT NULL, 
	dataset JSONB DEFAULT '{}' NOT NULL, 
	started_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_cdt_training_runs PRIMARY KEY (id), 
	CONSTRAINT uq_cdt_training_runs_business_id_month UNIQUE (business_id, month), 
	CONSTRAINT fk_cdt_training_runs_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cdt_training_runs_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE competitive_intelligence (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	competitor TEXT NOT NULL, 
	mentions INTEGER NOT NULL, 
	last_at TIMESTAMP WITH TIME ZONE, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_competitive_intelligence PRIMARY KEY (id), 
	CONSTRAINT uq_competitive_intelligence_business_id_competitor UNIQUE (business_id, competitor), 
	CONSTRAINT fk_competitive_intelligence_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_competitive_intelligence_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE context_embeddings (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	source_type TEXT NOT NULL, 
	source_id UUID NOT NULL, 
	position INTEGER DEFAULT '0' NOT NULL, 
	model TEXT NOT NULL, 
	embedding VECTOR(384) NOT NULL, 
	text_chunk BYTEA NOT NULL, 
	said_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_context_embeddings PRIMARY KEY (id), 
	CONSTRAINT uq_context_embeddings_business_id_source_type_source_id_90d3 UNIQUE (business_id, source_type, source_id, position, model), 
	CONSTRAINT fk_context_embeddings_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_context_embeddings_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE context_extractions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	source_kind TEXT NOT NULL, 
	source_id UUID NOT NULL, 
	version TEXT NOT NULL, 
	payload BYTEA NOT NULL, 
	topics TEXT[] DEFAULT '{}' NOT NULL, 
	sentiment FLOAT, 
	charge FLOAT, 
	confidence TEXT, 
	recurrence INTEGER DEFAULT '1' NOT NULL, 
	said_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_context_extractions PRIMARY KEY (id), 
	CONSTRAINT uq_context_extractions_business_id_source_kind_source_i_6570 UNIQUE (business_id, source_kind, source_id, version), 
	CONSTRAINT fk_context_extractions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_context_extractions_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE events (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	seq BIGINT GENERATED BY DEFAULT AS IDENTITY, 
	channel TEXT NOT NULL, 
	name TEXT NOT NULL, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	actor_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT fk_events_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_events_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT uq_events_seq UNIQUE (seq)
)
;;
CREATE TABLE evidence_links (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	from_kind TEXT NOT NULL, 
	from_id UUID NOT NULL, 
	to_kind TEXT NOT NULL, 
	to_id UUID NOT NULL, 
	why TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_evidence_links PRIMARY KEY (id), 
	CONSTRAINT uq_evidence_links_business_id_from_kind_from_id_to_kind_to_id UNIQUE (business_id, from_kind, from_id, to_kind, to_id), 
	CONSTRAINT fk_evidence_links_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_evidence_links_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_evidence_links_to ON evidence_links (business_id, to_id)
;;
CREATE TABLE execution_maps (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	guard TEXT NOT NULL, 
	title TEXT NOT NULL, 
	status TEXT DEFAULT 'proposed' NOT NULL, 
	segment TEXT, 
	cost_low_cents BIGINT DEFAULT '0' NOT NULL, 
	cost_high_cents BIGINT DEFAULT '0' NOT NULL, 
	currency TEXT DEFAULT 'USD' NOT NULL, 
	cdt_version INTEGER, 
	payload BYTEA NOT NULL, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	purchased_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_execution_maps PRIMARY KEY (id), 
	CONSTRAINT uq_execution_maps_business_id_guard UNIQUE (business_id, guard), 
	CONSTRAINT fk_execution_maps_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_execution_maps_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE idempotency_keys (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	request_hash TEXT NOT NULL, 
	status INTEGER NOT NULL, 
	response BYTEA, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (id), 
	CONSTRAINT uq_idempotency_keys_business_id_user_id_key UNIQUE (business_id, user_id, key), 
	CONSTRAINT fk_idempotency_keys_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_idempotency_keys_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE inferred_segments (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	segment TEXT NOT NULL, 
	evidence_count INTEGER NOT NULL, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_inferred_segments PRIMARY KEY (id), 
	CONSTRAINT uq_inferred_segments_business_id_segment UNIQUE (business_id, segment), 
	CONSTRAINT fk_inferred_segments_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_inferred_segments_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE input_ledger (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	input_kind TEXT NOT NULL, 
	input_id UUID NOT NULL, 
	fate TEXT NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_input_ledger PRIMARY KEY (id), 
	CONSTRAINT uq_input_ledger_business_id_input_kind_input_id UNIQUE (business_id, input_kind, input_id), 
	CONSTRAINT fk_input_ledger_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_input_ledger_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE journeys (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	external_id TEXT NOT NULL, 
	converted_at TIMESTAMP WITH TIME ZONE, 
	value_cents BIGINT DEFAULT '0' NOT NULL, 
	currency TEXT DEFAULT 'USD' NOT NULL, 
	attributed BOOLEAN DEFAULT 'false' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_journeys PRIMARY KEY (id), 
	CONSTRAINT uq_journeys_business_id_external_id UNIQUE (business_id, external_id), 
	CONSTRAINT fk_journeys_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_journeys_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE keywords (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	keyword TEXT NOT NULL, 
	cluster TEXT, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_keywords PRIMARY KEY (id), 
	CONSTRAINT uq_keywords_business_id_keyword UNIQUE (business_id, keyword), 
	CONSTRAINT fk_keywords_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_keywords_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE onboarding_responses (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	thread_id UUID NOT NULL, 
	turn INTEGER NOT NULL, 
	question BYTEA NOT NULL, 
	answer BYTEA, 
	fields TEXT[] DEFAULT '{}' NOT NULL, 
	implicit BYTEA, 
	author_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_onboarding_responses PRIMARY KEY (id), 
	CONSTRAINT uq_onboarding_responses_business_id_thread_id_turn UNIQUE (business_id, thread_id, turn), 
	CONSTRAINT fk_onboarding_responses_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_onboarding_responses_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE policy_versions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	month TEXT NOT NULL, 
	weights JSONB DEFAULT '{}' NOT NULL, 
	answers JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_policy_versions PRIMARY KEY (id), 
	CONSTRAINT uq_policy_versions_business_id_version UNIQUE (business_id, version), 
	CONSTRAINT uq_policy_versions_business_id_month UNIQUE (business_id, month), 
	CONSTRAINT fk_policy_versions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_policy_versions_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE recommendation_outcomes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	recommendation_type TEXT NOT NULL, 
	recommendation_id UUID NOT NULL, 
	recommendation_content BYTEA NOT NULL, 
	recommended_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	user_action TEXT, 
	action_timestamp TIMESTAMP WITH TIME ZONE, 
	context_extracted JSONB DEFAULT '{}' NOT NULL, 
	context_quality_score FLOAT, 
	downstream_impact JSONB DEFAULT '{}' NOT NULL, 
	recommendation_model_version INTEGER, 
	propensity FLOAT, 
	shown_position INTEGER, 
	policy_version INTEGER DEFAULT '1' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_recommendation_outcomes PRIMARY KEY (id), 
	CONSTRAINT uq_recommendation_outcomes_business_id_recommendation_t_694c UNIQUE (business_id, recommendation_type, recommendation_id), 
	CONSTRAINT fk_recommendation_outcomes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_recommendation_outcomes_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE refresh_tokens (
	hash TEXT NOT NULL, 
	family UUID NOT NULL, 
	user_id UUID NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	used_at TIMESTAMP WITH TIME ZONE, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_refresh_tokens PRIMARY KEY (hash), 
	CONSTRAINT fk_refresh_tokens_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE scheduled_work (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	work TEXT NOT NULL, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	handed_at TIMESTAMP WITH TIME ZONE, 
	cancelled_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_scheduled_work PRIMARY KEY (id), 
	CONSTRAINT uq_scheduled_work_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_scheduled_work_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_scheduled_work_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_scheduled_work_due ON scheduled_work (due_at)
;;
CREATE TABLE team_members (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	role TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_team_members PRIMARY KEY (id), 
	CONSTRAINT uq_team_members_business_id_user_id UNIQUE (business_id, user_id), 
	CONSTRAINT fk_team_members_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_team_members_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_team_members_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE themes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	topic TEXT NOT NULL, 
	label BYTEA NOT NULL, 
	count INTEGER DEFAULT '0' NOT NULL, 
	first_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	last_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_themes PRIMARY KEY (id), 
	CONSTRAINT fk_themes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_themes_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE threads (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	status TEXT DEFAULT 'open' NOT NULL, 
	user_id UUID, 
	state JSONB DEFAULT '{}' NOT NULL, 
	updated_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_threads PRIMARY KEY (id), 
	CONSTRAINT fk_threads_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_threads_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE tooling_connections (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	tool TEXT NOT NULL, 
	category TEXT NOT NULL, 
	"grant" TEXT DEFAULT 'one_shot' NOT NULL, 
	status TEXT DEFAULT 'closed' NOT NULL, 
	credentials BYTEA, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_tooling_connections PRIMARY KEY (id), 
	CONSTRAINT uq_tooling_connections_business_id_tool UNIQUE (business_id, tool), 
	CONSTRAINT fk_tooling_connections_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tooling_connections_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE tooling_extractions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	tool TEXT NOT NULL, 
	month TEXT NOT NULL, 
	extraction_date TIMESTAMP WITH TIME ZONE NOT NULL, 
	raw BYTEA NOT NULL, 
	completeness TEXT DEFAULT 'complete' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_tooling_extractions PRIMARY KEY (id), 
	CONSTRAINT uq_tooling_extractions_business_id_tool_month UNIQUE (business_id, tool, month), 
	CONSTRAINT fk_tooling_extractions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_tooling_extractions_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE transfers (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	key TEXT NOT NULL, 
	hold TEXT NOT NULL, 
	part TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_transfers PRIMARY KEY (id), 
	CONSTRAINT uq_transfers_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_transfers_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_transfers_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE vent_entries (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	text BYTEA NOT NULL, 
	tags TEXT[] DEFAULT '{}' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	author_id UUID, 
	visibility TEXT DEFAULT 'private' NOT NULL, 
	source TEXT DEFAULT 'web' NOT NULL, 
	content_hash TEXT NOT NULL, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_vent_entries PRIMARY KEY (id), 
	CONSTRAINT uq_vent_entries_business_id_content_hash UNIQUE (business_id, content_hash), 
	CONSTRAINT fk_vent_entries_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_vent_entries_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE activity_artifacts (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	blob TEXT, 
	transcript BYTEA, 
	activity_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_activity_artifacts PRIMARY KEY (id), 
	CONSTRAINT fk_activity_artifacts_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_activity_artifacts_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_activity_artifacts_activity_id FOREIGN KEY(business_id, activity_id) REFERENCES activities (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_activity_artifacts_activity_id ON activity_artifacts (business_id, activity_id)
;;
CREATE TABLE belief_evidence (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	source_kind TEXT NOT NULL, 
	supports BOOLEAN NOT NULL, 
	alignment FLOAT NOT NULL, 
	weight FLOAT NOT NULL, 
	confidence_after FLOAT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	belief_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_belief_evidence PRIMARY KEY (id), 
	CONSTRAINT uq_belief_evidence_business_id_belief_id_key UNIQUE (business_id, belief_id, key), 
	CONSTRAINT fk_belief_evidence_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_belief_evidence_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_belief_evidence_belief_id FOREIGN KEY(business_id, belief_id) REFERENCES cdt_beliefs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_belief_evidence_belief_id ON belief_evidence (business_id, belief_id)
;;
CREATE TABLE calendar_entries (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	external_id TEXT NOT NULL, 
	artifact_type TEXT NOT NULL, 
	title TEXT NOT NULL, 
	status TEXT DEFAULT 'idea' NOT NULL, 
	owner TEXT, 
	publish_on DATE, 
	publish_at TIME WITHOUT TIME ZONE, 
	timezone TEXT, 
	channel TEXT, 
	funnel_stage TEXT, 
	segment TEXT, 
	persona TEXT, 
	angle TEXT, 
	strategic_intent TEXT, 
	competitive_context TEXT, 
	utm_source TEXT, 
	utm_medium TEXT, 
	utm_campaign TEXT, 
	utm_content TEXT, 
	primary_kpi TEXT, 
	conversion_event TEXT, 
	attribution_model TEXT, 
	ltv_tag TEXT, 
	review_on DATE, 
	cost_cents BIGINT DEFAULT '0' NOT NULL, 
	suggested_by UUID, 
	tags TEXT[] DEFAULT '{}' NOT NULL, 
	categories JSONB DEFAULT '{}' NOT NULL, 
	status_changed_at TIMESTAMP WITH TIME ZONE, 
	published_at TIMESTAMP WITH TIME ZONE, 
	indexed_at TIMESTAMP WITH TIME ZONE, 
	campaign_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_calendar_entries PRIMARY KEY (id), 
	CONSTRAINT uq_calendar_entries_business_id_external_id UNIQUE (business_id, external_id), 
	CONSTRAINT uq_calendar_entries_business_id_utm_source_utm_medium_u_0c7a UNIQUE (business_id, utm_source, utm_medium, utm_campaign, utm_content), 
	CONSTRAINT fk_calendar_entries_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_calendar_entries_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_calendar_entries_campaign_id FOREIGN KEY(business_id, campaign_id) REFERENCES campaigns (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_calendar_entries_campaign_id ON calendar_entries (business_id, campaign_id)
;;
CREATE TABLE cdt_versions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	adapter TEXT, 
	verdict TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	live BOOLEAN DEFAULT 'false' NOT NULL, 
	manifest JSONB DEFAULT '{}' NOT NULL, 
	evaluation JSONB DEFAULT '{}' NOT NULL, 
	released_at TIMESTAMP WITH TIME ZONE, 
	archived_at TIMESTAMP WITH TIME ZONE, 
	run_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_cdt_versions PRIMARY KEY (id), 
	CONSTRAINT uq_cdt_versions_business_id_version UNIQUE (business_id, version), 
	CONSTRAINT fk_cdt_versions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cdt_versions_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_cdt_versions_run_id FOREIGN KEY(business_id, run_id) REFERENCES cdt_training_runs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_cdt_versions_run_id ON cdt_versions (business_id, run_id)
;;
CREATE UNIQUE INDEX uq_cdt_versions_one_live ON cdt_versions (business_id) WHERE live
;;
CREATE TABLE ledger_entries (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	position INTEGER NOT NULL, 
	account TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	transfer_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_ledger_entries PRIMARY KEY (id), 
	CONSTRAINT uq_ledger_entries_business_id_transfer_id_position UNIQUE (business_id, transfer_id, position), 
	CONSTRAINT fk_ledger_entries_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_ledger_entries_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_ledger_entries_transfer_id FOREIGN KEY(business_id, transfer_id) REFERENCES transfers (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_ledger_entries_transfer_id ON ledger_entries (business_id, transfer_id)
;;
CREATE TABLE readings (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	source TEXT NOT NULL, 
	project TEXT DEFAULT '' NOT NULL, 
	metric_name TEXT NOT NULL, 
	date DATE NOT NULL, 
	value FLOAT NOT NULL, 
	unit TEXT DEFAULT 'count' NOT NULL, 
	currency TEXT, 
	timezone TEXT DEFAULT 'UTC' NOT NULL, 
	extraction_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_readings PRIMARY KEY (id), 
	CONSTRAINT uq_readings_business_id_source_project_metric_name_date UNIQUE (business_id, source, project, metric_name, date), 
	CONSTRAINT fk_readings_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_readings_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_readings_extraction_id FOREIGN KEY(business_id, extraction_id) REFERENCES tooling_extractions (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_readings_extraction_id ON readings (business_id, extraction_id)
;;
CREATE TABLE signals (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	signal_type TEXT NOT NULL, 
	metric_name TEXT NOT NULL, 
	magnitude FLOAT NOT NULL, 
	source TEXT NOT NULL, 
	period TEXT NOT NULL, 
	payload JSONB DEFAULT '{}' NOT NULL, 
	extraction_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_signals PRIMARY KEY (id), 
	CONSTRAINT uq_signals_business_id_signal_type_metric_name_source_period UNIQUE (business_id, signal_type, metric_name, source, period), 
	CONSTRAINT fk_signals_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_signals_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_signals_extraction_id FOREIGN KEY(business_id, extraction_id) REFERENCES tooling_extractions (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_signals_extraction_id ON signals (business_id, extraction_id)
;;
CREATE TABLE theme_quotes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	quote BYTEA NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	said_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	theme_id UUID, 
	extraction_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_theme_quotes PRIMARY KEY (id), 
	CONSTRAINT uq_theme_quotes_business_id_theme_id_extraction_id UNIQUE (business_id, theme_id, extraction_id), 
	CONSTRAINT fk_theme_quotes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_theme_quotes_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_theme_quotes_theme_id FOREIGN KEY(business_id, theme_id) REFERENCES themes (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_theme_quotes_extraction_id FOREIGN KEY(business_id, extraction_id) REFERENCES context_extractions (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_theme_quotes_extraction_id ON theme_quotes (business_id, extraction_id)
;;
CREATE INDEX ix_theme_quotes_theme_id ON theme_quotes (business_id, theme_id)
;;
CREATE TABLE distribution_plans (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	channel TEXT NOT NULL, 
	parameters JSONB DEFAULT '{}' NOT NULL, 
	schedule JSONB DEFAULT '[]' NOT NULL, 
	paid_budget_cents BIGINT DEFAULT '0' NOT NULL, 
	repurposing TEXT, 
	calendar_entry_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_distribution_plans PRIMARY KEY (id), 
	CONSTRAINT uq_distribution_plans_business_id_calendar_entry_id_channel UNIQUE (business_id, calendar_entry_id, channel), 
	CONSTRAINT fk_distribution_plans_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_distribution_plans_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_distribution_plans_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_distribution_plans_calendar_entry_id ON distribution_plans (business_id, calendar_entry_id)
;;
CREATE TABLE map_artifacts (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	position INTEGER NOT NULL, 
	artifact_type TEXT NOT NULL, 
	channel TEXT, 
	title TEXT NOT NULL, 
	due_on DATE, 
	price_cents BIGINT DEFAULT '0' NOT NULL, 
	outline BYTEA NOT NULL, 
	map_id UUID, 
	calendar_entry_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_map_artifacts PRIMARY KEY (id), 
	CONSTRAINT uq_map_artifacts_business_id_map_id_position UNIQUE (business_id, map_id, position), 
	CONSTRAINT fk_map_artifacts_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_map_artifacts_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_map_artifacts_map_id FOREIGN KEY(business_id, map_id) REFERENCES execution_maps (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_map_artifacts_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_map_artifacts_calendar_entry_id ON map_artifacts (business_id, calendar_entry_id)
;;
CREATE INDEX ix_map_artifacts_map_id ON map_artifacts (business_id, map_id)
;;
CREATE TABLE performance_records (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	artifact_ref TEXT NOT NULL, 
	metric TEXT NOT NULL, 
	date DATE NOT NULL, 
	source TEXT NOT NULL, 
	value FLOAT NOT NULL, 
	unit TEXT DEFAULT 'count' NOT NULL, 
	calendar_entry_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_performance_records PRIMARY KEY (id), 
	CONSTRAINT uq_performance_records_business_id_artifact_ref_metric__41b4 UNIQUE (business_id, artifact_ref, metric, date, source), 
	CONSTRAINT fk_performance_records_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_performance_records_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_performance_records_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_performance_records_calendar_entry_id ON performance_records (business_id, calendar_entry_id)
;;
CREATE TABLE seo_metadata (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	primary_keyword TEXT, 
	secondary_keywords TEXT[] DEFAULT '{}' NOT NULL, 
	search_intent TEXT, 
	keyword_difficulty FLOAT, 
	search_volume INTEGER, 
	ranking_position FLOAT, 
	serp_features TEXT[] DEFAULT '{}' NOT NULL, 
	keyword_cluster TEXT, 
	internal_link_targets TEXT[] DEFAULT '{}' NOT NULL, 
	featured_snippet BOOLEAN, 
	url_slug TEXT, 
	meta_title TEXT, 
	meta_description TEXT, 
	header_structure JSONB DEFAULT '[]' NOT NULL, 
	schema_markup TEXT, 
	canonical_url TEXT, 
	index_status TEXT, 
	web_vitals_targets JSONB DEFAULT '{}' NOT NULL, 
	mobile_rendering TEXT, 
	image_alt_inventory JSONB DEFAULT '[]' NOT NULL, 
	anchor_text_plan JSONB DEFAULT '[]' NOT NULL, 
	crawl_directives TEXT[] DEFAULT '{}' NOT NULL, 
	calendar_entry_id UUID, 
	keyword_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_seo_metadata PRIMARY KEY (id), 
	CONSTRAINT uq_seo_metadata_business_id_calendar_entry_id UNIQUE (business_id, calendar_entry_id), 
	CONSTRAINT fk_seo_metadata_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_seo_metadata_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_seo_metadata_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_seo_metadata_keyword_id FOREIGN KEY(business_id, keyword_id) REFERENCES keywords (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_seo_metadata_calendar_entry_id ON seo_metadata (business_id, calendar_entry_id)
;;
CREATE INDEX ix_seo_metadata_keyword_id ON seo_metadata (business_id, keyword_id)
;;
CREATE TABLE touchpoints (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	position INTEGER NOT NULL, 
	touch_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	channel TEXT NOT NULL, 
	artifact_ref TEXT DEFAULT '' NOT NULL, 
	journey_id UUID, 
	calendar_entry_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_touchpoints PRIMARY KEY (id), 
	CONSTRAINT uq_touchpoints_business_id_journey_id_position UNIQUE (business_id, journey_id, position), 
	CONSTRAINT fk_touchpoints_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_touchpoints_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_touchpoints_journey_id FOREIGN KEY(business_id, journey_id) REFERENCES journeys (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_touchpoints_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_touchpoints_calendar_entry_id ON touchpoints (business_id, calendar_entry_id)
;;
CREATE INDEX ix_touchpoints_journey_id ON touchpoints (business_id, journey_id)
;;
CREATE TABLE creator_briefs (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	status TEXT DEFAULT 'ready' NOT NULL, 
	artifact_type TEXT NOT NULL, 
	specialization TEXT DEFAULT '' NOT NULL, 
	fee_cents BIGINT NOT NULL, 
	bonus_cents BIGINT DEFAULT '0' NOT NULL, 
	score FLOAT, 
	leaks INTEGER DEFAULT '0' NOT NULL, 
	payload BYTEA NOT NULL, 
	artifact_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_creator_briefs PRIMARY KEY (id), 
	CONSTRAINT uq_creator_briefs_business_id_artifact_id UNIQUE (business_id, artifact_id), 
	CONSTRAINT fk_creator_briefs_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_creator_briefs_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_creator_briefs_artifact_id FOREIGN KEY(business_id, artifact_id) REFERENCES map_artifacts (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_creator_briefs_artifact_id ON creator_briefs (business_id, artifact_id)
;;
CREATE TABLE credits (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	model TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	artifact_ref TEXT DEFAULT '' NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	journey_id UUID, 
	touchpoint_id UUID, 
	calendar_entry_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_credits PRIMARY KEY (id), 
	CONSTRAINT uq_credits_business_id_touchpoint_id_model UNIQUE (business_id, touchpoint_id, model), 
	CONSTRAINT fk_credits_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_credits_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_credits_journey_id FOREIGN KEY(business_id, journey_id) REFERENCES journeys (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_credits_touchpoint_id FOREIGN KEY(business_id, touchpoint_id) REFERENCES touchpoints (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_credits_calendar_entry_id FOREIGN KEY(business_id, calendar_entry_id) REFERENCES calendar_entries (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_credits_calendar_entry_id ON credits (business_id, calendar_entry_id)
;;
CREATE INDEX ix_credits_journey_id ON credits (business_id, journey_id)
;;
CREATE INDEX ix_credits_touchpoint_id ON credits (business_id, touchpoint_id)
;;
CREATE TABLE predictions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	subject_kind TEXT NOT NULL, 
	metric TEXT NOT NULL, 
	expected FLOAT NOT NULL, 
	low FLOAT NOT NULL, 
	high FLOAT NOT NULL, 
	probability FLOAT NOT NULL, 
	due_on DATE NOT NULL, 
	cdt_version INTEGER, 
	outcome FLOAT, 
	verdict TEXT, 
	map_id UUID, 
	artifact_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_predictions PRIMARY KEY (id), 
	CONSTRAINT uq_predictions_business_id_map_id_artifact_id_metric UNIQUE (business_id, map_id, artifact_id, metric), 
	CONSTRAINT fk_predictions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_predictions_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_predictions_map_id FOREIGN KEY(business_id, map_id) REFERENCES execution_maps (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_predictions_artifact_id FOREIGN KEY(business_id, artifact_id) REFERENCES map_artifacts (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_predictions_artifact_id ON predictions (business_id, artifact_id)
;;
CREATE INDEX ix_predictions_map_id ON predictions (business_id, map_id)
;;
CREATE TABLE assignments (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	rank INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	fee_cents BIGINT NOT NULL, 
	bonus_cents BIGINT DEFAULT '0' NOT NULL, 
	revisions INTEGER DEFAULT '0' NOT NULL, 
	decline_reason TEXT, 
	because JSONB DEFAULT '{}' NOT NULL, 
	offered_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	delivered_at TIMESTAMP WITH TIME ZONE, 
	passed_at TIMESTAMP WITH TIME ZONE, 
	brief_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_assignments PRIMARY KEY (id), 
	CONSTRAINT uq_assignments_business_id_brief_id_creator_id UNIQUE (business_id, brief_id, creator_id), 
	CONSTRAINT fk_assignments_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_assignments_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_assignments_brief_id FOREIGN KEY(business_id, brief_id) REFERENCES creator_briefs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_assignments_brief_id ON assignments (business_id, brief_id)
;;
CREATE TABLE creator_performance (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	quality_score FLOAT NOT NULL, 
	delivery_time FLOAT NOT NULL, 
	revision_count INTEGER NOT NULL, 
	customer_satisfaction FLOAT, 
	artifact_performance JSONB DEFAULT '{}' NOT NULL, 
	brief_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_creator_performance PRIMARY KEY (id), 
	CONSTRAINT uq_creator_performance_business_id_brief_id UNIQUE (business_id, brief_id), 
	CONSTRAINT fk_creator_performance_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_creator_performance_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_creator_performance_brief_id FOREIGN KEY(business_id, brief_id) REFERENCES creator_briefs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_creator_performance_brief_id ON creator_performance (business_id, brief_id)
;;
CREATE TABLE creator_payments (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	key TEXT NOT NULL, 
	provider_ref TEXT, 
	paid_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	assignment_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_creator_payments PRIMARY KEY (id), 
	CONSTRAINT uq_creator_payments_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT uq_creator_payments_business_id_assignment_id_kind UNIQUE (business_id, assignment_id, kind), 
	CONSTRAINT fk_creator_payments_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_creator_payments_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_creator_payments_assignment_id FOREIGN KEY(business_id, assignment_id) REFERENCES assignments (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_creator_payments_assignment_id ON creator_payments (business_id, assignment_id)
;;
CREATE TABLE deliverables (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	text BYTEA NOT NULL, 
	passed BOOLEAN, 
	review BYTEA, 
	fault TEXT, 
	assignment_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_deliverables PRIMARY KEY (id), 
	CONSTRAINT uq_deliverables_business_id_assignment_id_version UNIQUE (business_id, assignment_id, version), 
	CONSTRAINT fk_deliverables_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_deliverables_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_deliverables_assignment_id FOREIGN KEY(business_id, assignment_id) REFERENCES assignments (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_deliverables_assignment_id ON deliverables (business_id, assignment_id)
;;
ALTER TABLE businesses ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE businesses FORCE ROW LEVEL SECURITY
;;
ALTER TABLE creators ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE creators FORCE ROW LEVEL SECURITY
;;
ALTER TABLE users ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE users FORCE ROW LEVEL SECURITY
;;
ALTER TABLE account_balances ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE account_balances FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON account_balances USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON account_balances AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE activities ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE activities FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON activities USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON activities AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE analytics_snapshots ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE analytics_snapshots FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON analytics_snapshots USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON analytics_snapshots AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON analytics_snapshots AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE brand_assets ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE brand_assets FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON brand_assets USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON brand_assets AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE business_keys ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE business_keys FORCE ROW LEVEL SECURITY
;;
ALTER TABLE business_profiles ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE business_profiles FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON business_profiles USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON business_profiles AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE campaigns ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE campaigns FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON campaigns USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON campaigns AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE cdt_beliefs ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE cdt_beliefs FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON cdt_beliefs USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON cdt_beliefs AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON cdt_beliefs AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE cdt_training_runs ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE cdt_training_runs FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON cdt_training_runs USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON cdt_training_runs AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON cdt_training_runs AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE competitive_intelligence ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE competitive_intelligence FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON competitive_intelligence USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON competitive_intelligence AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE context_embeddings ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE context_embeddings FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON context_embeddings USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON context_embeddings AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE context_extractions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE context_extractions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON context_extractions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON context_extractions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE events ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE events FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON events USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON events AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR app_actor() IN ('creator', 'reviewer'))
;;
ALTER TABLE evidence_links ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE evidence_links FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON evidence_links USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON evidence_links AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR app_actor() IN ('creator', 'reviewer'))
;;
ALTER TABLE execution_maps ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE execution_maps FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON execution_maps USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON execution_maps AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON idempotency_keys USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON idempotency_keys AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE inferred_segments ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE inferred_segments FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON inferred_segments USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON inferred_segments AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE input_ledger ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE input_ledger FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON input_ledger USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON input_ledger AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR app_actor() IN ('creator', 'reviewer'))
;;
ALTER TABLE journeys ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE journeys FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON journeys USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON journeys AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE keywords ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE keywords FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON keywords USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON keywords AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE onboarding_responses ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE onboarding_responses FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON onboarding_responses USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON onboarding_responses AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE policy_versions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE policy_versions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON policy_versions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON policy_versions AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON policy_versions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE recommendation_outcomes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE recommendation_outcomes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON recommendation_outcomes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON recommendation_outcomes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON scheduled_work USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON scheduled_work AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR app_actor() IN ('creator', 'reviewer'))
;;
ALTER TABLE team_members ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE team_members FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON team_members USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON team_members AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE themes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE themes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON themes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON themes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE threads ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE threads FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON threads USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON threads AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE tooling_connections ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE tooling_connections FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON tooling_connections USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON tooling_connections AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE tooling_extractions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE tooling_extractions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON tooling_extractions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON tooling_extractions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE transfers ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE transfers FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON transfers USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON transfers AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE vent_entries ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE vent_entries FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON vent_entries USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON vent_entries AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE activity_artifacts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE activity_artifacts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON activity_artifacts USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON activity_artifacts AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE belief_evidence ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE belief_evidence FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON belief_evidence USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON belief_evidence AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE calendar_entries ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE calendar_entries FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON calendar_entries USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON calendar_entries AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE cdt_versions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE cdt_versions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON cdt_versions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON cdt_versions AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON cdt_versions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON ledger_entries USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON ledger_entries AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE readings ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE readings FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON readings USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON readings AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE signals ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE signals FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON signals USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON signals AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE theme_quotes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE theme_quotes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON theme_quotes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON theme_quotes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE distribution_plans ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE distribution_plans FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON distribution_plans USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON distribution_plans AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE map_artifacts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE map_artifacts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON map_artifacts USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON map_artifacts AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE performance_records ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE performance_records FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON performance_records USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON performance_records AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE seo_metadata ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE seo_metadata FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON seo_metadata USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON seo_metadata AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE touchpoints ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE touchpoints FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON touchpoints USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON touchpoints AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE creator_briefs ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE creator_briefs FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON creator_briefs USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON creator_briefs FOR SELECT USING (EXISTS (SELECT 1 FROM assignments a WHERE a.business_id = creator_briefs.business_id AND a.brief_id = creator_briefs.id AND a.creator_id = app_creator()))
;;
CREATE POLICY erases ON creator_briefs AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON creator_briefs AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND EXISTS (SELECT 1 FROM assignments a WHERE a.business_id = creator_briefs.business_id AND a.brief_id = creator_briefs.id AND a.creator_id = app_creator())) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND EXISTS (SELECT 1 FROM assignments a WHERE a.business_id = creator_briefs.business_id AND a.brief_id = creator_briefs.id AND a.creator_id = app_creator())) OR app_actor() = 'reviewer')
;;
ALTER TABLE credits ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE credits FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON credits USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON credits AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE predictions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE predictions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON predictions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON predictions AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON predictions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE assignments ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE assignments FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON assignments USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON assignments FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON assignments AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON assignments AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer')
;;
ALTER TABLE creator_performance ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE creator_performance FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON creator_performance USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON creator_performance FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON creator_performance AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON creator_performance AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator())) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()))
;;
ALTER TABLE creator_payments ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE creator_payments FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON creator_payments USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON creator_payments FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON creator_payments AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON creator_payments AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator())) WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()))
;;
ALTER TABLE deliverables ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE deliverables FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON deliverables USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON deliverables FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON deliverables AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON deliverables AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer')
;;
CREATE POLICY own ON businesses USING (id = app_tenant() AND app_actor() <> 'creator') WITH CHECK (id = app_tenant())
;;
CREATE POLICY own ON business_keys USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY own ON users USING (id = app_user()) WITH CHECK (id = app_user())
;;
CREATE POLICY own ON refresh_tokens USING (user_id = app_user()) WITH CHECK (user_id = app_user())
;;
CREATE POLICY anybody_reads ON creators FOR SELECT USING (true)
;;
CREATE POLICY self_or_worker ON creators FOR UPDATE USING (id = app_creator() OR app_actor() IN ('worker', 'operator'))
;;
CREATE POLICY comes_in ON creators FOR INSERT WITH CHECK (id = app_creator() OR app_actor() IN ('worker', 'operator'))
;;
CREATE FUNCTION login_of(who text) RETURNS TABLE (id uuid, password_hash text, operator boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id, password_hash, operator FROM users WHERE email = who $$
;;
CREATE FUNCTION memberships_of(who uuid) RETURNS TABLE (business_id uuid, role text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT business_id, role FROM team_members WHERE user_id = who ORDER BY created_at $$
;;
CREATE FUNCTION creator_of(who uuid) RETURNS TABLE (id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id FROM creators WHERE user_id = who $$
;;
CREATE FUNCTION session_of(token_hash text) RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT user_id FROM refresh_tokens WHERE hash = token_hash $$
;;
CREATE FUNCTION all_businesses() RETURNS TABLE (id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id FROM businesses ORDER BY created_at $$
;;
CREATE FUNCTION due_work(until timestamptz, most integer) RETURNS TABLE (business_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT business_id, id FROM scheduled_work WHERE handed_at IS NULL AND cancelled_at IS NULL AND due_at <= until ORDER BY due_at LIMIT most $$
;;
CREATE FUNCTION next_due() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT min(due_at) FROM scheduled_work WHERE handed_at IS NULL AND cancelled_at IS NULL $$
;;
CREATE FUNCTION transfer_sums_to_zero() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ledger_entries WHERE transfer_id = NEW.transfer_id
             GROUP BY currency HAVING sum(amount_cents) <> 0) THEN
    RAISE EXCEPTION 'transfer % does not sum to zero', NEW.transfer_id USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$
;;
CREATE CONSTRAINT TRIGGER sums_to_zero AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION transfer_sums_to_zero()
;;
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER append_only BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION append_only()
;;
CREATE VIEW recommendation_history WITH (security_invoker = true) AS SELECT id, business_id, recommendation_type, recommendation_id, recommended_at, user_action, action_timestamp, downstream_impact, recommendation_model_version FROM recommendation_outcomes
;;
CREATE TABLE job_starts (job_id bigint PRIMARY KEY, starts integer NOT NULL)
