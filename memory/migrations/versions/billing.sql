CREATE TABLE invoice_numbers (
	series TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_invoice_numbers PRIMARY KEY (series, year)
)
;;
CREATE TABLE invoices (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	kind TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	fact TEXT NOT NULL, 
	hold TEXT NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	issued_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	paper BYTEA NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_invoices PRIMARY KEY (id), 
	CONSTRAINT ck_invoices_kind CHECK (kind IN ('invoice', 'credit_note')), 
	CONSTRAINT uq_invoices_business_id_fact UNIQUE (business_id, fact), 
	CONSTRAINT uq_invoices_business_id_kind_year_number UNIQUE (business_id, kind, year, number), 
	CONSTRAINT fk_invoices_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_invoices_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE remittances (
	id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	year INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	issued_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	amount_cents BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	paper JSONB DEFAULT '{}' NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_remittances PRIMARY KEY (id), 
	CONSTRAINT uq_remittances_year_number UNIQUE (year, number)
)
;;
CREATE INDEX ix_remittances_creator_id ON remittances (creator_id)
;;
CREATE TABLE billing_details (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	details BYTEA, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_billing_details PRIMARY KEY (id), 
	CONSTRAINT uq_billing_details_business_id UNIQUE (business_id), 
	CONSTRAINT fk_billing_details_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_billing_details_business_id_id UNIQUE (business_id, id)
)
;;
CREATE TABLE payee_details (
	creator_id UUID NOT NULL, 
	details JSONB DEFAULT '{}' NOT NULL, 
	changed_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_payee_details PRIMARY KEY (creator_id)
)
;;
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE invoices FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON invoices USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON invoices AS RESTRICTIVE FOR DELETE USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
CREATE POLICY actor ON invoices AS RESTRICTIVE USING ((SELECT app_actor() IN ('founder', 'team', 'worker'))) WITH CHECK ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER TABLE billing_details ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE billing_details FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON billing_details USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY erases ON billing_details AS RESTRICTIVE FOR DELETE USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
CREATE POLICY actor ON billing_details AS RESTRICTIVE USING ((SELECT app_actor() IN ('founder', 'team', 'worker'))) WITH CHECK ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER TABLE invoice_numbers ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE invoice_numbers FORCE ROW LEVEL SECURITY
;;
CREATE POLICY worker ON invoice_numbers USING ((SELECT app_actor() = 'worker')) WITH CHECK ((SELECT app_actor() = 'worker'))
;;
ALTER TABLE remittances ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE remittances FORCE ROW LEVEL SECURITY
;;
CREATE POLICY own_or_worker ON remittances FOR SELECT USING (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker'))
;;
CREATE POLICY worker ON remittances FOR INSERT WITH CHECK ((SELECT app_actor() = 'worker'))
;;
ALTER TABLE payee_details ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE payee_details FORCE ROW LEVEL SECURITY
;;
CREATE POLICY own_or_worker_select ON payee_details FOR SELECT USING (creator_id = (SELECT app_creator()) OR (SELECT app_actor() = 'worker'))
;;
CREATE POLICY own_insert ON payee_details FOR INSERT WITH CHECK (creator_id = (SELECT app_creator()))
;;
CREATE POLICY own_update ON payee_details FOR UPDATE USING (creator_id = (SELECT app_creator())) WITH CHECK (creator_id = (SELECT app_creator()))
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON invoices FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON remittances FOR EACH ROW EXECUTE FUNCTION append_only()
;;
ALTER TABLE transfers NO FORCE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work NO FORCE ROW LEVEL SECURITY
;;
INSERT INTO scheduled_work (id, business_id, key, work, payload, due_at)
SELECT gen_random_uuid(), business_id, 'issue_invoices:330d20c47678ca010049b18d14fdcdb1456c8a5f18bf546a65e2f958fbd1612b', 'issue_invoices', '{"cause": "before"}', now()
FROM (SELECT DISTINCT business_id FROM transfers) AS before ON CONFLICT DO NOTHING
;;
ALTER TABLE transfers FORCE ROW LEVEL SECURITY
;;
ALTER TABLE scheduled_work FORCE ROW LEVEL SECURITY
