// Caches of all nodes, put together for the page. Pure: no page, no clock; tested with plain Node.

import {clip, count} from './words.js';

/** Everything that is kept, what is called most first: {key, node, partition}. */
export function kept(fleet) {
  const rows = fleet.nodes.flatMap(node => (node.serving?.caches ?? []).map((partition, i) => ({node, partition, key: `${node.node} ${i} ${partition.method} ${partition.tenant}`})));
  return rows.sort((a, b) => hitRate(b.partition).calls - hitRate(a.partition).calls || (a.key < b.key ? -1 : 1));
}

function share(value) {
  return `${(100 * value).toFixed(value > 0 && value < 0.0995 ? 1 : 0)} %`;
}

/** The share of calls that nothing was computed for. */
export function hitRate(partition) {
  const hits = Number(partition.exact ?? 0) + Number(partition.semantic ?? 0);
  const calls = hits + Number(partition.none ?? 0);
  return {calls, text: calls ? share(hits / calls) : '–'};
}

/** The share of checked similar hits that were wrong, with the interval that says what it is worth. */
export function falseHits(partition) {
  const similar = partition.similar;
  if (!similar) return {text: '–', label: 'exact hits only', title: null, doubtful: false};
  const [hits, judged, wrong] = [similar.hits, similar.judged, similar.wrong].map(value => Number(value ?? 0));
  if (hits === 0 && judged === 0) return {text: '–', label: 'no similar hit yet', title: similar.why || null, doubtful: false};
  const interval = `${share(similar.low ?? 0)} to ${share(similar.high ?? 1)}`;
  return {
    text: judged ? share(wrong / judged) : '?',
    label: `false hits, 95 %: ${interval}`,
    title: `${wrong} of ${count(judged, 'checked hit')} wrong; ${count(hits, 'similar hit')} served`,
    doubtful: judged === 0 || wrong / judged > 0.2,
  };
}

/** Where, whose and of which label; then whether what means alike is served, and why. */
export function partitionWords(node, partition) {
  const label = String(partition.label ?? '').replace(/^LABEL_/, '').toLowerCase().replace('_', '-');
  const similar = partition.similar;
  const from = similar && (similar.threshold === undefined || similar.threshold === null
    ? 'no similar hits' : `similar hits from ${Number(similar.threshold).toFixed(2)} on`);
  const complaints = Number(partition.complaints ?? 0);
  return [`on ${node}`, partition.tenant ? `of ${partition.tenant}` : '', label && label !== 'unspecified' ? label : '',
    from ? `${from}${similar.why ? `: ${clip(similar.why, 160)}` : ''}` : '',
    complaints ? `${count(complaints, 'answer')} called wrong` : ''].filter(Boolean).join(' · ');
}
