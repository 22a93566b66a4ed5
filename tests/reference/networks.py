#!/usr/bin/env python3
"""Prints the reference numbers of test-net-lenet.c and test-net-resnet18.c, from PyTorch.

Every array is made from a formula, in Rasura's order (images and windows with channels last), and
turned into PyTorch's. Of each gradient one number is kept: its product with another such array.
"""
import numpy as np
import torch
from torch import nn
from torch.nn.functional import max_pool2d, relu

torch.set_default_dtype(torch.float64)


def numbers(item, n):
    with np.errstate(over="ignore"):
        h = (np.arange(1, n + 1, dtype=np.uint32) * np.uint32(2654435761)
             + np.uint32(item * 1013904223 % 2**32))
        h = (h ^ h >> np.uint32(15)) * np.uint32(2246822519)
        h = (h ^ h >> np.uint32(13)) * np.uint32(3266489917)
        h ^= h >> np.uint32(16)
    return torch.from_numpy(h / 2147483648.0 - 1)


class LeNet(nn.Module):
    def __init__(self, k, channels, features):
        super().__init__()
        self.convs = nn.ModuleList([nn.Conv2d(channels, 6, 5), nn.Conv2d(6, 16, 5)])
        sizes = [features, 120, 84, k]
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x):
        for conv in self.convs:
            x = max_pool2d(relu(conv(x)), 2)
        x = x.permute(0, 2, 3, 1).flatten(1)
        for linear in self.linears[:-1]:
            x = relu(linear(x))
        return self.linears[-1](x)


class Block(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.branch = nn.Sequential(
            nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU(),
            nn.Conv2d(b, b, 3, 1, 1, bias=False), nn.BatchNorm2d(b))
        self.shortcut = nn.Sequential()
        if stride != 1 or a != b:
            self.shortcut = nn.Sequential(
                nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        return relu(self.branch(x) + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, k, channels, width):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(channels, width, 3, 1, 1, bias=False),
                                  nn.BatchNorm2d(width), nn.ReLU())
        blocks, a = [], width
        for stage in range(4):
            b = width << stage
            blocks += [Block(a, b, 2 if stage else 1), Block(b, b, 1)]
            a = b
        self.blocks = nn.Sequential(*blocks)
        self.readout = nn.Linear(a, k)

    def forward(self, x):
        return self.readout(self.blocks(self.stem(x)).mean((2, 3)))


def to_channels_last(values):
    return values.permute(0, 2, 3, 1) if values.dim() == 4 else values


def report(name, net, shape, k):
    for p, piece in enumerate(net.parameters()):
        last = to_channels_last(piece.data)
        values = numbers(10 + p, piece.numel()).reshape(last.shape) / 2
        piece.data = values.permute(0, 3, 1, 2).contiguous() if piece.dim() == 4 else values
    x = numbers(1, int(np.prod(shape))).reshape(shape).requires_grad_()
    y = net(x)
    y.backward(numbers(2, y.numel()).reshape(y.shape))
    sums = [(x.grad.flatten() @ numbers(100, x.numel())).item()]
    for p, piece in enumerate(net.parameters()):
        gradient = to_channels_last(piece.grad).flatten()
        sums.append((gradient @ numbers(110 + p, piece.numel())).item())
    print(name, "y:", ", ".join("%.15g" % v for v in y.flatten()))
    print(name, "sums:", ", ".join("%.15g" % v for v in sums))


report("lenet", LeNet(3, 2, 2 * 1 * 16), (2, 2, 20, 17), 3)
report("resnet18", ResNet18(3, 3, 4), (3, 3, 8, 9), 3)
