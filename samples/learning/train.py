"""Data-parallel training in plain Python: a line through noisy points, by gradient descent.

Each rank takes its part of every batch; the ranks add up their gradients through rank 0, as
distributed data parallel does. So the curve is that of one process with the whole batch.
"""

import argparse
import json
import os
import random
import socket
import struct
import time


class Ranks:
    """Adds up numbers over all ranks, through rank 0."""

    def __init__(self):
        self.rank = int(os.environ.get("RANK", "0"))
        self.size = int(os.environ.get("WORLD_SIZE", "1"))
        where = (os.environ.get("MASTER_ADDR", "127.0.0.1"), int(os.environ.get("MASTER_PORT", "29500")))
        self.peers = []
        if self.size == 1:
            return
        if self.rank == 0:
            server = socket.create_server(where)
            server.settimeout(60)
            others = {}
            while len(others) < self.size - 1:
                peer, _ = server.accept()
                peer.settimeout(60)
                others[struct.unpack("!i", receive(peer, 4))[0]] = peer
            # Always added up in the same order, so that a run can be repeated to the last bit.
            self.peers = [others[rank] for rank in sorted(others)]
        else:
            self.peers = [connect(where)]
            self.peers[0].sendall(struct.pack("!i", self.rank))

    def add(self, values):
        form = "!%dd" % len(values)
        if self.rank == 0:
            total = list(values)
            for peer in self.peers:
                part = struct.unpack(form, receive(peer, struct.calcsize(form)))
                total = [a + b for a, b in zip(total, part)]
            for peer in self.peers:
                peer.sendall(struct.pack(form, *total))
            return total
        self.peers[0].sendall(struct.pack(form, *values))
        return list(struct.unpack(form, receive(self.peers[0], struct.calcsize(form))))


def connect(where):
    until = time.monotonic() + 60
    while True:
        try:
            peer = socket.create_connection(where, timeout=60)
            return peer
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def receive(peer, size):
    data = b""
    while len(data) < size:
        more = peer.recv(size - len(data))
        if not more:
            raise ConnectionError("a rank has gone")
        data += more
    return data


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--steps", type=int, default=200)
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--pause", type=float, default=0.0)
    options = options.parse_args()

    checkpoints = os.environ.get("EDGEWISE_TRAINING_CHECKPOINTS", ".")
    output = os.environ.get("EDGEWISE_TRAINING_OUTPUT", ".")
    weights, first = [0.0, 0.0], 0
    resume = os.environ.get("EDGEWISE_TRAINING_RESUME")
    if resume:
        with open(resume) as file:
            state = json.load(file)
        weights, first = state["weights"], state["step"]
        print("goes on from step", first)

    ranks = Ranks()
    curve = []
    begun = time.monotonic()
    for step in range(first, options.steps):
        # All ranks draw the same batch, and each takes every size-th point of it.
        chance = random.Random(options.seed * 1_000_003 + step)
        points = [(x, 3 * x - 1 + chance.gauss(0, 0.1)) for x in (chance.uniform(-1, 1) for _ in range(options.batch))]
        loss = slope = offset = 0.0
        for x, y in points[ranks.rank :: ranks.size]:
            error = weights[0] * x + weights[1] - y
            loss += error * error
            slope += 2 * error * x
            offset += 2 * error
        loss, slope, offset = [value / options.batch for value in ranks.add([loss, slope, offset])]
        weights = [weights[0] - 0.1 * slope, weights[1] - 0.1 * offset]
        curve.append(loss)
        speed = (step + 1 - first) * options.batch / max(1e-9, time.monotonic() - begun)
        if step % 10 == 9:
            print("@edgewise step=%d loss=%.6g samples_per_second=%.1f" % (step + 1, loss, speed))
            if ranks.rank == 0:
                with open(os.path.join(checkpoints, "line.json"), "w") as file:
                    json.dump({"step": step + 1, "weights": weights}, file)
                print("@edgewise checkpoint=line.json step=%d" % (step + 1))
        time.sleep(options.pause)
    if ranks.rank == 0:
        with open(os.path.join(output, "line.json"), "w") as file:
            json.dump({"weights": weights, "loss": curve[-1], "curve": curve}, file)
        print("y = %.4f x + %.4f" % (weights[0], weights[1]))


if __name__ == "__main__":
    main()
