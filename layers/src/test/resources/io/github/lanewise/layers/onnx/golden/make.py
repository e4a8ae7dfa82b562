"""Writes the golden files beside it: small networks as PyTorch exports them, with random weights.

Written with Python 3.11, PyTorch 1.13.0a0 and numpy 1.24 (Debian 12) on one thread:

    python3 make.py [CASE...]

Each CASE.onnx (opset 13, dynamic batch) has a CASE.safetensors with a batch of two inputs and the outputs that PyTorch
computes in float32. `large.py` does the same to networks of full size.
"""

import json
import struct
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

FOLDER = Path(__file__).parent


def randomise(network, inputs, seed):
    """Random parameters such that activations stay of order one, although no norm has trivial statistics."""
    generator = torch.Generator().manual_seed(seed)

    def uniform(like, low, high):
        return torch.rand(like.shape, generator=generator) * (high - low) + low

    def prepare(module, arguments):
        x = arguments[0]
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            axes = [axis for axis in range(x.dim()) if axis != 1]
            variance = x.var(axes, unbiased=False) + 1e-3
            module.running_mean.copy_(x.mean(axes) + variance.sqrt() * uniform(variance, -0.5, 0.5))
            module.running_var.copy_(variance * uniform(variance, 0.7, 1.8))
            module.weight.copy_(uniform(variance, 0.5, 1.5))
            module.bias.copy_(uniform(variance, -0.5, 0.5))
        else:
            fan = module.weight[0].numel()
            module.weight.copy_(torch.randn(module.weight.shape, generator=generator) * (1.7 / fan) ** 0.5)
            if module.bias is not None:
                module.bias.copy_(uniform(module.bias, -0.3, 0.3))

    known = (nn.modules.batchnorm._BatchNorm, nn.Conv2d, nn.Linear)
    hooks = [m.register_forward_pre_hook(prepare) for m in network.modules() if isinstance(m, known)]
    with torch.no_grad():
        network.eval()(inputs)
    for hook in hooks:
        hook.remove()


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


def write(name, network, folder, shape=(3, 32, 32), seed=1, dynamic=(0,), **options):
    torch.set_num_threads(1)
    inputs = torch.randn((2, *shape), generator=torch.Generator().manual_seed(seed + 1000))
    randomise(network, inputs, seed)
    with torch.no_grad():
        outputs = network(inputs)
    axes = {axis: "NCHW"[axis] for axis in dynamic}
    torch.onnx.export(
        network,
        inputs[:1],
        str(folder / f"{name}.onnx"),
        opset_version=13,
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": axes, "output": axes},
        **options,
    )
    write_safetensors(folder / f"{name}.safetensors", {"input": inputs, "output": outputs})
    print(f"{name}: largest output {outputs.abs().max():.3f}, deviation {outputs.std():.3f}", flush=True)


def conv(i, o, size, stride=1, padding=0, groups=1, activation=nn.ReLU, dilation=1):
    layers = [nn.Conv2d(i, o, size, stride, padding, dilation, groups, bias=False), nn.BatchNorm2d(o)]
    return nn.Sequential(*layers, *([activation()] if activation else []))


class Basic(nn.Module):
    def __init__(self, i, o, stride, dilation=1):
        super().__init__()
        self.branch = nn.Sequential(conv(i, o, 3, stride, 1), conv(o, o, 3, 1, 1, activation=None))
        self.shortcut = conv(i, o, 1, stride, activation=None) if i != o or stride > 1 else nn.Identity()

    def forward(self, x):
        return functional.relu(self.branch(x) + self.shortcut(x))


class Bottleneck(Basic):
    def __init__(self, i, o, stride, dilation=1):
        super().__init__(i, o, stride)
        width = o // 4
        self.branch = nn.Sequential(
            conv(i, width, 1),
            conv(width, width, 3, stride, dilation, dilation=dilation),
            conv(width, o, 1, activation=None),
        )


class View(nn.Module):
    def forward(self, x):
        return x.view(x.size(0), -1)


def resnet(block, blocks, widths, flatten=nn.Flatten, dilation=1):
    layers = [conv(3, 8, 7, 2, 3), nn.MaxPool2d(3, 2, 1)]
    channels = 8
    for stage, (count, width) in enumerate(zip(blocks, widths)):
        for i in range(count):
            layers.append(block(channels, width, 2 if stage > 0 and i == 0 else 1, dilation))
            channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), flatten(), nn.Linear(channels, 10))


