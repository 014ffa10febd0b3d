// The consent page at clients that mean no good.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { assertQuiet, desktop, follow, launch, logIn, look, manyScopes, pressAt, server, tabThrough, visitor, watched } from './browser.mjs';

const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

// What a client could call itself. "deceptive": the page says that the name may imitate another
const names = {
  markup: { name: '<script>hacked = 1</script><img src=x onerror="hacked = 1"><h1>Your bank', deceptive: false },
  attribute: { name: '" onmouseover="hacked = 1" autofocus onfocus="hacked = 1', deceptive: false },
  template: { name: '[[${7*7}]] [(${7*7})] __${7*7}__ {{7*7}}', deceptive: false },
  override: { name: 'gpj.\u202Eknab ruoy yb dekcehc\u202D Trust \u2067\u2067\u2066', deceptive: true },
  rightToLeft: { name: 'בנק הפועלים (نظام) 123', deceptive: false },
  long: { name: 'W'.repeat(200), deceptive: false },
  manyLines: { name: `${'a '.repeat(60)}\u2003\u2003 Checked by your bank`, deceptive: false },
  marks: { name: 'Z\u0300'.padEnd(180, '\u0301\u0302\u0303\u0317\u0318') + ' Bank', deceptive: true },
  homoglyph: { name: 'P\u0430ypal', deceptive: true },
  styled: { name: '\u{1D5E3}\u{1D5EE}\u{1D606}\u{1D5E3}\u{1D5EE}\u{1D5F9}', deceptive: true },
  invisible: { name: 'Pay\u200B\u200DPal\u2063', deceptive: true },
  emoji: { name: '👩‍👩‍👧‍👦 Notes 🎉 (beta)', deceptive: false },
};
const viewports = { desktop, phone: { width: 320, height: 640 } };
const longHost = `login.bank.example.${'a-long-name.'.repeat(12)}evil.example`;

let browser;
let user;
let tracker;

/** What belongs to the client: counts who comes, and is the place where its users arrive. */
async function startTracker() {
  const hits = [];
  const listener = createServer((request, response) => {
    hits.push(request.url);
    response.setHeader('Content-Type', 'text/html');
    response.end(`<iframe src="${new URL(request.url, 'http://x').searchParams.get('frame') ?? 'about:blank'}"></iframe>`);
  });
  await new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return { hits, listener, origin: `http://127.0.0.1:${listener.address().port}` };
}

