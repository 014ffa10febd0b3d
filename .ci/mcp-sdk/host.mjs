// What an MCP host does around the SDK's auth(): remembers, and sends the user to the browser.

import assert from 'node:assert/strict';

import { Browser } from './browser.mjs';
import { sdk } from './sdk.mjs';

export class Host {
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

  constructor(serverUrl) {
    this.serverUrl = serverUrl;
  }

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
    if (scope === 'all' || scope === 'tokens') {
      delete this.saved.tokens;
    }
    if (scope === 'all' || scope === 'client') {
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

  auth(authorizationCode, iss) {
    return sdk.auth(this, {
      serverUrl: this.serverUrl,
      authorizationCode,
      iss,
      fetchFn: (url, init) => this.#fetch(url, init),
    });
  }

  async connect() {
    assert.equal(await this.auth(), 'REDIRECT');
    this.callback = await new Browser().authorize(this.saved.authorizationUrl);
    assert.equal(this.callback.origin + this.callback.pathname, this.redirectUrl);
    const { searchParams } = this.callback;
    assert.equal(await this.auth(searchParams.get('code'), searchParams.get('iss')), 'AUTHORIZED');
  }
}
