"""Writes torchvision's networks of full size with random weights, for a comparison by hand: too large to be kept.

Written with Python 3.11, PyTorch 1.13.0a0 and torchvision 0.14.1 (Debian 12) on one thread:

    python3 large.py FOLDER [NETWORK...]

FOLDER gets NETWORK.onnx and NETWORK.safetensors as `make.py` writes them.
"""

import sys
from pathlib import Path

import torchvision

from make import write

UNSET = {"weights": None}
AUXILIARY = {"weights": None, "aux_logits": False, "init_weights": False}

NETWORKS = {
    "resnet18": (UNSET, 224),
    "resnet50": (UNSET, 224),
    "resnet101": (UNSET, 224),
    "mobilenet_v2": (UNSET, 224),
    "densenet121": (UNSET, 224),
    "squeezenet1_0": (UNSET, 224),
    "squeezenet1_1": (UNSET, 224),
    "inception_v3": (AUXILIARY, 299),
    "googlenet": (AUXILIARY, 224),
    "vgg16": ({"weights": None, "init_weights": False}, 224),
    "vgg11_bn": ({"weights": None, "init_weights": False}, 224),
    "shufflenet_v2_x1_0": (UNSET, 224),
    "mobilenet_v3_large": (UNSET, 224),
    "mnasnet1_0": (UNSET, 224),
    "resnext50_32x4d": (UNSET, 224),
    "efficientnet_b0": (UNSET, 224),
    "regnet_y_400mf": (UNSET, 224),
}


def main():
    for name in sys.argv[2:] or NETWORKS:
        options, size = NETWORKS[name]
        write(name, getattr(torchvision.models, name)(**options), Path(sys.argv[1]), (3, size, size))


if __name__ == "__main__":
    main()
