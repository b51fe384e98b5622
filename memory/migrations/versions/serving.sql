ALTER TABLE model_calls ADD COLUMN cdt_version INTEGER
;;
ALTER TABLE cdt_adapters ADD COLUMN sources JSONB DEFAULT '[]' NOT NULL
;;
CREATE FUNCTION operators() RETURNS TABLE (user_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT id FROM users WHERE operator AND app_actor() = 'worker' ORDER BY id $$
;;
CREATE POLICY operator_reads ON notifications FOR SELECT USING ((SELECT app_actor() = 'operator') AND user_id = (SELECT app_user()))
;;
CREATE POLICY operator_marks ON notifications FOR UPDATE USING ((SELECT app_actor() = 'operator') AND user_id = (SELECT app_user())) WITH CHECK ((SELECT app_actor() = 'operator') AND user_id = (SELECT app_user()))
;;
ALTER POLICY actor ON notifications USING (((SELECT app_actor() = 'worker') OR ((SELECT app_actor() IN ('founder', 'team', 'creator', 'reviewer', 'operator')) AND (user_id = (SELECT app_user()))))) WITH CHECK (app_actor() = 'worker' OR (app_actor() IN ('founder', 'team', 'creator', 'reviewer', 'operator') AND user_id = app_user()))
;;
CREATE POLICY operator_adds_none ON notifications AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT app_actor() <> 'operator'))
