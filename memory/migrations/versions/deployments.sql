DROP FUNCTION release_counts()
;;
CREATE FUNCTION release_counts() RETURNS TABLE (business_id uuid, version integer, verdict text, state text, live boolean, canary_at timestamptz, released_at timestamptz, made_at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT v.business_id, v.version, v.verdict, v.state, v.live, v.canary_at, v.released_at, v.created_at FROM cdt_versions v WHERE app_actor() = 'operator' ORDER BY v.created_at DESC LIMIT 500 $$
;;
CREATE FUNCTION release_moves() RETURNS TABLE (business_id uuid, number integer, act text, version integer, gate_said text, ruling text, live_before integer, live_after integer, role text, at timestamptz) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ SELECT d.business_id, d.number, d.act, d.version, d.gate_said, d.ruling, d.live_before, d.live_after, d.role, d.at FROM release_decisions d WHERE app_actor() = 'operator' ORDER BY d.at DESC, d.number DESC LIMIT 200 $$
