// Sites and nodes, tier by tier. Many nodes are not an endless list: the notable and the busiest are shown, the rest is counted.

import {attribute, el, fact, fraction, sync, text} from './dom.js';
import {inMemory} from './serving.js';
import {LEVELS, acceleratorWords, age, bytes, count, millis, nodeProblems, percent, rate, shortName, works} from './words.js';

const FEW = 24;
const SHOWN = 12;
const PAGE = 100;
const TIERS = {edge: 'Edge', cloud: 'Cloud'};

// How many of a tier's nodes the reader wants to see; those that are opened.
const wanted = new Map();
const open = new Set();

export function renderNodes(root, fleet, now, again) {
  const tiers = Object.keys(TIERS).map(tier => ({tier, nodes: fleet.nodes.filter(node => node.tier === tier)})).filter(group => group.nodes.length);
  root.querySelector('.empty')?.remove();
  if (tiers.length === 0) {
    root.replaceChildren(el('div.empty', {},
      el('p', {}, 'No node has registered yet. Start one on any machine that can reach this orchestrator:'),
      el('pre', {}, el('code', {}, `edgewise edge-agent --orchestrator localhost:7443 --services services/${location.protocol === 'https:' ? ' --node edge01 --tls edge01.pem' : ''}`))));
    return;
  }
  sync(root, tiers, group => group.tier, createTier, (element, group) => updateTier(element, group, fleet, now, again));
}

function createTier(group) {
  return el('section.tier', {'aria-label': `${TIERS[group.tier]} nodes`},
    el('h3', {}, el(`span.chip.${group.tier}`, {}, TIERS[group.tier]), el('span.sum', {})),
    el('div.tiles', {hidden: true, 'aria-hidden': 'true'}),
    el('ul.nodes', {}),
    el('button.quiet.more', {type: 'button', hidden: true}));
}

function updateTier(element, {tier, nodes}, fleet, now, again) {
  const [heading, tiles, list, more] = element.children;
  const alive = nodes.filter(works);
  const calls = nodes.reduce((sum, node) => sum + (node.calls?.perSecond ?? 0), 0);
  const sites = new Set(nodes.map(node => node.site)).size;
  text(heading.lastChild, `${alive.length < nodes.length ? `${alive.length} of ` : ''}${count(nodes.length, 'node')} · ${count(sites, tier === 'cloud' ? 'zone' : 'site')} · ${rate(calls)} calls/s`);

  const rows = nodes.map(node => ({node, problems: nodeProblems(node, fleet.nodes, now)}));
  let shown = rows;
  if (nodes.length > FEW) {
    const ordered = [...rows].sort((a, b) => badness(a) - badness(b) || (b.node.calls?.perSecond ?? 0) - (a.node.calls?.perSecond ?? 0));
    shown = ordered.slice(0, wanted.get(tier) ?? Math.max(SHOWN, Math.min(PAGE, rows.filter(row => row.problems.length).length)));
  }
  tiles.hidden = nodes.length <= FEW;
  sync(tiles, tiles.hidden ? [] : rows, row => row.node.node, () => el('i'), (tile, row) => {
    attribute(tile, 'data-state', stateOf(row));
    attribute(tile, 'title', `${row.node.node}: ${row.problems.map(problem => problem.what).join('; ') || row.node.liveness}`);
  });
  sync(list, withSites(shown), item => item.key, item => item.site ? createSite() : createNode(item.node, again),
    (child, item) => item.site ? updateSite(child, item) : updateNode(child, item, now));
  const hidden = nodes.length - shown.length;
  more.hidden = nodes.length <= FEW;
  text(more, hidden > 0 ? `Show ${Math.min(hidden, PAGE)} more of ${count(hidden, 'node')} that ${hidden === 1 ? 'is' : 'are'} not listed` : 'Show only the notable and the busiest');
  more.onclick = () => {
    if (hidden > 0) wanted.set(tier, shown.length + PAGE);
    else wanted.delete(tier);
    again();
  };
}

function badness({problems}) {
  return problems.length ? LEVELS.indexOf(problems[0].level) : LEVELS.length;
}

/** A heading before the nodes of a site that has more than one. */
function withSites(rows) {
  const bySite = new Map();
  for (const row of rows) bySite.set(row.node.site, [...(bySite.get(row.node.site) ?? []), row]);
  return [...bySite].flatMap(([site, members]) => [
    ...(members.length > 1 ? [{key: `site ${site}`, site, members}] : []),
    ...members.map(row => ({...row, key: `node ${row.node.node}`, alone: members.length === 1})),
  ]);
}

/** A site that is called as its only node needs no name. */
function siteWords(node) {
  const kind = node.tier === 'cloud' ? 'zone' : 'site';
  return node.site === node.node ? `${node.trust} ${kind}` : `${kind} ${node.site}, ${node.trust}`;
}

function createSite() {
  return el('li.site', {}, el('b'), el('span'));
}

function updateSite(element, {site, members}) {
  text(element.firstChild, site);
  const calls = members.reduce((sum, row) => sum + (row.node.calls?.perSecond ?? 0), 0);
  text(element.lastChild, `${members[0].node.tier === 'cloud' ? 'zone' : 'site'}, ${members[0].node.trust} · ${count(members.length, 'node')} · ${rate(calls)} calls/s`);
}

/** The word that stands for a row's state, and its shape and colour. */
function stateOf({node, problems}) {
  if (node.liveness !== 'alive') return node.liveness;
  const hampered = problems.find(problem => problem.state);
  if (hampered) return hampered.state;
  return node.draining || node.drainAsked ? 'draining' : 'alive';
}

