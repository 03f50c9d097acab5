/**
 * Pictures of the gallery, the examples having been run: `docs/gallery.png`, or all of them into the folder that is given.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launchBrowser, openGallery, textBecomes } from './browser.js';
import { startGallery } from './gallery.js';

const folder = process.argv[2];
const pictures = folder
  ? [
      { name: 'desktop-light.png', viewport: { width: 1440, height: 900 } },
      { name: 'desktop-dark.png', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
      { name: 'tablet.png', viewport: { width: 1024, height: 900 } },
      { name: 'phone.png', viewport: { width: 390, height: 844 }, isMobile: true, deviceScaleFactor: 2 },
      { name: 'whole.png', viewport: { width: 1440, height: 900 }, fullPage: true },
      { name: 'whole-phone.png', viewport: { width: 390, height: 844 }, isMobile: true, fullPage: true },
    ]
  : [{ name: 'gallery.png', viewport: { width: 1440, height: 880 } }];

const gallery = await startGallery();
const browser = await launchBrowser();
for (const { name, fullPage = false, ...options } of pictures) {
  const context = await browser.newContext(options);
  const { page } = await openGallery(context, gallery.url);
  await page.evaluate(() => {
    const buttons = document.querySelectorAll('section:not(#disconnection) .controls button:first-of-type, li:nth-child(2) button');
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
