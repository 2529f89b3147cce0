// One stream of events from the orchestrator, one picture of the fleet from it.

import {cacheList, renderCaches} from './caches.js';
import {Decisions} from './decisions.js';
import {attribute, el, sync, text} from './dom.js';
import {generationList, renderGenerations} from './generations.js';
import {modelList, renderModels} from './models.js';
import {renderNodes} from './nodes.js';
import {Pictures} from './pictures.js';
import {generations, runningWords} from './running.js';
import {renderServices} from './services.js';
import {modelProblems} from './serving.js';
import {LEVELS, age, allWell, count, problems} from './words.js';
import {Zones} from './zones.js';

// The orchestrator speaks at least every 1.5 s. Silence is told within 3 s: what is left between the two is for what a busy machine does to timers and to the way.
const SILENT_MILLIS = 2200;
const RETRY_MILLIS = 1000;
// A connection that says nothing for so long is taken for broken.
const HUNG_MILLIS = 8000;
const MOST_PROBLEMS = 8;

const at = id => document.getElementById(id);
const decisions = new Decisions(at('decision-list'), at('held'), at('notable'), at('explanation'));
const pictures = new Pictures(at('pictures'), at('picture'));
const zones = new Zones(at('zones'));
at('model-list').append(...modelList());
at('cache-list').append(...cacheList());
at('generation-list').append(...generationList());

let source = null;
let fleet = null;
// By this page's clock: when the picture came, when anything came, when it began to connect, when the connection broke.
let pictureAt = 0;
let heardAt = performance.now();
let connectAt = heardAt;
let lostAt = null;
let retry = null;
let silence;
// The orchestrator's clock when the picture was made.
let madeAt = 0;

function connect() {
  source?.close();
  retry = null;
  connectAt = performance.now();
  source = new EventSource('api/v1/events');
  source.addEventListener('fleet', event => {
    fleet = JSON.parse(event.data);
    pictureAt = performance.now();
    madeAt = Date.parse(fleet.orchestrator.now);
    for (const node of fleet.nodes) node.seenAt = madeAt;
    heard();
  });
  source.addEventListener('decisions', event => {
    decisions.add(JSON.parse(event.data).decisions);
    heard();
  });
  source.addEventListener('zones', event => {
    zones.set(JSON.parse(event.data).zones, fleet);
    heard();
  });
  source.addEventListener('pictures', event => {
    pictures.set(JSON.parse(event.data).pictures);
    heard();
  });
  source.onerror = () => {
    reconnect();
    render();
  };
}

// The browser itself would give up after some kinds of errors.
function reconnect() {
  lostAt ??= performance.now();
  source.close();
  retry ??= setTimeout(connect, RETRY_MILLIS * (0.75 + Math.random() / 2));
}

// A connection that has said nothing for long, a new one too: one that a stopped process has not taken yet, or whose answer is lost on its way.
function isHung() {
  return retry === null && performance.now() - Math.max(heardAt, connectAt) > HUNG_MILLIS;
}

function heard() {
  heardAt = performance.now();
  lostAt = null;
  // Silence is told when it is one, not at the next look.
  clearTimeout(silence);
  silence = setTimeout(render, SILENT_MILLIS + 1);
  render();
}

/** The orchestrator's time now; it stands still while there is no connection, as does everything that is known. */
function now() {
  return madeAt + (isLost() ? 0 : performance.now() - pictureAt);
}

function isLost() {
  return lostAt !== null || performance.now() - heardAt > SILENT_MILLIS;
}

function render() {
  renderLink();
  if (!fleet) return;
  const time = now();
  const {orchestrator} = fleet;
  text(at('facts'), [`orchestrator ${orchestrator.version}`, `up for ${age(time - Date.parse(orchestrator.started))}`, `view ${orchestrator.viewVersion}`,
    count(fleet.clients.length, 'client')].filter(Boolean).join(' · '));
  renderNow(time);
  renderNodes(at('nodes'), fleet, time, render);
  zones.render(fleet, time);
  renderGenerations(at('generations'), fleet);
  renderServices(at('service-list'), fleet);
  renderModels(at('model-list'), fleet, render);
  renderCaches(at('caches'), fleet);
  pictures.render(fleet, time);
  decisions.render(time);
}

function renderNow(time) {
  const wrong = [...problems(fleet, time), ...modelProblems(fleet)].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
  const shown = wrong.slice(0, MOST_PROBLEMS).map(problem => ({...problem, key: `${problem.node} ${problem.what.slice(0, 10)}`}));
  if (wrong.length > MOST_PROBLEMS) shown.push({level: 'info', key: 'more', what: `… and ${wrong.length - MOST_PROBLEMS} more`});
  if (fleet.orchestrator.decisionsDropped > 0) {
    shown.push({level: 'info', key: 'dropped', what: `${count(Math.round(fleet.orchestrator.decisionsDropped), 'decision')} were not kept, as they came too fast`});
  }
  if (wrong.length === 0 && fleet.nodes.length > 0) shown.unshift({level: 'good', key: 'well', what: [allWell(fleet), runningWords(generations(fleet))].filter(Boolean).join(' ')});
  if (fleet.nodes.length === 0) shown.unshift({level: 'info', key: 'none', what: 'No node has registered yet.'});
  sync(at('problems'), shown, problem => problem.key, () => el('li', {}, el('span.mark', {'aria-hidden': 'true'}), el('b'), el('span')), (item, problem) => {
    attribute(item, 'data-level', problem.level);
    text(item.children[1], problem.node ? `${problem.node} ` : '');
    text(item.children[2], problem.what);
  });
}

function renderLink() {
  const lost = isLost();
  const state = lost ? 'lost' : fleet ? 'live' : 'connecting';
  attribute(at('link'), 'data-state', state);
  text(at('link-text'), {lost: 'connection lost', live: 'live', connecting: 'connecting…'}[state]);
  document.body.classList.toggle('stale', lost && fleet !== null);
  const banner = at('banner');
  const words = lost
    ? 'Connection to the orchestrator lost. Calls go on without it; this page tries again each second.'
    : fleet?.orchestrator.settling ? 'The orchestrator has just started and waits for its nodes to come back. Calls go on meanwhile with the views that applications have.' : '';
  attribute(banner, 'data-kind', lost ? 'lost' : 'settling');
  if (lost && banner.hidden) attribute(banner, 'data-after-millis', String(Math.round(performance.now() - heardAt)));
  banner.hidden = words === '';
  text(banner.firstElementChild, words);
  // Not part of what is read aloud each time it grows.
  text(banner.lastElementChild, lost && fleet ? ` What you see is ${age(performance.now() - pictureAt)} old.` : '');
}

function look() {
  if (isHung()) reconnect();
  render();
}

connect();
render();
setInterval(look, 500);
