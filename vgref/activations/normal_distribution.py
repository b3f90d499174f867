r"""The normal distribution far out in its tail, in numpy alone.

All of it hangs on :math:`T(x) = \Phi(-x) e^{x^2/2}`, which is smooth and of moderate size where
:math:`\Phi` is 1e-300 (it is half of scipy's ``erfcx(x / sqrt(2))``). It is a polynomial in two
pieces: Chebyshev interpolation of mpmath's values at 60 digits, to below 1e-18, in powers.
"""

from __future__ import annotations

import numpy as np

from vgref.activations.activation import Array
from vgref.activations.elementwise import elementwise_in_double
from vgref.activations.exact_arithmetic import exp_square_factors

DENSITY_AT_0 = 0.3989422804014327
"""1 / sqrt(2 pi)."""

ROOT = (0.7517915246935645, -1.4956759177009883e-17)
"""x* = high + low, where T(x) = x phi(0): the derivative of gelu is 0 at minus this."""

VALUE = (
    0.18523166467823896,
    -0.0747868672145145,
    0.027177323526419297,
    -0.009075517014426913,
    0.0028237921877930436,
    -0.0008267761371576832,
    0.0002294889912951024,
    -6.073862891547186e-05,
    1.5399548817187174e-05,
    -3.7543798460374536e-06,
    8.829386167725931e-07,
    -2.0083900006897444e-07,
    4.428973664737088e-08,
    -9.49034974285769e-09,
    1.9645445123487317e-09,
    -4.2813632897777766e-10,
    4.45068385182152e-11,
    -4.8907536711099696e-11,
    -2.046579431365858e-11,
    -1.2556089567852195e-11,
    -4.354723102262952e-12,
    -1.1584357585427197e-12,
    -1.8101040562568696e-13,
    -1.5299368296206632e-14,
)
"""T(x) in powers of x - 1.75, for x in [0, 2]: below 1.75 no term cancels another."""

NEAR = (
    -0.5724061752276146,
    0.0847563696385306,
    -0.03658159148937988,
    0.014313659799253142,
    -0.005164140672990871,
    0.0017385504348289154,
    -0.0005510161701192884,
    0.00016553764352012984,
    -4.7396263632362914e-05,
    1.299055342403822e-05,
    -3.420915978082852e-06,
    8.682281436150708e-07,
    -2.1293761578324327e-07,
    5.0581673374087046e-08,
    -1.1660787957378946e-08,
    2.613489010983676e-09,
    -5.70264456399504e-10,
    1.2128249471001342e-10,
    -2.5252257517877264e-11,
    5.206973880603821e-12,
    -1.042181585373533e-12,
    1.7291399215902003e-13,
    -1.5889332478010363e-14,
)
"""(T(x) - x phi(0)) / (x - x*) in powers of x - x*, for x in [0, 2]."""

FAR = (
    0.37764256520787576,
    -0.036847122110964844,
    -0.009171344098227315,
    0.005844653202058681,
    -0.0012239965614414072,
    -0.00025625052921890326,
    0.00032622599772294883,
    -0.00013452401700560855,
    1.5611985215512397e-05,
    1.8931007413824768e-05,
    -1.626840038131201e-05,
    6.827917904801322e-06,
    -8.429565172662214e-07,
    -1.1802368431999384e-06,
    1.1557913193916777e-06,
    -5.913164140378533e-07,
    1.4797779067482848e-07,
    5.497989265298284e-08,
    -9.898989622181193e-08,
    7.014423236613938e-08,
    -2.12050200505271e-08,
    -4.724659957386217e-09,
    -8.492332647008049e-10,
    2.818389401801079e-09,
    9.786078455483445e-09,
    -1.052518484455523e-08,
    -1.6135503695648448e-09,
    5.315844685380635e-09,
    -9.000558038426477e-10,
    -9.328821050142926e-10,
    2.522072256999179e-10,
    2.989135680824045e-11,
)
"""x T(x) in powers of 4 / x - 1, for x in [2, 40]."""

ERF = (
    1.1283791670955126,
    -0.37612638903183754,
    0.1128379167095512,
    -0.02686617064512984,
    0.0052239776254232985,
    -0.000854832702193483,
    0.00012055332902888736,
    -1.4925647567519332e-05,
    1.6462045441468418e-06,
    -1.6364642158167616e-07,
    1.4792401209404813e-08,
    -1.216456005728345e-09,
    8.709045129053106e-11,
    -4.230945824295338e-12,
)
"""erf(x) / x in powers of x**2, for x in [0, 1]."""


# --8<-- [start:polynomial]
def polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """Evaluate ``c[0] + c[1] x + c[2] x**2 + ...`` by Horner's rule.

    Examples
    --------
    >>> polynomial((1.0, 2.0, 3.0), np.array([0.0, 2.0])).tolist()
    [1.0, 17.0]
    """
    result = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        result *= x
        result += coefficient
    return result


# --8<-- [end:polynomial]


# --8<-- [start:scaled_tail]
def scaled_tail(x: Array) -> Array:
    r"""Return :math:`T(x) = \Phi(-x) e^{x^2/2}`, for ``0 <= x <= 40``.

    Examples
    --------
    >>> scaled_tail(np.array([0.0, 2.0])).round(12).tolist()
    [0.5, 0.168102001223]
    """
    tail = polynomial(VALUE, np.minimum(x, 2.0) - 1.75)
    far = x > 2.0
    inverse = 1.0 / x[far]
    tail[far] = polynomial(FAR, 4.0 * inverse - 1.0) * inverse
    return tail


# --8<-- [end:scaled_tail]


# --8<-- [start:scaled_tail_excess]
def scaled_tail_excess(x: Array) -> Array:
    r"""Return :math:`T(x) - x \phi(0)`, exact also where the two cancel, ``0 <= x <= 40``.

    There it is ``x - x*`` times a polynomial, with ``x*`` in two parts.

    Examples
    --------
    >>> scaled_tail_excess(np.array([0.0, 2.0])).round(12).tolist()
    [0.5, -0.62978255958]
    """
    high, low = ROOT
    distance = (np.minimum(x, 2.0) - high) - low
    excess = distance * polynomial(NEAR, distance)
    far = x > 2.0
    excess[far] = scaled_tail(x[far]) - DENSITY_AT_0 * x[far]
    return excess


# --8<-- [end:scaled_tail_excess]


# --8<-- [start:erf]
@elementwise_in_double
def erf(z: Array) -> Array:
    r"""Error function, :math:`\frac{2}{\sqrt\pi} \int_0^z e^{-t^2} dt`.

    Examples
    --------
    >>> round(float(erf(0.5)), 15), float(erf(np.inf))
    (0.520499877813047, 1.0)
    """
    x = np.minimum(np.abs(z), 6.0)  # erf(6) rounds to 1
    a, b = exp_square_factors(x, 1.0)
    tail = 2.0 * scaled_tail(np.sqrt(2.0) * x) * a * b
    near = z * polynomial(ERF, np.minimum(x, 1.0) ** 2)
    return np.where(x < 1.0, near, np.copysign(1.0 - tail, z))


# --8<-- [end:erf]


# --8<-- [start:erf_derivative]
@elementwise_in_double
def erf_derivative(z: Array) -> Array:
    r"""Derivative of `erf`, :math:`\frac{2}{\sqrt\pi} e^{-z^2}`.

    Examples
    --------
    >>> round(float(erf_derivative(0.0)), 15)
    1.128379167095513
    """
    a, b = exp_square_factors(np.clip(z, -40.0, 40.0), 1.0)
    return 1.1283791670955126 * a * b


# --8<-- [end:erf_derivative]
