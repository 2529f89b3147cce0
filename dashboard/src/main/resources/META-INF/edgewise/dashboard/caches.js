// What nodes keep of their answers. A hit rate never stands without the share of hits that were wrong, and its interval.

import {attribute, el, fact, sync, text} from './dom.js';
import {falseHits, hitRate, kept, partitionWords} from './keeping.js';
import {short} from './serving.js';
import {count, shortMethod} from './words.js';

const FEW = 8;

export function renderCaches(root, fleet) {
  const rows = kept(fleet);
  root.hidden = rows.length === 0;
  const [list, more] = root.lastElementChild.children;
  sync(list, rows.slice(0, FEW), row => row.key, create, update);
  more.hidden = rows.length <= FEW;
  text(more, `${count(rows.length - FEW, 'more', 'more')} with fewer calls: edgewise cache ls`);
}

/** The parts of the section; the page has it empty. */
export function cacheList() {
  return [el('ul.caches'), el('p.hint', {hidden: true})];
}

function create() {
  return el('li.cache', {}, el('div.who', {}, el('p.name'), el('p.contract')),
    fact('calls', 'calls'), fact('hits', 'hits'), el('div.fact.wrong', {}, el('b'), el('small')));
}

function update(element, {node, partition}) {
  const [who, calls, hits, wrong] = element.children;
  text(who.firstChild, shortMethod(partition.method));
  attribute(who.firstChild, 'title', partition.method);
  text(who.lastChild, partitionWords(node.node, partition));
  const rate = hitRate(partition);
  text(calls.firstChild, short(rate.calls));
  text(hits.firstChild, rate.text);
  const wrongly = falseHits(partition);
  text(wrong.firstChild, wrongly.text);
  text(wrong.lastChild, wrongly.label);
  attribute(wrong, 'title', wrongly.title);
  wrong.classList.toggle('hot', wrongly.doubtful);
}
