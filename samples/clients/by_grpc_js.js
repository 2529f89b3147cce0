// grpc-js with its defaults: node by_grpc_js.js DESCRIPTOR_SET PROTO GATEWAY_GRPC AGENT_GRPC
'use strict';

const fs = require('fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [descriptors, proto, gateway, agent] = process.argv.slice(2);
const theirs = grpc.loadPackageDefinition(
  loader.loadFileDescriptorSetFromBuffer(fs.readFileSync(descriptors))).inference;
const ours = grpc.loadPackageDefinition(loader.loadSync(proto, {keepCase: true})).inference;
const health = grpc.loadPackageDefinition(loader.fromJSON({
  nested: {grpc: {nested: {health: {nested: {v1: {nested: {
    HealthCheckRequest: {fields: {service: {type: 'string', id: 1}}},
    HealthCheckResponse: {
      fields: {status: {type: 'ServingStatus', id: 1}},
      nested: {ServingStatus: {values: {UNKNOWN: 0, SERVING: 1, NOT_SERVING: 2, SERVICE_UNKNOWN: 3}}},
    },
    Health: {methods: {Check: {requestType: 'HealthCheckRequest', responseType: 'HealthCheckResponse'}}},
  }}}}}}},
})).grpc.health.v1;

let failed = 0;

/** One line; condition is a promise, whose rejection is what went wrong. */
async function check(what, condition) {
  let ok = false;
  let why = '';
  try {
    ok = await condition();
  } catch (e) {
    why = ` [${e.message}]`.replace(/\n/g, ' ');
  }
  console.log(`${ok ? 'ok' : 'not ok'} ${what}${why}`);
  if (!ok) failed++;
}

const call = (client, method, request, options = {}) => new Promise((resolve, reject) =>
  client[method](request, new grpc.Metadata(), options, (e, answer) => (e ? reject(e) : resolve(answer))));

/** The call must fail with the status and say the word. */
const refused = (made, status, word) => made.then(
  () => { throw new Error('it was not refused'); },
  (e) => {
    if (e.code !== status || !e.details.includes(word)) throw e;
    return true;
  });

const floats = (numbers) => {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, i) => bytes.writeFloatLE(number, 4 * i));
  return bytes;
};

const raw = (model, datatype, shape, bytes) => ({
  model_name: model, id: '17', inputs: [{name: 'x', datatype, shape}], raw_input_contents: [bytes],
});

const typed = (model, datatype, shape, contents) => ({
  model_name: model, inputs: [{name: 'x', datatype, shape, contents}],
});

/** BYTES as they stand in raw contents: each with its length before it. */
const strings = (...words) => Buffer.concat(words.flatMap((word) => {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(Buffer.byteLength(word));
  return [length, Buffer.from(word)];
}));

async function all(who, at) {
  const client = new theirs.GRPCInferenceService(at, grpc.credentials.createInsecure());
  const infer = (request, options) => call(client, 'ModelInfer', request, options);
  const gives = async (request, bytes) => {
    const answer = await infer(request);
    return answer.raw_output_contents.length === 1 && answer.raw_output_contents[0].equals(bytes);
  };
  const six = [1, 2, 3, 4, 5, 6.5];
  const line = floats(six.map((x) => 2 * x + 1));
  await check(`${who}: live and ready`, async () =>
    (await call(client, 'ServerLive', {})).live && (await call(client, 'ServerReady', {})).ready);
  await check(`${who}: the model is ready, an unknown one is not`, async () =>
    (await call(client, 'ModelReady', {name: 'line'})).ready && !(await call(client, 'ModelReady', {name: 'nobody'})).ready);
  await check(`${who}: metadata`, async () =>
    String((await call(client, 'ModelMetadata', {name: 'line'})).inputs[0].shape[0]) === '-1');
  await check(`${who}: the repository lists the models`, async () =>
    (await call(client, 'RepositoryIndex', {})).models.some((model) => model.name === 'words'));
  await check(`${who}: raw contents`, () => gives(raw('line', 'FP32', [2, 3], floats(six)), line));
  await check(`${who}: the id comes back`, async () => (await infer(raw('line', 'FP32', [2, 3], floats(six)))).id === '17');
  await check(`${who}: typed contents, answered raw`, () =>
    gives(typed('line', 'FP32', [2, 3], {fp32_contents: six}), line));
  const words = strings('one', '', 'größe 靴');
  await check(`${who}: BYTES, raw`, () => gives(raw('words', 'BYTES', [3], words), words));
  await check(`${who}: BYTES, typed, answered raw`, () => gives(
    typed('words', 'BYTES', [3], {bytes_contents: ['one', '', 'größe 靴'].map((word) => Buffer.from(word))}), words));
  await check(`${who}: a deadline`, async () =>
    (await infer(raw('line', 'FP32', [2, 3], floats(six)), {deadline: Date.now() + 30000})).model_name === 'line');
  await check(`${who}: raw and typed contents at once are refused`, () => refused(
    infer({...typed('line', 'FP32', [2, 3], {fp32_contents: six}), raw_input_contents: [floats(six)]}),
    grpc.status.INVALID_ARGUMENT, 'contents'));
  await check(`${who}: raw contents that are too short are refused`, () => refused(
    infer(raw('line', 'FP32', [2, 3], floats(six.slice(1)))), grpc.status.INVALID_ARGUMENT, 'x'));
  await check(`${who}: an unknown model is not found`, () => refused(
    infer(raw('nobody', 'FP32', [2, 3], floats(six))), grpc.status.NOT_FOUND, 'nobody'));
  await check(`${who}: with stubs from our own description`, async () => {
    const own = new ours.GRPCInferenceService(at, grpc.credentials.createInsecure());
    const answer = await call(own, 'ModelInfer', raw('line', 'FP32', [2, 3], floats(six)));
    own.close();
    return answer.raw_output_contents[0].equals(line);
  });
  await check(`${who}: grpc.health.v1`, async () => {
    const stub = new health.Health(at, grpc.credentials.createInsecure());
    const answer = await call(stub, 'Check', {service: ''});
    stub.close();
    return answer.status === 'SERVING' || answer.status === 1;
  });
  client.close();
}

(async () => {
  await all('grpc-js, gateway', gateway);
  await all('grpc-js, agent', agent);
  process.exit(failed ? 1 : 0);
})();
