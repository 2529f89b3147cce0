// What the page says about numbers and nodes; no browser.

import assert from 'node:assert/strict';
import {check} from './checks.mjs';
import {empty, islanded, many, node, story, well} from './fleets.mjs';
import * as words from '../src/main/resources/META-INF/edgewise/dashboard/words.js';

const NOW = Date.parse(story.orchestrator.now);
const said = fleet => words.problems(fleet, NOW).map(problem => `${problem.node} ${problem.what}`);

export async function checkWords() {
  await check('numbers have the digits that matter', () => {
    assert.deepEqual([0, 0.01, 0.4, 9.94, 41.4, 1234].map(words.rate), ['0', '<0.1', '0.4', '9.9', '41', '1,234']);
    assert.deepEqual([0, 0.01, 9.4, 84.2, 999.6, 12345, 300000].map(words.millis), ['–', '<0.1 ms', '9.4 ms', '84 ms', '1 s', '12.3 s', '5 min']);
    assert.deepEqual([0, 0.004, 0.5, 1].map(words.percent), ['0 %', '<1 %', '50 %', '100 %']);
    assert.deepEqual([-5, 300, 12000, 600000, 9e6, 4e8].map(words.age), ['less than 1 s', 'less than 1 s', '12 s', '10 min', '2 h', '4 days']);
    assert.deepEqual([0, 512, 8589934592].map(words.bytes), ['0 bytes', '512 bytes', '8 GiB']);
    assert.equal(words.durationMillis('0.012s'), 12);
    for (const value of [NaN, undefined, -1, Infinity]) {
      assert.equal(typeof words.rate(value), 'string');
      assert.equal(typeof words.millis(value), 'string');
    }
  });
  await check('names are shortened to what tells them apart', () => {
    assert.equal(words.shortMethod('shop.v1.Vision/detect'), 'Vision/detect');
    assert.equal(words.shortMethod('Vision'), 'Vision');
    assert.equal(words.clip('x'.repeat(20), 10), `${'x'.repeat(9)}…`);
  });
  await check('what is wrong is said in words, the worst first', () => {
    assert.deepEqual(said(story), [
      'nyc-edge01 died 12 s ago: connections refused',
      'london-edge02 is slow: p50 84 ms against 9.1 ms of its peer, 12 waiting',
      'west1-b is drained: it takes no new calls']);
    assert.deepEqual(said(islanded), ['london-edge02 has been islanded for 21 s: its stream broke; 1 client reaches it', 'nyc-edge01 has been suspect for 3 s: its lease ended']);
    assert.equal(said(many).length, 3);
  });
  await check('when nothing is wrong that is said too', () => {
    assert.deepEqual(said(well), []);
    assert.deepEqual(said(empty), []);
    assert.match(words.allWell(well), /^All is well: 3 nodes alive, \d+ calls per second/);
  });
  await check('a node is slow only against peers that do the same', () => {
    const slow = node('a', {calls: {perSecond: 5, p50Millis: 90, p99Millis: 100}});
    const fast = node('b', {calls: {perSecond: 5, p50Millis: 9, p99Millis: 10}});
    assert.ok(words.slowness(slow, [slow, fast]));
    assert.equal(words.slowness(fast, [slow, fast]), null);
    for (const other of [{tier: 'cloud'}, {services: ['other']}, {liveness: 'dead'}, {calls: {perSecond: 0, p50Millis: 0}}]) {
      assert.equal(words.slowness(slow, [slow, {...fast, ...other}]), null, JSON.stringify(other));
    }
  });
}
