// Models and lanes of all nodes, put together for the page. Pure: no page, no clock; tested with plain Node.

import {bytes, clip, count, millis, shortMethod} from './words.js';

const MODELS = 'edgewise.models.v1.';
const USUAL = ['completed', 'refused', 'failed', 'cancelled'];
const LEAST_BARS = 6;
const MOST_BARS = 16;

/** The service of a model: all but letters, digits and _ becomes _, and no digit comes first. */
export function serviceOf(model) {
  const name = model.replace(/[^A-Za-z0-9_]/g, '_');
  return MODELS + (/^[0-9]/.test(name) ? `m_${name}` : name);
}

/**
 * Everything that is served, by model: {name, versions, engines, places, lanes}. A place is {node, model, used}; lanes of several nodes are one.
 * Lanes that belong to no model, those of batched methods, come last under the name ''.
 */
export function served(fleet) {
  const models = new Map();
  const lanes = [];
  for (const node of fleet.nodes) {
    const {models: own = [], lanes: ownLanes = []} = node.serving ?? {};
    const used = own.reduce((sum, model) => sum + (model.state === 'ready' ? Number(model.memoryBytes) : 0), 0);
    for (const model of own) {
      if (!models.has(model.name)) models.set(model.name, {name: model.name, places: []});
      models.get(model.name).places.push({node, model, used});
    }
    for (const lane of ownLanes) lanes.push({...lane, node: node.node});
  }
  const byService = new Map([...models.keys()].map(name => [serviceOf(name), name]));
  const owner = lane => byService.get(lane.method.slice(0, Math.max(0, lane.method.lastIndexOf('/')))) ?? '';
  const all = [...models.values()].map(model => ({...model,
    versions: distinct(model.places.map(place => place.model.version)), engines: distinct(model.places.map(place => place.model.engine)),
    lanes: together(lanes.filter(lane => owner(lane) === model.name))}));
  all.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  const others = together(lanes.filter(lane => owner(lane) === ''));
  return others.length ? [...all, {name: '', places: [], versions: [], engines: [], lanes: others}] : all;
}

// What has failed comes first; the rest is by name, so that nothing changes its place while models come and go.
function rank(model) {
  return model.places.some(failed) ? 0 : 1;
}

function failed(place) {
  return place.model.state === 'failed';
}

/** The places of a model as they are listed: those where it has failed, then by the node's name. */
export function ordered(places) {
  return [...places].sort((a, b) => failed(b) - failed(a) || (a.node.node < b.node.node ? -1 : 1));
}

function distinct(words) {
  return [...new Set(words.filter(Boolean))].sort();
}

