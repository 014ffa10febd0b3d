-- IF NOT EXISTS, so that dcr.jdbc.initialize-schema=always can stay on.
-- Times are milliseconds since the epoch in UTC, whatever the time zone of server or session.
CREATE TABLE IF NOT EXISTS dcr_client_registration (
  client_id varchar(100) NOT NULL,
  registered_client_id varchar(100) NOT NULL,
  metadata varchar(1000000) NOT NULL,
  token_hash varchar(64),
  token_scope varchar(1000),
  token_expires_at bigint,
  issued_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  registered_by varchar(1000000),
  initial_access_token varchar(100),
  policy varchar(100),
  issuer varchar(1000000),
  status varchar(20) NOT NULL,
  expires_at bigint,
  version bigint NOT NULL,
  former_token_hash varchar(64),
  former_token_until bigint,
  former_token_answer varchar(1000000),
  source varchar(20) NOT NULL,
  asked varchar(1000000),
  PRIMARY KEY (client_id)
);
CREATE INDEX IF NOT EXISTS dcr_client_registration_status ON dcr_client_registration (status, client_id);
CREATE INDEX IF NOT EXISTS dcr_client_registration_expires_at ON dcr_client_registration (expires_at);
CREATE INDEX IF NOT EXISTS dcr_client_registration_issued_at ON dcr_client_registration (issued_at);
-- By what operators find clients: the beginnings of names, hosts and others, each after a letter that says which.
CREATE TABLE IF NOT EXISTS dcr_client_term (
  term varchar(300) NOT NULL,
  client_id varchar(100) NOT NULL,
  PRIMARY KEY (term, client_id)
);
-- How far those rows are written, minutes after the clients. Without its row they are all written anew.
CREATE TABLE IF NOT EXISTS dcr_client_term_progress (
  id integer NOT NULL,
  registered_until bigint NOT NULL,
  PRIMARY KEY (id)
);
-- What operators did with clients, also with those that are gone.
CREATE TABLE IF NOT EXISTS dcr_operator_action (
  client_id varchar(100) NOT NULL,
  acted_at bigint NOT NULL,
  id varchar(100) NOT NULL,
  kind varchar(20) NOT NULL,
  acted_by varchar(1000000),
  reason varchar(1000),
  PRIMARY KEY (client_id, acted_at, id)
);
-- When clients were used, beside their registrations: noted at most once an hour, by no request.
CREATE TABLE IF NOT EXISTS dcr_client_use (
  client_id varchar(100) NOT NULL,
  first_used_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  PRIMARY KEY (client_id)
);
CREATE INDEX IF NOT EXISTS dcr_client_use_last_used_at ON dcr_client_use (last_used_at);
-- unusable_at is when a token expires or was used up, whatever came first: those to be deleted are found by it.
CREATE TABLE IF NOT EXISTS dcr_initial_access_token (
  id varchar(100) NOT NULL,
  token_hash varchar(64) NOT NULL,
  note varchar(1000),
  policy varchar(100),
  issuer varchar(1000),
  issued_by varchar(1000),
  issued_at bigint NOT NULL,
  expires_at bigint,
  max_uses integer,
  used integer NOT NULL,
  unusable_at bigint,
  PRIMARY KEY (id),
  UNIQUE (token_hash)
);
CREATE INDEX IF NOT EXISTS dcr_initial_access_token_unusable_at ON dcr_initial_access_token (unusable_at);
-- Each row has a part of the places of a quota; another limit shares them out anew.
CREATE TABLE IF NOT EXISTS dcr_client_quota (
  quota_key varchar(100) NOT NULL,
  part integer NOT NULL,
  max_clients integer NOT NULL,
  clients bigint NOT NULL,
  PRIMARY KEY (quota_key, part)
);
CREATE TABLE IF NOT EXISTS dcr_software_statement (
  client_id varchar(100) NOT NULL,
  issuer varchar(255) NOT NULL,
  software_id varchar(255) NOT NULL,
  PRIMARY KEY (client_id)
);
CREATE INDEX IF NOT EXISTS dcr_software_statement_issuer ON dcr_software_statement (issuer, software_id, client_id);
CREATE TABLE IF NOT EXISTS dcr_software_statement_use (
  statement_hash varchar(64) NOT NULL,
  client_id varchar(100) NOT NULL,
  expires_at bigint,
  PRIMARY KEY (statement_hash)
);
CREATE INDEX IF NOT EXISTS dcr_software_statement_use_expires_at ON dcr_software_statement_use (expires_at);
CREATE TABLE IF NOT EXISTS dcr_software_statement_withdrawal (
  issuer varchar(255) NOT NULL,
  software_id varchar(255) NOT NULL,
  withdrawn_at bigint NOT NULL,
  PRIMARY KEY (issuer, software_id)
);
-- What is known of the document at a URL that is a client_id, and whether an operator denied it: a URL that is
-- denied before it has a client has no document.
CREATE TABLE IF NOT EXISTS dcr_client_metadata_document (
  client_id varchar(100) NOT NULL,
  entity_tag varchar(1000),
  document_hash varchar(64),
  checked_at bigint,
  fresh_until bigint,
  unavailable_since bigint,
  unavailable_kind varchar(40),
  denied_at bigint,
  PRIMARY KEY (client_id)
);
CREATE INDEX IF NOT EXISTS dcr_client_metadata_document_fresh_until ON dcr_client_metadata_document (fresh_until, client_id);
CREATE INDEX IF NOT EXISTS dcr_client_metadata_document_denied ON dcr_client_metadata_document (denied_at, client_id);
-- What a request with an Idempotency-Key was answered, encrypted under a key that only the request makes.
CREATE TABLE IF NOT EXISTS dcr_idempotent_request (
  id varchar(64) NOT NULL,
  answer clob NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS dcr_idempotent_request_expires_at ON dcr_idempotent_request (expires_at);
