// A browser that writes down whatever no page may do, and looks at each page as axe-core does: light and dark, on a
// desktop and on a phone. SAMPLE_URL says where the sample is, CHROMIUM where the browser is, SCREENSHOTS where to put
// pictures, if anybody wants some; DOCUMENT_URL is a client_id that is the URL of a document, if the sample takes one;
// MANY_SCOPES are scopes with commas between them, if the sample allows more than a handful.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

import { chromium } from 'playwright-core';

export const server = process.env.SAMPLE_URL ?? 'http://localhost:9000';
export const documentUrl = process.env.DOCUMENT_URL;
export const manyScopes = process.env.MANY_SCOPES?.split(',');
export const desktop = { width: 1280, height: 800 };
export const phone = { width: 360, height: 720 };

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screenshots = process.env.SCREENSHOTS;

export function launch() {
  return chromium.launch({
    // Whoever waits here waits for a condition, however long a loaded machine takes
    timeout: 600_000,
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Root, as in many build containers, has no sandbox
    chromiumSandbox: process.getuid() !== 0,
  });
}

/** Somebody with a browser, whose cookies are nobody else's. */
export async function visitor(browser) {
  const context = await browser.newContext({ viewport: desktop, colorScheme: 'light', locale: 'en' });
  context.setDefaultTimeout(600_000);
  return context;
}

/** Open an empty page whose doings are written down. */
export async function watched(context) {
  const page = await context.newPage();
  const seen = { requests: [], dialogs: 0, complaints: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('dialog', (dialog) => { seen.dialogs++; dialog.dismiss(); });
  page.on('pageerror', (error) => seen.complaints.push(String(error)));
  page.on('console', (message) => {
    // The status of an error page is no complaint about the page
    if (['error', 'warning'].includes(message.type()) && !/the server responded with a status of 4\d\d/.test(message.text())) {
      seen.complaints.push(message.text());
    }
  });
  return { page, seen };
}

/** Nothing came from elsewhere, and the browser had nothing to complain about. */
export function assertQuiet(seen) {
  assert.deepEqual(seen.requests.filter((url) => new URL(url).origin !== server), [], 'something was fetched from elsewhere');
  assert.deepEqual({ dialogs: seen.dialogs, complaints: seen.complaints }, { dialogs: 0, complaints: [] });
}

/**
 * Look at a page in all ways that a person may. Where it has a name, a picture is taken: on a desktop in the light, and
 * with its second name on a phone in the dark.
 */
export async function look(page, name, phoneName) {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [desktop, phone]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      const picture = (colorScheme === 'light') ? viewport === desktop && name : viewport === phone && phoneName;
      if (screenshots && picture) {
        await page.screenshot({ path: `${screenshots}/${picture}.png` });
      }
      const where = `${page.url()}, ${colorScheme}, ${viewport.width} pixels`;
      const { violations, overflow } = await page.evaluate(inspect, axe);
      assert.deepEqual(violations, [], where);
      assert.equal(overflow, 0, `${where}: wider than the screen`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop);
}

/** In the page: what axe-core finds there, and by how much the page is too wide. */
async function inspect(source) {
  if (!window.axe) {
    (0, eval)(source);
  }
  // Colours that fade into each other are no colours yet
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
  // Without preload it fetches nothing, which these pages wouldn't let it
  const { violations } = await window.axe.run(document, { preload: false, resultTypes: ['violations'] });
  return {
    violations: violations.map(({ id, help, nodes }) => ({
      id, help, nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
    })),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}

/** Click on what leads to another page, and wait until it is there. */
export async function follow(page, selector) {
  await Promise.all([page.waitForEvent('load'), page.click(selector)]);
}

/**
 * Move through a page by the tab key, from its beginning to its end. Each thing that has the focus shows it, is in sight
 * with nothing upon it, and comes where the page has it.
 */
export async function tabThrough(page) {
  const expected = await page.evaluate(() => {
    // The tab key goes on from where the focus was, even if that has lost it
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    window.scrollTo(0, 0);
    window.tabbed = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((element) => element.type !== 'hidden' && !element.disabled && element.checkVisibility());
    return window.tabbed.length;
  });
  assert.ok(expected > 0, 'nothing to move to');
  for (let i = 0; i < expected; i++) {
    await page.keyboard.press('Tab');
    const shown = await page.evaluate(async (at) => {
      const element = document.activeElement;
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
      const { top, bottom } = element.getBoundingClientRect();
      // Of a link in several lines the middle may be beside all of them
      const hits = [...element.getClientRects()]
        .map(({ left, top: y, width, height }) => document.elementFromPoint(left + width / 2, y + height / 2));
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return {
        what: element.outerHTML.slice(0, 120),
        inTurn: element === window.tabbed[at],
        outlined: element.matches(':focus-visible') && outlineStyle === 'solid' && parseFloat(outlineWidth) >= 2,
        inSight: top >= 0 && bottom <= innerHeight && hits.some((hit) => element.contains(hit)),
      };
    }, i);
    assert.deepEqual(shown, { what: shown.what, inTurn: true, outlined: true, inSight: true }, page.url());
  }
}

/** Move to something by the tab key and press a key there. */
export async function pressAt(page, selector, key = 'Enter') {
  for (let i = 0; !await page.evaluate((wanted) => document.activeElement.matches(wanted), selector); i++) {
    assert.ok(i < 300, `the tab key doesn't lead to ${selector}`);
    await page.keyboard.press('Tab');
  }
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

/** Log in where the login page is shown. */
export async function logIn(page, username = 'user') {
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', 'password');
  await follow(page, 'main button');
}
