-- IF NOT EXISTS, so that dcr.jdbc.initialize-schema=always can stay on.
-- Times are milliseconds since the epoch in UTC, whatever the time zone of server or session.
-- The collation of the keys is binary: the default ones take ABC for abc.
CREATE TABLE IF NOT EXISTS dcr_client_registration (
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  registered_client_id varchar(100) NOT NULL,
  metadata mediumtext NOT NULL,
  token_hash varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
  token_scope varchar(1000),
  token_expires_at bigint,
  issued_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  registered_by mediumtext,
  initial_access_token varchar(100) CHARACTER SET ascii COLLATE ascii_bin,
  policy varchar(100),
  issuer text,
  status varchar(20) NOT NULL,
  expires_at bigint,
  version bigint NOT NULL,
  former_token_hash varchar(64) CHARACTER SET ascii COLLATE ascii_bin,
  former_token_until bigint,
  former_token_answer text,
  source varchar(20) NOT NULL,
  asked text,
  PRIMARY KEY (client_id),
  INDEX dcr_client_registration_status (status, client_id),
  INDEX dcr_client_registration_expires_at (expires_at),
  INDEX dcr_client_registration_issued_at (issued_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- By what operators find clients: the beginnings of names, hosts and others, each after a letter that says which.
CREATE TABLE IF NOT EXISTS dcr_client_term (
  term varchar(300) NOT NULL,
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (term, client_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- How far those rows are written, minutes after the clients. Without its row they are all written anew.
CREATE TABLE IF NOT EXISTS dcr_client_term_progress (
  id integer NOT NULL,
  registered_until bigint NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- What operators did with clients, also with those that are gone.
CREATE TABLE IF NOT EXISTS dcr_operator_action (
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  acted_at bigint NOT NULL,
  id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind varchar(20) NOT NULL,
  acted_by mediumtext,
  reason varchar(1000),
  PRIMARY KEY (client_id, acted_at, id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- When clients were used, beside their registrations: noted at most once an hour, by no request.
CREATE TABLE IF NOT EXISTS dcr_client_use (
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  first_used_at bigint NOT NULL,
  last_used_at bigint NOT NULL,
  PRIMARY KEY (client_id),
  INDEX dcr_client_use_last_used_at (last_used_at)
) ENGINE=InnoDB;
-- unusable_at is when a token expires or was used up, whatever came first: those to be deleted are found by it.
CREATE TABLE IF NOT EXISTS dcr_initial_access_token (
  id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  token_hash varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
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
  UNIQUE (token_hash),
  INDEX dcr_initial_access_token_unusable_at (unusable_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Each row has a part of the places of a quota; another limit shares them out anew.
CREATE TABLE IF NOT EXISTS dcr_client_quota (
  quota_key varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  part integer NOT NULL,
  max_clients integer NOT NULL,
  clients bigint NOT NULL,
  PRIMARY KEY (quota_key, part)
) ENGINE=InnoDB;
CREATE TABLE IF NOT EXISTS dcr_software_statement (
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  issuer varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  software_id varchar(255) NOT NULL,
  PRIMARY KEY (client_id),
  KEY dcr_software_statement_issuer (issuer, software_id, client_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS dcr_software_statement_use (
  statement_hash varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at bigint,
  PRIMARY KEY (statement_hash),
  KEY dcr_software_statement_use_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE IF NOT EXISTS dcr_software_statement_withdrawal (
  issuer varchar(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  software_id varchar(255) NOT NULL,
  withdrawn_at bigint NOT NULL,
  PRIMARY KEY (issuer, software_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- What is known of the document at a URL that is a client_id, and whether an operator denied it: a URL that is
-- denied before it has a client has no document.
CREATE TABLE IF NOT EXISTS dcr_client_metadata_document (
  client_id varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  entity_tag varchar(1000),
  document_hash varchar(64),
  checked_at bigint,
  fresh_until bigint,
  unavailable_since bigint,
  unavailable_kind varchar(40),
  denied_at bigint,
  PRIMARY KEY (client_id),
  KEY dcr_client_metadata_document_fresh_until (fresh_until, client_id),
  KEY dcr_client_metadata_document_denied (denied_at, client_id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- What a request with an Idempotency-Key was answered, encrypted under a key that only the request makes.
CREATE TABLE IF NOT EXISTS dcr_idempotent_request (
  id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  answer mediumtext NOT NULL,
  expires_at bigint NOT NULL,
  PRIMARY KEY (id),
  INDEX dcr_idempotent_request_expires_at (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
