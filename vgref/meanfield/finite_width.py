"""What a finite width adds: the squared length of a signal scatters more from layer to layer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vgref.activations import Activation
from vgref.activations import activation as named
from vgref.checks import sizes, wrong
from vgref.gaussian import expectation
from vgref.meanfield.relu import homogeneous


# --8<-- [start:length_second_moment]
def length_second_moment(widths: Sequence[int], activation: str | Activation) -> float:
    r"""E q_L² / q_0² of a bias-free network with the forward gain: a product over its layers.

    Let φ(a z) = a φ(z) for a > 0, and q_l = gain² / n_l · Σ φ(z_i)², with z_i ~ N(0, q_{l-1})
    independent given the layer before. With gain² = 1 / E φ(t)², t ~ N(0, 1), each term of the
    mean has expectation q_{l-1} and second moment κ q_{l-1}², κ = E φ(t)⁴ / (E φ(t)²)². So
    E q_l = q_{l-1} and E q_l² = (1 + (κ - 1) / n_l) q_{l-1}². For ReLU κ is 6, and with L layers
    of width n the result is (1 + 5/n)^L: it is depth over width that counts.

    Parameters
    ----------
    widths : sequence of int
        Units of each layer that is averaged over.
    activation : str or Activation
        Positively homogeneous: ReLU, leaky ReLU, PReLU, abs, identity.

    Raises
    ------
    ValueError
        If a width is not positive, or the activation is not positively homogeneous.

    Examples
    --------
    >>> round(length_second_moment([50] * 20, "relu"), 4)
    6.7275
    """
    phi = named(activation)
    if not homogeneous(phi):
        hint = "relu, leaky_relu, prelu, abs and identity are"
        raise wrong("activation", "positively homogeneous", phi.name, hint=hint)
    widths = sizes("widths", widths)
    second = expectation(lambda z: phi.function(z) ** 2, 1.0, kinks=phi.kinks)
    fourth = expectation(lambda z: phi.function(z) ** 4, 1.0, kinks=phi.kinks)
    return math.prod(1.0 + (fourth / second**2 - 1.0) / width for width in widths)


# --8<-- [end:length_second_moment]
