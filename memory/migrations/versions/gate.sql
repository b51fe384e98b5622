ALTER TABLE cdt_versions ADD COLUMN state TEXT DEFAULT 'candidate' NOT NULL
;;
ALTER TABLE cdt_versions ADD COLUMN canary_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE cdt_versions NO FORCE ROW LEVEL SECURITY
;;
UPDATE cdt_versions SET state = CASE WHEN live THEN 'live' WHEN archived_at IS NOT NULL THEN 'archived' ELSE 'candidate' END
;;
ALTER TABLE cdt_versions FORCE ROW LEVEL SECURITY
;;
CREATE UNIQUE INDEX uq_cdt_versions_one_canary ON cdt_versions (business_id) WHERE state = 'canary'
;;
CREATE TABLE release_evidence (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	against INTEGER NOT NULL, 
	look TEXT NOT NULL, 
	artifact_id TEXT NOT NULL, 
	outcome FLOAT NOT NULL, 
	expected JSONB DEFAULT '{}' NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_release_evidence PRIMARY KEY (id), 
	CONSTRAINT uq_release_evidence_business_id_kind_against_artifact_id UNIQUE (business_id, kind, against, artifact_id), 
	CONSTRAINT fk_release_evidence_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_release_evidence_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE release_evidence ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE release_evidence FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON release_evidence USING (business_id = (SELECT app_tenant())) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON release_evidence AS RESTRICTIVE USING ((SELECT app_actor() IN ('founder', 'team', 'worker'))) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
