// The page in the states that are hard to bring about with a real fleet; canned answers, real browser.

import assert from 'node:assert/strict';
import {check, eventually, finish} from './checks.mjs';
import * as fleets from './fleets.mjs';
import {fake} from './fake.mjs';
import {openBrowser, openPage, overflows, PICTURES} from './browser.mjs';
import {checkWords} from './words.mjs';

await checkWords();
const browser = await openBrowser();

async function shown(fleet, decisions, body, options) {
  const host = await fake(fleet, decisions);
  const page = await openPage(browser, host.address, options);
  try {
    await page.waitForSelector('#link[data-state=live]');
    await body(page, host);
    assert.deepEqual(page.wrong, []);
  } finally {
    await page.context().close();
    await host.close();
  }
}

const texts = (page, selector) => page.locator(selector).allInnerTexts();

await check('it says which node is slow, which one died, and why the last call went where it went', () => shown(fleets.story, fleets.decisions, async page => {
  const problems = await texts(page, '#problems li');
  assert.match(problems[0], /nyc-edge01\s+died 12 s ago: connections refused/);
  assert.match(problems[1], /london-edge02\s+is slow: p50 84 ms against 9\.1 ms of its peer, 12 waiting/);
  const last = await page.locator('#decision-list li').first().innerText();
  assert.match(await page.locator('#decision-list').innerText(), /via gateway/);
  assert.match(last, /Vision\/detect[\s\S]*paris-edge03[\s\S]*london-edge02 96 ms: its queue costs 71 ms more/);
  assert.deepEqual(await texts(page, '.node .liveness strong'), ['slow', 'dead', 'alive', 'alive', 'draining']);
}));

await check('a decision is explained by keyboard alone, and the focus comes back', () => shown(fleets.story, fleets.decisions, async page => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  for (let i = 0; i < 3 && !(await page.evaluate(() => document.activeElement.matches('.decision'))); i++) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open] .candidates');
  assert.match(await page.locator('dialog').innerText(), /paris-edge03 edge, chosen[\s\S]*queue 72 ms[\s\S]*out: connections to it are refused/);
  await page.keyboard.press('Escape');
  await eventually('the dialog is closed', () => page.locator('dialog[open]').count().then(count => count === 0));
  assert.ok(await page.evaluate(() => document.activeElement.matches('.decision')));
}));

await check('a node tells more when it is asked, and says so to assistive technology', () => shown(fleets.story, [], async page => {
  const name = page.getByRole('button', {name: 'paris-edge03'});
  await name.focus();
  await page.keyboard.press('Enter');
  assert.equal(await name.getAttribute('aria-expanded'), 'true');
  assert.match(await page.locator('.details:visible').innerText(), /127\.0\.0\.1:7501[\s\S]*Linux amd64, 4 cores, 8 GiB/);
  await page.waitForTimeout(1200);
  assert.ok(await page.evaluate(() => document.activeElement.textContent === 'paris-edge03'), 'the focus stays when the picture is renewed');
}));

await check('a lost connection is said at once, with the age of the picture, and forgotten when it is back', () => shown(fleets.story, fleets.decisions, async (page, host) => {
  assert.equal(await page.locator('#banner').isVisible(), false);
  const before = performance.now();
  await host.stop();
  await page.waitForSelector('#banner:visible', {timeout: 3000});
  assert.ok(performance.now() - before < 3000);
  await eventually('the age of the picture', async () => /What you see is \d+ s old/.test(await page.locator('#banner').innerText()));
  assert.match(await page.locator('#banner').innerText(), /Connection to the orchestrator lost\. Calls go on without it/);
  assert.equal((await texts(page, '.node')).length, 5, 'the last picture stays');
  await page.screenshot({path: `${PICTURES}lost.png`});
  await host.start();
  await eventually('the banner is gone', async () => !(await page.locator('#banner').isVisible()), 5000);
  page.wrong = [];
}));

await check('a restarted orchestrator that waits for its nodes says so; islanded is not dead', () => shown(fleets.islanded, [], async page => {
  assert.match(await page.locator('#banner').innerText(), /has just started and waits for its nodes/);
  assert.deepEqual(await texts(page, '.node .liveness strong'), ['islanded', 'suspect']);
}));

