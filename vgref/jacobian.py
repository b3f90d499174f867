"""How the output of a network moves with its input: the Jacobian and its singular values."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.checks import finite, floats, wrong
from vgref.network import MLP


# --8<-- [start:input_output_jacobian]
def input_output_jacobian(net: MLP, x: Array) -> Array:
    """dh^L/dx, the product of ``diag(phi'(z^l)) @ W^l.T`` over the layers, output first.

    Parameters
    ----------
    x : (inputs,) or (batch, inputs)

    Returns
    -------
    (outputs, inputs) or (batch, outputs, inputs)

    Raises
    ------
    TypeError, ValueError
        If `net` is not an MLP, or `x` does not fit it or is not finite.

    References
    ----------
    Pennington, Schoenholz, Ganguli (2017), eq. 2.

    Examples
    --------
    >>> net = MLP([np.array([[1.0, 2.0], [3.0, 4.0]])], [np.zeros(2)], ["relu"])
    >>> input_output_jacobian(net, np.array([1.0, -0.4])).tolist()  # z = (-0.2, 0.4)
    [[0.0, 0.0], [2.0, 4.0]]
    """
    if not isinstance(net, MLP):
        raise wrong("net", "an MLP", net, kind=TypeError)
    floats("x", x, (None,) * min(max(np.ndim(x), 1), 2))
    forward = net.forward(np.atleast_2d(x))
    jacobian = np.eye(net.widths[-1], dtype=forward.output.dtype)[None]
    for layer in reversed(range(net.depth)):
        slope = net.activations[layer].derivative(forward.pre_activations[layer])
        jacobian = jacobian * slope[:, None, :] @ net.weights[layer].T
    return jacobian if x.ndim == 2 else jacobian[0]


# --8<-- [end:input_output_jacobian]


# --8<-- [start:singular_values]
def singular_values(jacobian: Array) -> Array:
    """Singular values, largest first; of each matrix if `jacobian` is (batch, outputs, inputs).

    All near 1 is dynamical isometry. A value below ``eps`` times the largest is rounding.

    Raises
    ------
    TypeError
        If `jacobian` is not an array of floats.
    ValueError
        If it has fewer than two axes or is not finite.

    Examples
    --------
    >>> singular_values(np.array([[0.0, 2.0], [1.0, 0.0]])).round(12).tolist()
    [2.0, 1.0]
    """
    finite("jacobian", jacobian, (None,) * max(np.ndim(jacobian), 2))
    return np.linalg.svd(jacobian, compute_uv=False)


# --8<-- [end:singular_values]
