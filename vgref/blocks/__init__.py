"""Normalization and residual branches with exact backward passes, and their composition."""

from vgref.blocks.composition import Block, Chain, Residual, gradients_between
from vgref.blocks.layers import BatchNorm, Dense, Elementwise, LayerNorm
from vgref.blocks.normalization import Normalized, batch_norm, layer_norm, normalization_backward

__all__ = [
    "BatchNorm",
    "Block",
    "Chain",
    "Dense",
    "Elementwise",
    "LayerNorm",
    "Normalized",
    "Residual",
    "batch_norm",
    "gradients_between",
    "layer_norm",
    "normalization_backward",
]
