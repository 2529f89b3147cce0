"""Trains the two networks on Fashion-MNIST, on a CPU, from a fixed seed.

  train.py painter FOLDER [--stop 1116]   the diffusion model; checkpoints go to FOLDER
  train.py judge FOLDER                    the classifier that judges pictures

Needs Debian's python3-torch and dataset-fashion-mnist. The learning rate falls with the number of
steps, not with the time that passed, so a second run on the same machine gives the same weights.
"""

import argparse
import copy
import json
import math
import pathlib
import time

import torch
import torch.nn.functional as F

import fashion

SEED = 20261129


def log(folder, name, **row):
    line = json.dumps(row)
    print(line, flush=True)
    with open(folder / f"{name}.log", "a") as f:
        f.write(line + "\n")


def painter(folder, steps, stop, batch=128, rate=2e-3, drop=0.12):
    torch.manual_seed(SEED)
    pictures, kinds = fashion.images("train"), fashion.labels("train")
    bars = fashion.alphas_cumprod()
    model = fashion.Painter()
    average = copy.deepcopy(model).eval()
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-4)
    start, loss_mean, order = time.time(), None, torch.empty(0, dtype=torch.long)
    saved = start
    for step in range(stop):
        warm = min(1.0, (step + 1) / 100)
        for group in optimiser.param_groups:
            group["lr"] = rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        if len(order) < batch:
            order = torch.randperm(len(pictures))
        chosen, order = order[:batch], order[batch:]
        clean, kind = pictures[chosen], kinds[chosen]
        when = torch.randint(0, fashion.TRAIN_STEPS, (batch,))
        a, s = bars[when].sqrt()[:, None, None, None], (1 - bars[when]).sqrt()[:, None, None, None]
        noise = torch.randn_like(clean)
        keep = (torch.rand(batch) >= drop).float()
        guess = model(a * clean + s * noise, when.float(), kind, keep)
        loss = F.mse_loss(guess, a * noise - s * clean)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        decay = min(0.998, (1 + step) / (10 + step))
        with torch.no_grad():
            for slow, fast in zip(average.parameters(), model.parameters()):
                slow.lerp_(fast, 1 - decay)
        value = loss.item()
        loss_mean = value if loss_mean is None else 0.98 * loss_mean + 0.02 * value
        last = step + 1 == stop
        if (step + 1) % 50 == 0 or last:
            log(folder, "painter", step=step + 1, seconds=round(time.time() - start),
                loss=round(loss_mean, 5))
        if time.time() - saved > 180 or last:
            saved = time.time()
            torch.save({"weights": average.state_dict(), "step": step + 1, "steps": steps,
                        "seconds": saved - start, "loss": loss_mean, "batch": batch,
                        "rate": rate, "drop": drop, "seed": SEED}, folder / "painter.part")
            (folder / "painter.part").replace(folder / "painter.pt")


def judge(folder, steps=900, batch=128, rate=3e-3):
    torch.manual_seed(SEED)
    pictures, kinds = fashion.images("train"), fashion.labels("train")
    model = fashion.Judge()
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=1e-3)
    start, order = time.time(), torch.empty(0, dtype=torch.long)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        if len(order) < batch:
            order = torch.randperm(len(pictures))
        chosen, order = order[:batch], order[batch:]
        loss = F.cross_entropy(model(pictures[chosen]), kinds[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if (step + 1) % 50 == 0:
            log(folder, "judge", step=step + 1, seconds=round(time.time() - start),
                loss=round(loss.item(), 4))
    model.eval()
    real, truth = fashion.images("t10k"), fashion.labels("t10k")
    with torch.no_grad():
        said = torch.cat([model(part).argmax(1) for part in real.split(500)])
    accuracy = (said == truth).float().mean().item()
    log(folder, "judge", steps=steps, accuracy=round(accuracy, 4))
    torch.save({"weights": model.state_dict(), "steps": steps, "accuracy": accuracy,
                "seconds": time.time() - start}, folder / "judge.pt")


if __name__ == "__main__":
    options = argparse.ArgumentParser()
    options.add_argument("what", choices=["painter", "judge"])
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--steps", type=int, default=1300)
    # The run whose weights are committed was ended here, on a machine that had other work to do;
    # the learning rate had fallen to 7 % of its peak.
    options.add_argument("--stop", type=int, default=1116)
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.what == "painter":
        painter(asked.folder, asked.steps, asked.stop)
    else:
        judge(asked.folder)
