"""Trains ResNet-20 with PyTorch, as a worker of the comparison with other libraries.

usage: train_resnet20.py THREADS FILE

FILE has the initial parameters under PyTorch's names, and `images` [N, 3, 32, 32] and `labels` [N], as float32 in the
safetensors format. The answers to the lines of the standard input, each one line:

    version                             the version of PyTorch
    prepare MILLISECONDS ... BATCH      the loss of the third batch, after two steps; then training goes on until no step
                                        has become faster for so long
    steps MILLISECONDS                  the nanoseconds that the batch, forward with the loss, backward and the optimiser
                                        took, for each step in so many milliseconds, one at least

An answer begins with "= ", and with "! " where it tells why there is none.
"""

import ctypes
import json
import os
import signal
import sys
import time

RATE, MOMENTUM, WEIGHT_DECAY = 0.1, 0.9, 1e-4
CHECKED_STEPS = 3
IMPROVEMENT = 0.95
SIGNAL_AT_DEATH_OF_PARENT = 1


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def make_network():
    """ResNet-20 for CIFAR-10 with zero-padded shortcuts, He et al. 2015, section 4.2."""
    nn, relu, pad = torch.nn, torch.nn.functional.relu, torch.nn.functional.pad

    class Block(nn.Module):
        def __init__(self, channels, out_channels, stride):
            super().__init__()
            self.conv1 = nn.Conv2d(channels, out_channels, 3, stride, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(out_channels)
            self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
            self.bn2 = nn.BatchNorm2d(out_channels)
            self.stride, self.added = stride, (out_channels - channels) // 2

        def forward(self, x):
            y = self.bn2(self.conv2(relu(self.bn1(self.conv1(x)))))
            if self.stride > 1:
                x = pad(x[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, self.added, self.added))
            return relu(y + x)

    class ResNet20(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv1 = nn.Conv2d(3, 16, 3, 1, 1, bias=False)
            self.bn1 = nn.BatchNorm2d(16)
            self.layer1 = nn.Sequential(Block(16, 16, 1), Block(16, 16, 1), Block(16, 16, 1))
            self.layer2 = nn.Sequential(Block(16, 32, 2), Block(32, 32, 1), Block(32, 32, 1))
            self.layer3 = nn.Sequential(Block(32, 64, 2), Block(64, 64, 1), Block(64, 64, 1))
            self.linear = nn.Linear(64, 10)

        def forward(self, x):
            x = relu(self.bn1(self.conv1(x)))
            x = self.layer3(self.layer2(self.layer1(x)))
            return self.linear(x.mean((2, 3)))

    return ResNet20()


class Training:
    """A network in training, its images in PyTorch's fastest layout for convolutions on processors."""

    def __init__(self, path, batch):
        tensors = read_safetensors(path)
        self.images, self.labels = tensors.pop("images"), tensors.pop("labels").long()
        self.batch, self.next, self.loss = batch, 0, 0.0
        network = make_network()
        missing, unexpected = network.load_state_dict(tensors, strict=False)
        if unexpected or not all(name.endswith("num_batches_tracked") for name in missing):
            raise ValueError("the parameters do not fit: missing %s, unexpected %s" % (missing, unexpected))
        self.network = network.to(memory_format=torch.channels_last)
        self.optimiser = torch.optim.SGD(
            self.network.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=WEIGHT_DECAY)

    def step(self):
        begin = time.perf_counter_ns()
        chosen = slice(self.next, self.next + self.batch)
        images = self.images[chosen].contiguous(memory_format=torch.channels_last)
        labels = self.labels[chosen]
        self.next = (self.next + self.batch) % len(self.images)
        loaded = time.perf_counter_ns()
        loss = torch.nn.functional.cross_entropy(self.network(images), labels)
        self.loss = loss.item()
        forward = time.perf_counter_ns()
        self.optimiser.zero_grad()
        loss.backward()
        backward = time.perf_counter_ns()
        self.optimiser.step()
        end = time.perf_counter_ns()
        return loaded - begin, forward - loaded, backward - forward, end - backward


def prepare(path, batch, milliseconds):
    training = Training(path, batch)
    for _ in range(CHECKED_STEPS):
        training.step()
    loss = training.loss
    fastest, improved = float("inf"), time.perf_counter()
    while time.perf_counter() - improved < milliseconds / 1e3:
        nanoseconds = sum(training.step())
        if nanoseconds <= IMPROVEMENT * fastest:
            improved = time.perf_counter()
        fastest = min(fastest, nanoseconds)
    return training, loss


def steps(training, milliseconds, threads):
    if threads > 1:
        training.step()  # threads that have slept may lie on one processor for a while
    start, times = time.perf_counter(), []
    while not times or time.perf_counter() - start < milliseconds / 1e3:
        times.extend(training.step())
    return " ".join(map(str, times))


def serve(threads, path):
    training = None
    for line in sys.stdin:
        words = line.split()
        try:
            if words[0] == "version":
                answer = torch.__version__
            elif words[0] == "prepare":
                training, answer = prepare(path, int(words[-1]), int(words[1]))
            elif words[0] == "steps":
                answer = steps(training, int(words[1]), threads)
            else:
                raise ValueError("unknown: " + line)
            print("=", answer, flush=True)
        except Exception as e:
            print("!", " ".join(str(e).split()), flush=True)


def refuse(reason):
    for _ in sys.stdin:
        print("!", reason, flush=True)


if __name__ == "__main__":
    ctypes.CDLL(None).prctl(SIGNAL_AT_DEATH_OF_PARENT, signal.SIGKILL)
    thread_count = int(sys.argv[1])
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[-thread_count:])
    try:
        import torch
    except ImportError as error:
        refuse("%s has no torch: %s" % (sys.executable, error))
    else:
        torch.set_num_threads(thread_count)
        serve(thread_count, sys.argv[2])
