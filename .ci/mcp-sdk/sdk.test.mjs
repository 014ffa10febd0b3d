// The MCP SDK's own OAuth client against a running sample: SAMPLE_URL says where it is, REFRESH_TOKENS whether it was
// started with dcr.public-clients.refresh-tokens=true.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  auth,
  discoverAuthorizationServerMetadata,
  exchangeAuthorization,
  refreshAuthorization,
  registerClient,
  startAuthorization,
} from '@modelcontextprotocol/sdk/client/auth.js';

import { Browser } from './browser.mjs';

const server = process.env.SAMPLE_URL ?? 'http://localhost:9000';
const refreshTokens = process.env.REFRESH_TOKENS === 'true';
const api = new URL('/api/whoami', server);

/** What an MCP host does around auth(): remembers, and sends the user to the browser. */
class Host {
  redirectUrl = 'http://localhost:41999/callback';
  clientMetadata = {
    client_name: 'MCP SDK (check)',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  };
  saved = {};

  clientInformation() {
    return this.saved.client;
  }

  saveClientInformation(client) {
    this.saved.client = client;
  }

  tokens() {
    return this.saved.tokens;
  }

  saveTokens(tokens) {
    this.saved.tokens = tokens;
  }

  saveCodeVerifier(verifier) {
    this.saved.verifier = verifier;
  }

  codeVerifier() {
    return this.saved.verifier;
  }

  redirectToAuthorization(url) {
    this.saved.authorizationUrl = url;
  }

  invalidateCredentials(scope) {
    delete this.saved.tokens;
    if (scope === 'all') {
      delete this.saved.client;
    }
  }

  /** What the server answered at registration: the SDK keeps no registration access token. */
  async #fetch(url, init) {
    const response = await fetch(url, init);
    if (new URL(url).pathname === '/oauth2/register') {
      this.registration = await response.clone().json();
    }
    return response;
  }

  auth(authorizationCode) {
    return auth(this, { serverUrl: api, authorizationCode, fetchFn: (url, init) => this.#fetch(url, init) });
  }

  async connect() {
    assert.equal(await this.auth(), 'REDIRECT');
    const callback = await new Browser().authorize(this.saved.authorizationUrl);
    assert.equal(callback.origin + callback.pathname, this.redirectUrl);
    assert.equal(await this.auth(callback.searchParams.get('code')), 'AUTHORIZED');
  }
}

async function whoami(tokens) {
  const response = await fetch(api, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
  assert.equal(response.status, 200);
  return response.json();
}

test('auth() discovers, registers, authorizes and gets to the API', async () => {
  const host = new Host();
  await host.connect();
  assert.equal(host.saved.client.client_secret, undefined);
  const { subject, audience, scopes } = await whoami(host.saved.tokens);
  assert.deepEqual({ subject, audience, scopes }, {
    subject: 'user',
    audience: [host.saved.client.client_id],
    scopes: ['mcp:read'],
  });
});

test('auth() registers anew once the server has forgotten the client', { skip: !refreshTokens }, async () => {
  const host = new Host();
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
  const host = new Host();
  await host.connect();
  assert.equal(host.saved.client.grant_types.includes('refresh_token'), refreshTokens);
  assert.equal(host.saved.tokens.refresh_token !== undefined, refreshTokens);
});

test('auth() refreshes, and the refresh token rotates', { skip: !refreshTokens }, async () => {
  const host = new Host();
  await host.connect();
  const before = host.saved.tokens;
  assert.equal(await host.auth(), 'AUTHORIZED');
  assert.notEqual(host.saved.tokens.access_token, before.access_token);
  assert.notEqual(host.saved.tokens.refresh_token, before.refresh_token);
  assert.equal((await whoami(host.saved.tokens)).subject, 'user');
  const metadata = await discoverAuthorizationServerMetadata(server);
  await assert.rejects(
    refreshAuthorization(server, { metadata, clientInformation: host.saved.client, refreshToken: before.refresh_token }),
    { errorCode: 'invalid_grant' },
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
      codeVerifier,
      redirectUri: redirectUrl,
      resource: new URL(server),
    });
    assert.equal((await whoami(tokens)).subject, 'user');
  });
}