async function register(metadata) {
  const response = await fetch(`${server}/oauth2/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token_endpoint_auth_method: 'none', ...metadata }),
  });
  return { status: response.status, body: await response.json() };
}

function authorizationUrl(client, scope = client.scope) {
  return `${server}/oauth2/authorize?${new URLSearchParams({
    response_type: 'code', client_id: client.client_id, redirect_uri: client.redirect_uris[0], scope, state: 'a state',
    code_challenge: challenge, code_challenge_method: 'S256',
  })}`;
}

/** Open the consent page in a window of its own. */
async function openConsent(client, viewport) {
  const { page, seen } = await watched(user);
  await page.setViewportSize(viewport);
  await page.goto(authorizationUrl(client));
  if (await page.$('input[name=password]')) {
    await logIn(page);
  }
  assert.equal(new URL(page.url()).pathname, '/oauth2/authorize');
  return { page, seen };
}

/** In the page: what of it a person can see and reach. */
function measure() {
  const box = (element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    return { left, top, right, bottom };
  };
  const reachable = (element) => {
    element.scrollIntoView({ block: 'center' });
    const [{ left, top, width, height }] = element.getClientRects();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return element.checkVisibility() && (element === hit || element.contains(hit));
  };
  // The words behind the name, as they are laid out: what runs from right to left would be in another order
  const name = document.querySelector('bdi.name');
  const words = [name, name.parentElement].map((element) => element.nextSibling).find((node) => node?.data?.trim());
  const lefts = [...words.data.trimEnd()].flatMap((character, i) => {
    const range = document.createRange();
    range.setStart(words, i);
    range.setEnd(words, i + 1);
    const [rectangle] = range.getClientRects();
    return rectangle && character.trim() ? [{ left: rectangle.left, top: rectangle.top }] : [];
  });
  const warning = document.querySelector('#self-registered');
  // Wherever the page is scrolled to, what is asked for comes before the answers
  const lastScope = [...document.querySelectorAll('.scope')].at(-1);
  const above = [0, document.body.scrollHeight].every((y) => {
    window.scrollTo(0, y);
    return ['#allow', '#deny'].every((button) => box(document.querySelector(button)).top >= box(lastScope).bottom);
  });
  window.scrollTo(0, 0);
  return {
    hacked: window.hacked,
    scripts: document.scripts.length,
    images: document.images.length,
    text: document.body.innerText,
    name: name.textContent,
    nameBox: box(name),
    warningBox: box(warning),
    above,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    tooWide: [...document.querySelectorAll('body *')].filter((element) => box(element).right > innerWidth + 1
      || box(element).left < -1).map((element) => element.outerHTML.slice(0, 80)),
    leftToRight: lefts.every((at, i) => i === 0 || at.top !== lefts[i - 1].top || at.left > lefts[i - 1].left),
    reachable: Object.fromEntries(['#allow', '#deny', '#self-registered', '#host'].filter((selector) =>
      document.querySelector(selector)).map((selector) => [selector, reachable(document.querySelector(selector))])),
    links: [...document.links].map(({ href, rel }) => ({ href, rel })),
  };
}

before(async () => {
  tracker = await startTracker();
  browser = await launch();
  user = await visitor(browser);
});

after(async () => {
  await browser?.close();
  tracker.listener.closeAllConnections();
  tracker.listener.close();
});

for (const [kind, { name, deceptive }] of Object.entries(names)) {
  describe(`a client whose name is hostile: ${kind}`, () => {
    for (const [screen, viewport] of Object.entries(viewports)) {
      test(`on a ${screen}`, async () => {
        const registered = await register({
          client_name: name,
          redirect_uris: [`https://${longHost}/${'callback/'.repeat(80)}`],
          logo_uri: `${tracker.origin}/logo.png`,
          client_uri: `${tracker.origin}/`,
          policy_uri: 'https://client.example/policy?a=1&b=%22%3E',
          tos_uri: 'http://client.example/terms',
        });
        assert.equal(registered.status, 201, JSON.stringify(registered.body));
        const { page, seen } = await openConsent(registered.body, viewport);
        const shown = await page.evaluate(measure);

        assert.deepEqual({ hacked: shown.hacked, scripts: shown.scripts, images: shown.images },
          { hacked: undefined, scripts: 0, images: 0 });
        assertQuiet(seen);
        assert.deepEqual(tracker.hits, []);

        assert.ok(shown.name.length > 0 && [...shown.name].length <= 64, shown.name);
        assert.doesNotMatch(shown.text, /[\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F]/u);
        assert.ok(shown.leftToRight, 'the words behind the name are turned around');
        assert.match(shown.text, /registered itself on .* Nobody has checked its name\./);
        assert.equal(shown.text.includes('look like another'), deceptive);
        assert.ok(shown.text.includes(longHost));

        assert.deepEqual({ overflow: shown.overflow, tooWide: shown.tooWide }, { overflow: 0, tooWide: [] });
        assert.ok(shown.nameBox.bottom <= shown.warningBox.top, 'the name lies over the warning');
        assert.deepEqual(shown.reachable, { '#allow': true, '#deny': true, '#self-registered': true, '#host': true });
        assert.ok(shown.above, 'the answers lie over what is asked for, or before it');
        if (screen === 'desktop' && kind === 'homoglyph') {
          await look(page);
        }
        assert.deepEqual(shown.links, [{ href: 'https://client.example/policy?a=1&b=%22%3E', rel: 'noopener noreferrer nofollow' }]);
        await page.close();
      });
    }
  });
}

test('links that run something are refused when a client registers', async () => {
  for (const member of ['policy_uri', 'tos_uri', 'client_uri', 'logo_uri', 'policy_uri#en']) {
    for (const link of ['javascript:hacked=1', 'JavaScript:hacked=1', 'data:text/html,hacked', 'https://x.example/"><script>']) {
      const { status, body } = await register({ redirect_uris: ['https://client.example/cb'], [member]: link });
      assert.deepEqual({ status, error: body.error }, { status: 400, error: 'invalid_client_metadata' }, member + link);
    }
  }
});