await check('an empty fleet says what to type', () => shown(fleets.empty, [], async page => {
  assert.match(await page.locator('#nodes').innerText(), /edgewise edge-agent --orchestrator/);
  assert.match(await page.locator('#decision-list').innerText(), /No call yet/);
}));

await check('one node without calls looks as intended', () => shown(fleets.one, [], async page => {
  assert.match(await page.locator('#problems').innerText(), /All is well: 1 node alive, no calls at the moment/);
}));

await check('200 nodes are grouped: the notable first, the rest on demand', () => shown(fleets.many, fleets.decisions, async page => {
  const names = await texts(page, '.node .name');
  assert.ok(names.length < 40, `${names.length} rows`);
  assert.deepEqual(names.slice(0, 3).sort(), ['shop042-edge', 'shop090-edge', 'shop120-edge']);
  assert.equal(await page.locator('.tiles i').count(), 184);
  await page.locator('.more:visible').first().click();
  assert.ok((await texts(page, '.node .name')).length > 100);
  const started = performance.now();
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.ok(performance.now() - started < 1000, 'it stays quick');
}));

for (const [width, height] of [[1440, 900], [390, 844]]) {
  await check(`names that are code, too long or foreign stay text at ${width} px`, () => shown(fleets.hostile, fleets.hostileDecisions, async page => {
    await page.locator('.decision').first().click();
    await page.waitForSelector('dialog[open]');
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.locator('img[src=x], main script, main style, svg[onload]').count(), 0);
    assert.equal(await overflows(page), false, 'no horizontal scrolling');
    await page.screenshot({path: `${PICTURES}hostile-${width}.png`});
  }, {width, height}));
}

for (const name of ['story', 'islanded', 'well', 'one', 'empty', 'many']) {
  await check(`no sideways scrolling at 390 px: ${name}`, () => shown(fleets[name], fleets.decisions, async page => {
    assert.equal(await overflows(page), false);
    await page.screenshot({path: `${PICTURES}${name}-phone.png`, fullPage: true});
  }, {width: 390, height: 844}));
}

/** The least contrast of text on the page with what lies behind it (WCAG 2.2, 1.4.3). */
function leastContrast() {
  const parse = color => {
    const found = color.match(/[\d.]+/g).map(Number);
    return {rgb: found.slice(0, 3), alpha: found.length > 3 ? found[3] : 1};
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(value => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const {rgb, alpha} = parse(getComputedStyle(at).backgroundColor);
      if (alpha === 1) return rgb;
    }
    return [255, 255, 255];
  };
  let least = {ratio: 99, text: ''};
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].filter(child => child.nodeType === 3).map(child => child.textContent.trim()).join('');
    if (!own || !element.offsetParent || element.matches('.skip')) continue;
    const [a, b] = [luminance(parse(getComputedStyle(element).color).rgb), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least.ratio) least = {ratio, text: own.slice(0, 40), classes: element.className};
  }
  return least;
}

for (const scheme of ['light', 'dark']) {
  await check(`text stands out enough when it is ${scheme}`, () => shown(fleets.story, fleets.decisions, async page => {
    await page.locator('.decision').first().click();
    await page.waitForSelector('dialog[open] .candidates');
    const least = await page.evaluate(leastContrast);
    assert.ok(least.ratio >= 4.5, JSON.stringify(least));
    await page.keyboard.press('Escape');
    await page.screenshot({path: `${PICTURES}story-${scheme}.png`, fullPage: true});
  }, {scheme}));
}

await check('figures that change move nothing', () => shown(fleets.story, fleets.decisions, async page => {
  const place = () => page.evaluate(() => [...document.querySelectorAll('.node, .method, #decisions')].map(element => {
    const box = element.getBoundingClientRect();
    return `${Math.round(box.top)} ${Math.round(box.height)}`;
  }).join());
  const before = await place();
  await page.waitForTimeout(2500);
  assert.equal(await place(), before);
}));

await browser.close();
finish();
