// The MCP SDK's own OAuth client, which nobody registered: CLIENT_ID is the URL of its document. SERVER_URL says where the
// authorization server runs, MCP_URL where the MCP server would be, AUDIENCE whom its tokens are for, and CREDENTIALS are
// those of a client that may introspect them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Host } from './host.mjs';

const { SERVER_URL, MCP_URL, AUDIENCE, CLIENT_ID, CREDENTIALS } = process.env;

class HostWithDocument extends Host {
  constructor(clientId) {
    super(new URL(MCP_URL));
    this.clientMetadataUrl = clientId;
  }

  /** Names the MCP server also where no metadata of it does. */
  validateResourceURL(url, resource) {
    return new URL(resource ?? url);
  }
}

async function introspect(token) {
  const response = await fetch(`${SERVER_URL}/oauth2/introspect`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(CREDENTIALS).toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  assert.equal(response.status, 200);
  return response.json();
}

async function assertForMcpServer(accessToken) {
  const { active, client_id, aud } = await introspect(accessToken);
  assert.deepEqual({ active, client_id, aud }, { active: true, client_id: CLIENT_ID, aud: [AUDIENCE] });
}

test('auth() authorizes and refreshes by the document, and registers nothing', async () => {
  const host = new HostWithDocument(CLIENT_ID);
  await host.connect();
  assert.equal(host.saved.client.client_id, CLIENT_ID);
  await assertForMcpServer(host.saved.tokens.access_token);

  const before = host.saved.tokens;
  assert.equal(await host.auth(), 'AUTHORIZED');
  assert.notEqual(host.saved.tokens.access_token, before.access_token);
  assert.notEqual(host.saved.tokens.refresh_token, before.refresh_token);
  await assertForMcpServer(host.saved.tokens.access_token);
  assert.equal((await introspect(before.refresh_token)).active, false);
  assert.equal(host.registration, undefined);
});

test('a document that is not listed is refused', async () => {
  const host = new HostWithDocument(new URL('/other.json', CLIENT_ID).href);
  await assert.rejects(host.connect(), / answered 400: /);
  assert.equal(host.registration, undefined);
});
