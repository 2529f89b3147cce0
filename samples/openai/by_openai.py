"""OpenAI's own Python package, with its defaults, against a gateway:

    by_openai.py HTTP TEXT_MODEL EMBEDDING_MODEL PICTURE_MODEL

One line per check. What needs a model that the fleet does not have is skipped, by name.
"""

import asyncio
import base64
import math
import struct
import sys
import urllib.request

import openai
from checks import Checks

http, text, embedder, painter = sys.argv[1:]
checks = Checks("openai for Python " + openai.__version__)
# The key is needed by the package, and looked at by nobody.
client = openai.OpenAI(base_url=f"http://{http}/v1", api_key="none")
quick = client.with_options(max_retries=0)
there = {}


def has(model, what):
    if model in there:
        return True
    print(f"skip {checks.who}: {what}: the fleet has no model {model}", flush=True)
    return False


def raised(what, kind, call, **fields):
    """The call must end with exactly that exception, and its body must say so."""
    try:
        call()
    except openai.APIError as e:
        wrong = {name: getattr(e, name, None) for name in fields if getattr(e, name, None) != fields[name]}
        keys = isinstance(e.body, dict) and {"message", "type", "param", "code"} <= set(e.body)
        ok = type(e) is kind and not wrong and keys
        return checks.check(f"{what}: {kind.__name__}" + ("" if ok else f" [{type(e).__name__} {e} {wrong}]"), ok)
    return checks.check(f"{what}: {kind.__name__} (nothing was raised)", False)


# ---------------------------------------------------------------- models

listed = client.models.list().data
there = {model.id: model for model in listed}
checks.check("models.list", all(m.object == "model" and m.owned_by and isinstance(m.created, int) for m in listed))
if listed:
    checks.check("models.retrieve", client.models.retrieve(listed[0].id).id == listed[0].id)
raised(
    "models.retrieve of an unknown one",
    openai.NotFoundError,
    lambda: client.models.retrieve("nobody"),
    code="model_not_found",
    status_code=404,
)

# ---------------------------------------------------------------- chat, completions

talk = [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "The capital of France is"}]


def chat_checks():
    def chat(**more):
        return client.chat.completions.create(model=text, messages=talk, max_tokens=12, temperature=0, **more)

    whole = chat()
    choice = whole.choices[0]
    checks.check("chat: an assistant's message", choice.message.role == "assistant" and choice.message.content)
    checks.check("chat: finish_reason", choice.finish_reason in ("stop", "length"))
    usage = whole.usage
    checks.check(
        f"chat: usage ({usage.prompt_tokens} + {usage.completion_tokens})",
        usage.prompt_tokens > 3
        and 0 < usage.completion_tokens <= 12
        and usage.total_tokens == usage.prompt_tokens + usage.completion_tokens,
    )
    checks.check("chat: the request's id is its decision", whole._request_id)

    chunks = list(chat(stream=True, stream_options={"include_usage": True}))
    spoken = [chunk for chunk in chunks if chunk.choices]
    said = "".join(chunk.choices[0].delta.content or "" for chunk in spoken)
    checks.check("stream: the same words as in one piece", said == choice.message.content)
    checks.check("stream: the role comes first", spoken[0].choices[0].delta.role == "assistant")
    checks.check("stream: one id and one time", len({(c.id, c.created, c.model, c.object) for c in chunks}) == 1)
    checks.check(
        "stream: finish_reason comes last, once",
        [c.choices[0].finish_reason for c in spoken if c.choices[0].finish_reason] == [choice.finish_reason]
        and spoken[-1].choices[0].finish_reason is not None,
    )
    counted = chunks[-1].usage
    checks.check(
        "stream: usage on request",
        (counted.prompt_tokens, counted.completion_tokens) == (usage.prompt_tokens, usage.completion_tokens)
        and not chunks[-1].choices,
    )
    checks.check("stream: no usage unasked", all(c.usage is None for c in chat(stream=True)))

    with client.chat.completions.stream(model=text, messages=talk, max_tokens=8, temperature=0) as stream:
        try:
            helped = stream.get_final_completion()
        except openai.LengthFinishReasonError as e:  # which it throws for what ended so, with all that came
            helped = e.completion
    checks.check("stream: the package's own accumulation", helped.choices[0].message.content)

    async def together():
        async with openai.AsyncOpenAI(base_url=f"http://{http}/v1", api_key="none") as many:

            async def one(seed):
                parts = []
                async for chunk in await many.chat.completions.create(
                    model=text, messages=talk, max_tokens=12, temperature=1, seed=seed, stream=True
                ):
                    parts += [chunk.choices[0].delta.content or ""] if chunk.choices else []
                return "".join(parts)

            return await asyncio.gather(one(7), one(7), one(8))

    first, again, other = asyncio.run(together())
    checks.check("stream: two at once with one seed say the same", first == again and first)
    checks.check("stream: another seed says something else", other != first)

    stream = client.chat.completions.create(model=text, messages=talk, max_tokens=400, stream=True)
    for number, _ in enumerate(stream):
        if number == 3:
            break
    stream.close()
    checks.check("stream: given up in the middle, the next call works", chat().choices[0].message.content)

    written = client.completions.create(model=text, prompt="One, two, three,", max_tokens=8, temperature=0)
    checks.check("completions: a text", written.object == "text_completion" and written.choices[0].text)
    pieces = list(
        client.completions.create(model=text, prompt="One, two, three,", max_tokens=8, temperature=0, stream=True)
    )
    checks.check(
        "completions: the same as a stream", "".join(p.choices[0].text for p in pieces) == written.choices[0].text
    )
    stopped = client.completions.create(
        model=text, prompt="One, two, three,", max_tokens=30, temperature=0, stop=[" five", "5"]
    )
    checks.check(
        "completions: a stop string ends it, and is not in it",
        "five" not in stopped.choices[0].text and stopped.choices[0].finish_reason == "stop",
    )

    def ask(**fields):
        return lambda: client.chat.completions.create(**{"model": text, "messages": talk, **fields})

    raised("temperature 5", openai.BadRequestError, ask(temperature=5), param="temperature", type="invalid_request_error")
    raised("a tool", openai.BadRequestError, ask(tools=[{"type": "function", "function": {"name": "f"}}]), param="tools")
    raised("an unknown field", openai.BadRequestError, ask(extra_body={"temprature": 1}), param="temprature")
    raised(
        "a label that must not come here",
        openai.PermissionDeniedError,
        ask(extra_headers={"Edgewise-Label": "local-only"}),
        code="EW6017",
    )

    def late():
        for _ in quick.chat.completions.create(
            model=text, messages=talk, max_tokens=2000, stream=True, extra_headers={"Edgewise-Deadline": "1s"}
        ):
            pass

    try:
        late()
        checks.check("a stream that runs out of time raises", False)
    except openai.APIError as e:
        checks.check(f"a stream that runs out of time raises: {type(e).__name__} {e.code}", e.code == "EW6002")