/** Lanes of one method and shape on several nodes as one: counts are sums, times are those of the slowest. */
function together(lanes) {
  const merged = new Map();
  for (const lane of lanes) {
    const key = `${lane.method} ${lane.shape}`;
    const known = merged.get(key);
    if (!known) {
      merged.set(key, {key, method: lane.method, shape: lane.shape, nodes: 1, waiting: lane.waiting, cap: lane.cap, batches: lane.batches.map(Number),
        verdicts: Object.fromEntries(Object.entries(lane.verdicts ?? {}).map(([word, calls]) => [word, Number(calls)])),
        waitP50Millis: lane.waitP50Millis, batchP50Millis: lane.batchP50Millis});
      continue;
    }
    known.nodes++;
    known.waiting += lane.waiting;
    known.cap = Math.max(known.cap, lane.cap);
    lane.batches.forEach((number, i) => { known.batches[i] = (known.batches[i] ?? 0) + Number(number); });
    for (const [word, calls] of Object.entries(lane.verdicts ?? {})) known.verdicts[word] = (known.verdicts[word] ?? 0) + Number(calls);
    known.waitP50Millis = Math.max(known.waitP50Millis, lane.waitP50Millis);
    known.batchP50Millis = Math.max(known.batchP50Millis, lane.batchP50Millis);
  }
  return [...merged.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** "ready on 2 of 3 nodes", or what else there is to be said of where a model is. */
export function whereReady(places) {
  const of = state => places.filter(place => place.model.state === state).length;
  const ready = of('ready');
  const more = ['loading', 'failed', 'cold'].filter(state => of(state)).map(state => `${of(state)} ${state}`);
  if (places.length === 1) return places[0].model.state;
  return ready === places.length ? `ready on ${count(ready, 'node')}` : `ready on ${ready} of ${count(places.length, 'node')}, ${more.join(', ')}`;
}

// ── batches

/** The largest size that the bar at this place counts: 1, 2, 4, 8 … */
export function largest(index) {
  const size = 2 ** index;
  return size < 1000 ? String(size) : `${Math.round(size / 1024)}k`;
}

/** The sizes that the bar counts, in words: 1, 2, 3–4, 5–8 … */
export function sizes(index) {
  return index < 2 ? String(index + 1) : `${(2 ** (index - 1) + 1).toLocaleString('en-US')}–${(2 ** index).toLocaleString('en-US')}`;
}

/** One number a bar; never fewer than six, and as many as the lane could fill, so that bars stay where they are. */
export function bars(batches, cap) {
  const filled = batches.reduce((last, number, i) => (number > 0 ? i + 1 : last), 0);
  const possible = cap > 1 ? Math.ceil(Math.log2(cap)) + 1 : 1;
  const length = Math.min(MOST_BARS, Math.max(LEAST_BARS, filled, possible));
  return Array.from({length}, (_, i) => batches[i] ?? 0);
}

export function batchWords(batches) {
  const parts = batches.map((number, i) => [number, i]).filter(([number]) => number > 0).map(([number, i]) => `${number.toLocaleString('en-US')} of ${sizes(i)}`);
  return parts.length ? `batches by number of calls: ${parts.join(', ')}` : 'no batch yet';
}

/** "1,201 completed, 3 refused". */
export function verdictWords(verdicts) {
  const place = word => (USUAL.indexOf(word) + USUAL.length + 1) % (USUAL.length + 1);
  return Object.entries(verdicts).filter(([, calls]) => calls > 0).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([word, calls]) => `${calls.toLocaleString('en-US')} ${word}`).join(', ');
}

/** A count that stays short: 999, 1.2k, 34k, 5.6M. */
export function short(value) {
  if (value < 1000) return String(value);
  const [divided, unit] = value < 999500 ? [value / 1000, 'k'] : value < 999.5e6 ? [value / 1e6, 'M'] : [value / 1e9, 'G'];
  return `${divided < 9.95 ? Math.round(divided * 10) / 10 : Math.round(divided).toLocaleString('en-US')}${unit}`;
}

// ── words about models

/** What a node has in memory, in one line; empty when it serves nothing. */
export function inMemory(serving) {
  const models = serving?.models ?? [];
  if (models.length === 0) return '';
  const ready = models.filter(model => model.state === 'ready');
  const used = ready.reduce((sum, model) => sum + Number(model.memoryBytes), 0);
  const budget = Math.max(...models.map(model => Number(model.budgetBytes)));
  return `${ready.length} of ${count(models.length, 'model')} ready, ${bytes(used)}${budget ? ` of ${bytes(budget)}` : ''}`;
}

export function laneName(lane) {
  return shortMethod(lane.method);
}

/** Models that cannot be loaded somewhere: bad when nothing else has them ready. */
export function modelProblems(fleet) {
  const found = [];
  for (const model of served(fleet)) {
    const where = model.places.filter(failed);
    if (where.length === 0) continue;
    const because = where[0].model.because;
    found.push({level: model.places.some(place => place.model.state === 'ready') ? 'warn' : 'bad', node: model.name,
      what: `cannot be loaded on ${where.length === 1 ? where[0].node.node : count(where.length, 'node')}${because ? `: ${clip(because, 160)}` : ''}`});
  }
  return found;
}

/** How long something took, or that nobody knows. */
export function took(value) {
  return millis(Number(value));
}
