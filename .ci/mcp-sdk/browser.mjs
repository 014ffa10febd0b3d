// A user at a browser who logs in and consents: keeps cookies and fills in the forms that the server shows.

export class Browser {
  #cookies = new Map();
  consents = 0;

  /** Walk from an authorization request to the redirect that leaves the server. */
  async authorize(authorizationUrl) {
    let url = new URL(authorizationUrl);
    const origin = url.origin;
    let request = { method: 'GET' };
    for (let step = 0; step < 10; step++) {
      const response = await this.#fetch(url, request);
      if (response.status >= 300 && response.status < 400) {
        url = new URL(response.headers.get('location'), url);
        if (url.origin !== origin) {
          return url;
        }
        request = { method: 'GET' };
        continue;
      }
      const page = await response.text();
      if (response.status !== 200) {
        throw new Error(`${url} answered ${response.status}: ${page}`);
      }
      const form = readForm(page);
      if (form.fields.has('password')) {
        form.fields.set('username', 'user');
        form.fields.set('password', 'password');
      } else {
        this.consents++;
      }
      url = new URL(form.action, url);
      request = { method: 'POST', body: form.fields };
    }
    throw new Error(`The server redirects without an end, last to ${url}`);
  }

  async #fetch(url, request) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...request, redirect: 'manual', headers: { Accept: 'text/html', cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      this.#cookies.set(name, value);
    }
    return response;
  }
}

/** Read the first form of a page, which logs in or allows. */
function readForm(page) {
  const [, head, body] = page.match(/<form([^>]*)>([\s\S]*?)<\/form>/);
  const fields = new URLSearchParams();
  for (const [input] of body.matchAll(/<input[^>]*>/g)) {
    const name = attribute(input, 'name');
    if (name && attribute(input, 'type') !== 'submit') {
      fields.append(name, attribute(input, 'value') ?? '');
    }
  }
  return { action: attribute(head, 'action'), fields };
}

function attribute(tag, name) {
  return tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1].replaceAll('&amp;', '&');
}
