// Fleets as an orchestrator tells of them: what the page is shown when there is none to ask.

const NOW = Date.parse('2026-11-25T12:00:00Z');
const ago = seconds => new Date(NOW - seconds * 1000).toISOString();
const calls = (perSecond = 0, p50 = 0, p99 = 0, failed = 0) => ({perSecond, p50Millis: p50, p99Millis: p99, failedPerSecond: failed,
  escalatedPerSecond: 0, total: Math.round(perSecond * 600), failedTotal: Math.round(failed * 600)});
const load = (inFlight, queued, slots, mean = 9) => ({inFlight, queued, slots, meanServiceMillis: mean, ageMillis: 200});

export const VISION = 'dev.edgewise.samples.vision.Vision';
export const HELLO = 'dev.edgewise.samples.hello.Hello';

export function node(name, overrides = {}) {
  return {
    node: name, tier: 'edge', site: name.split('-')[0], trust: 'own', address: '127.0.0.1:7501', liveness: 'alive', since: ago(612), because: '',
    draining: false, drainAsked: false, drainApplied: false, epoch: 17, leaseLeftMillis: 2400, leaseMillis: 3000, load: load(1, 0, 4),
    services: [VISION, HELLO], models: [{name: 'face-short', engine: 'tflite', service: VISION}],
    machine: {os: 'Linux', arch: 'amd64', cores: 4, memoryBytes: '8589934592', cpuFeatures: ['avx2', 'fma']}, accelerators: [], figures: {},
    tags: ['shop'], version: '0.1.0', reachedBy: ['till-7'], calls: calls(20, 9, 22), share: 0.33, ...overrides,
  };
}

const wave = (base, swing) => Array.from({length: 60}, (_, i) => Math.max(0, base + swing * Math.sin(i / 5) + (i * 7919 % 11) / 11 * swing));

function method(name, overrides = {}) {
  return {name, preferredTier: 'edge', deadlineMillis: 2000, idempotent: true, label: 'internal', cascade: false, edgeNodes: ['nyc-edge01'], cloudNodes: [],
    calls: calls(41, 9.4, 31), recentPerSecond: wave(38, 5), recentP99Millis: wave(30, 6), ...overrides};
}

function fleet(nodes, services, orchestrator = {}) {
  return {schema: 'edgewise.fleet/1', orchestrator: {version: '0.1.0', started: ago(5400), viewVersion: 214, settling: false, decisionsDropped: 0, now: ago(0), ...orchestrator},
    nodes, services, clients: nodes.length ? [{client: 'till-7', site: 'nyc', version: '0.1.0', since: ago(600), viewVersion: 214}] : []};
}

// ── models and lanes

const BUDGET = '2147483648';

export function model(name, overrides = {}) {
  return {name, version: '1', engine: 'pipeline', state: 'ready', because: '', memoryBytes: '94476288', loadMillis: '812', calls: '1204', budgetBytes: BUDGET, ...overrides};
}

export function lane(method, overrides = {}) {
  return {method, shape: '1 text', waiting: 0, cap: 32, batches: ['120', '44', '31', '12', '3', '1'], verdicts: {completed: '412', refused: '3'}, waitP50Millis: 1.4, batchP50Millis: 7.9, ...overrides};
}

const CAPTIONS = 'edgewise.models.v1.captions/Nearest';
const FASHION = 'edgewise.models.v1.fashion_diffusion/Generate';
const served = {
  models: [model('captions'), model('fashion-diffusion', {version: '2', memoryBytes: '25899827', loadMillis: '2310', calls: '36'}),
    model('face-full', {engine: 'tflite', state: 'cold', memoryBytes: '0', loadMillis: '0', calls: '0'})],
  lanes: [lane(CAPTIONS, {waiting: 3}), lane(FASHION, {shape: '28×28, 30 steps, guidance 7.5', cap: 4, waiting: 6, batches: ['20', '5', '2'], verdicts: {completed: '34', cancelled: '2'}, waitP50Millis: 210, batchP50Millis: 940}),
    lane('shop.v1.Scores/score', {shape: '', cap: 8, batches: [], verdicts: {}, waitP50Millis: 0, batchP50Millis: 0})],
};
served.caches = [
  {tenant: 'shop-7', label: 'LABEL_INTERNAL', method: CAPTIONS, exact: '500', semantic: '300', none: '200', complaints: '2',
    similar: {hits: '300', judged: '53', wrong: '1', low: 0.0005, high: 0.1007, threshold: 0.85, why: 'the threshold alone decides'}},
  {tenant: '', label: 'LABEL_PUBLIC', method: CAPTIONS, exact: '3', semantic: '0', none: '87', complaints: '0',
    similar: {hits: '0', judged: '12', wrong: '4', low: 0.0992, high: 0.6511, why: '12 of the 59 right answers that a bound of 5 % wants'}},
  {tenant: '', label: 'LABEL_CONFIDENTIAL', method: 'shop.v1.Prices/price', exact: '7', semantic: '0', none: '3', complaints: '0'},
];
// ── generations

