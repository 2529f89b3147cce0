// Services and their methods: how many calls, how long, how many fail, and the last minute as a small picture.

import {attribute, draw, el, fact, sparkline, sync, text} from './dom.js';
import {count, millis, rate, shortName} from './words.js';

const MOST_METHODS = 50;

export function renderServices(root, fleet) {
  root.querySelector('.empty')?.remove();
  if (fleet.services.length === 0) {
    root.replaceChildren(el('p.empty', {}, 'No service yet: they appear with the first node that offers one.'));
    return;
  }
  sync(root, fleet.services, service => service.name,
    service => el('section.offered', {}, el('h3', {title: service.name}, el('b'), el('span.sum')), el('ul.methods')), update);
}

function update(element, service) {
  const [heading, list] = element.children;
  text(heading.firstChild, shortName(service.name));
  const hidden = service.methods.length - MOST_METHODS;
  text(heading.lastChild, `on ${count(service.nodes.length, 'node')}${hidden > 0 ? ` · ${count(hidden, 'more method')} not shown` : ''}`);
  // The busiest first would make rows change places; the order of the source is kept.
  sync(list, service.methods.slice(0, MOST_METHODS), method => method.name, create, updateMethod);
}

function create(method) {
  return el('li.method', {},
    el('div.who', {}, el('p.name', {title: method.name}, method.name), el('p.contract')),
    el('div.trend', {}, sparkline(), el('small', {}, 'calls/s, last 60 s')),
    fact('calls', 'calls/s'), fact('p50', 'p50'), fact('p99', 'p99'), fact('failed', 'failed/s'));
}

function updateMethod(element, method) {
  const [who, trend, calls, p50, p99, failed] = element.children;
  const statistics = method.calls ?? {};
  text(who.lastChild, [method.preferredTier, method.deadlineMillis ? `within ${millis(method.deadlineMillis)}` : '', method.cascade ? 'cascade' : '',
    method.idempotent ? 'idempotent' : '', method.label && method.label !== 'internal' ? method.label : '',
    statistics.escalatedPerSecond > 0 ? `${rate(statistics.escalatedPerSecond)}/s escalated` : '',
    method.edgeNodes.length + method.cloudNodes.length === 0 ? 'no node offers it' : ''].filter(Boolean).join(' · '));
  const recent = method.recentPerSecond ?? [];
  draw(trend.firstChild, recent, `calls per second in the last 60 s: at most ${rate(Math.max(...recent, 0))}, now ${rate(recent.at(-1))}`);
  text(calls.firstChild, rate(statistics.perSecond));
  text(p50.firstChild, millis(statistics.p50Millis));
  text(p99.firstChild, millis(statistics.p99Millis));
  text(failed.firstChild, rate(statistics.failedPerSecond));
  failed.classList.toggle('bad', statistics.failedPerSecond > 0);
  attribute(element, 'data-quiet', statistics.perSecond > 0 ? null : '');
}