class InvertedResidual(nn.Module):
    def __init__(self, i, o, stride, expansion):
        super().__init__()
        wide = i * expansion
        self.residual = i == o and stride == 1
        self.branch = nn.Sequential(
            conv(i, wide, 1, activation=nn.ReLU6),
            conv(wide, wide, 3, stride, 1, wide, nn.ReLU6),
            conv(wide, o, 1, activation=None),
        )

    def forward(self, x):
        return x + self.branch(x) if self.residual else self.branch(x)


class MobileNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            conv(3, 8, 3, 2, 1, activation=nn.ReLU6),
            InvertedResidual(8, 8, 1, 1),
            InvertedResidual(8, 12, 2, 6),
            InvertedResidual(12, 12, 1, 6),
            InvertedResidual(12, 16, 2, 4),
            conv(16, 64, 1, activation=nn.ReLU6),
        )
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(64, 10))

    def forward(self, x):
        x = functional.adaptive_avg_pool2d(self.features(x), (1, 1))
        return self.classifier(torch.flatten(x, 1))


class Excitation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.reduce = nn.Conv2d(channels, channels // 4, 1)
        self.expand = nn.Conv2d(channels // 4, channels, 1)

    def forward(self, x):
        scale = functional.relu(self.reduce(functional.adaptive_avg_pool2d(x, 1)))
        return functional.hardsigmoid(self.expand(scale)) * x


def gated():
    return nn.Sequential(
        conv(3, 8, 3, 2, 1, activation=nn.Hardswish),
        conv(8, 24, 1, activation=nn.Hardswish),
        conv(24, 24, 5, 2, 2, 24, nn.SiLU),
        Excitation(24),
        conv(24, 16, 1, activation=None),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 32),
        nn.Hardswish(),
        nn.Linear(32, 10),
    )


class DenseLayer(nn.Module):
    def __init__(self, i, growth):
        super().__init__()
        self.norm1, self.conv1 = nn.BatchNorm2d(i), nn.Conv2d(i, 2 * growth, 1, bias=False)
        self.norm2, self.conv2 = nn.BatchNorm2d(2 * growth), nn.Conv2d(2 * growth, growth, 3, 1, 1, bias=False)

    def forward(self, features):
        x = self.conv1(functional.relu(self.norm1(torch.cat(features, 1))))
        return self.conv2(functional.relu(self.norm2(x)))


class DenseBlock(nn.Module):
    def __init__(self, i, growth, count):
        super().__init__()
        self.layers = nn.ModuleList(DenseLayer(i + k * growth, growth) for k in range(count))

    def forward(self, x):
        features = [x]
        for layer in self.layers:
            features.append(layer(features))
        return torch.cat(features, 1)


class DenseNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            conv(3, 12, 7, 2, 3),
            nn.MaxPool2d(3, 2, 1),
            DenseBlock(12, 6, 4),
            nn.BatchNorm2d(36),
            nn.ReLU(),
            nn.Conv2d(36, 18, 1, bias=False),
            nn.AvgPool2d(2, 2),
            DenseBlock(18, 6, 4),
            nn.BatchNorm2d(42),
        )
        self.classifier = nn.Linear(42, 10)

    def forward(self, x):
        x = functional.relu(self.features(x), inplace=True)
        return self.classifier(torch.flatten(functional.adaptive_avg_pool2d(x, (1, 1)), 1))


class Fire(nn.Module):
    def __init__(self, i, squeeze, expand):
        super().__init__()
        self.squeeze = nn.Conv2d(i, squeeze, 1)
        self.expand1, self.expand3 = nn.Conv2d(squeeze, expand, 1), nn.Conv2d(squeeze, expand, 3, padding=1)

    def forward(self, x):
        x = functional.relu(self.squeeze(x))
        return torch.cat([functional.relu(self.expand1(x)), functional.relu(self.expand3(x))], 1)


