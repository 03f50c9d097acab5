/**
 * Takes screenshots of every view, for a person to look at: `npm run screenshots -- FOLDER`.
 */
import { join } from 'node:path';

import { launchBrowser } from '../../../../e2e/browser.js';
import { openAs, startApplication } from './application.js';

const folder = process.argv[2] ?? '.';
const desktop = { viewport: { width: 1360, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const application = await startApplication(process.env.ORDERS_WASM ? ['--module', process.env.ORDERS_WASM] : []);
const browser = await launchBrowser();
const { url } = application;

const amy = await openAs(browser, url, 'amy');
for (const [name, times] of [['Assam tea, 250 g', 2], ['Cast-iron pot, 0.8 l', 1], ['Two porcelain cups', 1]]) {
  await amy.page.getByRole('button', { name: `Add ${name}` }).click();
  for (let more = 1; more < times; more += 1) {
    await amy.page.getByRole('button', { name: `One ${name} more` }).click();
  }
}
for (const [form, options] of Object.entries({ desktop, phone })) {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context } = await openAs(browser, url, 'amy', { ...options, colorScheme });
    const shoot = name => page.screenshot({ path: join(folder, `${name}-${form}-${colorScheme}.png`) });
    await page.getByRole('button', { name: 'Add Linen tea filter' }).click();
    await page.getByRole('button', { name: 'Add Enamel kettle, 1.5 l' }).click();
    await page.locator('#total').waitFor();
    await shoot('shop');
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.locator('#status').waitFor();
    await page.setInputFiles('input[type=file]', {
      name: 'gift note.txt', mimeType: 'text/plain', buffer: Buffer.from('Happy birthday!\n'.repeat(600)),
    });
    await page.getByRole('button', { name: 'gift note.txt' }).waitFor();
    await shoot('order');
    await page.goto(`${url}/#/orders`);
    await page.getByText('Select an order').or(page.locator('.list')).first().waitFor();
    await shoot('orders');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await shoot('login');
    await context.close();
    const staff = await openAs(browser, url, 'river', { ...options, colorScheme });
    await staff.page.locator('.list a').first().click();
    await staff.page.getByRole('button', { name: 'Mark as packed' }).click();
    await staff.page.locator('#status[data-status=packed]').waitFor();
    await staff.page.screenshot({ path: join(folder, `staff-${form}-${colorScheme}.png`) });
    await staff.page.goto(`${url}/#/forecast`);
    await staff.page.getByRole('button', { name: 'Run' }).click();
    await staff.page.locator('.risks').waitFor();
    await staff.page.screenshot({ path: join(folder, `forecast-${form}-${colorScheme}.png`) });
    await staff.context.close();
  }
}
await amy.page.screenshot({ path: join(folder, 'basket.png'), fullPage: true });
console.log([...amy.problems]);
await browser.close();
await application.stop();
