ALTER TABLE creators ADD COLUMN left_at TIMESTAMP WITH TIME ZONE
;;
CREATE POLICY own_delete ON payout_accounts FOR DELETE USING (creator_id = (SELECT app_creator()))
;;
CREATE POLICY own_delete ON payee_details FOR DELETE USING (creator_id = (SELECT app_creator()))
;;
CREATE POLICY own_delete ON creator_applications FOR DELETE USING (user_id = (SELECT app_user()))
;;
CREATE FUNCTION houses_of_creator() RETURNS TABLE (business_id uuid) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT business_id FROM assignments WHERE creator_id = app_creator() UNION SELECT business_id FROM invitations WHERE creator_id = app_creator() OR (role = 'creator' AND accepted_by = app_user()) UNION SELECT business_id FROM notifications WHERE user_id = app_user() ORDER BY 1 $$
