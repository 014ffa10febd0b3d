-- What clients take in PostgreSQL (13 or newer): copies the clients that are stored, as often as it takes, with new
-- identifiers, hashes and secrets, into tables of a schema of its own, and says how large these and their indexes are.
-- The application's tables are only read. Register clients of the kinds that you have first; fifty are enough.
--
--   psql -v rows=1000000 -f benchmarks/sql/sizes.sql DATABASE
--
-- -v ending=0.5: half of the clients have an end. -v waiting=0.01: one in a hundred is not ACTIVE.
-- -v partitions=16: both tables are partitioned by a hash of client_id.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
\if :{?rows} \else \set rows 100000 \endif
\if :{?ending} \else \set ending 0 \endif
\if :{?waiting} \else \set waiting 0 \endif
\if :{?partitions} \else \set partitions 0 \endif
SET client_min_messages = warning;
DROP SCHEMA IF EXISTS dcr_sizes CASCADE;
CREATE SCHEMA dcr_sizes;

-- 256 random bits, in Base64 for URLs: 43 characters, of which 22 have 128
CREATE FUNCTION pg_temp.token() RETURNS text LANGUAGE sql VOLATILE AS
  $$SELECT translate(encode(sha256(uuid_send(gen_random_uuid())), 'base64'), '+/=', '-_')$$;

-- A client comes in each millisecond; both of its identifiers begin with the time
CREATE FUNCTION pg_temp.time(i bigint) RETURNS text LANGUAGE sql STABLE AS
  $$SELECT lpad(to_hex((1000 * extract(epoch FROM now()))::bigint + i), 12, '0')$$;

-- A UUID of version 7
CREATE FUNCTION pg_temp.id(i bigint) RETURNS text LANGUAGE sql VOLATILE AS
  $$SELECT left(pg_temp.time(i), 8) || '-' || right(pg_temp.time(i), 4) || '-7'
    || substr(CAST(gen_random_uuid() AS text), 16)$$;

CREATE FUNCTION pg_temp.client_id(i bigint) RETURNS text LANGUAGE sql VOLATILE AS
  $$SELECT pg_temp.time(i) || left(pg_temp.token(), 22)$$;

SELECT :partitions > 0 AS partitioned \gset
\if :partitioned
  -- a unique index of a partitioned table must have the column by which it is partitioned: none on id alone here
  CREATE TABLE dcr_sizes.dcr_client_registration (LIKE dcr_client_registration INCLUDING ALL)
    PARTITION BY HASH (client_id);
  CREATE TABLE dcr_sizes.oauth2_registered_client (LIKE oauth2_registered_client INCLUDING DEFAULTS,
    PRIMARY KEY (id, client_id)) PARTITION BY HASH (client_id);
  CREATE UNIQUE INDEX ON dcr_sizes.oauth2_registered_client (client_id);
  CREATE INDEX ON dcr_sizes.oauth2_registered_client (client_secret) WHERE client_secret IS NOT NULL;
  SELECT format('CREATE TABLE dcr_sizes.%1$s_%2$s PARTITION OF dcr_sizes.%1$s FOR VALUES WITH (MODULUS %3$s, REMAINDER %2$s)',
      t, p, :partitions)
    FROM unnest(ARRAY['dcr_client_registration', 'oauth2_registered_client']) t, generate_series(0, :partitions - 1) p
    \gexec
\else
  CREATE TABLE dcr_sizes.dcr_client_registration (LIKE dcr_client_registration INCLUDING ALL);
  CREATE TABLE dcr_sizes.oauth2_registered_client (LIKE oauth2_registered_client INCLUDING ALL);
\endif

CREATE TEMPORARY TABLE stored AS
  SELECT row_number() OVER () - 1 AS n, r AS registration, c AS client
  FROM dcr_client_registration r JOIN oauth2_registered_client c ON c.id = r.registered_client_id
  WHERE r.status = 'ACTIVE' LIMIT 1000;
SELECT count(*) AS kinds FROM stored \gset

WITH copy AS MATERIALIZED (
  SELECT i % :kinds AS n, pg_temp.id(i) AS id, pg_temp.client_id(i) AS client_id,
    (1000 * extract(epoch FROM now()))::bigint + i AS issued_at,
    CASE WHEN random() < :ending THEN (1000 * extract(epoch FROM now() + random() * interval '90 days'))::bigint END
      AS expires_at,
    CASE WHEN random() < :waiting THEN 'PENDING' ELSE 'ACTIVE' END AS status
  FROM generate_series(1, :rows) i
), registrations AS (
  INSERT INTO dcr_sizes.dcr_client_registration (client_id, registered_client_id, metadata, token_hash, token_scope,
    issued_at, updated_at, registered_by, initial_access_token, policy, issuer, status, expires_at, version, source)
  SELECT copy.client_id, copy.id, (registration).metadata, pg_temp.token(), (registration).token_scope,
    copy.issued_at, copy.issued_at, (registration).registered_by, (registration).initial_access_token,
    (registration).policy, (registration).issuer, copy.status, copy.expires_at, 1, (registration).source
  FROM copy JOIN stored USING (n)
)
INSERT INTO dcr_sizes.oauth2_registered_client (id, client_id, client_secret, client_name, client_authentication_methods,
  authorization_grant_types, redirect_uris, post_logout_redirect_uris, scopes, client_settings, token_settings)
SELECT copy.id, copy.client_id,
  CASE WHEN (client).client_secret IS NOT NULL THEN '{dcr-sha256}' || pg_temp.token() END, (client).client_name,
  (client).client_authentication_methods, (client).authorization_grant_types, (client).redirect_uris,
  (client).post_logout_redirect_uris, (client).scopes, (client).client_settings, (client).token_settings
FROM copy JOIN stored USING (n);

VACUUM ANALYZE dcr_sizes.dcr_client_registration, dcr_sizes.oauth2_registered_client;

SELECT registration_row, client_row
FROM (SELECT avg(pg_column_size(r)) FROM dcr_sizes.dcr_client_registration r TABLESAMPLE SYSTEM (10)) r (registration),
  (SELECT avg(pg_column_size(c)) FROM dcr_sizes.oauth2_registered_client c TABLESAMPLE SYSTEM (10)) c (client),
  round(registration) registration_row, round(client) client_row;

-- A partition counts for its table or index
WITH relation AS (
  SELECT pg_partition_root(c.oid) AS root, c.oid, c.relkind, pg_table_size(c.oid) AS bytes
  FROM pg_class c WHERE c.relnamespace = 'dcr_sizes'::regnamespace AND c.relispartition
  UNION ALL
  SELECT c.oid, c.oid, c.relkind, pg_table_size(c.oid)
  FROM pg_class c WHERE c.relnamespace = 'dcr_sizes'::regnamespace AND NOT c.relispartition
    AND c.relkind IN ('r', 'i')
)
SELECT coalesce(regexp_replace(pg_get_indexdef(root), '^.* (INDEX) .* ON (ONLY )?dcr_sizes\.', 'index '), relname) AS relation,
  pg_size_pretty(sum(bytes)) AS size, round(sum(bytes) / :rows, 1) AS bytes_per_client,
  pg_size_pretty(sum(bytes) / :rows * 100000000) AS at_100_million
FROM relation JOIN pg_class ON pg_class.oid = root
GROUP BY root, relname, pg_class.relkind ORDER BY pg_class.relkind IN ('i', 'I'), sum(bytes) DESC;
