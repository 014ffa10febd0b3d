// Every path that a person can take through the sample, in the order of a client's life. Each page is looked at by
// axe-core, and every command that the pages show is run by a shell.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, afterEach, before, test } from 'node:test';
import { promisify } from 'node:util';

import { assertQuiet, documentUrl, follow, launch, logIn, look, pressAt, server, tabThrough, visitor, watched } from './browser.mjs';

const run = promisify(execFile);

const consolePath = `${server}/dcr/console`;

let browser;
/** A newcomer, who is a client and its user. */
let newcomer;
let operator;
const doings = [];

before(async () => {
  browser = await launch();
  for (const setPage of [(page) => { newcomer = page; }, (page) => { operator = page; }]) {
    const { page, seen } = await watched(await visitor(browser));
    setPage(page);
    doings.push(seen);
  }
});

afterEach(() => doings.forEach(assertQuiet));

after(() => browser?.close());

let stopped = false;

/** A step upon the ones before: after one that failed the others say nothing. */
function step(name, walk) {
  test(name, async (context) => {
    if (stopped) {
      context.skip('a step before failed');
      return;
    }
    stopped = true;
    await walk();
    stopped = false;
  });
}

const result = () => newcomer.innerText('#last');
const answer = async () => (await newcomer.innerText('section[aria-labelledby=last] .sides > div:last-child .wire'));

/** Run a command that the page shows, as a newcomer who pastes it. */
async function paste(command) {
  const { stdout } = await run('bash', ['-c', `set -euo pipefail\n${command}`]);
  return stdout;
}

step('the first page says what there is', async () => {
  await newcomer.goto(`${server}/`);
  assert.match(await newcomer.title(), /OpenDCR sample/);
  await look(newcomer);
  const client = JSON.parse(await paste(await newcomer.innerText('pre.code')));
  assert.ok(client.client_id);
});

step('by keyboard alone one gets to the form and registers', async () => {
  await newcomer.keyboard.press('Tab');
  assert.equal(await newcomer.evaluate(() => document.activeElement.textContent), 'Skip to the content');
  await newcomer.keyboard.press('Enter');
  await newcomer.keyboard.press('Tab');
  await Promise.all([newcomer.waitForEvent('load'), newcomer.keyboard.press('Enter')]);
  await look(newcomer);
  await newcomer.focus('#auth-method');
  while (await newcomer.evaluate(() => document.activeElement.value !== 'register')) {
    await newcomer.keyboard.press('Tab');
  }
  await Promise.all([newcomer.waitForEvent('load'), newcomer.keyboard.press('Enter')]);
  assert.match(await result(), /^Register\s+201 Created$/);
  await look(newcomer, 'try');
});