export function part(call, overrides = {}) {
  return {call, method: 'edgewise.models.v1.gemma_3_270m/Complete', state: 'running', leg: 1, had: '0', chunks: '40', unit: 'token', done: '41', of: '128', perSecond: 74.5, firstMillis: 61,
    runningMillis: '612', keptStep: '0', keptBytes: '0', from: [], ...overrides};
}

served.generations = [
  part('8z8g38rq16jsg', {leg: 2, had: '17', from: ['nyc-edge01'], chunks: '96', done: '97', runningMillis: '1310'}),
  part('1z8g38rq16jsh', {method: 'edgewise.models.v1.fashion_diffusion/Draw', unit: 'step', done: '18', of: '30', chunks: '2', perSecond: 12.4, firstMillis: 240, runningMillis: '1900', keptStep: '15', keptBytes: '3210'}),
  part('2z8g38rq16jsi', {method: 'shop.v1.Reports/write', unit: 'chunk', done: '1200', of: '0', chunks: '1200', perSecond: 0.42, firstMillis: 12, runningMillis: '2860000'}),
  part('3z8g38rq16jsj', {state: 'completed', chunks: '128', done: '128', runningMillis: '1780'}),
];
const failing = {
  models: [model('captions', {state: 'loading', calls: '0', loadMillis: '0'}),
    model('fashion-diffusion', {state: 'failed', because: 'unet/model.onnx cannot be read: it ends after 1,024 bytes. Copy the model again', memoryBytes: '0', loadMillis: '0', calls: '0'})],
  lanes: [lane(CAPTIONS, {batches: ['7', '1'], verdicts: {completed: '9'}, waitP50Millis: 3.9, batchP50Millis: 9.5})],
  generations: [part('8z8g38rq16jsg', {state: 'gone', chunks: '17', done: '18', runningMillis: '300'}), part('4z8g38rq16jsk', {state: 'failed', leg: 4, had: '3', chunks: '3', done: '3', of: '0', perSecond: 0, firstMillis: 0})],
};

const services = [
  {name: HELLO, nodes: ['paris-edge03', 'london-edge02'], methods: [method('hello', {deadlineMillis: 1000, calls: calls(52, 2.1, 8.7), recentPerSecond: wave(50, 3)})]},
  {name: VISION, nodes: ['paris-edge03', 'london-edge02', 'west1-a', 'west1-b'], methods: [
    method('detect', {cascade: true, cloudNodes: ['west1-a'], calls: {...calls(21, 12, 240), escalatedPerSecond: 1.4}, recentPerSecond: wave(20, 6)}),
    method('index', {preferredTier: 'cloud', deadlineMillis: 5000, idempotent: false, edgeNodes: [], cloudNodes: ['west1-a', 'west1-b'], calls: calls(3.2, 163, 410), recentPerSecond: wave(3, 2)}),
    method('watch', {calls: calls(), recentPerSecond: Array(60).fill(0)}),
  ]},
];

const drawing = {name: 'edgewise.models.v1.fashion_diffusion', nodes: ['west1-a', 'west1-b'], methods: [method('Generate', {preferredTier: 'cloud', deadlineMillis: 60000, edgeNodes: [],
  cloudNodes: ['west1-a'], calls: calls(0.6, 960, 1400), recentPerSecond: wave(0.6, 0.4)})]};