function createNode(node, again) {
  const details = el('dl.details', {hidden: true, id: `details-${node.node}`});
  return el('li.node', {},
    el('div.who', {},
      el('button.name', {type: 'button', 'aria-expanded': 'false', 'aria-controls': `details-${node.node}`, title: node.node, onclick: () => {
        if (!open.delete(node.node)) open.add(node.node);
        again();
      }}, node.node),
      el('p.liveness', {}, el('span.mark', {'aria-hidden': 'true'}), el('strong'), el('span.why'))),
    fact('load', 'running / slots', el('span.bar', {'aria-hidden': 'true'})),
    fact('calls', 'calls/s'),
    fact('share', 'of tier’s calls', el('span.bar', {'aria-hidden': 'true'})),
    fact('p50', 'p50'),
    fact('p99', 'p99'),
    fact('lease', 'lease left', el('span.bar', {'aria-hidden': 'true'})),
    el('p.offers'),
    details);
}

function updateNode(element, row, now) {
  const {node, problems} = row;
  const [who, load, calls, share, p50, p99, lease, offers, details] = element.children;
  const [name, liveness] = who.children;
  const state = stateOf(row);
  attribute(element, 'data-state', state);
  text(liveness.children[1], state);
  text(liveness.children[2], problems.length ? ` ${problems.map(problem => withoutState(problem.what)).join(' · ')}` : ` for ${age(now - Date.parse(node.since))}`);
  attribute(liveness, 'title', liveness.textContent);

  const gone = !works(node);
  const waiting = node.load?.queued ?? 0;
  figure(load, gone || !node.load ? '–' : `${node.load.inFlight} / ${node.load.slots}`);
  text(load.lastChild, gone || !waiting ? 'running / slots' : `${waiting} waiting`);
  load.classList.toggle('hot', !gone && waiting > 0);
  fraction(load.children[1], gone ? 0 : node.load?.inFlight / Math.max(1, node.load?.slots));
  figure(calls, gone && !node.calls?.perSecond ? '–' : rate(node.calls?.perSecond));
  figure(share, gone && !node.share ? '–' : percent(node.share));
  fraction(share.children[1], node.share);
  figure(p50, millis(node.calls?.p50Millis));
  p50.classList.toggle('hot', state === 'slow');
  figure(p99, millis(node.calls?.p99Millis));
  const left = node.leaseLeftMillis - (now - row.node.seenAt);
  figure(lease, gone ? 'ended' : left > 0 ? `${(left / 1000).toFixed(1)} s` : 'ended');
  fraction(lease.children[1], gone ? 0 : left / Math.max(1, node.leaseMillis));

  const models = node.models.map(model => model.name);
  text(offers, [row.alone ? siteWords(node) : '',
    node.services.map(shortName).slice(0, 4).join(', ') + (node.services.length > 4 ? ` +${node.services.length - 4}` : ''),
    models.length ? `${models.length === 1 ? 'model' : 'models'} ${models.slice(0, 3).join(', ')}${models.length > 3 ? ` +${models.length - 3}` : ''}` : '',
    ...node.accelerators.slice(0, 2).map(each => acceleratorWords({...each, memoryBytes: '0'}))].filter(Boolean).join(' · '));

  const isOpen = open.has(node.node);
  attribute(name, 'aria-expanded', String(isOpen));
  details.hidden = !isOpen;
  if (isOpen) updateDetails(details, node);
}

function figure(element, value) {
  text(element.firstChild, value);
}

// "is slow: p50 …" beside the word "slow" says it twice.
function withoutState(what) {
  return what.replace(/^is (slow|busy|draining|drained): |^has been (suspect|islanded) |^died /, '');
}

function updateDetails(list, node) {
  const machine = node.machine;
  const facts = {
    name: node.node,
    address: node.address,
    version: node.version,
    services: node.services.join(', '),
    quarantine: (node.quarantines ?? []).map(held => held.words).join('; '),
    models: node.models.map(model => `${model.name} (${model.engine}, for ${shortName(model.service)})`).join(', '),
    'in memory': inMemory(node.serving),
    machine: machine && `${machine.os} ${machine.arch}, ${count(machine.cores, 'core')}, ${bytes(Number(machine.memoryBytes))}${machine.cpuFeatures.length ? `, ${machine.cpuFeatures.join(' ')}` : ''}`,
    accelerators: node.accelerators.map(acceleratorWords).join(', '),
    tags: node.tags.join(', '),
    costs: node.figures && [['costPerHour', 'per hour'], ['idleWatts', 'W idle'], ['busyWatts', 'W busy']]
      .filter(([key]) => node.figures[key] !== undefined).map(([key, unit]) => `${node.figures[key]} ${unit}`).join(', '),
    'reached by': node.reachedBy.slice(0, 10).join(', ') + (node.reachedBy.length > 10 ? ` and ${node.reachedBy.length - 10} more` : ''),
    'service time': node.load?.meanServiceMillis ? `${millis(node.load.meanServiceMillis)} on average, as the node says` : '',
    'calls since start': node.calls && `${Math.round(node.calls.total).toLocaleString('en-US')}, ${Math.round(node.calls.failedTotal).toLocaleString('en-US')} of them failed`,
    lease: `epoch ${node.epoch}, ${millis(node.leaseMillis)} long`,
  };
  sync(list, Object.entries(facts).filter(([, value]) => value), ([key]) => key,
    ([key]) => el('div', {}, el('dt', {}, key), el('dd')), (element, [, value]) => text(element.lastChild, value));
}