step('every command on the page does what it says', async () => {
  // Those that end something come last, and the one that deletes does so
  const commands = await newcomer.locator('pre.code').allTextContents();
  const titles = await newcomer.locator('.step h3').allInnerTexts();
  const [register, logIn, read, change] = commands;
  assert.deepEqual(titles, ['Log in', 'Read the registration', 'Change the registration', 'Replace the registration access token',
    'Delete the client']);
  assert.equal(JSON.parse(await paste(register)).client_name, 'My client');
  assert.equal(await paste(logIn), '');
  const { client_id: id } = JSON.parse(await paste(read));
  const changed = JSON.parse(await paste(change));
  assert.equal(changed.client_id, id);
  const deletion = commands.at(-1).replace(/Bearer [^']*/, `Bearer ${changed.registration_access_token}`);
  assert.match(await paste(deletion), /^HTTP\/1\.1 204/);
  await follow(newcomer, '#read');
  assert.match(await result(), /401 Unauthorized$/);
  await follow(newcomer, '.client button');
});

step('a check says all that is wrong', async () => {
  await follow(newcomer, '.tabs a:has-text("JSON")');
  await newcomer.fill('#json', '{"redirect_uris": ["javascript:alert(1)"], "tos_uri": "ftp://x.example"}');
  await follow(newcomer, 'button[value=check]');
  assert.match(await result(), /400 Bad Request$/);
  assert.equal(await newcomer.locator('.decisions li').count(), 2);
  await look(newcomer);
});

step('a real client registers, and its user logs in on the consent page', async () => {
  await follow(newcomer, '.real a:has-text("VS Code")');
  await look(newcomer);
  await follow(newcomer, 'button[value=register]');
  await follow(newcomer, '#add-callback');
  await follow(newcomer, '#log-in');
  assert.equal(new URL(newcomer.url()).pathname, '/login');
  await look(newcomer);
  await newcomer.fill('#username', 'user');
  await newcomer.fill('#password', 'wrong');
  await follow(newcomer, 'main button');
  await look(newcomer);
  await logIn(newcomer);
  await look(newcomer, 'consent', 'consent-phone');
  await follow(newcomer, '#deny');
  assert.match(await answer(), /error=access_denied/);
  await look(newcomer);
  await follow(newcomer, '#log-in');
  await follow(newcomer, '#allow');
  await follow(newcomer, '#exchange');
  await follow(newcomer, '#call');
  assert.match(await answer(), /"subject": "user"/);
  await look(newcomer);
});

step('what is nowhere, and what the server refuses, is said on a page', async () => {
  for (const [path, status] of [['/nothing', 404], ['/oauth2/authorize?response_type=code&client_id=unknown', 400]]) {
    const response = await newcomer.goto(server + path);
    assert.equal(response.status(), status);
    await look(newcomer);
  }
});

step('an operator logs in and issues a token, whose clients have to be approved', async () => {
  await operator.goto(consolePath);
  await logIn(operator, 'admin');
  await look(operator, 'console');
  await follow(operator, '#nav-tokens');
  await look(operator);
  await follow(operator, '#issue');
  await operator.fill('#note', 'for the walk');
  await operator.fill('#uses', '1');
  await operator.selectOption('#policy', 'reviewed');
  await follow(operator, '#confirm');
  await look(operator);
  const token = await operator.inputValue('#secret');
  await follow(operator, '#back');
  await look(operator);

  await newcomer.goto(`${server}/dcr/try`);
  await follow(newcomer, '.client button');
  await newcomer.click('.stack summary');
  await newcomer.fill('#form-token', token);
  await newcomer.fill('#name', 'Reading list');
  await follow(newcomer, 'button[value=register]');
  assert.match(await answer(), /"registration_status": "pending"/);
  await look(newcomer);
});

step('a client that waits for approval can do nothing until it has it', async () => {
  await follow(newcomer, '#log-in');
  assert.match(await newcomer.innerText('main'), /approv/);
  await look(newcomer, 'pending');
  await follow(operator, '#nav-clients');
  await look(operator);
  await operator.selectOption('#status', 'pending');
  await follow(operator, '#search');
  await follow(operator, 'main tbody th a');
  await look(operator, 'console-client');
  await follow(operator, '#approve');
  await look(operator);
  await follow(operator, '#confirm');

  await newcomer.goto(`${server}/dcr/try`);
  await follow(newcomer, '#log-in');
  await follow(newcomer, '#allow');
  await follow(newcomer, '#exchange');
  assert.match(await answer(), /"access_token"/);
});

step('a client that an operator disables and deletes is told so', async () => {
  await follow(operator, '#disable');
  await operator.fill('#reason', 'Nobody knows it');
  await look(operator);
  await follow(operator, '#confirm');
  await look(operator);
  await follow(newcomer, '#log-in');
  await look(newcomer);
  await follow(operator, '#delete');
  await follow(operator, '#confirm');
  await look(operator);
  await newcomer.goto(`${server}/dcr/try`);
  await follow(newcomer, '#read');
  assert.match(await result(), /401 Unauthorized$/);
  await follow(newcomer, '#log-in');
  await look(newcomer);
});

// Without DOCUMENT_URL the sample takes no documents
if (documentUrl) {
  step('a user is told that a client with a document is in development', async () => {
    await newcomer.goto(`${server}/oauth2/authorize?${new URLSearchParams({
      response_type: 'code', client_id: documentUrl, redirect_uri: 'http://localhost:41999/callback', scope: 'openid profile',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256',
    })}`);
    assert.equal(await newcomer.innerText('#client-host'), 'localhost');
    assert.match(await newcomer.innerText('#development'), /in development/);
    await look(newcomer);
  });

  step('an operator sees who is let in, previews, refreshes, denies and permits a document', async () => {
    await follow(operator, '#nav-documents');
    assert.ok((await operator.innerText('#allowed')).includes(documentUrl));
    await look(operator);
    await follow(operator, '#hosts a');
    assert.ok((await operator.innerText('#documents')).includes(documentUrl));
    await look(operator);
    await follow(operator, '#nav-documents');
    await operator.fill('#preview-url', documentUrl);
    await follow(operator, '#preview');
    assert.match(await operator.innerText('#verdict'), /^Admitted\s+Accepted\s+In development$/);
    await look(operator);
    await follow(operator, '#refresh');
    await look(operator);
    await follow(operator, '#confirm');
    await look(operator);
    await operator.goto(`${consolePath}/documents/preview`);
    await operator.fill('#url', 'https://127.0.0.1/client.json');
    await follow(operator, '#confirm');
    assert.match(await operator.innerText('#verdict'), /^Not admitted\s+Refused$/);
    await look(operator);
    await follow(operator, '#nav-documents');
    await operator.fill('#deny-url', documentUrl);
    await follow(operator, '#deny');
    await operator.fill('#reason', 'Nobody knows it');
    await look(operator);
    await follow(operator, '#confirm');
    assert.equal(await operator.locator('#no-hosts').count(), 1);
    await look(operator);
    await follow(operator, '.permit');
    await look(operator);
    await follow(operator, '#confirm');
    assert.equal(await operator.locator('#none-denied').count(), 1);
  });
}

step('by keyboard alone an operator moves through the console and does what is to be done', async () => {
  await operator.goto(consolePath);
  await operator.keyboard.press('Tab');
  await operator.keyboard.press('Enter'); // past what every page begins with
  await operator.keyboard.press('Tab');
  assert.ok(await operator.evaluate(() => document.querySelector('main').contains(document.activeElement)));
  await tabThrough(operator);
  await operator.goto(consolePath);
  await pressAt(operator, '#nav-clients');
  await tabThrough(operator);
  await operator.goto(`${consolePath}/clients?status=active`);
  await pressAt(operator, 'main tbody th a');
  await tabThrough(operator);
  await pressAt(operator, '#disable');
  await tabThrough(operator);
  await pressAt(operator, '#cancel');
  await pressAt(operator, '#reissue-token');
  await pressAt(operator, '#confirm');
  await tabThrough(operator);
  await pressAt(operator, '#back');
  for (const section of documentUrl ? ['policies', 'statements', 'documents', 'tokens'] : ['policies', 'statements', 'tokens']) {
    await pressAt(operator, `#nav-${section}`);
    await tabThrough(operator);
  }
  await pressAt(operator, '#issue');
  await tabThrough(operator);
  await operator.focus('#note');
  await operator.keyboard.type('typed');
  await Promise.all([operator.waitForEvent('load'), operator.keyboard.press('Enter')]);
  assert.ok((await operator.inputValue('#secret')).length > 20);
});

step('a page with a secret that is loaded anew brings no second one', async () => {
  await operator.reload();
  assert.equal(await operator.innerText('h1'), 'This form was sent before');
  await look(operator);
  await operator.goto(`${consolePath}/tokens`);
  assert.equal(await operator.locator('#tokens tbody tr', { hasText: 'typed' }).count(), 1);
});

step('the other pages of the console', async () => {
  for (const link of ['#nav-policies', '#nav-statements', '#nav-documents', '#nav-tokens']) {
    if (await operator.locator(link).count() > 0) {
      await follow(operator, link);
      await look(operator);
    }
  }
  await follow(operator, '.revoke');
  await look(operator);
  await follow(operator, '#confirm');
  assert.equal((await operator.goto(`${consolePath}/nothing`)).status(), 404);
  await look(operator);
  await operator.goto(consolePath);
  await follow(operator, '#logout');
  await look(operator);
});

step('the console is not for users', async () => {
  assert.equal((await newcomer.goto(consolePath)).status(), 403);
  await look(newcomer);
});
