// What the page says about numbers and nodes; no browser.

import assert from 'node:assert/strict';
import {check} from './checks.mjs';
import {empty, islanded, many, node, part, story, well} from './fleets.mjs';
import * as keeping from '../src/main/resources/META-INF/edgewise/dashboard/keeping.js';
import * as running from '../src/main/resources/META-INF/edgewise/dashboard/running.js';
import * as serving from '../src/main/resources/META-INF/edgewise/dashboard/serving.js';
import * as sizing from '../src/main/resources/META-INF/edgewise/dashboard/sizing.js';
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
  await check('an accelerator that was declared is not shown as one that was found', () => {
    assert.equal(words.acceleratorWords({kind: 'gpu', model: 'L4', memoryBytes: '25769803776', declared: false}), 'gpu L4 24 GiB');
    assert.equal(words.acceleratorWords({kind: 'tpu', model: 'v4', memoryBytes: '0', declared: true}), 'tpu v4 (declared)');
    assert.equal(words.acceleratorWords({kind: 'gpu', model: '', memoryBytes: '0'}), 'gpu');
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
  await check('models of all nodes are put together, with what has failed first', () => {
    const all = serving.served(story);
    assert.deepEqual(all.map(each => each.name), ['fashion-diffusion', 'captions', 'face-full', '']);
    assert.deepEqual(all.map(each => each.places.length && serving.whereReady(each.places)),
      ['ready on 1 of 2 nodes, 1 failed', 'ready on 1 of 2 nodes, 1 loading', 'cold', 0]);
    assert.deepEqual(serving.ordered(all[0].places).map(place => place.node.node), ['west1-b', 'west1-a']);
    assert.deepEqual(all[3].lanes.map(each => each.method), ['shop.v1.Scores/score']);
    assert.deepEqual(serving.served(empty), []);
  });
  await check('lanes of several nodes are one: counts are added, times are of the slowest', () => {
    const [lane] = serving.served(story).find(each => each.name === 'captions').lanes;
    assert.deepEqual([lane.nodes, lane.waiting, lane.cap, lane.batches, lane.waitP50Millis, lane.batchP50Millis], [2, 3, 32, [127, 45, 31, 12, 3, 1], 3.9, 9.5]);
    assert.equal(serving.verdictWords(lane.verdicts), '421 completed, 3 refused');
    assert.equal(serving.verdictWords({odd: 1, failed: 2, completed: 0}), '2 failed, 1 odd');
  });
  await check('a model belongs to the service that its name gives', () => {
    assert.deepEqual(['captions', 'fashion-diffusion', '3d.net', 'ünï'].map(serving.serviceOf),
      ['edgewise.models.v1.captions', 'edgewise.models.v1.fashion_diffusion', 'edgewise.models.v1.m_3d_net', 'edgewise.models.v1._n_']);
  });
  await check('bars count sizes that double, and are as many as the lane could fill', () => {
    assert.deepEqual([0, 1, 2, 3, 5, 15].map(serving.sizes), ['1', '2', '3–4', '5–8', '17–32', '16,385–32,768']);
    assert.deepEqual([0, 1, 2, 5, 9, 10, 15].map(serving.largest), ['1', '2', '4', '32', '512', '1k', '32k']);
    assert.deepEqual([serving.bars([], 0), serving.bars([5, 0, 7], 8), serving.bars([1], 1024), serving.bars(Array(40).fill(1), 4)].map(bars => bars.length), [6, 6, 11, 16]);
    assert.equal(serving.batchWords([127, 0, 3]), 'batches by number of calls: 127 of 1, 3 of 3–4');
    assert.equal(serving.batchWords([0, 0]), 'no batch yet');
    assert.deepEqual([0, 999, 1000, 1249, 34567, 999499, 999500, 5.6e6, 2e9].map(serving.short), ['0', '999', '1k', '1.2k', '35k', '999k', '1M', '5.6M', '2G']);
  });
  await check('a generation is one row, whichever nodes have told of it: those that run first, the longest at it on top', () => {
    const rows = running.generations(story);
    assert.deepEqual(rows.map(row => [running.nameOf(row.part), row.part.state, row.node.node]), [
      ['Reports/write', 'running', 'west1-a'], ['fashion_diffusion', 'running', 'west1-a'], ['gemma_3_270m', 'running', 'west1-a'],
      ['gemma_3_270m', 'completed', 'west1-a'], ['gemma_3_270m', 'failed', 'west1-b']]);
    assert.deepEqual(running.generations(empty), []);
    assert.equal(running.runningWords(rows), '3 streams are being generated.');
    assert.equal(running.runningWords(rows.slice(3)), '');
  });
  await check('a node that told last of a part that another one took over does not win over it', () => {
    const fleet = {nodes: [node('a', {serving: {generations: [part('d', {leg: 2})]}}), node('b', {serving: {generations: [part('d', {leg: 1})]}}),
      node('c', {serving: {generations: [part('d', {leg: 2, state: 'gone'})]}})]};
    assert.deepEqual(running.generations(fleet).map(row => row.node.node), ['a']);
  });
  await check('where a generation was before is told, as far as anybody knows', () => {
    const words = overrides => running.whereWords({node: node('b'), part: part('d', overrides)});
    assert.equal(words({}), 'on b');
    assert.equal(words({leg: 2, had: '1200', from: ['a']}), 'on b · went on after chunk 1,200, before on a');
    assert.equal(words({leg: 3, had: '0', from: []}), 'on b · begun again for the 2nd time');
    assert.equal(words({state: 'gone'}), 'on b: its caller has left');
    assert.equal(running.whereWords({node: node('b', {liveness: 'suspect'}), part: part('d')}), 'on b · the node is suspect');
  });
  await check('how far and how fast, with the digits that matter', () => {
    assert.deepEqual(running.progress(part('d')), {text: '41 of 128', label: 'tokens', share: 41 / 128});
    assert.deepEqual(running.progress(part('d', {of: '0', done: '1', unit: 'chunk'})), {text: '1', label: 'chunk', share: null});
    assert.deepEqual([0, 0.42, 9.94, 74.5, 1234].map(perSecond => running.speed({perSecond})), ['–', '0.4', '9.9', '75', '1,234']);
    assert.equal(running.keptWords(part('d', {keptStep: '15', keptBytes: '3210'})), 'Its newest checkpoint, after step 15, is 3.1 KiB.');
  });
  await check('a model that cannot be loaded is a problem, the greater when it is ready nowhere', () => {
    assert.deepEqual(serving.modelProblems(story).map(({level, node: name}) => [level, name]), [['warn', 'fashion-diffusion']]);
    const alone = {...story, nodes: [story.nodes.at(-1)]};
    assert.equal(serving.modelProblems(alone)[0].level, 'bad');
    assert.match(serving.modelProblems(alone)[0].what, /^cannot be loaded on west1-b: unet\/model\.onnx cannot be read/);
    assert.deepEqual(serving.modelProblems(well), []);
    assert.equal(serving.inMemory(story.nodes[3].serving), '2 of 3 models ready, 114.8 MiB of 2 GiB');
    assert.equal(serving.inMemory(undefined), '');
  });
  await check('a hit rate has its false-hit rate beside it, and what is not known is said to be so', () => {
    const rate = (exact, semantic, none) => keeping.hitRate({exact, semantic, none}).text;
    assert.deepEqual([rate('0', '0', '0'), rate('1', '0', '999'), rate('3', '3', '2'), rate()], ['–', '0.1 %', '75 %', '–']);
    const wrong = similar => keeping.falseHits({similar}).text;
    assert.deepEqual([wrong(undefined), wrong({hits: '0', judged: '0'}), wrong({hits: '9', judged: '0'}), wrong({hits: '9', judged: '50', wrong: '1'})], ['–', '–', '?', '2.0 %']);
    assert.ok(keeping.falseHits({similar: {hits: '9', judged: '0'}}).doubtful, 'hits that nobody has checked stand out');
    assert.equal(keeping.falseHits({similar: {hits: '9', judged: '0'}}).label, 'false hits, 95 %: 0 % to 100 %');
    assert.deepEqual(keeping.kept(well), []);
    assert.deepEqual(keeping.kept(story).map(row => keeping.hitRate(row.partition).calls), [1000, 90, 10]);
  });
  await check('a zone says how many nodes it has and why, and what it has cost', () => {
    const zone = {zone: 'west1', max: 4, wanted: 2, because: '14 calls/s', trouble: '', costSoFar: 1.234, coldStartMillis: '2800', nodes: [{phase: 'ready'}, {phase: 'starting'}], events: []};
    assert.equal(sizing.nodeWords(zone), '1 ready, 1 starting, at most 4');
    assert.equal(sizing.nodeWords({...zone, nodes: []}), 'at rest, at most 4');
    assert.equal(sizing.why(zone), '2 nodes wanted: 14 calls/s');
    assert.equal(sizing.why({...zone, trouble: 'it failed 5 times'}), 'it failed 5 times');
    assert.deepEqual([zone, {...zone, trouble: 'x'}, {...zone, hold: {nodes: 0}}].map(sizing.level), [null, 'bad', 'info']);
    assert.equal(sizing.coldStart(zone), '2.8 s');
    assert.deepEqual([0, 0.001, 1.234, 1234.5].map(costSoFar => sizing.cost({costSoFar})), ['0', '<0.01', '1.23', '1,235']);
    const event = {time: '2026-11-30T14:00:00Z', node: 'west1-1', what: 'starts', because: 'woken for Album/faces'};
    assert.deepEqual(sizing.events({events: [event, event]}, 1).map(each => each.words), ['west1-1 starts: woken for Album/faces']);
  });
  await check('what a zone did is told in the time of the call beside it', () => {
    const call = {time: '2026-11-30T14:00:00Z', result: {took: '2.500s'}};
    const at = (time, what) => ({time, node: '', what, because: ''});
    const zone = {zone: 'west1', ready: 0, starting: 0, max: 4, wanted: 1, because: 'x', trouble: '', events: [at('2026-11-30T13:59:59Z', 'a'), at('2026-11-30T14:00:01Z', 'b'), at('2026-11-30T14:00:03Z', 'c')]};
    assert.deepEqual(sizing.zoneWords(zone, call).events.map(event => event.when), ['1 s before the call', '1 s into the call', '500 ms after its end']);
    assert.equal(sizing.zoneWords(zone, call).state, 'When the orchestrator heard of the call no node took calls, at most 4; 1 wanted: x.');
    assert.match(sizing.zoneWords({...zone, trouble: 'it failed'}, call).state, /it starts nothing: it failed\.$/);
    assert.deepEqual(sizing.zoneWords({...zone, events: undefined, incomplete: true}, {}).events.map(event => event.words), ['What was done with it then is not known any more.']);
  });
  await check("a zone's past is the load of its own nodes, and is bounded", () => {
    const zone = {zone: 'west1', wanted: 2, nodes: [{phase: 'ready'}, {phase: 'warm'}]};
    const fleet = {nodes: [{tier: 'cloud', site: 'west1', calls: {perSecond: 3}}, {tier: 'cloud', site: 'west1'}, {tier: 'cloud', site: 'east1', calls: {perSecond: 9}}, {tier: 'edge', site: 'west1', calls: {perSecond: 5}}]};
    let past = [];
    for (let i = 0; i < 200; i++) past = sizing.remember(past, zone, fleet);
    assert.equal(past.length, sizing.KEPT);
    assert.deepEqual(past.at(-1), {ready: 1, wanted: 2, load: 3});
    assert.equal(sizing.pastWords(past), 'nodes that take calls in the last 120 s: now 1, 2 wanted, at 3 calls/s'.replace('120 s', '2 min'));
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