def embedding_checks():
    words = ["a cup of coffee on a table", "a mug of espresso", "an ankle boot"]
    made = client.embeddings.create(model=embedder, input=words)
    points = [item.embedding for item in made.data]
    checks.check(
        f"embeddings: as floats, asked for as base64 ({len(points[0])})",
        [item.index for item in made.data] == [0, 1, 2] and all(isinstance(x, float) for x in points[0]),
    )
    plain = client.embeddings.create(model=embedder, input=words[0], encoding_format="float")
    checks.check("embeddings: the same as plain numbers", plain.data[0].embedding == points[0])
    packed = client.embeddings.create(model=embedder, input=words[0], encoding_format="base64").data[0].embedding
    raw = base64.b64decode(packed)
    checks.check(
        "embeddings: base64 is little-endian float32", list(struct.unpack(f"<{len(raw) // 4}f", raw)) == points[0]
    )
    checks.check(
        f"embeddings: usage ({made.usage.prompt_tokens})",
        made.usage.prompt_tokens > 10 and made.usage.total_tokens == made.usage.prompt_tokens,
    )

    def like(a, b):
        return sum(x * y for x, y in zip(a, b))

    checks.check("embeddings: of length 1", math.isclose(like(points[0], points[0]), 1, abs_tol=1e-3))
    checks.check("embeddings: coffee is nearer to espresso than to a boot", like(*points[:2]) > like(points[0], points[2]))
    raised("no text", openai.BadRequestError, lambda: client.embeddings.create(model=embedder, input=[]), param="input")
    raised(
        "token numbers", openai.BadRequestError, lambda: client.embeddings.create(model=embedder, input=[1, 2]), param="input"
    )


def picture_checks():
    def picture(**more):
        return client.images.generate(
            model=painter, prompt="a sneaker", extra_body={"num_inference_steps": 6, "rng_seed": 7}, **more
        )

    def png(data):
        return base64.b64decode(data)

    made = picture(response_format="b64_json")
    first = png(made.data[0].b64_json)
    checks.check("images: a PNG", first.startswith(b"\x89PNG") and made.created > 1_600_000_000)
    url = picture().data[0].url
    with urllib.request.urlopen(url) as got:
        checks.check("images: an address that gives the same picture", got.read() == first)
    two = picture(n=2, response_format="b64_json")
    checks.check("images: two", len(two.data) == 2)
    events = list(picture(stream=True, partial_images=2))
    kinds = [event.type for event in events]
    checks.check(
        f"images: partial pictures, then the whole ({', '.join(kinds)})",
        kinds == ["image_generation.partial_image"] * 2 + ["image_generation.completed"]
        and [event.partial_image_index for event in events[:-1]] == [0, 1]
        and all(png(event.b64_json).startswith(b"\x89PNG") for event in events),
    )
    checks.check("images: the whole is that of one piece", png(events[-1].b64_json) == first)
    checks.check(
        "images: a stream without partial ones", [e.type for e in picture(stream=True)] == ["image_generation.completed"]
    )
    raised("a size that the model has not", openai.BadRequestError, lambda: picture(size="1024x1024"), param="size")


if has(text, "chat and completions"):
    chat_checks()
if has(embedder, "embeddings"):
    embedding_checks()
if has(painter, "images"):
    picture_checks()
raised(
    "chat with an unknown model",
    openai.NotFoundError,
    lambda: client.chat.completions.create(model="nobody", messages=talk),
    code="model_not_found",
    param="model",
    type="invalid_request_error",
)
if embedder in there:
    raised(
        "chat with a model of another kind",
        openai.NotFoundError,
        lambda: client.chat.completions.create(model=embedder, messages=talk),
        code="model_not_found",
    )
raised("a path that is not offered", openai.NotFoundError, lambda: client.files.list())
checks.end()
