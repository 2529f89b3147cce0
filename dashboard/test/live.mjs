// The page of a running orchestrator that has nodes and is called: node live.mjs ADDRESS [PID]
// With the orchestrator's process id it is also paused for a few seconds, which the page must notice.

import assert from 'node:assert/strict';
import {check, eventually, finish} from './checks.mjs';
import {openBrowser, openPage, overflows, PICTURES} from './browser.mjs';

const [address, pid] = process.argv.slice(2);
const browser = await openBrowser();
const pages = [];

async function open(options) {
  const page = await openPage(browser, address, options);
  pages.push(page);
  await page.waitForSelector('#link[data-state=live]', {timeout: 15000});
  return page;
}

const number = text => Number(text.replace(/[<,]/g, '')) || 0;
let page;

await check('it is live', async () => { page = await open(); });

await check('it lists the nodes, each with its state in words', async () => {
  await eventually('nodes', () => page.locator('.node').count());
  const states = await page.locator('.node .liveness strong').allInnerTexts();
  assert.ok(states.every(state => /^(alive|slow|busy|suspect|islanded|dead|left|draining)$/.test(state)), states.join());
  assert.ok(states.includes('alive'), states.join());
  console.error(`  nodes: ${(await page.locator('.node .name').allInnerTexts()).map((name, i) => `${name} ${states[i]}`).join(', ')}`);
});

await check('a method is called, and its percentiles are shown', async () => {
  const method = await eventually('calls per second above 0', async () => {
    for (const row of await page.locator('.method').all()) {
      if (number(await row.locator('.calls b').innerText()) > 0) return row;
    }
    return null;
  }, 30000);
  assert.match(await method.locator('.p50 b').innerText(), /^<?[\d.]+ m?s$/);
  assert.match(await method.locator('.p99 b').innerText(), /^<?[\d.]+ m?s$/);
  assert.match(await method.locator('.spark .line').getAttribute('d'), /^M[\d.]+,[\d.]+L/);
});

await check('some node answers those calls, and has its share of its tier', async () => {
  await eventually('a share', async () => (await page.locator('.node .share b').allInnerTexts()).some(share => /^\d+ %$/.test(share) && share !== '0 %'), 20000);
});

await check('the last decisions say where each call went, and why', async () => {
  await eventually('decisions', () => page.locator('.decision').count(), 30000);
  const last = page.locator('.decision').first();
  await eventually('where it went', async () => (await last.locator('.where').innerText()).length > 0);
  assert.ok((await last.locator('.because').innerText()).length > 5);
  console.error(`  last: ${(await last.innerText()).replace(/\s+/g, ' ')}`);
});

await check('a decision is explained by keyboard, with its candidates', async () => {
  await page.locator('.decision').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] .step', {timeout: 10000});
  assert.ok(await page.locator('dialog .candidates li').count() > 0);
  await page.screenshot({path: `${PICTURES}live-why.png`});
  await page.keyboard.press('Escape');
  await eventually('the dialog is closed', () => page.locator('dialog[open]').count().then(count => count === 0));
  await page.evaluate(() => document.activeElement.blur());
});

for (const scheme of ['light', 'dark']) {
  await check(`it is ${scheme} when the system is`, async () => {
    const other = await open({scheme});
    await eventually('nodes', () => other.locator('.node').count());
    const [red] = await other.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
    assert.equal(red > 128, scheme === 'light');
    await other.waitForTimeout(1500);
    await other.screenshot({path: `${PICTURES}live-${scheme}.png`});
  });
}

await check('it fits a phone of 390 px', async () => {
  const phone = await open({width: 390, height: 844});
  await eventually('nodes', () => phone.locator('.node').count());
  assert.equal(await overflows(phone), false);
  await phone.screenshot({path: `${PICTURES}live-phone.png`, fullPage: true});
});

if (pid) {
  await check('it says within 3 s that the orchestrator is silent, and is live again soon after', async () => {
    process.kill(Number(pid), 'SIGSTOP');
    try {
      // As the page's own clock has it: how long this machine takes to show it here is another matter.
      await page.waitForSelector('#banner[data-kind=lost]:visible', {timeout: 15_000});
      const after = await page.locator('#banner').getAttribute('data-after-millis');
      assert.match(after ?? 'nothing', /^\d+$/, 'the page says after how long');
      console.error(`  the banner came after ${after} ms of silence`);
      assert.ok(Number(after) <= 3000, `the banner came after ${after} ms of silence`);
      await page.screenshot({path: `${PICTURES}live-lost.png`});
    } finally {
      process.kill(Number(pid), 'SIGCONT');
    }
    await eventually('the banner is gone', async () => (await page.locator('#banner[data-kind=lost]:visible').count()) === 0, 8000);
  });
}

await check('nothing went wrong in the browser', () => {
  for (const each of pages) assert.deepEqual(each.wrong, []);
});

await browser.close();
finish();