def squeezenet():
    return nn.Sequential(
        nn.Conv2d(3, 16, 3, 2),
        nn.ReLU(),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        Fire(16, 4, 12),
        Fire(24, 6, 12),
        nn.MaxPool2d(3, 2, ceil_mode=True),
        Fire(24, 8, 20),
        nn.Dropout(),
        nn.Conv2d(40, 10, 1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d((1, 1)),
        nn.Flatten(),
    )


class Inception(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.single = conv(i, o, 1)
        self.factorised = nn.Sequential(conv(i, o, 1), conv(o, o, (1, 7), 1, (0, 3)), conv(o, o, (7, 1), 1, (3, 0)))
        self.stem = conv(i, o, 1)
        self.wide, self.high = conv(o, o, (1, 3), 1, (0, 1)), conv(o, o, (3, 1), 1, (1, 0))
        self.pooled = conv(i, o, 1)

    def forward(self, x):
        stem = self.stem(x)
        split = torch.cat([self.wide(stem), self.high(stem)], 1)
        pooled = self.pooled(functional.avg_pool2d(x, 3, 1, 1))
        return torch.cat([self.single(x), self.factorised(x), split, pooled], 1)


class Reduction(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.branch = nn.Sequential(conv(i, o, 1), conv(o, o, 3, 2))

    def forward(self, x):
        return torch.cat([self.branch(x), functional.max_pool2d(x, 3, 2)], 1)


class InceptionNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(conv(3, 10, 3, 2), Inception(10, 6), Reduction(30, 8), Inception(38, 6))
        self.classifier = nn.Linear(30, 10)

    def forward(self, x):
        x = torch.cat([torch.unsqueeze(x[:, c], 1) * (0.4 + 0.1 * c) + 0.1 * (c - 1) for c in range(3)], 1)
        x = functional.adaptive_avg_pool2d(self.features(x), (1, 1))
        return self.classifier(torch.flatten(functional.dropout(x, training=self.training), 1))


def vgg(flatten):
    layers = []
    for i, o, pool in [(3, 8, False), (8, 8, True), (8, 12, True), (12, 16, True)]:
        layers += [nn.Conv2d(i, o, 3, padding=1), nn.ReLU()] + ([nn.MaxPool2d(2, 2)] if pool else [])
    classifier = [nn.Linear(16 * 4 * 4, 24), nn.ReLU(), nn.Dropout(), nn.Linear(24, 10)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d((4, 4)), flatten(), *classifier)


class Shuffle(nn.Module):
    """A unit of ShuffleNet v2: half of the channels pass by, and then the halves are interleaved."""

    def __init__(self, channels):
        super().__init__()
        half = channels // 2
        self.branch = nn.Sequential(
            conv(half, half, 1), conv(half, half, 3, 1, 1, half, activation=None), conv(half, half, 1)
        )

    def forward(self, x):
        passing, changed = x.chunk(2, dim=1)
        x = torch.cat((passing, self.branch(changed)), dim=1)
        n, channels, height, width = x.size()
        x = x.view(n, 2, channels // 2, height, width)
        return torch.transpose(x, 1, 2).contiguous().view(n, -1, height, width)


class ShuffleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(conv(3, 16, 3, 2, 1), Shuffle(16), Shuffle(16), conv(16, 32, 1))
        self.classifier = nn.Linear(32, 10)

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


KEEP_BATCH_NORM = {"training": torch.onnx.TrainingMode.PRESERVE, "do_constant_folding": False}

CASES = {
    "resnet-basic": (lambda: resnet(Basic, [2, 1, 1], [8, 12, 16]), {}),
    "resnet-bottleneck": (lambda: resnet(Bottleneck, [2, 2, 1], [16, 32, 48]), {}),
    "resnet-deep": (lambda: resnet(Bottleneck, [2, 6, 2], [16, 24, 32], dilation=2), {}),
    "resnet-batch-norm": (lambda: resnet(Basic, [1, 2], [8, 16]), KEEP_BATCH_NORM),
    "resnet-view": (lambda: resnet(Basic, [1, 1], [8, 16], View), {}),
    "mobilenet": (MobileNet, {}),
    "gated": (gated, {}),
    "densenet": (DenseNet, {}),
    "densenet-batch-norm": (DenseNet, KEEP_BATCH_NORM),
    "squeezenet": (squeezenet, {}),
    "inception": (InceptionNet, {}),
    "vgg": (lambda: vgg(nn.Flatten), {}),
    "vgg-view": (lambda: vgg(View), {}),
    "shufflenet": (ShuffleNet, {}),
    "shufflenet-batch-norm": (ShuffleNet, KEEP_BATCH_NORM),
}


def main():
    for case in sys.argv[1:] or CASES:
        make, options = CASES[case]
        write(case, make(), FOLDER, **options)


if __name__ == "__main__":
    main()
