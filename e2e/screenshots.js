/**
 * Takes screenshots of the gallery after running the examples: `docs/gallery.png`, or screenshots of all hosts in the
 * given folder.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launchBrowser, openGallery, textBecomes } from './browser.js';
import { HOSTS, startGallery } from './gallery.js';

const folder = process.argv[2];
const forms = [
  { name: 'desktop-light', viewport: { width: 1440, height: 900 } },
  { name: 'desktop-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'tablet', viewport: { width: 1024, height: 900 } },
  { name: 'phone', viewport: { width: 390, height: 844 }, isMobile: true, deviceScaleFactor: 2 },
  { name: 'whole', viewport: { width: 1440, height: 900 }, fullPage: true },
  { name: 'whole-phone', viewport: { width: 390, height: 844 }, isMobile: true, fullPage: true },
];
const pictures = folder
  ? HOSTS.flatMap(host => forms.map(form => ({ ...form, host, name: `${host}-${form.name}.png` })))
  : [{ name: 'gallery.png', host: 'server', viewport: { width: 1440, height: 920 } }];

const gallery = await startGallery();
const browser = await launchBrowser();
for (const { name, host, fullPage = false, ...options } of pictures) {
  const context = await browser.newContext(options);
  const { page } = await openGallery(context, gallery.page(host));
  await page.evaluate(() => {
    // All examples except those that end the connection or the instance.
    const buttons = document.querySelectorAll(
      'section:not(#disconnection, #panic) .controls button:first-of-type, li:nth-child(2) button',
    );
    buttons.forEach(button => button.click());
  });
  await textBecomes(page, '#stream-from-javascript .result', /bytes/);
  await textBecomes(page, '#stream-to-javascript .result', /bytes/);
  const path = join(folder ?? fileURLToPath(new URL('../docs', import.meta.url)), name);
  await page.screenshot({ path, fullPage });
  console.log(path);
  await context.close();
}
await browser.close();
await gallery.stop();
