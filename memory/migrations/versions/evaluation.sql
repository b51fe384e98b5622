CREATE TABLE evaluations (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	incumbent INTEGER, 
	decision TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	reasons TEXT[] DEFAULT '{}' NOT NULL, 
	alpha FLOAT NOT NULL, 
	look INTEGER NOT NULL, 
	arms JSONB DEFAULT '{}' NOT NULL, 
	facts JSONB DEFAULT '{}' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_evaluations PRIMARY KEY (id), 
	CONSTRAINT uq_evaluations_business_id_version UNIQUE (business_id, version), 
	CONSTRAINT fk_evaluations_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_evaluations_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE evaluation_metrics (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	place INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	verdict TEXT NOT NULL, 
	why TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	better TEXT NOT NULL, 
	against TEXT DEFAULT '' NOT NULL, 
	arms JSONB DEFAULT '{}' NOT NULL, 
	difference FLOAT, 
	low FLOAT, 
	high FLOAT, 
	n INTEGER DEFAULT '0' NOT NULL, 
	evaluation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_evaluation_metrics PRIMARY KEY (id), 
	CONSTRAINT uq_evaluation_metrics_business_id_evaluation_id_name UNIQUE (business_id, evaluation_id, name), 
	CONSTRAINT fk_evaluation_metrics_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_evaluation_metrics_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_evaluation_metrics_evaluation_id FOREIGN KEY(business_id, evaluation_id) REFERENCES evaluations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_evaluation_metrics_evaluation_id ON evaluation_metrics (business_id, evaluation_id)
;;
CREATE TABLE evaluation_cases (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	metric TEXT NOT NULL, 
	scores JSONB DEFAULT '{}' NOT NULL, 
	difference FLOAT NOT NULL, 
	numbers JSONB DEFAULT '{}' NOT NULL, 
	source_kind TEXT DEFAULT '' NOT NULL, 
	source_id UUID, 
	words BYTEA NOT NULL, 
	evaluation_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_evaluation_cases PRIMARY KEY (id), 
	CONSTRAINT uq_evaluation_cases_business_id_evaluation_id_key UNIQUE (business_id, evaluation_id, key), 
	CONSTRAINT fk_evaluation_cases_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_evaluation_cases_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_evaluation_cases_evaluation_id FOREIGN KEY(business_id, evaluation_id) REFERENCES evaluations (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_evaluation_cases_evaluation_id ON evaluation_cases (business_id, evaluation_id)
;;
CREATE TABLE golden_cases (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	key TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	content BYTEA NOT NULL, 
	source_kind TEXT NOT NULL, 
	source_id UUID, 
	from_version INTEGER, 
	promoted_by UUID, 
	promoted_role TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	retired_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_golden_cases PRIMARY KEY (id), 
	CONSTRAINT uq_golden_cases_business_id_key UNIQUE (business_id, key), 
	CONSTRAINT fk_golden_cases_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_golden_cases_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE access_grants (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	email TEXT NOT NULL, 
	firm TEXT DEFAULT '' NOT NULL, 
	level TEXT NOT NULL, 
	may_override BOOLEAN DEFAULT 'false' NOT NULL, 
	granted_by UUID, 
	granted_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	expires_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	revoked_by UUID, 
	revoked_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_access_grants PRIMARY KEY (id), 
	CONSTRAINT fk_access_grants_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_access_grants_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE access_log (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID, 
	level TEXT NOT NULL, 
	what TEXT NOT NULL, 
	subject TEXT DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	grant_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_access_log PRIMARY KEY (id), 
	CONSTRAINT fk_access_log_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_access_log_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_access_log_grant_id FOREIGN KEY(business_id, grant_id) REFERENCES access_grants (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_access_log_grant_id ON access_log (business_id, grant_id)
;;
CREATE TABLE annotation_items (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	source_kind TEXT NOT NULL, 
	source_id UUID NOT NULL, 
	version INTEGER, 
	shown BYTEA NOT NULL, 
	added_by UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	closed_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_annotation_items PRIMARY KEY (id), 
	CONSTRAINT uq_annotation_items_business_id_kind_source_kind_source_id UNIQUE (business_id, kind, source_kind, source_id), 
	CONSTRAINT fk_annotation_items_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_annotation_items_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE annotations (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	who TEXT DEFAULT '' NOT NULL, 
	role TEXT NOT NULL, 
	label TEXT NOT NULL, 
	reasons TEXT[] DEFAULT '{}' NOT NULL, 
	note BYTEA, 
	was_first TEXT DEFAULT '' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	item_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_annotations PRIMARY KEY (id), 
	CONSTRAINT uq_annotations_business_id_item_id_user_id UNIQUE (business_id, item_id, user_id), 
	CONSTRAINT fk_annotations_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_annotations_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_annotations_item_id FOREIGN KEY(business_id, item_id) REFERENCES annotation_items (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_annotations_item_id ON annotations (business_id, item_id)
;;
CREATE TABLE release_decisions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	act TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	gate_said TEXT NOT NULL, 
	ruling TEXT NOT NULL, 
	reason BYTEA NOT NULL, 
	live_before INTEGER, 
	live_after INTEGER, 
	user_id UUID, 
	who TEXT NOT NULL, 
	role TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	previous TEXT DEFAULT '' NOT NULL, 
	signature TEXT NOT NULL, 
	public_key TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_release_decisions PRIMARY KEY (id), 
	CONSTRAINT uq_release_decisions_business_id_number UNIQUE (business_id, number), 
	CONSTRAINT fk_release_decisions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_release_decisions_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE evaluations ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE evaluations FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON evaluations USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON evaluations AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON evaluations AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE evaluation_metrics ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE evaluation_metrics FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON evaluation_metrics USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON evaluation_metrics AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON evaluation_metrics AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR app_actor() = 'evaluator') WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE evaluation_cases ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE evaluation_cases FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON evaluation_cases USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON evaluation_cases AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE golden_cases ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE golden_cases FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON golden_cases USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON golden_cases AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE access_grants ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE access_grants FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON access_grants USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON access_grants AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE access_log ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE access_log FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON access_log USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON access_log AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE annotation_items ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE annotation_items FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON annotation_items USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON annotation_items AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE annotations ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE annotations FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON annotations USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON annotations AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE release_decisions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE release_decisions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON release_decisions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON release_decisions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON release_decisions FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON access_log FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE FUNCTION evaluations_open_to(who uuid, at timestamptz) RETURNS TABLE (id uuid, business_id uuid, level text, may_override boolean, granted_by uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT g.id, g.business_id, g.level, g.may_override, g.granted_by
FROM access_grants g JOIN users u ON u.email = g.email
WHERE u.id = who AND g.revoked_at IS NULL AND g.expires_at > at AND g.granted_at <= at
AND (u.verified_at IS NOT NULL OR EXISTS (
  SELECT 1 FROM team_members m WHERE m.business_id = g.business_id AND m.user_id = u.id))
ORDER BY array_position(ARRAY['words', 'cases', 'metrics'], g.level), g.granted_at, g.id
$$
