CREATE TABLE market_signals (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	day DATE NOT NULL, 
	note BYTEA NOT NULL, 
	link BYTEA, 
	competitor BYTEA, 
	author_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	edited_at TIMESTAMP WITH TIME ZONE, 
	deleted_at TIMESTAMP WITH TIME ZONE, 
	content_hash TEXT NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_market_signals PRIMARY KEY (id), 
	CONSTRAINT uq_market_signals_business_id_content_hash UNIQUE (business_id, content_hash), 
	CONSTRAINT fk_market_signals_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_market_signals_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE market_choices (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	about TEXT NOT NULL, 
	key TEXT NOT NULL, 
	name TEXT, 
	part_of TEXT, 
	hidden BOOLEAN DEFAULT 'false' NOT NULL, 
	added BOOLEAN DEFAULT 'false' NOT NULL, 
	author_id UUID, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_market_choices PRIMARY KEY (id), 
	CONSTRAINT uq_market_choices_business_id_about_key UNIQUE (business_id, about, key), 
	CONSTRAINT fk_market_choices_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_market_choices_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE market_signals ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE market_signals FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON market_signals USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON market_signals AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE market_choices ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE market_choices FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON market_choices USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON market_choices AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
