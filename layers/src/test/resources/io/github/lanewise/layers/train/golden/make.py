"""Writes the golden files beside it: small networks that PyTorch trains for ten steps, in float32.

Written with Python 3.11 and PyTorch 1.13.0a0 (Debian 12) on one thread:

    python3 make.py

Each CASE.safetensors has 16 images with their labels, the first parameters (state.NAME), the gradients of the first batch of
8 (gradient.NAME), the loss of each of ten steps over the two batches in turn, and the logits of the first batch afterwards,
in evaluation mode.
"""

import json
import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

FOLDER = Path(__file__).parent
STEPS, BATCH, CLASSES = 10, 8, 5


def conv3x3(inputs, outputs, stride):
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)


class ZeroPadded(nn.Module):
    def __init__(self, stride, before, after):
        super().__init__()
        self.stride, self.padding = stride, (0, 0, 0, 0, before, after)

    def forward(self, x):
        return functional.pad(x[:, :, :: self.stride, :: self.stride], self.padding)


def shortcut(option, inputs, outputs, stride):
    if option is None:
        return None
    if inputs == outputs and stride == 1:
        return nn.Identity()
    if option == "A":
        before = (outputs - inputs) // 2
        return ZeroPadded(stride, before, outputs - inputs - before)
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class Basic(nn.Module):
    def __init__(self, inputs, outputs, stride, option):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(inputs, outputs, stride), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = conv3x3(outputs, outputs, 1), nn.BatchNorm2d(outputs)
        self.shortcut = shortcut(option, inputs, outputs, stride)

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        return torch.relu(y if self.shortcut is None else y + self.shortcut(x))


class Bottleneck(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = conv3x3(width, width, stride), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, 4 * width, 1, bias=False), nn.BatchNorm2d(4 * width)
        self.shortcut = shortcut("B", inputs, 4 * width, stride)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(torch.relu(self.bn2(self.conv2(y)))))
        return torch.relu(y + self.shortcut(x))


class Images(nn.Module):
    def __init__(self, *blocks, outputs, stem=4):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(3, stem, 1), nn.BatchNorm2d(stem)
        for i, block in enumerate(blocks, 1):
            setattr(self, f"block{i}", block)
        self.blocks = len(blocks)
        self.fc = nn.Linear(outputs, CLASSES)

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        for i in range(1, self.blocks + 1):
            y = getattr(self, f"block{i}")(y)
        return self.fc(y.mean((2, 3)))


class Dense(nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(inputs, hidden), nn.Linear(hidden, outputs)
        self.shortcut = nn.Identity() if inputs == outputs else nn.Linear(inputs, outputs, bias=False)

    def forward(self, x):
        return torch.relu(self.fc2(torch.relu(self.fc1(x))) + self.shortcut(x))


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1, self.block2, self.fc = Dense(192, 12, 8), Dense(8, 6, 8), nn.Linear(8, CLASSES)

    def forward(self, x):
        return self.fc(self.block2(self.block1(x.flatten(1))))


def basic(option):
    return Images(Basic(4, 4, 1, option), Basic(4, 8, 2, option), Basic(8, 12, 2, option), outputs=12)


def squared_error(output, labels):
    return functional.mse_loss(output, functional.one_hot(labels, CLASSES).float())


def smoothed(output, labels):
    return functional.cross_entropy(output, labels, label_smoothing=0.1)


def sgd(**options):
    return lambda parameters: torch.optim.SGD(parameters, **options)


def write_safetensors(path, tensors):
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = 4 * tensor.numel()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().astype("<f4").tobytes())


def floats(network):
    return {name: value for name, value in network.state_dict().items() if "num_batches" not in name}


def write(name, network, optimiser, loss=functional.cross_entropy, schedule=None, clip=None):
    images, labels = torch.randn(2 * BATCH, 3, 8, 8), torch.randint(CLASSES, (2 * BATCH,))
    tensors = {"images": images, "labels": labels.float()}
    tensors |= {f"state.{key}": value.clone() for key, value in floats(network).items()}
    optimiser = optimiser(network.parameters())
    scheduler = schedule(optimiser) if schedule else None
    losses = []
    for step in range(STEPS):
        batch = slice(step % 2 * BATCH, step % 2 * BATCH + BATCH)
        optimiser.zero_grad()
        value = loss(network(images[batch]), labels[batch])
        value.backward()
        losses.append(value.item())
        if step == 0:
            tensors |= {f"gradient.{key}": value.grad.clone() for key, value in network.named_parameters()}
        if clip:
            nn.utils.clip_grad_norm_(network.parameters(), clip)
        optimiser.step()
        if scheduler:
            scheduler.step()
    with torch.no_grad():
        tensors["logits"] = network.eval()(images[:BATCH])
    tensors["losses"] = torch.tensor(losses)
    write_safetensors(FOLDER / f"{name}.safetensors", tensors)


def main():
    torch.set_num_threads(1)
    torch.manual_seed(5)
    rates = torch.optim.lr_scheduler
    write("basic-a", basic("A"), sgd(lr=0.05, momentum=0.9, weight_decay=1e-2))
    write(
        "basic-b",
        basic("B"),
        sgd(lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-3),
        smoothed,
        lambda optimiser: rates.CosineAnnealingLR(optimiser, STEPS, 0.001),
    )
    write(
        "plain",
        basic(None),
        lambda parameters: torch.optim.AdamW(parameters, lr=0.003, weight_decay=0.05),
        clip=0.5,
    )
    write(
        "bottleneck",
        Images(Bottleneck(4, 2, 1), Bottleneck(8, 3, 2), outputs=12),
        sgd(lr=0.05, momentum=0.8, dampening=0.3),
        schedule=lambda optimiser: rates.MultiStepLR(optimiser, [3, 6], 0.3),
    )
    write(
        "dense",
        Features(),
        sgd(lr=0.1),
        squared_error,
        lambda optimiser: rates.OneCycleLR(optimiser, 0.4, STEPS, cycle_momentum=False),
    )
    write("wide", Images(Basic(16, 16, 1, "A"), outputs=16, stem=16), sgd(lr=0.05, momentum=0.9, weight_decay=1e-4))


if __name__ == "__main__":
    main()
