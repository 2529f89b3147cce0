// Zones whose nodes the orchestrator starts and ends: how many there are and why, against the load; what starts took, what it has cost.

import {attribute, draw, drawGoal, el, fact, sparkline, sync, text} from './dom.js';
import {coldStart, cost, events, level, load, nodeWords, pastWords, remember, why} from './sizing.js';
import {ago, rate} from './words.js';

const EVENTS = 3;

/** What is told of zones, and what was lately. */
export class Zones {
  #zones = [];
  #past = new Map();

  constructor(root) {
    this.root = root;
  }

  set(zones, fleet) {
    this.#zones = zones;
    if (fleet) for (const zone of zones) this.#past.set(zone.zone, remember(this.#past.get(zone.zone) ?? [], zone, fleet));
  }

  render(fleet, now) {
    this.root.hidden = this.#zones.length === 0;
    sync(this.root.lastElementChild, this.#zones, zone => zone.zone, create,
      (element, zone) => update(element, zone, this.#past.get(zone.zone) ?? [], fleet, now));
  }
}

function create(zone) {
  return el('li.zone', {},
    el('div.who', {}, el('p.name', {}, zone.zone), el('p.liveness', {}, el('span.mark', {'aria-hidden': 'true'}), el('strong'), el('span.why')), el('ul.events')),
    el('div.trend', {}, sparkline(), el('small', {}, 'nodes, wanted')),
    el('div.trend', {}, sparkline(), el('small', {}, 'calls/s, last 2 min')),
    fact('calls', 'calls/s'), fact('cold', 'cold start'), fact('starts', 'starts'), fact('cost', 'cost so far'));
}

function update(element, zone, past, fleet, now) {
  const [who, nodes, calls, speed, cold, starts, paid] = element.children;
  attribute(element, 'data-level', level(zone));
  const [, liveness, happened] = who.children;
  text(liveness.children[1], nodeWords(zone));
  text(liveness.children[2], why(zone));
  attribute(liveness.children[2], 'title', why(zone));
  sync(happened, events(zone, EVENTS), event => event.key, () => el('li'), (item, event) => text(item, `${ago(now - event.time)}: ${event.words}`));
  draw(nodes.firstChild, past.map(point => point.ready), pastWords(past), zone.max);
  drawGoal(nodes.firstChild, past.map(point => point.wanted), zone.max);
  draw(calls.firstChild, past.map(point => point.load), `calls per second at its nodes, now ${rate(load(zone, fleet))}`);
  text(speed.firstChild, rate(load(zone, fleet)));
  text(cold.firstChild, coldStart(zone));
  text(starts.firstChild, String(zone.counts?.starts ?? 0));
  attribute(starts, 'title', `${zone.counts?.coldStarts ?? 0} of them from zero, ${zone.counts?.failures ?? 0} failed, ${zone.counts?.deaths ?? 0} nodes died`);
  text(paid.firstChild, cost(zone));
}
