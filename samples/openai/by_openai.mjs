// OpenAI's own package for JavaScript, with its defaults, against a gateway:
//
//   by_openai.mjs HTTP TEXT_MODEL EMBEDDING_MODEL PICTURE_MODEL
//
// One line per check. What needs a model that the fleet does not have is skipped, by name.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.env.EDGEWISE_SAMPLE_MODULES);
const { OpenAI } = require('openai');
const { version } = JSON.parse(readFileSync(`${process.env.EDGEWISE_SAMPLE_MODULES}node_modules/openai/package.json`));

const [http, text, embedder, painter] = process.argv.slice(2);
const who = `openai for JavaScript ${version}`;
// The key is needed by the package, and looked at by nobody.
const client = new OpenAI({ baseURL: `http://${http}/v1`, apiKey: 'none' });
let failed = 0;

function check(what, ok, why = '') {
  console.log(`${ok ? 'ok' : 'not ok'} ${who}: ${what}${ok || !why ? '' : ` [${why}]`}`);
  failed += ok ? 0 : 1;
}

async function raised(what, kind, call, fields = {}) {
  try {
    await call();
  } catch (e) {
    const wrong = Object.keys(fields).filter((name) => e[name] !== fields[name]);
    const keys = e.error && ['message', 'type', 'param', 'code'].every((key) => key in e.error);
    check(`${what}: ${kind.name}`, e.constructor === kind && !wrong.length && keys, `${e.constructor.name} ${e.message} ${wrong}`);
    return;
  }
  check(`${what}: ${kind.name}`, false, 'nothing was thrown');
}

async function all(stream) {
  const items = [];
  for await (const item of await stream) items.push(item);
  return items;
}

const models = await all(client.models.list());
const there = new Set(models.map((model) => model.id));
const has = (model, what) => {
  if (!there.has(model)) console.log(`skip ${who}: ${what}: the fleet has no model ${model}`);
  return there.has(model);
};
check('models.list', models.every((model) => model.object === 'model'));
if (models.length) check('models.retrieve', (await client.models.retrieve(models[0].id)).id === models[0].id);

const messages = [{ role: 'user', content: 'The capital of France is' }];
if (has(text, 'chat and completions')) {
  const asked = { model: text, messages, max_completion_tokens: 12, temperature: 0 };
  const whole = await client.chat.completions.create(asked);
  const said = whole.choices[0].message.content;
  check('chat', said.length > 0 && whole.usage.completion_tokens > 0);
  const chunks = await all(client.chat.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } }));
  check('chat: a stream with the same words', chunks.map((c) => c.choices[0]?.delta.content ?? '').join('') === said);
  check('chat: usage ends the stream', chunks.at(-1).usage.total_tokens === whole.usage.total_tokens);
  const helped = await client.chat.completions.stream(asked).finalContent();
  check("chat: the package's own accumulation", helped === said);
  const written = await client.completions.create({ model: text, prompt: 'One, two, three,', max_tokens: 8, temperature: 0 });
  const pieces = await all(
    client.completions.create({ model: text, prompt: 'One, two, three,', max_tokens: 8, temperature: 0, stream: true }),
  );
  check('completions: whole and as a stream', pieces.map((p) => p.choices[0].text).join('') === written.choices[0].text);
  await raised('top_p 2', OpenAI.BadRequestError, () => client.chat.completions.create({ ...asked, top_p: 2 }), { param: 'top_p' });
  await raised(
    'a label that must not come here',
    OpenAI.PermissionDeniedError,
    () => client.chat.completions.create(asked, { headers: { 'Edgewise-Label': 'local-only' } }),
    { code: 'EW6017' },
  );
}
if (has(embedder, 'embeddings')) {
  // Asked for as base64, and turned back by the package.
  const made = await client.embeddings.create({ model: embedder, input: ['a cup of coffee', 'an ankle boot'] });
  const plain = await client.embeddings.create({ model: embedder, input: 'a cup of coffee', encoding_format: 'float' });
  const [x, y] = [made.data[0].embedding, plain.data[0].embedding];
  check(`embeddings: base64 and float are the same (${x.length})`, x.length > 9 && x.every((v, i) => v === Math.fround(y[i])));
  check('embeddings: usage', made.usage.prompt_tokens > 4);
}
if (has(painter, 'images')) {
  const asked = { model: painter, prompt: 'a sneaker', num_inference_steps: 6, rng_seed: 7 };
  const made = await client.images.generate({ ...asked, response_format: 'b64_json' });
  check('images: a PNG', Buffer.from(made.data[0].b64_json, 'base64').subarray(1, 4).toString() === 'PNG');
  const events = await all(client.images.generate({ ...asked, stream: true, partial_images: 2 }));
  check(
    'images: partial pictures, then the whole',
    events.map((e) => e.type.split('.')[1]).join() === 'partial_image,partial_image,completed' &&
      events.at(-1).b64_json === made.data[0].b64_json,
    events.map((e) => e.type).join(),
  );
  await raised('size 5x5', OpenAI.BadRequestError, () => client.images.generate({ ...asked, size: '5x5' }), { param: 'size' });
}
await raised(
  'an unknown model',
  OpenAI.NotFoundError,
  () => client.chat.completions.create({ model: 'nobody', messages }),
  { code: 'model_not_found', param: 'model', status: 404 },
);
process.exit(failed ? 1 : 0);
