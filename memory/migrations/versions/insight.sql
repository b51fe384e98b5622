CREATE TABLE visits (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	seq BIGINT NOT NULL, 
	since_at TIMESTAMP WITH TIME ZONE, 
	since_seq BIGINT, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_visits PRIMARY KEY (id), 
	CONSTRAINT fk_visits_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_visits_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT uq_visits_business_id_user_id UNIQUE (business_id, user_id)
)
;;
ALTER TABLE visits ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE visits FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON visits USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON visits AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
