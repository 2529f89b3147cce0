// The page in the states that are hard to bring about with a real fleet; canned answers, real browser.

import assert from 'node:assert/strict';
import {check, eventually, finish} from './checks.mjs';
import * as fleets from './fleets.mjs';
import {fake} from './fake.mjs';
import {openBrowser, openPage, overflows, PICTURES} from './browser.mjs';
import {checkWords} from './words.mjs';

await checkWords();
const browser = await openBrowser();

async function shown(fleet, decisions, body, {pictures = [], zones = [], ...options} = {}) {
  const host = await fake(fleet, decisions, pictures, zones);
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
  assert.match(problems[2], /fashion-diffusion\s+cannot be loaded on west1-b: unet\/model\.onnx cannot be read/);
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
  assert.match(await page.locator('dialog[open]').innerText(), /paris-edge03 edge, chosen[\s\S]*queue 72 ms[\s\S]*out: connections to it are refused/);
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

await check('a connection that is never answered is given up, and another one tried', () => shown(fleets.story, [], async (page, host) => {
  host.hangs = true;
  await host.stop();
  await host.start();
  await page.waitForSelector('#banner:visible', {timeout: 3000});
  await eventually('the page tries again', () => host.hung === 1);
  host.hangs = false;
  await page.clock.fastForward(9000);
  await eventually('the banner is gone', async () => !(await page.locator('#banner').isVisible()), 5000);
  page.wrong = [];
}, {clock: true}));

await check('a restarted orchestrator that waits for its nodes says so; islanded is not dead', () => shown(fleets.islanded, [], async page => {
  assert.match(await page.locator('#banner').innerText(), /has just started and waits for its nodes/);
  assert.deepEqual(await texts(page, '.node .liveness strong'), ['islanded', 'suspect']);
}));

await check('an empty fleet says what to type', () => shown(fleets.empty, [], async page => {
  assert.match(await page.locator('#nodes').innerText(), /edgewise edge-agent --orchestrator/);
  assert.match(await page.locator('#decision-list').innerText(), /No call yet/);
}));

await check('models say where they are ready, what they take, and in which sizes their calls are put together', () => shown(fleets.story, [], async page => {
  const [fashion, captions, full, others] = await texts(page, '.served');
  assert.match(fashion, /fashion-diffusion[\s\S]*ready on 1 of 2 nodes, 1 failed · pipeline · version 1, 2[\s\S]*west1-b\s+failed\s+unet\/model\.onnx cannot be read/);
  assert.match(captions, /west1-a\s+ready[\s\S]*90\.1 MiB\s+114\.8 MiB of 2 GiB in use[\s\S]*1\.2k\s+calls[\s\S]*812 ms\s+loaded in[\s\S]*west1-b\s+loading/);
  assert.match(captions, /1 text[\s\S]*Nearest · 421 completed, 3 refused · on 2 nodes, times of the slowest/);
  assert.match(full, /cold\s+its next call loads it/);
  assert.match(others, /Batched methods[\s\S]*Scores\/score/);
  const histogram = page.locator('.served').nth(1).getByRole('img', {name: 'batches by number of calls: 127 of 1, 45 of 2, 31 of 3–4, 12 of 5–8, 3 of 9–16, 1 of 17–32'});
  assert.equal(await histogram.locator('span').count(), 6);
  const heights = await histogram.locator('i').evaluateAll(bars => bars.map(bar => parseFloat(getComputedStyle(bar, '::after').height)));
  assert.ok(heights.every((height, i) => i === 0 || height <= heights[i - 1]) && heights[0] > 20 && heights[5] >= 1.9, heights.join());
}));

await check('what is kept: no hit rate without the share of wrong hits and its interval', () => shown(fleets.story, [], async page => {
  const [captions, closed, prices] = await texts(page, '.cache');
  assert.match(captions, /captions\/Nearest\s+on west1-a · of shop-7 · internal · similar hits from 0\.85 on: the threshold alone decides · 2 answers called wrong\s+1k\s+calls\s+80 %\s+hits\s+1\.9 %\s+false hits, 95 %: 0\.1 % to 10 %/);
  assert.match(closed, /public · no similar hits: 12 of the 59[\s\S]*3\.3 %\s+hits\s+33 %\s+false hits, 95 %: 9\.9 % to 65 %/);
  assert.match(prices, /Prices\/price\s+on west1-a · confidential\s+10\s+calls\s+70 %\s+hits\s+–\s+exact hits only/);
  assert.equal(await page.locator('.cache .wrong.hot').count(), 1);
  assert.equal(await page.locator('.cache').count(), await page.locator('.cache .hits').count());
  assert.equal(await page.locator('.cache .hits').count(), await page.locator('.cache .wrong').count(), 'each hit rate has its false-hit rate beside it');
}));

await check('streams that are being generated: where, how far, how fast, and which node had them before', () => shown(fleets.story, [], async page => {
  const [report, picture, text, done, failed] = await texts(page, '.generation');
  assert.match(report, /Reports\/write\s+running\s*on west1-a\s+1,200\s+chunks\s+0\.4\s+a second\s+12 ms\s+first chunk\s+48 min\s+here for/);
  assert.match(picture, /fashion_diffusion\s+running\s*on west1-a\s+18 of 30\s+steps/);
  assert.match(text, /gemma_3_270m\s+running\s*on west1-a · went on after chunk 17, before on nyc-edge01\s+97 of 128\s+tokens\s+75\s+a second/);
  assert.match(done, /completed\s*on west1-a/);
  assert.match(failed, /failed\s*on west1-b · went on after chunk 3 for the 3rd time/);
  assert.match(await page.locator('#generations .hint').first().innerText(), /3 streams are being generated\./);
  const bars = await page.locator('.generation .bar').evaluateAll(all => all.filter(bar => !bar.hidden).map(bar => parseFloat(getComputedStyle(bar, '::after').width) / bar.clientWidth));
  assert.ok(Math.abs(bars[0] - 0.6) < 0.02 && Math.abs(bars[1] - 97 / 128) < 0.02, bars.join());
}));

await check('a fleet that generates nothing shows no generations', () => shown(fleets.well, [], async page => {
  assert.equal(await page.locator('#generations').isVisible(), false);
}));

await check('a fleet that keeps nothing shows no caches', () => shown(fleets.well, [], async page => {
  assert.equal(await page.locator('#caches').isVisible(), false);
}));

await check('a fleet without models says how to give it one', () => shown(fleets.well, [], async page => {
  assert.match(await page.locator('#models').innerText(), /No node serves a model[\s\S]*edgewise up --models FOLDER/);
  assert.equal(await page.locator('#pictures').isVisible(), false);
}));

await check('zones say how many nodes they have and why, what was done, and what keeps one from starting', () => shown(fleets.well, [], async page => {
  const [rest, busy, blocked] = await texts(page, '.zone');
  assert.match(rest, /east2\s+at rest, at most 4\s*no node wanted: nothing is called\s+10 min ago: east2-3 has ended\s+10 min ago: east2-3 drains: nothing is called/);
  assert.match(rest, /2\.8 s\s+cold start\s+3\s+starts\s+0\.40\s+cost so far/);
  assert.match(busy, /west1\s+2 ready, 2 starting, 1 warm, 1 draining, 1 ending, at most 8\s*4 nodes wanted: 61 calls\/s of Vision\/index, 96\.1 % of them in time with 3/);
  assert.match(busy, /west1-9 starts: 61 calls\/s[\s\S]*west1-7 is ready after 2\.7 s[\s\S]*west1-2 has ended without having been asked: OutOfMemoryError/);
  assert.doesNotMatch(busy, /west1-1 starts/, 'the last three');
  assert.match(blocked, /south1\s+no node, at most 4\s*5 starts failed within 10 min, the last: south1-5 ended before it was ready/);
  assert.deepEqual(await page.locator('.zone').evaluateAll(all => all.map(each => each.dataset.level ?? '')), ['', '', 'bad']);
  const reason = page.locator('.zone .why').nth(2);
  assert.ok(await reason.evaluate(element => element.scrollHeight <= element.clientHeight), 'what keeps it from starting is not cut');
  await eventually('a past', async () => /nodes that take calls in the last [^:]+: now 2, 4 wanted/.test(await page.locator('.zone .spark').nth(2).getAttribute('aria-label') ?? ''));
}, {zones: fleets.zones}));

await check('a fleet that scales no zone shows none', () => shown(fleets.well, [], async page => {
  assert.equal(await page.locator('#zones').isVisible(), false);
}));

for (const [name, options] of Object.entries({light: {}, dark: {scheme: 'dark'}, phone: {width: 390, height: 844}})) {
  await check(`zones look as intended: ${name}`, () => shown(fleets.well, [], async page => {
    await eventually('zones', () => page.locator('.zone').count());
    const least = await page.evaluate(leastContrast);
    assert.ok(least.ratio >= 4.5, JSON.stringify(least));
    assert.equal(await overflows(page), false);
    await page.waitForTimeout(1200);
    await page.screenshot({path: `${PICTURES}zones-${name}.png`, fullPage: true});
  }, {zones: fleets.zones, ...options}));
}

await check('beside a call stands what was done with the zones that could have taken it', () => shown(fleets.story, fleets.decisions, async page => {
  await page.getByRole('button', {name: /Vision\/index/}).first().click();
  await page.waitForSelector('dialog[open] .then');
  assert.match(await page.locator('dialog[open] .then').innerText(),
    /Zone west1\s+When the orchestrator heard of the call 2 nodes took calls, 1 starting, at most 8; 3 wanted: 61 calls\/s of Vision\/index\.\s+What was done with it before these is not known any more\.\s+100 ms before the call west1-9 starts: 61 calls\/s of Vision\/index\s+100 ms into the call west1-7 is ready after 2\.7 s\s+2\s+s after its end west1-9 is ready/);
  await page.screenshot({path: `${PICTURES}zones-why.png`});
}));

await check('pictures come, are looked at by keyboard, and vanish when they have expired', () => shown(fleets.story, [], async (page, host) => {
  assert.match(await page.locator('#pictures').innerText(), /Ask for one: curl 'http:\/\/127\.0\.0\.1:\d+\/generate\?prompt=an\+ankle\+boot' -X POST/);
  host.shows(fleets.pictures);
  await eventually('five pictures', () => page.locator('.picture img').count().then(count => count === 5));
  await eventually('they are drawn', () => page.locator('.picture img').evaluateAll(images => images.every(image => image.complete && image.naturalWidth === 28)));
  assert.match(await page.locator('.picture').first().innerText(), /a high-heeled ankle boot\s+\d+ s ago/);
  assert.equal(await page.locator('#pictures .empty').isVisible(), false);
  await page.screenshot({path: `${PICTURES}pictures.png`, fullPage: true});
  await page.locator('.picture').nth(2).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('#picture[open]');
  assert.match(await page.locator('#picture').innerText(), /a warm pullover[\s\S]*by fashion_diffusion, at \d\d:\d\d:\d\d\. It lies at http:\/\/127\.0\.0\.1:\d+\/pictures\/picture-2\.png until it expires/);
  await page.screenshot({path: `${PICTURES}picture.png`});
  await page.keyboard.press('Escape');
  assert.ok(await page.evaluate(() => document.activeElement.matches('.picture')), 'the focus comes back');
  host.shows(fleets.pictures.slice(0, 3));
  await eventually('three are left', () => page.locator('.picture').count().then(count => count === 3));
  host.shows([]);
  await eventually('none is left', () => page.locator('.picture').count().then(count => count === 0));
  assert.ok(await page.locator('#pictures .empty').isVisible());
}));

await check('a picture that has gone meanwhile says so', () => shown(fleets.story, [], async page => {
  await eventually('it is gone', async () => /gone/.test(await page.locator('.picture[data-gone]').innerText()));
  assert.equal(await page.locator('.picture img').count(), 0);
}, {pictures: [{url: '/pictures/lost.png', model: 'm', prompt: 'a boot', at: fleets.story.orchestrator.now}]}));

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

await check('twenty models on sixteen nodes: what has failed first, the rest on demand', () => shown(fleets.many, [], async page => {
  assert.equal(await page.locator('.served').count(), 12);
  const first = page.locator('.served').first();
  assert.match(await first.innerText(), /model-17[\s\S]*ready on 15 of 16 nodes, 1 failed[\s\S]*it needs 3 GiB of memory/);
  assert.equal(await first.locator('.place').count(), 6);
  await first.getByRole('button', {name: 'Show 10 more of 10 nodes not listed'}).click();
  assert.equal(await first.locator('.place').count(), 16);
  await page.getByRole('button', {name: 'Show 8 more of 8 models not listed'}).click();
  assert.equal(await page.locator('.served').count(), 20);
}));

for (const [width, height] of [[1440, 900], [390, 844]]) {
  await check(`names that are code, too long or foreign stay text at ${width} px`, () => shown(fleets.hostile, fleets.hostileDecisions, async page => {
    await page.locator('.decision').first().click();
    await page.waitForSelector('dialog[open]');
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => window.pwned), undefined);
    assert.equal(await page.locator('img[src=x], main script, main style, svg[onload]').count(), 0);
    assert.equal(await page.locator('.served').count(), fleets.hostile.nodes.length + 1);
    const sources = await page.locator('#pictures img').evaluateAll(images => images.map(image => image.getAttribute('src')));
    assert.ok(sources.every(source => /^pictures\/(evil-\d+|none)\.png$/.test(source)), sources.join());
    assert.equal((await texts(page, '.picture .prompt'))[0], fleets.hostilePictures[0].prompt);
    assert.equal(await overflows(page), false, 'no horizontal scrolling');
    await page.screenshot({path: `${PICTURES}hostile-${width}.png`});
  }, {width, height, pictures: fleets.hostilePictures}));
}

