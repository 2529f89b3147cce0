// Models: where each is in memory, and how its calls are put together.

import {attribute, el, fact, fraction, sync, text} from './dom.js';
import {bars, batchWords, laneName, largest, ordered, served, short, took, verdictWords, whereReady} from './serving.js';
import {bytes, clip, count, millis} from './words.js';

const FEW_MODELS = 12;
const FEW_NODES = 6;
const PAGE = 100;
const STATES = {cold: 'its next call loads it', loading: 'calls wait for it', ready: '', failed: ''};

// How many nodes of a model the reader wants to see; of models themselves under ''.
const wanted = new Map();

export function renderModels(root, fleet, again) {
  const all = served(fleet);
  const [list, more, none] = root.children;
  none.hidden = all.length > 0;
  const shown = all.slice(0, wanted.get('') ?? FEW_MODELS);
  sync(list, shown, model => `model ${model.name}`, create, (element, model) => update(element, model, again));
  button(more, all.length - shown.length, all.length > FEW_MODELS, 'model', '', shown.length, again);
}

/** The parts of the section; the page has it empty. */
export function modelList() {
  return [el('div', {}), el('button.quiet.more', {type: 'button', hidden: true}),
    el('p.empty', {}, 'No node serves a model. Put one in a folder, and give it to a node: ', el('code', {}, 'edgewise up --models FOLDER'))];
}

function button(more, hidden, needed, what, key, shown, again) {
  more.hidden = !needed;
  text(more, hidden > 0 ? `Show ${Math.min(hidden, PAGE)} more of ${count(hidden, what)} not listed` : 'Show fewer');
  more.onclick = () => {
    if (hidden > 0) wanted.set(key, shown + PAGE);
    else wanted.delete(key);
    again();
  };
}

function create(model) {
  return el('section.offered.served', {'aria-label': model.name ? `model ${model.name}` : 'batched methods'},
    el('h3', {title: model.name || null}, el('b'), el('span.sum')),
    el('ul.places'), el('button.quiet.more', {type: 'button', hidden: true}), el('ul.lanes'));
}

function update(element, model, again) {
  const [heading, places, more, lanes] = element.children;
  text(heading.firstChild, model.name || 'Batched methods');
  text(heading.lastChild, [model.places.length ? whereReady(model.places) : '', model.engines.join(', '),
    model.versions.length ? `version ${clip(model.versions.join(', '), 40)}` : ''].filter(Boolean).join(' · '));
  const rows = ordered(model.places);
  const shown = rows.length > FEW_NODES ? rows.slice(0, wanted.get(model.name) ?? FEW_NODES) : rows;
  sync(places, shown, place => place.node.node, createPlace, updatePlace);
  button(more, rows.length - shown.length, rows.length > FEW_NODES, 'node', model.name, shown.length, again);
  sync(lanes, model.lanes, lane => lane.key, createLane, (row, lane) => updateLane(row, lane, model.name === ''));
}

function createPlace(place) {
  return el('li.place', {},
    el('div.who', {}, el('p.name', {title: place.node.node}, place.node.node),
      el('p.liveness', {}, el('span.mark', {'aria-hidden': 'true'}), el('strong'), el('span.why'))),
    el('div.fact.memory', {}, el('b'), el('span.bar', {'aria-hidden': 'true'}), el('small')),
    fact('calls', 'calls'), fact('load', 'loaded in'));
}

function updatePlace(element, {node, model, used}) {
  const [who, memory, calls, load] = element.children;
  const liveness = who.lastChild;
  attribute(element, 'data-state', model.state);
  text(liveness.children[1], model.state);
  const why = [node.liveness === 'alive' ? '' : `the node is ${node.liveness}`, model.because || (STATES[model.state] ?? '')].filter(Boolean).join('; ');
  text(liveness.children[2], why ? ` ${why}` : '');
  attribute(liveness, 'title', liveness.textContent);
  const budget = Number(model.budgetBytes);
  const own = Number(model.memoryBytes);
  const held = model.state === 'ready' && own > 0;
  text(memory.firstChild, own > 0 ? bytes(own) : '–');
  fraction(memory.children[1], held ? own / Math.max(own, budget) : 0);
  text(memory.lastChild, budget ? `${bytes(used)} of ${bytes(budget)} in use` : 'in memory');
  attribute(memory, 'title', budget ? `The models of this node take ${bytes(used)} of the ${bytes(budget)} that they may.` : null);
  text(calls.firstChild, short(Number(model.calls)));
  attribute(calls, 'title', `${Number(model.calls).toLocaleString('en-US')} calls since the agent's start`);
  text(load.firstChild, took(model.loadMillis));
}

function createLane() {
  return el('li.lane', {},
    el('div.who', {}, el('p.name'), el('p.contract')),
    el('div.histogram', {role: 'img'}),
    fact('waiting', 'waiting'), fact('p50', 'wait p50'), fact('batch', 'batch p50'), fact('cap', 'at most'));
}

function updateLane(element, lane, alone) {
  const [who, histogram, waiting, wait, batch, cap] = element.children;
  text(who.firstChild, alone ? laneName(lane) : lane.shape || laneName(lane));
  attribute(who.firstChild, 'title', `${lane.method} ${lane.shape}`.trim());
  text(who.lastChild, [alone ? lane.shape : lane.shape ? laneName(lane) : '', verdictWords(lane.verdicts),
    lane.nodes > 1 ? `on ${count(lane.nodes, 'node')}, times of the slowest` : ''].filter(Boolean).join(' · '));
  drawBars(histogram, lane);
  text(waiting.firstChild, short(lane.waiting));
  waiting.classList.toggle('hot', lane.waiting > lane.cap);
  text(wait.firstChild, millis(lane.waitP50Millis));
  text(batch.firstChild, millis(lane.batchP50Millis));
  text(cap.firstChild, lane.cap ? short(lane.cap) : '–');
  attribute(element, 'data-quiet', lane.waiting > 0 || lane.batchP50Millis > 0 ? null : '');
}

function drawBars(histogram, lane) {
  const numbers = bars(lane.batches, lane.cap);
  const most = Math.max(...numbers, 1);
  const words = batchWords(lane.batches);
  attribute(histogram, 'aria-label', words);
  attribute(histogram, 'title', words);
  sync(histogram, numbers.map((number, i) => ({number, i})), bar => String(bar.i), bar => el('span', {}, el('i'), el('small', {}, largest(bar.i))), (bar, {number}) => {
    fraction(bar.firstChild, number / most);
    bar.classList.toggle('some', number > 0);
  });
}
