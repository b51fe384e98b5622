ALTER TABLE predictions NO FORCE ROW LEVEL SECURITY
;;
DROP TRIGGER frozen ON predictions
;;
ALTER TABLE predictions ADD COLUMN why TEXT
;;
UPDATE predictions SET subject_id = COALESCE(subject_id, artifact_id), bar = COALESCE(bar, low), chance = COALESCE(chance, (1 + probability) / 2), verdict = CASE WHEN verdict IS NULL THEN NULL WHEN outcome >= COALESCE(bar, low) THEN 'worked' ELSE 'underperformed' END
;;
ALTER TABLE predictions ALTER COLUMN bar SET NOT NULL, ALTER COLUMN chance SET NOT NULL
;;
ALTER TABLE predictions ADD CONSTRAINT ck_predictions_verdict_known CHECK (verdict IN ('worked', 'underperformed', 'unclear'))
;;
CREATE TRIGGER frozen BEFORE UPDATE ON predictions FOR EACH ROW WHEN (current_setting('app.erasing', true) IS DISTINCT FROM 'yes' AND (OLD.verdict IS NOT NULL OR to_jsonb(OLD) - 'outcome' - 'verdict' - 'why' - 'scored_at' IS DISTINCT FROM to_jsonb(NEW) - 'outcome' - 'verdict' - 'why' - 'scored_at')) EXECUTE FUNCTION frozen()
;;
ALTER TABLE predictions FORCE ROW LEVEL SECURITY
