ALTER TABLE assignments ADD COLUMN bid_cents BIGINT
;;
ALTER TABLE assignments ADD COLUMN paid_percent INTEGER DEFAULT '100' NOT NULL
;;
ALTER TABLE execution_maps ADD COLUMN premium BOOLEAN DEFAULT 'false' NOT NULL
;;
CREATE UNIQUE INDEX uq_assignments_one_holder ON assignments (business_id, brief_id) WHERE status IN ('offered', 'accepted', 'delivered', 'revision', 'escalated', 'passed')
;;
ALTER TABLE creators ADD CONSTRAINT ck_creators_load_never_negative CHECK (active_briefs >= 0)
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transfers FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON creator_payments FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes') EXECUTE FUNCTION append_only()
;;
CREATE INDEX ix_ledger_entries_account ON ledger_entries (business_id, account, currency)
;;
CREATE FUNCTION balance_is_the_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce((SELECT balance_cents FROM account_balances WHERE business_id = NEW.business_id
      AND account = NEW.account AND currency = NEW.currency), 0) <>
     (SELECT coalesce(sum(amount_cents), 0) FROM ledger_entries WHERE business_id = NEW.business_id
      AND account = NEW.account AND currency = NEW.currency) THEN
    RAISE EXCEPTION 'the balance of % is not the sum of its entries', NEW.account USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$
;;
CREATE CONSTRAINT TRIGGER balance_is_the_sum AFTER INSERT ON ledger_entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_is_the_sum()
;;
CREATE CONSTRAINT TRIGGER balance_is_the_sum AFTER INSERT OR UPDATE ON account_balances DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_is_the_sum()
