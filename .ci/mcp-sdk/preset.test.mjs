// The MCP SDK's own OAuth client against an application whose application.yml is the one in the README's section
// "MCP in ten lines": SERVER_URL says where it runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { discoverAuthorizationServerMetadata } from '@modelcontextprotocol/sdk/client/auth.js';

import { Host } from './host.mjs';

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
  const metadata = await discoverAuthorizationServerMetadata(server);
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

test('a page of any origin may register and ask for tokens', async () => {
  const headers = { Origin: 'http://localhost:6274', 'Access-Control-Request-Method': 'POST' };
  for (const path of ['/oauth2/register', '/oauth2/token', '/.well-known/oauth-authorization-server']) {
    const response = await fetch(server + path, { method: 'OPTIONS', headers });
    assert.ok(response.ok, path);
    assert.equal(response.headers.get('access-control-allow-origin'), '*', path);
    assert.equal(response.headers.get('access-control-allow-credentials'), null, path);
  }
});
