CREATE TABLE cdt_adapters (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	month TEXT NOT NULL, 
	name TEXT, 
	status TEXT NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	blob TEXT, 
	rank INTEGER, 
	bytes BIGINT, 
	manifest JSONB DEFAULT '{}' NOT NULL, 
	exam JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_cdt_adapters PRIMARY KEY (id), 
	CONSTRAINT uq_cdt_adapters_business_id_month UNIQUE (business_id, month), 
	CONSTRAINT fk_cdt_adapters_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_cdt_adapters_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE cdt_adapters ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE cdt_adapters FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON cdt_adapters USING (business_id = (SELECT app_tenant())) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON cdt_adapters AS RESTRICTIVE USING ((SELECT app_actor() IN ('founder', 'team', 'worker'))) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