export const story = fleet([
  node('london-edge02', {calls: calls(4.1, 84, 190), share: 0.06, load: load(4, 12, 4, 80)}),
  node('nyc-edge01', {liveness: 'dead', since: ago(12), because: 'connections refused', leaseLeftMillis: -9000, calls: calls(), share: 0, reachedBy: []}),
  node('paris-edge03', {calls: calls(66, 9.1, 31), share: 0.94, load: load(2, 0, 4), tags: [], accelerators: [{kind: 'npu', model: 'Coral', memoryBytes: '0'}]}),
  node('west1-a', {tier: 'cloud', site: 'west1', calls: calls(1.9, 160, 400), share: 0.6, load: load(1, 0, 8), accelerators: [{kind: 'gpu', model: 'L4', memoryBytes: '24696061952'}],
    models: [{name: 'face-full', engine: 'tflite', service: VISION}], services: [VISION], serving: served}),
  node('west1-b', {tier: 'cloud', site: 'west1', calls: calls(1.3, 166, 410), share: 0.4, load: load(0, 0, 8), services: [VISION], draining: true, drainAsked: true, drainApplied: true, serving: failing}),
], [...services, drawing]);

export const islanded = fleet([
  node('london-edge02', {liveness: 'islanded', since: ago(21), because: 'its stream broke; 1 client reaches it', leaseLeftMillis: -18000, load: load(1, 0, 4), calls: calls(30, 9, 20), share: 0.5}),
  node('nyc-edge01', {liveness: 'suspect', since: ago(3), because: 'its lease ended', leaseLeftMillis: -200, calls: calls(30, 9, 21), share: 0.5}),
], services, {settling: true});

export const well = fleet([
  node('london-edge02', {calls: calls(31, 9, 20), share: 0.51}), node('nyc-edge01', {calls: calls(30, 9, 21), share: 0.49}),
  node('west1-a', {tier: 'cloud', site: 'west1', calls: calls(3, 150, 400), share: 1}),
], services);

export const one = fleet([node('nyc-edge01', {calls: calls(), share: 0})], [{...services[0], methods: [method('hello', {calls: calls(), recentPerSecond: Array(60).fill(0)})]}]);

export const empty = fleet([], []);

/** Twenty models on each node, of which one has failed somewhere. */
function crowd(i) {
  return {
    models: Array.from({length: 20}, (_, m) => model(`model-${String(m).padStart(2, '0')}`, {engine: 'onnx', calls: String(m * 31 * (i + 1)), state: m === 17 && i === 4 ? 'failed' : m % 3 ? 'ready' : 'cold',
      because: m === 17 && i === 4 ? 'it needs 3 GiB of memory, and the node gives models 2 GiB' : ''})),
    lanes: Array.from({length: 20}, (_, m) => lane(`edgewise.models.v1.model_${String(m).padStart(2, '0')}/Infer`, {shape: 'float32[−1, 64]', waiting: (m + i) % 3})),
  };
}

export const many = fleet([
  ...Array.from({length: 184}, (_, i) => {
    const name = `shop${String(i).padStart(3, '0')}-edge`;
    if (i === 42) return node(name, {liveness: 'dead', since: ago(40), because: 'nobody has reached it for 30 s', load: undefined, calls: calls()});
    if (i === 90) return node(name, {calls: calls(5, 96, 200), load: load(4, 9, 4)});
    if (i === 120) return node(name, {liveness: 'suspect', since: ago(2), because: 'its lease ended', leaseLeftMillis: -100});
    return node(name, {calls: calls(2 + i % 7, 8 + i % 3, 20 + i % 9), share: 0.005});
  }),
  ...Array.from({length: 16}, (_, i) => node(`west${1 + i % 2}-${String.fromCharCode(97 + (i >> 1))}`, {tier: 'cloud', site: `west${1 + i % 2}`, trust: 'trusted', calls: calls(8 + i, 60, 130), share: 1 / 16,
    serving: crowd(i)})),
], services);

