ALTER TABLE users ADD COLUMN vets BOOLEAN DEFAULT 'false' NOT NULL
;;
ALTER TABLE creator_applications ADD COLUMN sent_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL
;;
UPDATE creator_applications SET sent_at = created_at
;;
ALTER TABLE creator_applications ADD COLUMN held_by UUID
;;
ALTER TABLE creator_applications ADD COLUMN held_until TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE creator_applications ADD COLUMN scores JSONB DEFAULT '{}' NOT NULL
;;
ALTER POLICY own_or_operator ON creator_applications USING ((user_id = (SELECT app_user())) OR (SELECT app_actor() = 'operator') OR (SELECT app_actor() = 'reviewer' AND EXISTS (SELECT 1 FROM users u WHERE u.id = app_user() AND u.vets)))
;;
ALTER POLICY own_or_operator_writes ON creator_applications USING ((user_id = (SELECT app_user())) OR (SELECT app_actor() = 'operator') OR (SELECT app_actor() = 'reviewer' AND EXISTS (SELECT 1 FROM users u WHERE u.id = app_user() AND u.vets))) WITH CHECK (user_id = app_user() OR app_actor() = 'operator' OR (app_actor() = 'reviewer' AND EXISTS (SELECT 1 FROM users u WHERE u.id = app_user() AND u.vets)))
;;
ALTER TABLE creators ADD COLUMN vetted BOOLEAN DEFAULT 'true' NOT NULL
;;
ALTER TABLE creators ADD COLUMN invited_by UUID
;;
ALTER TABLE creators ADD CONSTRAINT fk_creators_invited_by FOREIGN KEY(invited_by) REFERENCES businesses (id) ON DELETE SET NULL
