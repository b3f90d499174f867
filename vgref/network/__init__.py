"""Networks: a multilayer perceptron's two passes, losses, and the check of a gradient."""

from vgref.network.checks import check_finite, check_floats, check_labels
from vgref.network.losses import central_difference, mean_squared_error, softmax_cross_entropy
from vgref.network.mlp import MLP, Forward, Gradients, Initializer

__all__ = [
    "MLP",
    "Forward",
    "Gradients",
    "Initializer",
    "central_difference",
    "check_finite",
    "check_floats",
    "check_labels",
    "mean_squared_error",
    "softmax_cross_entropy",
]
