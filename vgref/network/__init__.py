"""Networks: a multilayer perceptron's two passes, losses, and the check of a gradient."""

from vgref.network.drawing import Initializer
from vgref.network.losses import (
    central_difference,
    mean_squared_error,
    softmax_cross_entropy,
)
from vgref.network.mlp import MLP, Forward, Gradients

__all__ = [
    "MLP",
    "Forward",
    "Gradients",
    "Initializer",
    "central_difference",
    "mean_squared_error",
    "softmax_cross_entropy",
]
