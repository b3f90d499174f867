r"""Sums and products without a rounding error, and an exponential that uses them.

A rounded argument ruins an exponential: ``exp(-z * z / 2)`` at ``z = 38`` loses 700 times the
error of the product. So the product is kept as ``high + low``, exactly (Dekker, 1971).
"""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array

SPLITTER = 2.0**27 + 1.0
"""Cuts a double into two halves whose products are exact (Veltkamp)."""


# --8<-- [start:two_sum]
def two_sum(a: Array, b: Array | float) -> tuple[Array, Array]:
    """Return ``(s, e)``, where `s` is ``a + b`` rounded and ``s + e`` is ``a + b`` exactly.

    References
    ----------
    Knuth (1969), The Art of Computer Programming, volume 2.

    Examples
    --------
    >>> total, error = two_sum(np.float64(1.0), np.float64(1e-20))
    >>> float(total), float(error)
    (1.0, 1e-20)
    """
    total = a + b
    b_part = total - a
    return total, (a - (total - b_part)) + (b - b_part)


# --8<-- [end:two_sum]


# --8<-- [start:two_product]
def two_product(a: Array, b: Array | float) -> tuple[Array, Array]:
    """Return ``(p, e)``, where `p` is ``a * b`` rounded and ``p + e`` is ``a * b`` exactly.

    Exact for double precision, as long as `a` and `b` stay below 1e299.

    References
    ----------
    Dekker (1971), A floating-point technique for extending the available precision.

    Examples
    --------
    >>> product, error = two_product(np.float64(0.1), np.float64(10.0))
    >>> float(product), float(error) == 2.0**-54
    (1.0, True)
    """
    product = a * b
    a_high = SPLITTER * a - (SPLITTER * a - a)
    b_high = SPLITTER * b - (SPLITTER * b - b)
    a_low, b_low = a - a_high, b - b_high
    error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, error


# --8<-- [end:two_product]


# --8<-- [start:two_quotient]
def two_quotient(a: Array, b: Array | float) -> tuple[Array, Array]:
    """Return ``(q, e)``, where `q` is ``a / b`` rounded and ``q + e`` is right to 106 bits.

    Examples
    --------
    >>> quotient, error = two_quotient(np.float64(1.0), np.float64(3.0))
    >>> float(quotient), round(float(error) * 2**54, 12)
    (0.3333333333333333, 0.333333333333)
    """
    quotient = a / b
    product, error = two_product(quotient, b)
    return quotient, ((a - product) - error) / b


# --8<-- [end:two_quotient]


# --8<-- [start:exp_factors]
def exp_factors(high: Array, low: Array | float = 0.0) -> tuple[Array, Array]:
    """Return ``(a, b)`` with ``a * b = exp(high + low)``, neither of which underflows.

    ``c * exp(-745)`` needs the digits that a subnormal ``exp(-745)`` has lost; ``(c * a) * b``
    rounds once, at the end. `low` is the rounding error of `high`.

    Examples
    --------
    >>> a, b = exp_factors(np.float64(-1000.0))
    >>> round(float(1e300 * a * b) * 1e135, 9)
    5.075958898
    """
    deep = high < -690.0
    share = np.where(deep, 0.5, 1.0)
    a = np.exp(share * high)
    a = a + a * (share * low)
    return a, np.where(deep, a, 1.0)


# --8<-- [end:exp_factors]


# --8<-- [start:exp_square_factors]
def exp_square_factors(z: Array, scale: float) -> tuple[Array, Array]:
    """Return ``(a, b)`` with ``a * b = exp(-scale * z**2)``; `scale` is a power of two.

    Examples
    --------
    >>> a, b = exp_square_factors(np.float64(2.0), 0.5)
    >>> round(float(a * b), 12) == round(float(np.exp(-2.0)), 12)
    True
    """
    square, error = two_product(z, z)
    return exp_factors(-scale * square, -scale * error)


# --8<-- [end:exp_square_factors]
