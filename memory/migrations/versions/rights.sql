CREATE TABLE consents (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	source TEXT NOT NULL, 
	person_id UUID NOT NULL, 
	allowed BOOLEAN NOT NULL, 
	decided_by UUID, 
	decided_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_consents PRIMARY KEY (id), 
	CONSTRAINT uq_consents_business_id_source_person_id UNIQUE (business_id, source, person_id), 
	CONSTRAINT fk_consents_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_consents_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE retention_rules (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	days INTEGER, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_retention_rules PRIMARY KEY (id), 
	CONSTRAINT uq_retention_rules_business_id_kind UNIQUE (business_id, kind), 
	CONSTRAINT fk_retention_rules_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_retention_rules_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE removals (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	why TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_removals PRIMARY KEY (id), 
	CONSTRAINT fk_removals_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_removals_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE exports (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	status TEXT DEFAULT 'packing' NOT NULL, 
	asked_by UUID, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	done INTEGER DEFAULT '0' NOT NULL, 
	total INTEGER DEFAULT '0' NOT NULL, 
	parts JSONB DEFAULT '[]' NOT NULL, 
	blob TEXT, 
	bytes BIGINT DEFAULT '0' NOT NULL, 
	sha256 TEXT, 
	ready_at TIMESTAMP WITH TIME ZONE, 
	expires_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_exports PRIMARY KEY (id), 
	CONSTRAINT fk_exports_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_exports_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE pauses (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	paused_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	paused_by UUID, 
	resumed_at TIMESTAMP WITH TIME ZONE, 
	resumed_by UUID, 
	models_too BOOLEAN DEFAULT 'true' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_pauses PRIMARY KEY (id), 
	CONSTRAINT fk_pauses_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_pauses_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE erasure_requests (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	what TEXT NOT NULL, 
	mode TEXT NOT NULL, 
	subject_kind TEXT, 
	subject_id UUID, 
	asked_by UUID, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	due_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	called_off_at TIMESTAMP WITH TIME ZONE, 
	begun_at TIMESTAMP WITH TIME ZONE, 
	done_at TIMESTAMP WITH TIME ZONE, 
	counts JSONB DEFAULT '{}' NOT NULL, 
	erasure_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_erasure_requests PRIMARY KEY (id), 
	CONSTRAINT fk_erasure_requests_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_erasure_requests_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE erasures (
	id UUID NOT NULL, 
	subject BYTEA, 
	status TEXT DEFAULT 'running' NOT NULL, 
	remains INTEGER, 
	begun_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	finished_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_erasures PRIMARY KEY (id)
)
;;
CREATE TABLE erasure_steps (
	erasure_id UUID NOT NULL, 
	step TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	counts JSONB DEFAULT '{}' NOT NULL, 
	done_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	CONSTRAINT pk_erasure_steps PRIMARY KEY (erasure_id, step)
)
;;
CREATE TABLE kept_amounts (
	id UUID NOT NULL, 
	erasure_id UUID NOT NULL, 
	day DATE NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	CONSTRAINT pk_kept_amounts PRIMARY KEY (id)
)
;;
CREATE TABLE kept_facts (
	id UUID NOT NULL, 
	erasure_id UUID NOT NULL, 
	person TEXT NOT NULL, 
	day DATE NOT NULL, 
	name TEXT NOT NULL, 
	count INTEGER NOT NULL, 
	CONSTRAINT pk_kept_facts PRIMARY KEY (id)
)
;;
ALTER TABLE consents ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE consents FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON consents USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON consents AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE retention_rules ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE retention_rules FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON retention_rules USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON retention_rules AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE removals ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE removals FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON removals USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON removals AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE exports ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE exports FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON exports USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON exports AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE pauses ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE pauses FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON pauses USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON pauses AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE erasure_requests ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE erasure_requests FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON erasure_requests USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON erasure_requests AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY
;;
CREATE POLICY ours ON erasures USING (app_actor() IN ('operator', 'worker')) WITH CHECK (app_actor() IN ('operator', 'worker'))
;;
ALTER TABLE erasure_steps ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE erasure_steps FORCE ROW LEVEL SECURITY
;;
CREATE POLICY ours ON erasure_steps USING (app_actor() IN ('operator', 'worker')) WITH CHECK (app_actor() IN ('operator', 'worker'))
;;
ALTER TABLE kept_amounts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE kept_amounts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY ours ON kept_amounts USING (app_actor() IN ('operator', 'worker')) WITH CHECK (app_actor() IN ('operator', 'worker'))
;;
ALTER TABLE kept_facts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE kept_facts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY ours ON kept_facts USING (app_actor() IN ('operator', 'worker')) WITH CHECK (app_actor() IN ('operator', 'worker'))
;;
CREATE FUNCTION due_work(until timestamptz, most integer, even_paused text[]) RETURNS TABLE (business_id uuid, id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT s.business_id, s.id FROM scheduled_work s WHERE s.handed_at IS NULL AND s.cancelled_at IS NULL AND s.due_at <= until AND (s.work = ANY (even_paused) OR NOT EXISTS (SELECT 1 FROM pauses p WHERE p.business_id = s.business_id AND p.resumed_at IS NULL)) ORDER BY s.due_at LIMIT most $$
;;
CREATE FUNCTION next_due(even_paused text[]) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT min(s.due_at) FROM scheduled_work s WHERE s.handed_at IS NULL AND s.cancelled_at IS NULL AND (s.work = ANY (even_paused) OR NOT EXISTS (SELECT 1 FROM pauses p WHERE p.business_id = s.business_id AND p.resumed_at IS NULL)) $$
;;
CREATE FUNCTION tenant_activity() RETURNS TABLE (business_id uuid, made_at timestamptz, people bigint, last_at timestamptz, paused boolean) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT b.id, b.created_at, (SELECT count(*) FROM team_members m WHERE m.business_id = b.id), (SELECT max(e.at) FROM events e WHERE e.business_id = b.id), EXISTS (SELECT 1 FROM pauses p WHERE p.business_id = b.id AND p.resumed_at IS NULL) FROM businesses b ORDER BY b.created_at $$
;;
CREATE FUNCTION fact_counts(since timestamptz) RETURNS TABLE (name text, facts bigint, businesses bigint, last_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT e.name, count(*), count(DISTINCT e.business_id), max(e.at) FROM events e WHERE e.at >= since GROUP BY e.name $$
;;
CREATE FUNCTION cost_counts(since date) RETURNS TABLE (day date, business_id uuid, calls bigint, answered bigint, tokens bigint, usd_micros bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT c.day, c.business_id, count(*), count(*) FILTER (WHERE c.outcome = 'answered'), sum(CASE WHEN c.settled THEN c.tokens_in + c.tokens_out ELSE c.tokens_estimated END)::bigint, sum(coalesce(CASE WHEN c.settled THEN c.usd_micros ELSE c.usd_micros_estimated END, 0))::bigint FROM model_calls c WHERE c.day >= since GROUP BY c.day, c.business_id $$
;;
CREATE FUNCTION release_counts() RETURNS TABLE (business_id uuid, version integer, verdict text, live boolean, released_at timestamptz, made_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT v.business_id, v.version, v.verdict, v.live, v.released_at, v.created_at FROM cdt_versions v ORDER BY v.created_at DESC LIMIT 500 $$
;;
CREATE FUNCTION tenant_rows() RETURNS TABLE (business_id uuid, rows bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'business_id'
      WHERE n.nspname = 'public' AND c.relkind = 'r' LOOP
    RETURN QUERY EXECUTE format('SELECT t.business_id, count(*) FROM %I t GROUP BY 1', one.relname);
  END LOOP;
END $$
