"""Optimizers and training runs."""

from vgref.training.optimizers import Optimizer, adam, gradient_descent, momentum
from vgref.training.runs import History, minimize, train

__all__ = ["History", "Optimizer", "adam", "gradient_descent", "minimize", "momentum", "train"]
