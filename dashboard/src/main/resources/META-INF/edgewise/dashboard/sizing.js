// What zones are that the orchestrator scales, in words and numbers. Pure: no page, no clock.

import {age, count, durationMillis, millis, rate} from './words.js';

/** How many points of a zone's past are kept: two minutes at one a second. */
export const KEPT = 120;

const PHASES = ['ready', 'starting', 'warm', 'draining', 'ending'];

/** Nodes of the zone in that phase. */
export function inPhase(zone, phase) {
  return zone.nodes.filter(node => node.phase === phase).length;
}

/** Calls per second of the zone's nodes, as clients saw them. */
export function load(zone, fleet) {
  return fleet.nodes.filter(node => node.tier === 'cloud' && node.site === zone.zone).reduce((sum, node) => sum + (node.calls?.perSecond ?? 0), 0);
}

/** The zone's past with one point more; the oldest are dropped. */
export function remember(past, zone, fleet) {
  return [...past, {ready: inPhase(zone, 'ready'), wanted: zone.wanted, load: load(zone, fleet)}].slice(-KEPT);
}

/** "1 ready, 2 starting, at most 4" */
export function nodeWords(zone) {
  const there = PHASES.map(phase => [inPhase(zone, phase), phase]).filter(([nodes]) => nodes > 0).map(([nodes, phase]) => `${nodes} ${phase}`);
  return `${there.length ? there.join(', ') : zone.trouble ? 'no node' : 'at rest'}, at most ${zone.max}`;
}

/** Why it has as many as it has, or what keeps it from more. */
export function why(zone) {
  if (zone.trouble) return zone.trouble;
  return `${zone.wanted === 0 ? 'no node' : count(zone.wanted, 'node')} wanted: ${zone.because}`;
}

/** How bad what is said of it is; null when it is not. */
export function level(zone) {
  return zone.trouble ? 'bad' : zone.hold ? 'info' : null;
}

export function pastWords(past) {
  const now = past.at(-1) ?? {ready: 0, wanted: 0, load: 0};
  return `nodes that take calls in the last ${age(past.length * 1000)}: now ${now.ready}, ${now.wanted} wanted, at ${rate(now.load)} calls/s`;
}

export function coldStart(zone) {
  return millis(Number(zone.coldStartMillis));
}

/** In the fleet's currency, whose name nobody knows. */
export function cost(zone) {
  const value = zone.costSoFar;
  if (!(value > 0)) return '0';
  return value < 0.01 ? '<0.01' : value < 100 ? value.toFixed(2) : Math.round(value).toLocaleString('en-US');
}

/** The newest things that were done with it. */
export function events(zone, most) {
  return zone.events.slice(0, most).map(event => ({key: `${event.time} ${event.node} ${event.what}`, time: Date.parse(event.time), words: eventWords(event)}));
}

function eventWords(event) {
  return `${event.node ? `${event.node} ` : ''}${event.what}${event.because ? `: ${event.because}` : ''}`;
}

/** What is told of a zone beside a call that it could have taken: how it was, and what was done with it around the call. */
export function zoneWords(zone, call) {
  const begun = Date.parse(call.time);
  const took = durationMillis(call.result?.took);
  const when = since => since < 0 ? `${millis(-since)} before the call` : since < took ? `${millis(since)} into the call` : `${millis(since - took)} after its end`;
  const then = zone.events ?? [];
  return {
    state: [`When the orchestrator heard of the call ${zone.ready ? `${count(zone.ready, 'node')} took calls` : 'no node took calls'}${zone.starting ? `, ${zone.starting} starting` : ''}, at most ${zone.max}`,
      zone.trouble ? `it starts nothing: ${zone.trouble}` : `${zone.wanted} wanted: ${zone.because}`].join('; ') + '.',
    events: [...(zone.incomplete ? [{when: '', words: `What was done with it ${then.length ? 'before these' : 'then'} is not known any more.`}] : []),
      ...then.map(event => ({when: when(Date.parse(event.time) - begun), words: eventWords(event)}))],
  };
}
