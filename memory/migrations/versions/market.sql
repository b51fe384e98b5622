ALTER TABLE creators ADD COLUMN languages TEXT[] DEFAULT '{}' NOT NULL
;;
ALTER TABLE assignments ADD COLUMN decline_kind TEXT
;;
ALTER TABLE assignments ADD COLUMN fault TEXT
;;
ALTER TABLE assignments ADD COLUMN escalated_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE deliverables ADD COLUMN blob TEXT
;;
ALTER TABLE deliverables ADD COLUMN kind TEXT DEFAULT 'text' NOT NULL
;;
ALTER TABLE deliverables ADD COLUMN size BIGINT DEFAULT '0' NOT NULL
;;
ALTER TABLE deliverables ADD COLUMN ai_use TEXT DEFAULT 'none' NOT NULL
;;
ALTER TABLE deliverables ADD COLUMN note BYTEA
;;
ALTER TABLE execution_maps ADD COLUMN version INTEGER DEFAULT '1' NOT NULL
;;
ALTER TABLE execution_maps ADD COLUMN approved_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE execution_maps ADD COLUMN approved_by UUID
;;
ALTER TABLE creator_briefs ADD COLUMN version INTEGER DEFAULT '1' NOT NULL
;;
CREATE TABLE creator_applications (
	id UUID NOT NULL, 
	user_id UUID NOT NULL, 
	name TEXT NOT NULL, 
	specializations TEXT[] DEFAULT '{}' NOT NULL, 
	artifact_types TEXT[] DEFAULT '{}' NOT NULL, 
	languages TEXT[] DEFAULT '{}' NOT NULL, 
	samples JSONB DEFAULT '[]' NOT NULL, 
	capacity INTEGER NOT NULL, 
	price_cents JSONB DEFAULT '{}' NOT NULL, 
	about TEXT DEFAULT '' NOT NULL, 
	consented_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	status TEXT DEFAULT 'waiting' NOT NULL, 
	reason TEXT DEFAULT '' NOT NULL, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	answered_by UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_creator_applications PRIMARY KEY (id), 
	CONSTRAINT fk_creator_applications_user_id FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE
)
;;
CREATE TABLE work_drafts (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	blob TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	size BIGINT NOT NULL, 
	note BYTEA, 
	assignment_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_work_drafts PRIMARY KEY (id), 
	CONSTRAINT uq_work_drafts_business_id_assignment_id_blob UNIQUE (business_id, assignment_id, blob), 
	CONSTRAINT fk_work_drafts_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_work_drafts_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_work_drafts_assignment_id FOREIGN KEY(business_id, assignment_id) REFERENCES assignments (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_work_drafts_assignment_id ON work_drafts (business_id, assignment_id)
;;
CREATE TABLE brief_questions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	text BYTEA NOT NULL, 
	shared BOOLEAN DEFAULT 'false' NOT NULL, 
	asked_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	answer_by TIMESTAMP WITH TIME ZONE NOT NULL, 
	answer BYTEA, 
	answered_at TIMESTAMP WITH TIME ZONE, 
	answered_by UUID, 
	assignment_id UUID, 
	brief_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_brief_questions PRIMARY KEY (id), 
	CONSTRAINT fk_brief_questions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_brief_questions_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_brief_questions_assignment_id FOREIGN KEY(business_id, assignment_id) REFERENCES assignments (business_id, id) ON DELETE CASCADE, 
	CONSTRAINT fk_brief_questions_brief_id FOREIGN KEY(business_id, brief_id) REFERENCES creator_briefs (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_brief_questions_assignment_id ON brief_questions (business_id, assignment_id)
;;
CREATE INDEX ix_brief_questions_brief_id ON brief_questions (business_id, brief_id)
;;
CREATE TABLE disputes (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	creator_id UUID NOT NULL, 
	claim TEXT NOT NULL, 
	reason BYTEA NOT NULL, 
	opened_at TIMESTAMP WITH TIME ZONE NOT NULL, 
	status TEXT DEFAULT 'open' NOT NULL, 
	decision BYTEA, 
	decided_at TIMESTAMP WITH TIME ZONE, 
	decided_by UUID, 
	assignment_id UUID, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_disputes PRIMARY KEY (id), 
	CONSTRAINT uq_disputes_business_id_assignment_id UNIQUE (business_id, assignment_id), 
	CONSTRAINT fk_disputes_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_disputes_business_id_id UNIQUE (business_id, id), 
	CONSTRAINT fk_disputes_assignment_id FOREIGN KEY(business_id, assignment_id) REFERENCES assignments (business_id, id) ON DELETE CASCADE
)
;;
CREATE INDEX ix_disputes_assignment_id ON disputes (business_id, assignment_id)
;;
CREATE TABLE comments (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	subject_kind TEXT NOT NULL, 
	subject_id UUID NOT NULL, 
	author_id UUID, 
	text BYTEA NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	removed_at TIMESTAMP WITH TIME ZONE, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_comments_business_id_id UNIQUE (business_id, id)
)
;;
CREATE INDEX ix_comments_subject ON comments (business_id, subject_id)
;;
CREATE TABLE plan_versions (
	id UUID NOT NULL, 
	business_id UUID NOT NULL, 
	subject_kind TEXT NOT NULL, 
	subject_id UUID NOT NULL, 
	version INTEGER NOT NULL, 
	author_id UUID, 
	payload BYTEA NOT NULL, 
	at TIMESTAMP WITH TIME ZONE NOT NULL, 
	created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL, 
	CONSTRAINT pk_plan_versions PRIMARY KEY (id), 
	CONSTRAINT uq_plan_versions_business_id_subject_id_version UNIQUE (business_id, subject_id, version), 
	CONSTRAINT fk_plan_versions_business_id FOREIGN KEY(business_id) REFERENCES businesses (id) ON DELETE CASCADE, 
	CONSTRAINT uq_plan_versions_business_id_id UNIQUE (business_id, id)
)
;;
ALTER TABLE creator_applications ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE creator_applications FORCE ROW LEVEL SECURITY
;;
CREATE POLICY own_or_operator ON creator_applications FOR SELECT USING (user_id = app_user() OR app_actor() = 'operator')
;;
CREATE POLICY own ON creator_applications FOR INSERT WITH CHECK (user_id = app_user())
;;
CREATE POLICY own_or_operator_writes ON creator_applications FOR UPDATE USING (user_id = app_user() OR app_actor() = 'operator') WITH CHECK (user_id = app_user() OR app_actor() = 'operator')
;;
ALTER TABLE work_drafts ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE work_drafts FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON work_drafts USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON work_drafts FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON work_drafts AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON work_drafts AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer')
;;
ALTER TABLE disputes ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE disputes FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON disputes USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON disputes FOR SELECT USING (creator_id = app_creator())
;;
CREATE POLICY erases ON disputes AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON disputes AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()) OR app_actor() = 'reviewer')
;;
ALTER TABLE brief_questions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE brief_questions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON brief_questions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY creator_own ON brief_questions FOR SELECT USING (creator_id = app_creator() OR (answered_at IS NOT NULL AND EXISTS (SELECT 1 FROM assignments a WHERE a.business_id = brief_questions.business_id AND a.brief_id = brief_questions.brief_id AND a.creator_id = app_creator())))
;;
CREATE POLICY erases ON brief_questions AS RESTRICTIVE FOR DELETE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY answers ON brief_questions AS RESTRICTIVE FOR UPDATE USING (app_actor() IN ('founder', 'team', 'worker'))
;;
CREATE POLICY actor ON brief_questions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND (creator_id = app_creator() OR (answered_at IS NOT NULL AND EXISTS (SELECT 1 FROM assignments a WHERE a.business_id = brief_questions.business_id AND a.brief_id = brief_questions.brief_id AND a.creator_id = app_creator())))) OR app_actor() = 'reviewer') WITH CHECK (app_actor() IN ('founder', 'team', 'worker') OR (app_actor() = 'creator' AND creator_id = app_creator()))
;;
ALTER TABLE comments ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE comments FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON comments USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON comments AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
;;
ALTER TABLE plan_versions ENABLE ROW LEVEL SECURITY
;;
ALTER TABLE plan_versions FORCE ROW LEVEL SECURITY
;;
CREATE POLICY tenant ON plan_versions USING (business_id = app_tenant()) WITH CHECK (business_id = app_tenant())
;;
CREATE POLICY actor ON plan_versions AS RESTRICTIVE USING (app_actor() IN ('founder', 'team', 'worker')) WITH CHECK (app_actor() IN ('founder', 'team', 'worker'))
