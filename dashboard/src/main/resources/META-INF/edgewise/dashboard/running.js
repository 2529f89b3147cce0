// Generations of all nodes, put together for the page. Pure: no page, no clock; tested with plain Node.

import {bytes, count, millis, shortMethod} from './words.js';

const STATES = ['running', 'completed', 'failed', 'gone'];

/**
 * Every generation once, by its newest part: {key, node, part}. Those that run come first, the longest at it on top, so that rows keep their place; then those that
 * ended in the last seconds. A part that another node went on with is no row of its own.
 */
export function generations(fleet) {
  const newest = new Map();
  for (const node of fleet.nodes) {
    for (const part of node.serving?.generations ?? []) {
      const known = newest.get(part.call);
      if (!known || later(part, known.part)) newest.set(part.call, {key: part.call, node, part});
    }
  }
  return [...newest.values()].sort((a, b) => rank(a.part) - rank(b.part) || Number(b.part.runningMillis) - Number(a.part.runningMillis) || (a.key < b.key ? -1 : 1));
}

function later(part, known) {
  return part.leg === known.leg ? rank(part) < rank(known) : part.leg > known.leg;
}

function rank(part) {
  const at = STATES.indexOf(part.state);
  return at < 0 ? STATES.length : at;
}

export function isRunning(part) {
  return part.state === 'running';
}

/** "gemma_3_270m" of a model's method, "Reports/write" of any other. */
export function nameOf(part) {
  const model = /^edgewise\.models\.v1\.([^/]+)\/(Complete|Draw)$/.exec(part.method);
  return model ? model[1] : shortMethod(part.method);
}

/** Where it runs, and where it was before. */
export function whereWords({node, part}) {
  const here = part.state === 'gone' ? `on ${node.node}: its caller has left` : `on ${node.node}`;
  const liveness = node.liveness === 'alive' ? '' : `the node is ${node.liveness}`;
  return [here, liveness, resumedWords(part)].filter(Boolean).join(' · ');
}

/** "went on after chunk 17, with west1-a before"; empty where it began. */
export function resumedWords(part) {
  if (!(part.leg > 1)) return '';
  const had = Number(part.had);
  const times = part.leg > 2 ? ` for the ${part.leg - 1}${part.leg === 3 ? 'nd' : part.leg === 4 ? 'rd' : 'th'} time` : '';
  const from = (part.from ?? []).join(', ');
  return `${had > 0 ? `went on after chunk ${had.toLocaleString('en-US')}` : 'begun again'}${times}${from ? `, before on ${from}` : ''}`;
}

/** "41 of 128 tokens", and how much of it that is, 0 to 1; null when nobody knows. */
export function progress(part) {
  const [done, of] = [Number(part.done), Number(part.of)];
  if (of > 0) return {text: `${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`, label: `${part.unit}s`, share: Math.min(1, done / of)};
  return {text: done.toLocaleString('en-US'), label: done === 1 ? part.unit : `${part.unit}s`, share: null};
}

/** Units in a second, with the digits that matter. */
export function speed(part) {
  const value = Number(part.perSecond);
  if (!(value > 0)) return '–';
  return value < 9.95 ? String(Math.round(value * 10) / 10) : Math.round(value).toLocaleString('en-US');
}

export function first(part) {
  return millis(Number(part.firstMillis));
}

/** What its caller could go on from elsewhere. */
export function keptWords(part) {
  const step = Number(part.keptStep);
  const size = Number(part.keptBytes);
  return size > 0 ? `Its newest checkpoint, after step ${step.toLocaleString('en-US')}, is ${bytes(size)}.` : 'Its chunks alone are what it goes on from.';
}

/** "2 streams are being generated."; empty when none is. */
export function runningWords(rows) {
  const running = rows.filter(row => isRunning(row.part)).length;
  return running ? `${count(running, 'stream')} ${running === 1 ? 'is' : 'are'} being generated.` : '';
}
