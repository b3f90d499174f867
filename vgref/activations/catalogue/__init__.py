"""The catalogue of activations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from vgref.activations.activation import Activation
from vgref.activations.rectifiers import (
    identity,
    identity_derivative,
    leaky_relu,
    leaky_relu_derivative,
    relu,
    relu_derivative,
)
from vgref.activations.sigmoids import sigmoid, sigmoid_derivative, tanh, tanh_derivative

INF = float("inf")


def _leaky(slope: float = 0.01) -> Activation:
    return Activation(
        "leaky_relu", partial(leaky_relu, slope=slope),
        partial(leaky_relu_derivative, slope=slope), r"\max(z, az)", r"1 \text{ or } a",
        (-INF, INF), max(1.0, abs(slope)), 2013, "maas2013", (0.0,), {"slope": slope}, _leaky)


_ENTRIES = (
    Activation("identity", identity, identity_derivative, "z", "1", (-INF, INF), 1.0, 1958, "-"),
    Activation("sigmoid", sigmoid, sigmoid_derivative, r"\frac{1}{1 + e^{-z}}",
               r"\sigma(z)(1-\sigma(z))", (0.0, 1.0), 0.25, 1986, "-"),
    Activation("tanh", tanh, tanh_derivative, r"\tanh z", r"1-\tanh^2 z", (-1.0, 1.0), 1.0,
               1998, "lecun1998"),
    Activation("relu", relu, relu_derivative, r"\max(z, 0)", r"1_{z>0}", (0.0, INF), 1.0,
               2010, "nair2010", (0.0,)),
    _leaky(),
)
ACTIVATIONS: Mapping[str, Activation] = {entry.name: entry for entry in _ENTRIES}


def activation(name_or_object: str | Activation) -> Activation:
    """Return the activation of that name, or the activation given."""
    if isinstance(name_or_object, Activation):
        return name_or_object
    if not isinstance(name_or_object, str):
        raise TypeError(f"activation must be a name or an Activation, got {name_or_object!r}")
    if name_or_object not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name_or_object!r}; known: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name_or_object]
