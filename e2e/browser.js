/**
 * A headless Chromium, and pages that record their errors.
 */
import { chromium } from 'playwright-core';

/** @param {string[]} [args] Additional command-line arguments, such as `--js-flags=--expose-gc`. */
export function launchBrowser(args = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}

/**
 * Opens the gallery and waits until Rust has created its components.
 *
 * @param {import('playwright-core').Browser | import('playwright-core').BrowserContext} browser
 * @param {string} url
 */
export async function openGallery(browser, url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const information = [];
  page.on('console', message => {
    if (message.type() === 'info') {
      information.push(message.text());
    }
    if (['error', 'warning'].includes(message.type())) {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', error => problems.push(`uncaught: ${error}`));
  page.on('requestfailed', request => problems.push(`failed: ${request.url()}`));
  page.on('response', response => {
    if (response.status() >= 400) {
      problems.push(`${response.status()}: ${response.url()}`);
    }
  });
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) {
      problems.push(`loaded from elsewhere: ${request.url()}`);
    }
  });
  await page.goto(url);
  await connected(page);
  /** Waits until the console of the page shows a message that matches the pattern. */
  async function printed(pattern) {
    while (!information.some(text => pattern.test(text))) {
      await page.waitForEvent('console');
    }
  }
  return { page, problems, printed };
}

/** Waits until the components of the page have been created. */
export async function connected(page) {
  await page.waitForFunction(() => document.documentElement.dataset.connection === 'connected');
}

/**
 * Waits until the text of an element is as expected: a string, ignoring whitespace, or a pattern.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} selector
 * @param {string | RegExp} expected
 * @returns {Promise<string>} The text.
 */
export async function textBecomes(page, selector, expected) {
  const pattern = expected instanceof RegExp ? expected : new RegExp(`^${escaped(expected)}$`);
  let text = '';
  try {
    const handle = await page.waitForFunction(([selector, source]) => {
      // A page that is being loaded has no such element yet.
      const text = document.querySelector(selector)?.innerText.replace(/\s+/g, ' ').trim();
      return text !== undefined && new RegExp(source).test(text) && { text };
    }, [selector, pattern.source]);
    ({ text } = await handle.jsonValue());
  } catch (error) {
    throw new Error(`${selector} is "${await page.innerText(selector)}", expected ${expected} (${error.message})`);
  }
  return text;
}

function escaped(text) {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