for (const name of ['story', 'islanded', 'well', 'one', 'empty', 'many']) {
  await check(`no sideways scrolling at 390 px: ${name}`, () => shown(fleets[name], fleets.decisions, async page => {
    assert.equal(await overflows(page), false);
    await page.screenshot({path: `${PICTURES}${name}-phone.png`, fullPage: true});
  }, {width: 390, height: 844, pictures: fleets.pictures}));
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
  }, {scheme, pictures: fleets.pictures}));
}

const changing = structuredClone(fleets.story);
await check('figures that change move nothing', () => shown(changing, fleets.decisions, async page => {
  const place = () => page.evaluate(() => [...document.querySelectorAll('.node, .method, .place, .lane, #pictures, #decisions')].map(element => {
    const box = element.getBoundingClientRect();
    return `${Math.round(box.top)} ${Math.round(box.height)}`;
  }).join());
  await eventually('the pictures', () => page.locator('.picture img').count());
  const before = await place();
  for (const node of changing.nodes) {
    node.calls.perSecond *= 37;
    node.calls.p99Millis *= 113;
    for (const model of node.serving?.models ?? []) Object.assign(model, {calls: '12345678', memoryBytes: '2044888888', loadMillis: '119000'});
    for (const lane of node.serving?.lanes ?? []) {
      Object.assign(lane, {waiting: 88123, batches: ['9', '99999', '1', '7', '0', '123456'], waitP50Millis: 65432, batchP50Millis: 0.02, verdicts: {completed: '123456', refused: '98765'}});
    }
  }
  await eventually('the change', async () => /88k/.test(await page.locator('.lane .waiting b').first().innerText()));
  await page.waitForTimeout(1200);
  assert.equal(await place(), before);
}, {pictures: fleets.pictures}));

await browser.close();
finish();
