ALTER POLICY actor ON access_grants USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON access_grants USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON access_log USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON access_log USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON account_balances USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON account_balances USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON activities USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON activities USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON activity_artifacts USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON activity_artifacts USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON ai_actions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON ai_actions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON analytics_snapshots USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON analytics_snapshots USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON analytics_snapshots USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON annotation_items USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON annotation_items USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON annotations USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON annotations USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON answer_corrections USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON answer_corrections USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON approvals USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON approvals USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON assignments USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator()))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY creator_own ON assignments USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON assignments USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON assignments USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON belief_evidence USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON belief_evidence USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON brand_assets USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON brand_assets USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON brief_questions USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND ((creator_id = (SELECT app_creator())) OR ((answered_at IS NOT NULL) AND (EXISTS ( SELECT 1 FROM assignments a WHERE ((a.business_id = brief_questions.business_id) AND (a.brief_id = brief_questions.brief_id) AND (a.creator_id = (SELECT app_creator())))))))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY answers ON brief_questions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY creator_own ON brief_questions USING (((creator_id = (SELECT app_creator())) OR ((answered_at IS NOT NULL) AND (EXISTS ( SELECT 1 FROM assignments a WHERE ((a.business_id = brief_questions.business_id) AND (a.brief_id = brief_questions.brief_id) AND (a.creator_id = (SELECT app_creator()))))))))
;;
ALTER POLICY erases ON brief_questions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON brief_questions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON business_keys USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON business_profiles USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON business_profiles USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON businesses USING (((id = (SELECT app_tenant())) AND (SELECT app_actor() <> 'creator')))
;;
ALTER POLICY actor ON calendar_changes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON calendar_changes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON calendar_entries USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON calendar_entries USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON calendar_feeds USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON calendar_feeds USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON calendar_views USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON calendar_views USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON campaigns USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON campaigns USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON cdt_beliefs USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON cdt_beliefs USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON cdt_beliefs USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON cdt_training_runs USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON cdt_training_runs USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON cdt_training_runs USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON cdt_versions USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON cdt_versions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON cdt_versions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON comments USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON comments USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON competitive_intelligence USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON competitive_intelligence USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON consents USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON consents USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON context_embeddings USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON context_embeddings USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON context_extractions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON context_extractions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own_or_operator ON creator_applications USING (((user_id = (SELECT app_user())) OR (SELECT app_actor() = 'operator')))
;;
ALTER POLICY own_or_operator_writes ON creator_applications USING (((user_id = (SELECT app_user())) OR (SELECT app_actor() = 'operator')))
;;
ALTER POLICY actor ON creator_briefs USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (EXISTS ( SELECT 1 FROM assignments a WHERE ((a.business_id = creator_briefs.business_id) AND (a.brief_id = creator_briefs.id) AND (a.creator_id = (SELECT app_creator())))))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY creator_own ON creator_briefs USING ((EXISTS ( SELECT 1 FROM assignments a WHERE ((a.business_id = creator_briefs.business_id) AND (a.brief_id = creator_briefs.id) AND (a.creator_id = (SELECT app_creator()))))))
;;
ALTER POLICY erases ON creator_briefs USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON creator_briefs USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON creator_payments USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator())))))
;;
ALTER POLICY creator_own ON creator_payments USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON creator_payments USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON creator_payments USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON creator_performance USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator())))))
;;
ALTER POLICY creator_own ON creator_performance USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON creator_performance USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON creator_performance USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY self_or_worker ON creators USING (((id = (SELECT app_creator())) OR (SELECT app_actor() IN ('worker', 'operator'))))
;;
ALTER POLICY actor ON credits USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON credits USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON deliverables USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator()))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY creator_own ON deliverables USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON deliverables USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON deliverables USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON disputes USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator()))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY creator_own ON disputes USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON disputes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON disputes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON distribution_plans USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON distribution_plans USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON erasure_requests USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON erasure_requests USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY ours ON erasure_steps USING ((SELECT app_actor() IN ('operator', 'worker')))
;;
ALTER POLICY ours ON erasures USING ((SELECT app_actor() IN ('operator', 'worker')))
;;
ALTER POLICY actor ON evaluation_cases USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON evaluation_cases USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON evaluation_metrics USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON evaluation_metrics USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON evaluation_metrics USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON evaluations USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON evaluations USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON evaluations USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON events USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON events USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON evidence_links USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON evidence_links USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON execution_maps USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON execution_maps USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON exports USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON exports USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON files USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON files USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON golden_cases USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON golden_cases USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON held_forms USING ((user_id = (SELECT app_user())))
;;
ALTER POLICY actor ON idempotency_keys USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON idempotency_keys USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON inferred_segments USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON inferred_segments USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON input_ledger USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON input_ledger USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON invitations USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON invitations USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON journeys USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON journeys USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY ours ON kept_amounts USING ((SELECT app_actor() IN ('operator', 'worker')))
;;
ALTER POLICY ours ON kept_facts USING ((SELECT app_actor() IN ('operator', 'worker')))
;;
ALTER POLICY actor ON keywords USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON keywords USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON ledger_entries USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON ledger_entries USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON links USING ((user_id = (SELECT app_user())))
;;
ALTER POLICY handled ON mail USING (((SELECT app_actor() = 'operator') OR ((SELECT app_actor() = 'worker') AND ((business_id IS NULL) OR (business_id = (SELECT app_tenant()))))))
;;
ALTER POLICY actor ON map_artifacts USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON map_artifacts USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON messages USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON messages USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON model_calls USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON model_calls USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON model_limits USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON model_limits USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON model_routes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON model_routes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON notifications USING (((SELECT app_actor() = 'worker') OR ((SELECT app_actor() IN ('founder', 'team', 'creator', 'reviewer')) AND (user_id = (SELECT app_user())))))
;;
ALTER POLICY creator_marks ON notifications USING (((SELECT app_actor() = 'creator') AND (user_id = (SELECT app_user()))))
;;
ALTER POLICY creator_reads ON notifications USING (((SELECT app_actor() = 'creator') AND (user_id = (SELECT app_user()))))
;;
ALTER POLICY erases ON notifications USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON notifications USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON onboarding_responses USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON onboarding_responses USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON pauses USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON pauses USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON performance_records USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON performance_records USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON plan_versions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON plan_versions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON policy_versions USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON policy_versions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON policy_versions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON predictions USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR (SELECT app_actor() = 'evaluator')))
;;
ALTER POLICY erases ON predictions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON predictions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON preferences USING ((user_id = (SELECT app_user())))
;;
ALTER POLICY actor ON profile_choices USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON profile_choices USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON readings USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON readings USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON recommendation_outcomes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON recommendation_outcomes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON refresh_tokens USING ((user_id = (SELECT app_user())))
;;
ALTER POLICY actor ON release_decisions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON release_decisions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON removals USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON removals USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON retention_rules USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON retention_rules USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON run_events USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON run_events USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON runs USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON runs USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON scheduled_work USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON scheduled_work USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON seo_metadata USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON seo_metadata USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON signals USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON signals USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_inbox USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_inbox USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_installations USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_installations USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_messages USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_messages USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_people USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_people USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_posts USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_posts USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON slack_tickets USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON slack_tickets USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON team_members USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON team_members USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON theme_quotes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON theme_quotes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON themes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON themes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON threads USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON threads USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON tooling_connections USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON tooling_connections USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON tooling_extractions USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON tooling_extractions USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON touchpoints USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON touchpoints USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON transfers USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON transfers USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY own ON users USING ((id = (SELECT app_user())))
;;
ALTER POLICY actor ON vent_entries USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON vent_entries USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON visits USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON visits USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON voice_notes USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON voice_notes USING ((business_id = (SELECT app_tenant())))
;;
ALTER POLICY actor ON work_drafts USING (((SELECT app_actor() IN ('founder', 'team', 'worker')) OR ((SELECT app_actor() = 'creator') AND (creator_id = (SELECT app_creator()))) OR (SELECT app_actor() = 'reviewer')))
;;
ALTER POLICY creator_own ON work_drafts USING ((creator_id = (SELECT app_creator())))
;;
ALTER POLICY erases ON work_drafts USING ((SELECT app_actor() IN ('founder', 'team', 'worker')))
;;
ALTER POLICY tenant ON work_drafts USING ((business_id = (SELECT app_tenant())))
;;
CREATE INDEX ix_assignments_creator_id ON assignments (creator_id)
;;
CREATE INDEX ix_calendar_entries_cost ON calendar_entries (business_id, channel, publish_on, cost_cents) WHERE status = 'published'
;;
CREATE INDEX ix_calendar_entries_ghosts ON calendar_entries (business_id, publish_on) WHERE suggested_by IS NOT NULL AND status = 'idea' AND deleted_at IS NULL
;;
CREATE INDEX ix_calendar_entries_review_on ON calendar_entries (business_id, review_on) WHERE status = 'published' AND reviewed_at IS NULL AND deleted_at IS NULL
;;
CREATE INDEX ix_credits_created_at ON credits (business_id, created_at)
;;
CREATE INDEX ix_events_name ON events (business_id, name, seq)
;;
CREATE INDEX ix_events_seq ON events (business_id, seq)
;;
CREATE INDEX ix_evidence_links_from ON evidence_links (business_id, from_id)
;;
CREATE INDEX ix_notifications_newest ON notifications (user_id, at)
;;
CREATE INDEX ix_notifications_unread ON notifications (user_id) WHERE read_at IS NULL
;;
CREATE INDEX ix_refresh_tokens_family ON refresh_tokens (family)
