"""Activation functions, their derivatives, and the catalogue of both."""

from vgref.activations.activation import Activation, Array
from vgref.activations.catalogue import ACTIVATIONS, activation
from vgref.activations.rectifiers import (
    identity,
    identity_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
)
from vgref.activations.sigmoids import sigmoid, sigmoid_derivative, tanh, tanh_derivative

__all__ = [
    "ACTIVATIONS", "Activation", "Array", "activation", "identity", "identity_derivative",
    "leaky_relu", "leaky_relu_derivative", "relu", "relu_derivative", "sigmoid",
    "sigmoid_derivative", "tanh", "tanh_derivative",
]
