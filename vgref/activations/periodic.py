"""Periodic activations: no side on which they are flat, and no limit at infinity (nan there)."""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise, elementwise_in_double
from vgref.activations.exact_arithmetic import two_product, two_sum
from vgref.checks import within

QUARTER_PI = 0.7853981633974483
QUARTER_PI_LOW = 3.061616997868383e-17


# --8<-- [start:finite_or_nan]
def finite_or_nan(z: Array) -> Array:
    """Return `z` with nan for infinity, where a periodic function has no limit.

    Examples
    --------
    >>> finite_or_nan(np.array([1.0, np.inf])).tolist()
    [1.0, nan]
    """
    return np.where(np.isinf(z), np.nan, z)


# --8<-- [end:finite_or_nan]


# --8<-- [start:sin_of_sum]
def sin_of_sum(high: Array, low: Array) -> Array:
    """Sine of ``high + low``, of which `low` may be large or tiny.

    Examples
    --------
    >>> round(float(sin_of_sum(np.float64(1.0), np.float64(0.5))), 12)
    0.997494986604
    """
    sine: Array = np.sin(high) * np.cos(low) + np.cos(high) * np.sin(low)
    return np.where(low == 0.0, np.sin(high), sine)  # keeps the sign of -0.0


# --8<-- [end:sin_of_sum]


# --8<-- [start:exact_angle]
def exact_angle(omega: float, z: Array) -> tuple[Array, Array]:
    """Return ``omega * z`` as high and low; exact as long as it does not overflow.

    Where it would, `z` is cut: its neighbors there are 1e291 periods apart.

    Examples
    --------
    >>> high, low = exact_angle(30.0, np.float64(0.1))
    >>> float(high), float(low) == 5.0 * 2.0**-54
    (3.0, False)
    """
    largest = 2.0**1023 / max(abs(omega), 0.5)
    z = np.clip(finite_or_nan(z), -largest, largest)
    shift = np.where(np.abs(z) > 2.0**900, 2.0**-128, 1.0)  # keeps two_product in range
    high, low = two_product(z * shift, omega)
    return high / shift, low / shift


# --8<-- [end:exact_angle]


# --8<-- [start:sin]
@elementwise_in_double
def sin(z: Array) -> Array:
    """Sine.

    Examples
    --------
    >>> round(float(sin(1.0)), 6)
    0.841471
    """
    return np.sin(finite_or_nan(z))


# --8<-- [end:sin]


# --8<-- [start:sin_derivative]
@elementwise
def sin_derivative(z: Array) -> Array:
    """Derivative of `sin`: the cosine.

    Examples
    --------
    >>> float(sin_derivative(0.0))
    1.0
    """
    return cos(z)


# --8<-- [end:sin_derivative]


# --8<-- [start:cos]
@elementwise_in_double
def cos(z: Array) -> Array:
    """Cosine.

    Examples
    --------
    >>> round(float(cos(1.0)), 6)
    0.540302
    """
    return np.cos(finite_or_nan(z))


# --8<-- [end:cos]


# --8<-- [start:cos_derivative]
@elementwise
def cos_derivative(z: Array) -> Array:
    """Derivative of `cos`: minus the sine.

    Examples
    --------
    >>> round(float(cos_derivative(1.0)), 6)
    -0.841471
    """
    return sin(np.negative(z))


# --8<-- [end:cos_derivative]


# --8<-- [start:siren]
@elementwise_in_double
def siren(z: Array, omega: float = 30.0) -> Array:
    r"""Sine of a multiple, :math:`\sin(\omega z)`, with the product exact.

    Rounding ``30 * z`` alone costs ``15 |z|`` ulp.

    Parameters
    ----------
    z : array of floats
    omega : float
        From -1e300 to 1e300.

    Raises
    ------
    ValueError
        If `omega` is outside.

    References
    ----------
    Sitzmann, Martel, Bergman, Lindell and Wetzstein (2020).

    Examples
    --------
    >>> round(float(siren(1.0)), 6)
    -0.988032
    """
    return sin_of_sum(*exact_angle(within("omega", omega, -1e300, 1e300), z))


# --8<-- [end:siren]


# --8<-- [start:siren_derivative]
@elementwise_in_double
def siren_derivative(z: Array, omega: float = 30.0) -> Array:
    r"""Derivative of `siren`, :math:`\omega \cos(\omega z)`.

    Examples
    --------
    >>> float(siren_derivative(0.0))
    30.0
    """
    omega = within("omega", omega, -1e300, 1e300)
    high, low = exact_angle(omega, z)
    cosine: Array = np.cos(high) * np.cos(low) - np.sin(high) * np.sin(low)
    return omega * cosine


# --8<-- [end:siren_derivative]


# --8<-- [start:snake]
@elementwise_in_double
def snake(z: Array) -> Array:
    r"""Snake, :math:`z + \sin^2 z`.

    Examples
    --------
    >>> round(float(snake(1.0)), 6)
    1.708073
    """
    z = finite_or_nan(z)
    return z * (1.0 + np.sin(z) * (np.sin(z) / np.where(z == 0.0, 1.0, z)))


# --8<-- [end:snake]


# --8<-- [start:snake_derivative]
@elementwise_in_double
def snake_derivative(z: Array) -> Array:
    r"""Derivative of `snake`, :math:`1 + \sin 2z`, or :math:`2 \sin^2(z + \pi/4)`.

    The second form keeps the digits at the zeros, where the first one cancels.

    Examples
    --------
    >>> float(snake_derivative(0.0)), f"{float(snake_derivative(-np.pi / 4)):.3e}"
    (1.0, '1.875e-33')
    """
    z = finite_or_nan(z)
    double = 2.0 * np.sin(z) * np.cos(z)
    high, low = two_sum(z, QUARTER_PI)
    near_zero = 2.0 * sin_of_sum(high, low + QUARTER_PI_LOW) ** 2
    return np.where(double < -0.5, near_zero, 1.0 + double)


# --8<-- [end:snake_derivative]
