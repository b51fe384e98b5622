ALTER TABLE context_embeddings ADD COLUMN signs BYTEA
