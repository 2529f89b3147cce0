// What is being generated: where each stream is, how far, how fast, and which node had it before.

import {attribute, el, fact, fraction, sync, text} from './dom.js';
import {first, generations, isRunning, keptWords, nameOf, progress, runningWords, speed, whereWords} from './running.js';
import {count, millis} from './words.js';

const FEW = 8;

export function renderGenerations(root, fleet) {
  const rows = generations(fleet);
  // Once there was one the section stays: what is below it is not to jump with each answer.
  if (rows.length > 0) root.hidden = false;
  const [list, more, none] = root.lastElementChild.children;
  text(root.querySelector('.hint'), `${runningWords(rows) || 'Nothing is being generated.'} When a node dies, its streams go on elsewhere from the last chunk that was read.`);
  sync(list, rows.slice(0, FEW), row => row.key, create, update);
  list.hidden = rows.length === 0;
  more.hidden = rows.length <= FEW;
  text(more, `${count(rows.length - FEW, 'more', 'more')}: edgewise generations`);
  none.hidden = rows.length > 0;
}

/** The parts of the section; the page has it empty. */
export function generationList() {
  return [el('ul.generations'), el('p.hint', {hidden: true}), el('p.empty', {}, 'None now. ', el('code', {}, 'edgewise chat'), ' makes one.')];
}

function create() {
  return el('li.generation', {}, el('div.who', {}, el('p.name'), el('p.liveness', {}, el('span.mark', {'aria-hidden': 'true'}), el('strong'), el('span.why'))),
    el('div.fact.progress', {}, el('b'), el('span.bar', {'aria-hidden': 'true'}), el('small')), fact('speed', 'a second'), fact('begin', 'first chunk'), fact('since', 'here for'));
}

function update(element, row) {
  const {part} = row;
  const [who, done, rate, began, since] = element.children;
  const liveness = who.lastChild;
  attribute(element, 'data-state', part.state);
  text(who.firstChild, nameOf(part));
  attribute(who.firstChild, 'title', `${part.method}, call ${part.call}`);
  text(liveness.children[1], part.state);
  text(liveness.children[2], whereWords(row));
  const far = progress(part);
  text(done.firstChild, far.text);
  fraction(done.children[1], far.share ?? 0);
  done.children[1].hidden = far.share === null;
  text(done.lastChild, far.label);
  attribute(done, 'title', keptWords(part));
  text(rate.firstChild, speed(part));
  text(began.firstChild, first(part));
  text(since.firstChild, millis(Number(part.runningMillis)));
  attribute(element, 'data-quiet', isRunning(part) ? null : '');
}
