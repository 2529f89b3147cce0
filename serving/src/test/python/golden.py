"""Writes what the Java code is compared with, from other people's code.

  golden.py FOLDER   (src/test/resources/dev/edgewise/serving/pipeline)

schedules.json: schedulers of the Python package diffusers 0.27.2 (with torch 1.13.1), run on four
numbers with a made-up network.  noise.json: SplitMix64 and Box-Muller, computed again here.
clip.json: the Python package tokenizers with the steps of CLIP's own tokenizer, on the small
vocabulary that is written beside it.
"""

import json
import math
import pathlib
import sys

import torch
from diffusers import DDIMScheduler, EulerDiscreteScheduler, PNDMScheduler
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

OUT = pathlib.Path(sys.argv[1])
START = [0.3, -1.2, 0.05, 2.0]


def network(x, t):
    return 0.7 * x - 0.2 * math.sin(t / 100) + 0.1 * torch.cos(3 * x)


def schedule(config, count):
    kind = {"DDIMScheduler": DDIMScheduler, "EulerDiscreteScheduler": EulerDiscreteScheduler}
    scheduler = kind[config["_class_name"]].from_config(config)
    scheduler.set_timesteps(count)
    x = torch.tensor(START, dtype=torch.float64).reshape(1, 1, 2, 2) * float(scheduler.init_noise_sigma)
    after = []
    for t in scheduler.timesteps:
        scaled = scheduler.scale_model_input(x, t)
        more = {"use_clipped_model_output": True} if config.get("use_clipped_model_output") else {}
        x = scheduler.step(network(scaled, float(t)), t, x, **more).prev_sample.double()
        after.append([float(v) for v in x.flatten()])
    return {"config": config, "count": count, "levels": [float(t) for t in scheduler.timesteps],
            "startScale": float(scheduler.init_noise_sigma),
            "after": after if count < 10 else after[-1:]}


def schedules():
    cases = []
    for betas in (dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
                  dict(beta_schedule="linear", beta_start=0.0001, beta_end=0.02),
                  dict(beta_schedule="squaredcos_cap_v2")):
        for prediction in ("epsilon", "v_prediction"):
            for spacing in ("leading", "trailing", "linspace"):
                for count in (1, 7, 30):
                    for kind in ("DDIMScheduler", "EulerDiscreteScheduler"):
                        cosine = betas["beta_schedule"] == "squaredcos_cap_v2"
                        if cosine and (prediction == "epsilon" or kind[0] == "E"):
                            # Divides by the square root of 2e-9 there: numbers without meaning.
                            continue
                        config = dict(_class_name=kind, num_train_timesteps=1000,
                                      prediction_type=prediction, timestep_spacing=spacing, **betas)
                        config["steps_offset"] = 1 if spacing == "leading" else 0
                        if kind == "DDIMScheduler":
                            config["clip_sample"] = count == 7
                            config["set_alpha_to_one"] = count != 30
                            if count == 7 and spacing == "trailing":
                                config["use_clipped_model_output"] = True
                        cases.append(schedule(config, count))
    return {"network": "0.7 x - 0.2 sin(t / 100) + 0.1 cos(3 x)", "start": START, "cases": cases}


def noise(seed, count):
    state, out = seed, []

    def uniform():
        nonlocal state
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return (((z ^ (z >> 31)) >> 11) + 1) * 2.0**-53

    while len(out) < count:
        r, a = math.sqrt(-2 * math.log(uniform())), 2 * math.pi * uniform()
        out += [r * math.cos(a), r * math.sin(a)]
    return out[:count]


def letters():
    plain = [*range(33, 127), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [b for b in range(256) if b not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(rest))]


def clip():
    merges = ["t h", "th e</w>", "a n", "an k", "l e</w>", "ank le</w>", "b o", "bo o", "boo t</w>",
              "c a", "ca t</w>", "r e</w>", "' s</w>", "o f</w>", "Ã ©", "1 0"]
    tokens = letters()
    tokens += [t + "</w>" for t in tokens] + [m.replace(" ", "") for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {t: i for i, t in enumerate(tokens)}
    (OUT / "clip").mkdir(exist_ok=True)
    (OUT / "clip" / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    (OUT / "clip" / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", "utf-8")
    made = Tokenizer(models.BPE(vocab=vocabulary, merges=[tuple(m.split()) for m in merges],
                                continuing_subword_prefix="", end_of_word_suffix="</w>",
                                unk_token="<|endoftext|>"))
    made.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""),
                             behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])
    start, end = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    cases = []
    for text in ["", "the ankle boot", "The CAT'S  boot, of 100 euros!", "café Ünïcode — ½ 日本",
                 "e\u0301 and é are one", "tabs\tand\nlines\u00a0too", "we're can't I'll 'tis",
                 "emoji 🙂🙂 end", "...!!!??", "a1b2c3 x²", "the " * 100, "ß ẞ İ ı"]:
        ids = made.encode(text).ids[:75]
        cases.append({"text": text, "ids": [start, *ids, end, *[end] * (75 - len(ids))]})
    return cases


def write(name, value):
    (OUT / name).write_text(json.dumps(value, ensure_ascii=True).replace("}, {", "},\n{") + "\n", "utf-8")


write("schedules.json", schedules())
write("noise.json", {str(s): noise(s, 9) for s in (0, 1, 42, 2**63 + 5)})
write("clip.json", clip())
