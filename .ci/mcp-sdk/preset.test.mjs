// The MCP SDK's own OAuth client against an application whose application.yml is the one in the README's section
// "MCP in ten lines": SERVER_URL says where it runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Browser } from './browser.mjs';
import { Host } from './host.mjs';
import { sdk } from './sdk.mjs';

const server = process.env.SERVER_URL;

async function introspect(token) {
  const response = await fetch(`${server}/oauth2/introspect`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from('api:secret').toString('base64')}` },
    body: new URLSearchParams({ token }),
  });
  assert.equal(response.status, 200);
  return response.json();
}

test('discovery tells an MCP client all that it looks for', async () => {
  const metadata = await sdk.discoverAuthorizationServerMetadata(server);
  assert.equal(metadata.registration_endpoint, `${server}/oauth2/register`);
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
  assert.ok(metadata.token_endpoint_auth_methods_supported.includes('none'));
  assert.equal(metadata.authorization_response_iss_parameter_supported, true);
});

test('auth() registers, authorizes and refreshes', async () => {
  const host = new Host(new URL('/', server));
  await host.connect();
  assert.equal(host.saved.client.client_secret, undefined);
  assert.equal(host.callback.searchParams.get('iss'), server);
  const { active, client_id, scope } = await introspect(host.saved.tokens.access_token);
  assert.deepEqual({ active, client_id, scope: scope.split(' ').sort() },
    { active: true, client_id: host.saved.client.client_id, scope: ['mcp:read', 'mcp:write'] });

  const before = host.saved.tokens;
  assert.equal(await host.auth(), 'AUTHORIZED');
  assert.notEqual(host.saved.tokens.refresh_token, before.refresh_token);
  assert.equal((await introspect(before.refresh_token)).active, false);
  assert.equal((await introspect(host.saved.tokens.access_token)).active, true);
});

test('a token is for the MCP server that the client names, and no other', async () => {
  const metadata = await sdk.discoverAuthorizationServerMetadata(server);
  const redirectUrl = 'http://localhost:41999/callback';
  const resource = new URL('http://localhost:3000/mcp');
  const clientMetadata = {
    client_name: 'MCP SDK', redirect_uris: [redirectUrl], token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'], application_type: 'native',
  };
  const clientInformation = await sdk.registerClient(server, { metadata, clientMetadata });
  const { authorizationUrl, codeVerifier } = await sdk.startAuthorization(server, {
    metadata, clientInformation, redirectUrl, scope: 'mcp:read', resource,
  });
  const { searchParams } = await new Browser().authorize(authorizationUrl);
  const tokens = await sdk.exchangeAuthorization(server, {
    metadata, clientInformation, authorizationCode: searchParams.get('code'), iss: searchParams.get('iss'),
    codeVerifier, redirectUri: redirectUrl, resource,
  });
  assert.deepEqual((await introspect(tokens.access_token)).aud, [resource.href]);
  const refreshed = await sdk.refreshAuthorization(server, {
    metadata, clientInformation, refreshToken: tokens.refresh_token, resource,
  });
  assert.deepEqual((await introspect(refreshed.access_token)).aud, [resource.href]);
  await assert.rejects(
    sdk.refreshAuthorization(server, {
      metadata, clientInformation, refreshToken: refreshed.refresh_token, resource: new URL('http://localhost:3001/mcp'),
    }),
    (error) => (error.errorCode ?? error.code) === 'invalid_target',
  );
});

test('a page of any origin may register and ask for tokens', async () => {
  const headers = { Origin: 'http://localhost:6274', 'Access-Control-Request-Method': 'POST' };
  for (const path of ['/oauth2/register', '/oauth2/token', '/.well-known/oauth-authorization-server']) {
    const response = await fetch(server + path, { method: 'OPTIONS', headers });
    assert.ok(response.ok, path);
    assert.equal(response.headers.get('access-control-allow-origin'), '*', path);
    assert.equal(response.headers.get('access-control-allow-credentials'), null, path);
  }
});