const EVIL = ['<img src=x onerror="window.pwned=1">', '"><script>window.pwned=1</script>', '<svg/onload=window.pwned=1>', 'javascript:window.pwned=1', '&lt;b&gt;', '\u202Eevil\u0000',
  '${window.pwned=1}', "');window.pwned=1;//", '<style>*{display:none}</style>', 'x'.repeat(3000), 'ünïcödé-☃-節点'];

export const hostile = fleet(
  EVIL.map((evil, i) => node(`${evil}${i}`, {site: evil, because: evil, liveness: i % 3 ? 'alive' : 'suspect', tags: [evil], version: evil, address: evil, trust: evil, services: [evil],
    serving: {models: [model(`${evil}${i}`, {version: evil, engine: evil, state: i % 2 ? evil : 'failed', because: evil})], lanes: [lane(`${evil}/${evil}`, {shape: evil, verdicts: {[evil]: '7'}})],
      caches: [{tenant: evil, label: evil, method: `${evil}/${evil}`, exact: evil, similar: {hits: '1', judged: '1', wrong: '1', why: evil}}],
      generations: [part(`${evil}${i}`, {method: `${evil}/${evil}`, state: i % 2 ? evil : 'running', unit: evil, done: evil, of: evil, chunks: evil, had: evil, leg: i, perSecond: evil, firstMillis: evil, runningMillis: evil, keptBytes: evil, from: [evil]})]},
    models: [{name: evil, engine: evil, service: evil}], accelerators: [{kind: evil, model: evil, memoryBytes: '1'}], reachedBy: [evil]})),
  EVIL.map((evil, i) => ({name: `${evil}${i}`, nodes: [evil], methods: [method(evil, {preferredTier: evil, label: evil})]})), {version: EVIL[0]});

// ── decisions

const at = (id, seconds, method, overrides) => ({id, time: ago(seconds), method, preferredTier: 'edge', outcome: 'completed', code: '', node: 'paris-edge03', tier: 'edge', tookMillis: 11,
  steps: 1, notable: false, why: 'paris-edge03: 13 ms expected, london-edge02 96 ms: its queue costs 71 ms more', ...overrides});

export const decisions = [
  at('8z8g38rq16jsf', 0.4, `${VISION}/detect`, {}),
  at('02wdxe7ys68aa', 1.1, `${VISION}/detect`, {node: 'west1-a', tier: 'cloud', tookMillis: 231, steps: 2, notable: true,
    why: 'escalated to west1-a: the edge was unsure (its confidence was 0.41)'}),
  at('tc5c53b0pwmz9', 1.9, `${HELLO}/hello`, {tookMillis: 2.3, why: 'paris-edge03: 2.6 ms expected, london-edge02 as good (2.7 ms): fewer of this caller\'s calls run there'}),
  at('a1c53b0pwmzk2', 3.2, `${VISION}/index`, {node: 'west1-a', tier: 'cloud', tookMillis: 158, why: 'west1-a: 163 ms expected, west1-b 171 ms: more of its slots are taken'}),
  at('b2c53b0pwmzk3', 11.6, `${HELLO}/hello`, {tookMillis: 41, steps: 2, notable: true, via: 'gateway', why: 'paris-edge03, after nyc-edge01 was lost: 3 ms expected; no other edge node in time'}),
  at('c3c53b0pwmzk4', 12.0, `${VISION}/index`, {outcome: 'refused', code: 'EW6004', node: '', tier: '', tookMillis: 0.3, steps: 2, notable: true,
    why: 'no node may run Vision/index: west1-a: this call was sent there before; west1-b: it is draining'}),
  ...Array.from({length: 14}, (_, i) => at(`d${i}c53b0pwmzk4`, 13 + i * 0.7, `${HELLO}/hello`, {tookMillis: 2 + i % 4 / 3})),
];

// ── zones

const happened = (seconds, node, what, because = '') => ({time: ago(seconds), zone: 'west1', node, what, because});

function zone(name, overrides) {
  return {zone: name, trust: 'own', min: 0, max: 4, warm: 0, onTimeTarget: 0.99, wanted: 0, because: 'nothing is called', nodes: [], trouble: '', coldStartMillis: 2800,
    counts: {starts: 0, coldStarts: 0, failures: 0, deaths: 0}, costSoFar: 0, services: [VISION], events: [], ...overrides};
}

