// What the numbers mean, in words. Pure: no page, no clock; tested with plain Node.

/** How bad a problem is, the worst first. */
export const LEVELS = ['bad', 'warn', 'info'];

/** Calls per second. */
export function rate(value) {
  if (!(value > 0)) return '0';
  if (value < 9.95) return value < 0.05 ? '<0.1' : trimmed(value);
  return Math.round(value).toLocaleString('en-US');
}

/** A duration with the digits that matter. */
export function millis(value) {
  if (!(value > 0)) return '–';
  if (value < 9.95) return value < 0.05 ? '<0.1 ms' : `${trimmed(value)} ms`;
  if (value < 999.5) return `${Math.round(value)} ms`;
  return value < 120000 ? `${trimmed(value / 1000)} s` : `${Math.round(value / 60000)} min`;
}

/** How long ago, or for how long. */
export function age(value) {
  const seconds = Math.max(0, value / 1000);
  if (seconds < 1) return 'less than 1 s';
  if (seconds < 120) return `${Math.floor(seconds)} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
}

export function ago(value) {
  return value < 1000 ? 'just now' : `${age(value)} ago`;
}

export function bytes(value) {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${trimmed(value)} ${units[unit]}`;
}

export function percent(value) {
  const whole = Math.round((value || 0) * 100);
  return whole === 0 && value > 0 ? '<1 %' : `${whole} %`;
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

/** Protobuf's JSON has durations as "0.012s". */
export function durationMillis(value) {
  return value ? parseFloat(value) * 1000 : 0;
}

/** "shop.v1.Vision/detect" → "Vision/detect": packages are long and say little. */
export function shortMethod(method) {
  const slash = method.lastIndexOf('/');
  return shortName(slash < 0 ? method : method.slice(0, slash)) + (slash < 0 ? '' : method.slice(slash));
}

export function shortName(name) {
  return name.slice(name.lastIndexOf('.') + 1);
}

export function tierWord(tier) {
  return {TIER_EDGE: 'edge', TIER_CLOUD: 'cloud'}[tier] ?? '';
}

// What an operator declared is said to be so: nobody has seen it.
export function acceleratorWords(accelerator) {
  return [accelerator.kind, accelerator.model, Number(accelerator.memoryBytes) ? bytes(Number(accelerator.memoryBytes)) : '',
    accelerator.declared ? '(declared)' : ''].filter(Boolean).join(' ');
}

export function clip(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function trimmed(value) {
  return String(Math.round(value * 10) / 10);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Takes calls, as far as anybody knows: not dead, and has not left. */
export function works(node) {
  return node.liveness === 'alive' || node.liveness === 'islanded' || node.liveness === 'suspect';
}

/** Half of a node's calls take so long, and half of those of its peers so long; null when it is not slow. */
export function slowness(node, nodes) {
  if (!works(node) || !(node.calls?.perSecond >= 0.2)) return null;
  const peers = nodes.filter(peer => peer !== node && peer.tier === node.tier && works(peer) && peer.calls?.perSecond >= 0.2
      && peer.services.some(service => node.services.includes(service)));
  if (peers.length === 0) return null;
  const others = median(peers.map(peer => peer.calls.p50Millis));
  const own = node.calls.p50Millis;
  return own > 2.5 * others && own - others > 15 ? {own, others, peers: peers.length} : null;
}

/** What is wrong with a node, the worst first; empty when it is simply alive. `now` in milliseconds. */
export function nodeProblems(node, nodes, now) {
  const found = [];
  const since = age(now - Date.parse(node.since));
  const because = node.because ? `: ${clip(node.because, 160)}` : '';
  if (node.liveness === 'dead') {
    found.push({level: 'bad', what: `died ${since} ago${because}`});
  } else if (node.liveness === 'suspect') {
    found.push({level: 'warn', what: `has been suspect for ${since}${because}`});
  } else if (node.liveness === 'islanded') {
    found.push({level: 'warn', what: `has been islanded for ${since}${because}${node.because ? '' : ': callers reach it, the orchestrator does not'}`});
  }
  const slow = slowness(node, nodes);
  const waiting = works(node) && node.load?.queued > 0 && node.load.queued >= node.load.slots ? node.load.queued : 0;
  if (slow) {
    const peers = slow.peers === 1 ? 'its peer' : 'its peers';
    found.push({level: 'warn', state: 'slow',
      what: `is slow: p50 ${millis(slow.own)} against ${millis(slow.others)} of ${peers}${node.load?.queued > 0 ? `, ${node.load.queued} waiting` : ''}`});
  } else if (waiting) {
    found.push({level: 'warn', state: 'busy', what: `is busy: ${count(node.load.inFlight, 'call')} on ${count(node.load.slots, 'slot')}, ${waiting} waiting`});
  }
  for (const held of works(node) ? node.quarantines ?? [] : []) {
    found.push({level: held.stage === 'asked' ? 'info' : 'warn', what: `is ${clip(held.words, 200)}`});
  }
  if (works(node) && (node.draining || node.drainAsked)) {
    const left = (node.load?.inFlight ?? 0) + (node.load?.queued ?? 0);
    found.push({level: 'info', what: node.drainAsked && !node.drainApplied && !node.draining ? 'was asked to drain and has not answered yet'
      : left > 0 ? `is draining: ${count(left, 'call')} to finish` : 'is drained: it takes no new calls'});
  }
  return found;
}

/** What is wrong now in the whole fleet, the worst first: {level, node?, what}. */
export function problems(fleet, now) {
  const found = [];
  for (const node of fleet.nodes) {
    for (const problem of nodeProblems(node, fleet.nodes, now)) found.push({...problem, node: node.node});
  }
  for (const service of fleet.services) {
    if (service.trouble) found.push({level: 'bad', node: shortName(service.name), what: clip(service.trouble, 240)});
    for (const method of service.methods) {
      const {perSecond = 0, failedPerSecond = 0} = method.calls ?? {};
      if (failedPerSecond > 0.05 && failedPerSecond > perSecond / 100) {
        found.push({level: 'bad', node: `${shortName(service.name)}/${method.name}`,
          what: `fails: ${rate(failedPerSecond)} of ${rate(perSecond)} calls per second`});
      }
      if (perSecond > 0 && !method.edgeNodes.length && !method.cloudNodes.length) {
        found.push({level: 'bad', node: `${shortName(service.name)}/${method.name}`, what: 'is called, but no node offers it'});
      }
    }
  }
  return found.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
}

/** One line when nothing is wrong. */
export function allWell(fleet) {
  const alive = fleet.nodes.filter(node => node.liveness === 'alive').length;
  const calls = fleet.services.flatMap(service => service.methods).reduce((sum, method) => sum + (method.calls?.perSecond ?? 0), 0);
  return `All is well: ${count(alive, 'node')} alive, ${calls > 0 ? `${rate(calls)} calls per second, none of them slow or failing` : 'no calls at the moment'}.`;
}

/** Where a decision's call went, in a few words. */
export function whereTo(decision) {
  if (decision.node) return decision.node;
  return decision.outcome === 'refused' ? 'no node' : 'nowhere';
}
