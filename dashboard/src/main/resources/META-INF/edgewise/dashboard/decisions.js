// The last decisions, one line of "why" each, and the whole explanation of one on demand.

import {el, fraction, sync, text} from './dom.js';
import {zoneWords} from './sizing.js';
import {ago, count, durationMillis, millis, shortMethod, tierWord, whereTo} from './words.js';

const KEPT = 200;
const SHOWN = 20;

/** A list that stands still while somebody reads it. */
export class Decisions {
  constructor(list, hint, notable, dialog) {
    this.list = list;
    this.hint = hint;
    this.notable = notable;
    this.dialog = dialog;
    this.all = [];
    this.reading = false;
    this.held = 0;
    const stop = () => { this.reading = true; };
    const go = () => { this.reading = list.matches(':hover') || list.contains(document.activeElement); };
    list.addEventListener('pointerenter', stop);
    list.addEventListener('focusin', stop);
    list.addEventListener('pointerleave', go);
    list.addEventListener('focusout', () => setTimeout(go));
    notable.addEventListener('change', () => this.render(this.now, true));
    dialog.querySelector('#close').addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  }

  add(newest) {
    const known = new Set(this.all.map(decision => decision.id));
    const fresh = newest.filter(decision => !known.has(decision.id));
    this.all = [...fresh, ...this.all].sort((a, b) => Date.parse(b.time) - Date.parse(a.time)).slice(0, KEPT);
    if (this.reading) this.held += fresh.length;
  }

  render(now, always = false) {
    this.now = now;
    if (this.reading && !always && this.list.children.length) {
      text(this.hint, this.held ? `${count(this.held, 'newer one')} wait while you read.` : 'Where each call went, and why.');
    } else {
      this.held = 0;
      text(this.hint, 'Where each call went, and why.');
      this.shown = this.all.filter(decision => decision.notable || !this.notable.checked).slice(0, SHOWN);
    }
    this.list.querySelector('.empty')?.remove();
    sync(this.list, this.shown, decision => decision.id, decision => this.create(decision), (item, decision) =>
      text(item.querySelector('time'), ago(now - Date.parse(decision.time))));
    if (this.shown.length === 0) {
      this.list.append(el('li.empty', {}, this.notable.checked ? 'None that is notable: all calls completed at their first node.' : 'No call yet. They appear as applications make them.'));
    }
  }

  create(decision) {
    const good = decision.outcome === 'completed';
    return el('li', {}, el('button.decision', {type: 'button', title: `${decision.id}: show the whole explanation`, onclick: () => this.explain(decision.id)},
      el('span.first', {}, el('b.call', {}, shortMethod(decision.method)), el('time', {datetime: decision.time})),
      el('span.second', {}, el('span.arrow', {'aria-label': 'went to'}, '→'), el(`b.where${decision.tier ? `.${decision.tier}` : ''}`, {}, whereTo(decision)),
        el(`span.outcome${good ? '' : '.bad'}`, {}, `${decision.outcome}${decision.code ? ` ${decision.code}` : ''}`), el('span.took', {}, millis(decision.tookMillis)),
        decision.steps > 1 ? el('span.steps', {}, count(decision.steps, 'step')) : null,
        decision.via ? el('span.via', {}, `via ${decision.via}`) : null),
      el('span.because', {}, withoutNode(decision))));
  }

  async explain(id) {
    const body = this.dialog.querySelector('#explanation-body');
    this.asked = id;
    text(this.dialog.querySelector('h2'), `Why here? Call ${id}`);
    body.replaceChildren(el('p.hint', {}, 'Asking…'));
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const answer = await fetch(`api/v1/decisions/${encodeURIComponent(id)}`);
      const told = await answer.json();
      // Somebody who closed this one may have asked for another meanwhile.
      if (this.asked !== id) return;
      body.replaceChildren(...(answer.ok ? explanation(told) : [el('p', {}, told.detail ?? 'It is not known any more.')]));
    } catch {
      if (this.asked !== id) return;
      body.replaceChildren(el('p', {}, 'The orchestrator does not answer. Try again when the connection is back.'));
    }
  }
}

/** Where it went has just been said. */
function withoutNode({why, node}) {
  return node && why.startsWith(`${node}: `) ? why.slice(node.length + 2) : why;
}

const PARTS = [['roundTrip', 'way'], ['transfer', 'transfer'], ['queue', 'queue'], ['service', 'service']];

function explanation(told) {
  const steps = (told.steps ?? []).map((step, i) => el('section.step', {},
    el('h3', {}, `${i + 1}. ${{STEP_KIND_RETRY: 'Another node, as the one before did not do it', STEP_KIND_ESCALATION: 'Escalation to the cloud', STEP_KIND_WOKEN: 'A node of the zone that was started for it'}[step.kind] ?? 'First choice'}`),
    el('p', {}, step.reason ?? ''),
    candidates(step),
    el('p.hint', {}, step.answer === 'held' ? `It was held ${step.detail}.` : step.answer ? `${step.node || 'It'}: ${step.answer} after ${millis(durationMillis(step.took))}${step.detail ? `. ${step.detail}` : ''}` : 'Nothing was sent.')));
  return [steps.length === 1 ? '' : el('p.lead', {}, told.why ?? ''), ...steps, ...(told.zones ?? []).map(zone => zoneThen(zone, told)),
    el('p.legend', {}, ...PARTS.flatMap(([, name]) => [el(`i.part.${name}`, {'aria-hidden': 'true'}), ` ${name} `]), 'make up how long the call is expected to take on a node; the least wins.'),
    el('details', {}, el('summary', {}, 'The same as text, as “edgewise explain” prints it'), el('pre', {tabindex: '0'}, told.text ?? ''))];
}

/** What was done with a zone that could have taken it, around the call. */
function zoneThen(zone, told) {
  const {state, events} = zoneWords(zone, told);
  return el('section.then', {}, el('h3', {}, `Zone ${zone.zone}`), el('p', {}, state),
    el('ul', {}, ...events.map(event => el('li', {}, el('small', {}, event.when), ` ${event.words}`))));
}

function candidates(step) {
  const most = Math.max(1e-9, ...(step.candidates ?? []).map(candidate => sum(candidate.score)));
  return el('ul.candidates', {}, ...(step.candidates ?? []).map(candidate => {
    const chosen = candidate.node === step.node;
    const bar = el('span.stack', {'aria-hidden': 'true'});
    if (candidate.score) {
      for (const [key, name] of PARTS) {
        const part = el(`i.part.${name}`);
        fraction(part, durationMillis(candidate.score[key]) / most);
        bar.append(part);
      }
    }
    const words = candidate.score
      ? PARTS.map(([key, name]) => [name, durationMillis(candidate.score[key])]).filter(([, value]) => value >= 0.05).map(([name, value]) => `${name} ${millis(value)}`).join(', ')
      : `out: ${candidate.removedBecause || candidate.removedBy}`;
    return el(`li${chosen ? '.chosen' : ''}`, {},
      el('b', {}, candidate.node, el('small', {}, ` ${tierWord(candidate.tier)}${chosen ? ', chosen' : ''}`)),
      el('span.total', {}, candidate.score ? millis(durationMillis(candidate.score.total)) : '–'), bar, el('small.words', {}, words));
  }), step.candidatesLeftOut ? el('li', {}, `… and ${step.candidatesLeftOut} more nodes`) : null);
}

function sum(score) {
  return score ? PARTS.reduce((all, [key]) => all + durationMillis(score[key]), 0) : 0;
}
