"""The networks, the data and the noise schedule that train.py and report.py share."""

import gzip
import math
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DATA = pathlib.Path("/usr/share/datasets/fashion-mnist")
CLASSES = ["t-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
           "ankle boot"]
TRAIN_STEPS = 1000
CONDITION = 64


def images(split):
    """Pictures of one split as floats in [-1, 1], N x 1 x 28 x 28."""
    with gzip.open(DATA / f"{split}-images-idx3-ubyte.gz") as f:
        raw = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return torch.from_numpy(raw.astype(np.float32) / 127.5 - 1)


def labels(split):
    with gzip.open(DATA / f"{split}-labels-idx1-ubyte.gz") as f:
        return torch.from_numpy(np.frombuffer(f.read(), np.uint8, offset=8).astype(np.int64))


def alphas_cumprod():
    """The schedule `squaredcos_cap_v2` (Nichol and Dhariwal 2021, betas capped at 0.999)."""
    bar = lambda t: math.cos((t + 0.008) / 1.008 * math.pi / 2) ** 2
    betas = [min(1 - bar((i + 1) / TRAIN_STEPS) / bar(i / TRAIN_STEPS), 0.999)
             for i in range(TRAIN_STEPS)]
    return torch.from_numpy(np.cumprod(1 - np.array(betas)).astype(np.float32))


class Block(nn.Module):
    """Two convolutions; time and condition scale and shift what is between them (FiLM)."""

    def __init__(self, before, after, signal):
        super().__init__()
        self.norm1 = nn.GroupNorm(8, before)
        self.conv1 = nn.Conv2d(before, after, 3, padding=1)
        self.film = nn.Linear(signal, 2 * after)
        self.norm2 = nn.GroupNorm(8, after)
        self.conv2 = nn.Conv2d(after, after, 3, padding=1)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, signal):
        h = self.conv1(F.silu(self.norm1(x)))
        scale, shift = self.film(signal)[:, :, None, None].chunk(2, dim=1)
        h = self.conv2(F.silu(self.norm2(h) * (1 + scale) + shift))
        return self.skip(x) + h


def twice(x):
    return F.interpolate(x, scale_factor=2.0, mode="nearest")


class UNet(nn.Module):
    """sample N x 1 x 28 x 28, timestep N (0 to 999), condition N x 64 (zeros: none); predicts v."""

    def __init__(self, fine=32, middle=64, coarse=96, signal=128):
        super().__init__()
        self.register_buffer("frequencies", torch.exp(torch.linspace(0, math.log(1000), 32)))
        self.time = nn.Sequential(nn.Linear(64, signal), nn.SiLU(), nn.Linear(signal, signal))
        self.condition = nn.Linear(CONDITION, signal, bias=False)
        self.into = nn.Conv2d(1, fine, 3, padding=1)
        self.down28 = Block(fine, fine, signal)
        self.shrink14 = nn.Conv2d(fine, middle, 3, stride=2, padding=1)
        self.down14 = Block(middle, middle, signal)
        self.shrink7 = nn.Conv2d(middle, coarse, 3, stride=2, padding=1)
        self.bottom = nn.ModuleList([Block(coarse, coarse, signal) for _ in range(2)])
        self.grow14 = nn.Conv2d(coarse, middle, 3, padding=1)
        self.up14 = Block(2 * middle, middle, signal)
        self.grow28 = nn.Conv2d(middle, fine, 3, padding=1)
        self.up28 = Block(2 * fine, fine, signal)
        self.norm = nn.GroupNorm(8, fine)
        self.out = nn.Conv2d(fine, 1, 3, padding=1)

    def forward(self, sample, timestep, condition):
        phase = timestep[:, None] / TRAIN_STEPS * self.frequencies[None, :]
        signal = self.time(torch.cat([phase.sin(), phase.cos()], dim=1)) + self.condition(condition)
        signal = F.silu(signal)
        at28 = self.down28(self.into(sample), signal)
        at14 = self.down14(self.shrink14(at28), signal)
        h = self.shrink7(at14)
        for block in self.bottom:
            h = block(h, signal)
        h = self.up14(torch.cat([twice(self.grow14(h)), at14], dim=1), signal)
        h = self.up28(torch.cat([twice(self.grow28(h)), at28], dim=1), signal)
        return self.out(F.silu(self.norm(h)))


class Painter(nn.Module):
    """What is trained: the UNet and one condition vector per class."""

    def __init__(self):
        super().__init__()
        self.unet = UNet()
        self.table = nn.Embedding(len(CLASSES), CONDITION)

    def forward(self, sample, timestep, kind, keep):
        return self.unet(sample, timestep, self.table(kind) * keep[:, None])


class Judge(nn.Module):
    """A small classifier, 28 x 28 in [-1, 1] to ten logits; never used while making a picture."""

    def __init__(self):
        super().__init__()
        def layer(a, b, stride):
            return [nn.Conv2d(a, b, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(b),
                    nn.ReLU()]
        self.features = nn.Sequential(*layer(1, 24, 1), *layer(24, 48, 2), *layer(48, 48, 1),
                                      *layer(48, 96, 2), *layer(96, 96, 1))
        self.drop = nn.Dropout(0.3)
        self.head = nn.Linear(96, len(CLASSES))

    def forward(self, image):
        return self.head(self.drop(self.features(image).mean(dim=(2, 3))))
