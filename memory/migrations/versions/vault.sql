ALTER TABLE business_keys ADD COLUMN lasting BYTEA
;;
ALTER TABLE context_embeddings ADD COLUMN generation INTEGER DEFAULT '0' NOT NULL
;;
ALTER TABLE context_embeddings ADD COLUMN facets TEXT[] DEFAULT '{}' NOT NULL
;;
ALTER TABLE context_embeddings ALTER COLUMN embedding TYPE VECTOR
;;
ALTER TABLE context_embeddings DROP CONSTRAINT uq_context_embeddings_business_id_source_type_source_id_90d3
;;
ALTER TABLE context_embeddings ADD CONSTRAINT uq_context_embeddings_business_id_source_type_source_id_15c1 UNIQUE (business_id, source_type, source_id, position, generation)
;;
CREATE TABLE vaults (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	seals INTEGER DEFAULT '0' NOT NULL, 
	resealed INTEGER DEFAULT '0' NOT NULL, 
	resealed_at TIMESTAMP WITH TIME ZONE, 
	checked_at TIMESTAMP WITH TIME ZONE, 
	held INTEGER DEFAULT '0' NOT NULL, 
	missing INTEGER DEFAULT '0' NOT NULL, 
	surplus INTEGER DEFAULT '0' NOT NULL, 
	different INTEGER DEFAULT '0' NOT NULL, 
	repaired BIGINT DEFAULT '0' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_vaults PRIMARY KEY (id), 
	CONSTRAINT uq_vaults_business_id UNIQUE (business_id), 
	CONSTRAINT fk_vaults_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_vaults_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE vaults ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE vaults FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON vaults USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON vaults AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE TABLE index_generations (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	number INTEGER NOT NULL, 
	model TEXT NOT NULL, 
	width INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	total INTEGER DEFAULT '0' NOT NULL, 
	done INTEGER DEFAULT '0' NOT NULL, 
	failed INTEGER DEFAULT '0' NOT NULL, 
	switched_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_index_generations PRIMARY KEY (id), 
	CONSTRAINT uq_index_generations_business_id_number UNIQUE (business_id, number), 
	CONSTRAINT fk_index_generations_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_index_generations_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE index_generations ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE index_generations FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON index_generations USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON index_generations AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE FUNCTION index_health() RETURNS TABLE (business_id uuid, generation integer, held bigint, building integer, total integer, done integer, failed integer, checked_at timestamptz, missing integer, surplus integer, different integer, repaired bigint, keys bigint, newest_key_at timestamptz, oldest_key_at timestamptz, seals integer, resealed integer) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT b.id, coalesce(l.number, 0), (SELECT count(*) FROM context_embeddings e WHERE e.business_id = b.id AND e.generation = coalesce(l.number, 0) AND e.source_type <> 'theme_quote'), n.number, n.total, n.done, n.failed, v.checked_at, coalesce(v.missing, 0), coalesce(v.surplus, 0), coalesce(v.different, 0), coalesce(v.repaired, 0), (SELECT count(*) FROM business_keys k WHERE k.business_id = b.id), (SELECT max(k.created_at) FROM business_keys k WHERE k.business_id = b.id), (SELECT min(k.created_at) FROM business_keys k WHERE k.business_id = b.id), coalesce(v.seals, 0), coalesce(v.resealed, 0) FROM businesses b LEFT JOIN LATERAL (SELECT max(g.number) AS number FROM index_generations g WHERE g.business_id = b.id AND g.state = 'live') l ON true LEFT JOIN LATERAL (SELECT g.number, g.total, g.done, g.failed FROM index_generations g WHERE g.business_id = b.id AND g.state = 'building' ORDER BY g.number DESC LIMIT 1) n ON true LEFT JOIN vaults v ON v.business_id = b.id ORDER BY b.created_at $$
;;
DROP TRIGGER append_only ON run_events
;;
CREATE TRIGGER append_only BEFORE UPDATE ON run_events FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
