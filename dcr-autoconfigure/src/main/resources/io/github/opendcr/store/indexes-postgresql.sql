-- The indexes that the tables of Spring Authorization Server lack. Without them each registration and each
-- deprovisioning reads a whole table. The primary key of oauth2_authorization_consent already begins with
-- registered_client_id. Two clients with one client_id have to be told apart before the unique index can be made.
CREATE UNIQUE INDEX IF NOT EXISTS oauth2_registered_client_client_id ON oauth2_registered_client (client_id);
CREATE INDEX IF NOT EXISTS oauth2_registered_client_client_secret ON oauth2_registered_client (client_secret)
  WHERE client_secret IS NOT NULL;
CREATE INDEX IF NOT EXISTS oauth2_authorization_registered_client_id ON oauth2_authorization (registered_client_id);
