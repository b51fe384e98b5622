ALTER TABLE disputes ADD COLUMN reply BYTEA
;;
ALTER TABLE disputes ADD COLUMN replied_at TIMESTAMP WITH TIME ZONE
;;
ALTER TABLE disputes ADD COLUMN replied_by UUID
;;
ALTER TABLE deliverables ADD COLUMN reviewed_by UUID