test('an application on the device is called that, and nothing more', async () => {
  for (const redirectUri of [`${tracker.origin}/callback`, 'http://localhost:1234/', 'cursor://bank.example/callback']) {
    const { body: client } = await register({ client_name: 'Notes', redirect_uris: [redirectUri], application_type: 'native' });
    const { page } = await openConsent(client, viewports.phone);
    assert.match(await page.innerText('body'), /an application on this device/i);
    assert.equal(await page.$('#host'), null);
    await page.close();
  }
});

for (const [button, parameter, value] of [['#allow', 'code', undefined], ['#deny', 'error', 'access_denied']]) {
  for (const scope of ['openid', 'openid mcp:read']) {
    test(`${button} takes the user to the client, with the issuer (${scope})`, async () => {
      const { body: client } = await register({ client_name: 'Notes', redirect_uris: [`${tracker.origin}/callback`], scope });
      const { page } = await openConsent(client, desktop);
      await follow(page, button);
      const arrived = new URL(page.url());
      assert.equal(arrived.origin + arrived.pathname, `${tracker.origin}/callback`);
      assert.ok(arrived.searchParams.get(parameter));
      assert.equal(arrived.searchParams.get(parameter), value ?? arrived.searchParams.get(parameter));
      assert.equal(arrived.searchParams.get('state'), 'a state');
      assert.equal(arrived.searchParams.get('iss'), server);
      await page.close();
    });
  }
}

/** In the page: what somebody who reads and ticks the scopes has of them. */
function scopes() {
  const labels = [...document.querySelectorAll('.scope')];
  return labels.map((label, i) => {
    const { top, height } = label.getBoundingClientRect();
    const words = label.querySelector('bdi');
    return {
      scope: label.querySelector('input').value,
      words: words.textContent,
      // WCAG 2.2, 2.5.8: as large as a finger wants it
      large: height >= 24,
      below: i === 0 || top >= labels[i - 1].getBoundingClientRect().bottom,
      readable: parseFloat(getComputedStyle(words).fontSize) >= 16 && words.scrollWidth <= words.parentElement.clientWidth,
    };
  });
}

/** Redeem the code with which a user arrived. */
async function redeem(client, location) {
  const response = await fetch(`${server}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: client.redirect_uris[0],
      code: location.searchParams.get('code'), code_verifier: verifier,
    }),
  });
  return response.json();
}

// Without MANY_SCOPES the sample allows a handful
if (manyScopes) {
  for (const [screen, viewport] of Object.entries(viewports)) {
    test(`very many scopes can be read, left out and allowed by keyboard (${screen})`, async () => {
      const { body: client } = await register({
        client_name: 'Everything', redirect_uris: [`${tracker.origin}/callback`], scope: manyScopes.join(' '),
      });
      const { page, seen } = await openConsent(client, viewport);
      const shown = await page.evaluate(measure);
      assert.deepEqual({ overflow: shown.overflow, tooWide: shown.tooWide }, { overflow: 0, tooWide: [] });
      assert.deepEqual(shown.reachable, { '#allow': true, '#deny': true, '#self-registered': true });
      assert.ok(shown.above, 'the answers lie over what is asked for, or before it');
      assert.deepEqual(new Set(await page.evaluate(scopes)),
        new Set(manyScopes.map((scope) => ({ scope, words: scope, large: true, below: true, readable: true }))));
      await tabThrough(page);
      await look(page, screen === 'desktop' && 'consent-many', screen === 'phone' && 'consent-many-phone');
      const leftOut = manyScopes.at(-1);
      await page.focus(`input[value="${leftOut}"]`);
      await page.keyboard.press('Space');
      await pressAt(page, '#allow');
      assertQuiet({ ...seen, requests: [] });
      const { scope } = await redeem(client, new URL(page.url()));
      assert.deepEqual(new Set(scope.split(' ')), new Set(manyScopes.slice(0, -1)));
      await page.close();
    });
  }
}

test('no script runs on the page, and no other page frames it', async () => {
  const { body: client } = await register({ client_name: 'Notes', redirect_uris: [`${tracker.origin}/callback`] });
  const { page } = await openConsent(client, desktop);
  const consentUrl = page.url();
  assert.equal(await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.hacked = 1';
    document.body.append(script);
    return window.hacked;
  }), undefined);
  await page.goto(`${tracker.origin}/?frame=${encodeURIComponent(consentUrl)}`);
  const [, frame] = page.frames();
  assert.match(frame.url(), /^chrome-error:/);
  await page.close();
});
