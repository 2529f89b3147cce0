// Pictures of the page in all its states, for people to look at: node shots.mjs
import * as fleets from './fleets.mjs';
import {fake} from './fake.mjs';
import {openBrowser, openPage, PICTURES} from './browser.mjs';

const browser = await openBrowser();
const only = process.argv[2];
for (const name of ['story', 'islanded', 'well', 'one', 'empty', 'many', 'hostile']) {
  if (only && !name.match(only)) continue;
  const host = await fake(fleets[name], name === 'hostile' ? fleets.hostileDecisions : ['empty', 'one'].includes(name) ? [] : fleets.decisions,
    name === 'hostile' ? fleets.hostilePictures : name === 'story' ? fleets.pictures : []);
  for (const [kind, options] of Object.entries({light: {}, dark: {scheme: 'dark'}, phone: {width: 390, height: 844}})) {
    if (kind === 'dark' && !['story', 'islanded'].includes(name)) continue;
    const page = await openPage(browser, host.address, options);
    await page.waitForSelector('#link[data-state=live]');
    await page.waitForTimeout(300);
    await page.screenshot({path: `${PICTURES}${name}-${kind}.png`, fullPage: kind === 'phone' || name === 'story'});
    if (name === 'story' && kind !== 'phone') {
      await page.click('.decision');
      await page.waitForSelector('.candidates');
      await page.screenshot({path: `${PICTURES}${name}-${kind}-why.png`});
    }
    if (page.wrong.length) console.log(name, kind, page.wrong);
    await page.context().close();
  }
  await host.close();
}
await browser.close();
