"""Writes trained.safetensors beside it: a network that Lanewise trained, and what PyTorch makes of its weights.

Written with Python 3.11 and PyTorch 1.13.0a0 (Debian 12) on one thread:

    lanewise train --network resnet8-w4 --data synthetic --images 512 --batch 32 --epochs 4 --output FOLDER
    python3 trained.py FOLDER/model.safetensors

The file has the weights as they were (state.NAME), four images and their logits in evaluation mode. The parameters of
the network here must have the names and shapes that Lanewise wrote, all of them and no others.
"""

import json
import struct
import sys
from pathlib import Path

import torch
from torch import nn

from make import FOLDER, Basic, conv3x3, write_safetensors

WIDTH, IMAGES, CLASSES = 4, 4, 10


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(3, WIDTH, 1), nn.BatchNorm2d(WIDTH)
        self.layer1 = nn.Sequential(Basic(WIDTH, WIDTH, 1, "A"))
        self.layer2 = nn.Sequential(Basic(WIDTH, 2 * WIDTH, 2, "A"))
        self.layer3 = nn.Sequential(Basic(2 * WIDTH, 4 * WIDTH, 2, "A"))
        self.linear = nn.Linear(4 * WIDTH, CLASSES)

    def forward(self, x):
        y = self.layer3(self.layer2(self.layer1(torch.relu(self.bn1(self.conv1(x))))))
        return self.linear(y.mean((2, 3)))


def read_safetensors(path):
    content = Path(path).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        values = torch.frombuffer(bytearray(content[begin:end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def main():
    torch.set_num_threads(1)
    state = read_safetensors(sys.argv[1])
    network = Network()
    result = network.load_state_dict(state, strict=False)
    missing = [name for name in result.missing_keys if not name.endswith("num_batches_tracked")]
    assert not missing and not result.unexpected_keys, (missing, result.unexpected_keys)
    images = torch.randn((IMAGES, 3, 32, 32), generator=torch.Generator().manual_seed(7))
    with torch.no_grad():
        logits = network.eval()(images)
    tensors = {f"state.{name}": value for name, value in state.items()}
    write_safetensors(FOLDER / "trained.safetensors", tensors | {"images": images, "logits": logits})
    print(f"largest logit {logits.abs().max():.3f}, deviation {logits.std():.3f}")


if __name__ == "__main__":
    main()
