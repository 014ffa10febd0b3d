// The MCP SDK's own OAuth client against a running sample: SAMPLE_URL says where it is, REFRESH_TOKENS whether it was
// started with dcr.public-clients.refresh-tokens=true, MCP_SDK which version of the SDK.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Browser } from './browser.mjs';
import { Host } from './host.mjs';
import { sdk } from './sdk.mjs';

const {
  discoverAuthorizationServerMetadata,
  exchangeAuthorization,
  refreshAuthorization,
  registerClient,
  startAuthorization,
} = sdk;

const server = process.env.SAMPLE_URL ?? 'http://localhost:9000';
const refreshTokens = process.env.REFRESH_TOKENS === 'true';
const api = new URL('/api/whoami', server);

async function whoami(tokens) {
  const response = await fetch(api, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  assert.equal(response.status, 200);
  return response.json();
}

test('auth() discovers, registers, authorizes and gets to the API', async () => {
  const host = new Host(api);
  await host.connect();
  assert.equal(host.saved.client.client_secret, undefined);
  const { subject, audience, scopes } = await whoami(host.saved.tokens);
  assert.deepEqual({ subject, audience, scopes }, {
    subject: 'user',
    audience: [server],
    scopes: ['mcp:read'],
  });
});

test('auth() registers anew once the server has forgotten the client', { skip: !refreshTokens }, async () => {
  const host = new Host(api);
  await host.connect();
  const { client_id, registration_client_uri, registration_access_token } = host.registration;
  const deleted = await fetch(registration_client_uri, {
    method: 'DELETE',
    headers: { Authorization: `Bearer ${registration_access_token}` },
  });
  assert.equal(deleted.status, 204);
  await host.connect();
  assert.notEqual(host.saved.client.client_id, client_id);
  assert.equal((await whoami(host.saved.tokens)).subject, 'user');
});

test('a public client gets a refresh token only where the server says so', async () => {
  const host = new Host(api);
  await host.connect();
  assert.equal(host.saved.client.grant_types.includes('refresh_token'), refreshTokens);
  assert.equal(host.saved.tokens.refresh_token !== undefined, refreshTokens);
});

test('auth() refreshes, and the refresh token rotates', { skip: !refreshTokens }, async () => {
  const host = new Host(api);
  await host.connect();
  const before = host.saved.tokens;
  assert.equal(await host.auth(), 'AUTHORIZED');
  assert.notEqual(host.saved.tokens.access_token, before.access_token);
  assert.notEqual(host.saved.tokens.refresh_token, before.refresh_token);
  assert.equal((await whoami(host.saved.tokens)).subject, 'user');
  const metadata = await discoverAuthorizationServerMetadata(server);
  await assert.rejects(
    refreshAuthorization(server, { metadata, clientInformation: host.saved.client, refreshToken: before.refresh_token }),
    (error) => (error.errorCode ?? error.code) === 'invalid_grant',
  );
});

for (const method of ['none', 'client_secret_basic', 'client_secret_post']) {
  test(`the steps one by one, with ${method}`, async () => {
    const metadata = await discoverAuthorizationServerMetadata(server);
    assert.ok(metadata.code_challenge_methods_supported.includes('S256'));
    assert.ok(metadata.token_endpoint_auth_methods_supported.includes(method));
    const redirectUrl = 'https://client.example.org/callback';
    const clientInformation = await registerClient(server, {
      metadata,
      clientMetadata: { client_name: 'MCP SDK', redirect_uris: [redirectUrl], token_endpoint_auth_method: method },
      scope: 'openid mcp:read',
    });
    assert.equal(clientInformation.token_endpoint_auth_method, method);
    const { authorizationUrl, codeVerifier } = await startAuthorization(server, {
      metadata,
      clientInformation,
      redirectUrl,
      scope: clientInformation.scope,
      state: 'a state',
      resource: new URL(server),
    });
    const callback = await new Browser().authorize(authorizationUrl);
    assert.equal(callback.searchParams.get('state'), 'a state');
    const tokens = await exchangeAuthorization(server, {
      metadata,
      clientInformation,
      authorizationCode: callback.searchParams.get('code'),
      iss: callback.searchParams.get('iss'),
      codeVerifier,
      redirectUri: redirectUrl,
      resource: new URL(server),
    });
    const { subject, audience } = await whoami(tokens);
    assert.deepEqual({ subject, audience }, { subject: 'user', audience: [server] });
  });
}