const members = (name, ...phases) => phases.map((phase, i) => ({node: `${name}-${i + 1}`, phase, since: ago(9), process: `pid ${4711 + i}`}));

/** At rest; with nodes in every phase; and one whose template starts no more. */
export const zones = [
  zone('east2', {counts: {starts: 3, coldStarts: 3, failures: 0, deaths: 0}, costSoFar: 0.4,
    events: [happened(610, 'east2-3', 'has ended'), happened(612, 'east2-3', 'drains', 'nothing is called')]}),
  zone('west1', {min: 1, max: 8, warm: 1, wanted: 4, because: '61 calls/s of Vision/index, 96.1 % of them in time with 3', costSoFar: 12.3456, counts: {starts: 9, coldStarts: 1, failures: 1, deaths: 2},
    nodes: members('west1', 'ready', 'ready', 'starting', 'starting', 'warm', 'draining', 'ending'),
    events: [happened(0.5, 'west1-9', 'starts', '61 calls/s of Vision/index'), happened(8, 'west1-7', 'is ready after 2.7 s'), happened(40, 'west1-2', 'has ended without having been asked', 'OutOfMemoryError: Java heap space'),
      happened(90, 'west1-1', 'starts')]}),
  zone('south1', {wanted: 2, because: 'woken for Album/faces', counts: {starts: 5, coldStarts: 5, failures: 5, deaths: 0}, hold: {nodes: 2},
    trouble: '5 starts failed within 10 min, the last: south1-5 ended before it was ready: EW7001 album.jar: there is no such file; the next is tried in 8 min',
    events: [happened(120, '', 'starts nothing for 10 min', '5 starts failed within 10 min')]}),
];

// ── pictures

export const pictures = ['a high-heeled ankle boot', 'trousers', 'a warm pullover for the winter in the mountains, with long sleeves and a high collar', 'a bag', 'sandals for the beach']
  .map((prompt, i) => ({url: `/pictures/picture-${i}.png`, model: 'fashion_diffusion', prompt, at: ago(4 + i * 37)}));

export const hostilePictures = EVIL.map((evil, i) => ({url: i % 2 ? `/pictures/evil-${i}.png` : evil, model: evil, prompt: evil, at: ago(i)}));

export const hostileDecisions = EVIL.map((evil, i) => at(`${evil}${i}`, i, `${evil}/${evil}`, {why: evil, node: evil, code: evil, outcome: evil}));

export function explanation(id) {
  const summary = [...decisions, ...hostileDecisions].find(decision => decision.id === id);
  if (!summary) return null;
  const score = (way, queue, service) => ({roundTrip: `${way}s`, transfer: '0.0004s', queue: `${queue}s`, service: `${service}s`, total: `${(way + queue + service).toFixed(6)}s`, samples: 20, penalty: 1});
  const zones = summary.method.endsWith('/index') ? [{zone: 'west1', ready: 2, starting: 1, max: 8, wanted: 3, because: '61 calls/s of Vision/index', trouble: '', incomplete: true,
    events: [happened(3.3, 'west1-9', 'starts', '61 calls/s of Vision/index'), happened(3.1, 'west1-7', 'is ready after 2.7 s'), happened(1, 'west1-9', 'is ready after 2.3 s')]}] : [];
  return {schema: 'edgewise.explain/1', id, method: summary.method, why: summary.why, time: summary.time, result: {took: `${summary.tookMillis / 1000}s`}, zones, text: `Call ${id} of ${summary.method}\n  result  ${summary.outcome}\n`,
    steps: [{kind: 'STEP_KIND_FIRST', node: summary.node, reason: summary.why, answer: summary.outcome, took: '0.011s', candidates: [
      {node: 'paris-edge03', tier: 'TIER_EDGE', site: 'paris', score: score(0.0031, 0.0006, 0.0092)},
      {node: 'london-edge02', tier: 'TIER_EDGE', site: 'london', score: score(0.0042, 0.072, 0.0194)},
      {node: 'nyc-edge01', tier: 'TIER_EDGE', site: 'nyc', removedBy: 'unreachable', removedBecause: 'connections to it are refused'},
    ]}]};
}
