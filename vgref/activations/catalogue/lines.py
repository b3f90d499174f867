"""Entries of the piecewise linear activations and their like."""

from __future__ import annotations

from functools import partial

from vgref.activations import leaky_rectifiers, piecewise, rectifiers, shrinkage
from vgref.activations.activation import Activation, positive

INF = float("inf")


# --8<-- [start:leaky_family]
def leaky_family(slope: float, name: str, year: int, source: str) -> Activation:
    """Build a rectifier with `slope` below zero.

    Examples
    --------
    >>> leaky_family(2.0, "steep", 2013, "maas2013").supremum
    2.0
    """
    return Activation(
        name=name,
        function=partial(leaky_rectifiers.leaky_relu, slope=slope),
        derivative=partial(leaky_rectifiers.leaky_relu_derivative, slope=slope),
        formula=r"\begin{cases} z & z > 0 \\ \alpha z & z \le 0 \end{cases}",
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ \alpha & z \le 0 \end{cases}",
        range=(0.0 if slope <= 0 else -INF, INF),
        supremum=max(1.0, abs(slope)),
        year=year,
        source=source,
        kinks=(0.0,),
        parameters={"slope": slope},
        monotone=slope >= 0,
        family=partial(leaky_family, name=name, year=year, source=source),
    )
# --8<-- [end:leaky_family]


# --8<-- [start:rrelu_family]
def rrelu_family(lower: float, upper: float) -> Activation:
    """Build a randomized rectifier, as it is evaluated.

    Examples
    --------
    >>> rrelu_family(0.0, 1.0)(-1.0).tolist()
    -0.5
    """
    if lower > upper:
        raise ValueError(f"lower must not exceed upper, got lower={lower}, upper={upper}")
    mean = leaky_family((lower + upper) / 2, "rrelu", 2015, "Xu, Wang, Chen and Li (2015)")
    return Activation(
        **{
            **vars(mean),
            "function": partial(leaky_rectifiers.rrelu, lower=lower, upper=upper),
            "derivative": partial(leaky_rectifiers.rrelu_derivative, lower=lower, upper=upper),
            "parameters": {"lower": lower, "upper": upper},
            "family": rrelu_family,
        }
    )
# --8<-- [end:rrelu_family]


# --8<-- [start:shrink_family]
def shrink_family(threshold: float, *, soft: bool) -> Activation:
    """Build soft or hard shrinkage.

    Examples
    --------
    >>> shrink_family(2.0, soft=True).kinks
    (-2.0, 2.0)
    """
    positive("threshold", threshold)
    inner = r"\operatorname{sgn}(z)(|z| - \lambda)" if soft else "z"
    function, derivative = (
        (shrinkage.softshrink, shrinkage.softshrink_derivative)
        if soft
        else (shrinkage.hardshrink, shrinkage.hardshrink_derivative)
    )
    return Activation(
        name="softshrink" if soft else "hardshrink",
        function=partial(function, threshold=threshold),
        derivative=partial(derivative, threshold=threshold),
        formula=rf"\begin{{cases}} {inner} & |z| > \lambda \\ 0 & |z| \le \lambda \end{{cases}}",
        derivative_formula=r"\begin{cases} 1 & |z| > \lambda \\ 0 & |z| \le \lambda \end{cases}",
        range=(-INF, INF),
        supremum=1.0,
        year=1995 if soft else 1994,
        source="Donoho (1995)" if soft else "Donoho and Johnstone (1994)",
        kinks=(-threshold, threshold),
        parameters={"threshold": threshold},
        family=partial(shrink_family, soft=soft),
    )
# --8<-- [end:shrink_family]


# --8<-- [start:threshold_family]
def threshold_family(theta: float) -> Activation:
    """Build the thresholded rectifier.

    Examples
    --------
    >>> threshold_family(2.0)(1.5).tolist()
    0.0
    """
    return Activation(
        name="threshold",
        function=partial(shrinkage.threshold, theta=theta),
        derivative=partial(shrinkage.threshold_derivative, theta=theta),
        formula=r"\begin{cases} z & z > \theta \\ 0 & z \le \theta \end{cases}",
        derivative_formula=r"\begin{cases} 1 & z > \theta \\ 0 & z \le \theta \end{cases}",
        range=(min(theta, 0.0), INF),
        supremum=1.0,
        year=2014,
        source="Konda, Memisevic and Krueger (2014)",
        kinks=(theta,),
        parameters={"theta": theta},
        monotone=theta >= 0,
        family=threshold_family,
    )
# --8<-- [end:threshold_family]


LINES = (
    Activation(
        name="identity",
        function=rectifiers.identity,
        derivative=rectifiers.identity_derivative,
        formula="z",
        derivative_formula="1",
        range=(-INF, INF),
        supremum=1.0,
        year=1960,
        source="Widrow and Hoff (1960)",
    ),
    Activation(
        name="step",
        function=piecewise.step,
        derivative=piecewise.step_derivative,
        formula=r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        derivative_formula="0",
        range=(0.0, 1.0),
        supremum=0.0,
        year=1943,
        source="McCulloch and Pitts (1943)",
        kinks=(0.0,),
    ),
    Activation(
        name="abs",
        function=rectifiers.absolute_value,
        derivative=rectifiers.absolute_value_derivative,
        formula="|z|",
        derivative_formula=r"\operatorname{sgn} z",
        range=(0.0, INF),
        supremum=1.0,
        year=None,
        source="no first use known",
        kinks=(0.0,),
        monotone=False,
    ),
    Activation(
        name="relu",
        function=rectifiers.relu,
        derivative=rectifiers.relu_derivative,
        formula=r"\max(z, 0)",
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        range=(0.0, INF),
        supremum=1.0,
        year=2010,
        source="nair2010",
        kinks=(0.0,),
    ),
    leaky_family(0.01, "leaky_relu", 2013, "maas2013"),
    leaky_family(0.25, "prelu", 2015, "he2015"),
    rrelu_family(1 / 8, 1 / 3),
    Activation(
        name="relu_squared",
        function=rectifiers.relu_squared,
        derivative=rectifiers.relu_squared_derivative,
        formula=r"\max(z, 0)^2",
        derivative_formula=r"2 \max(z, 0)",
        range=(0.0, INF),
        supremum=INF,
        year=2021,
        source="So et al. (2021), Primer",
    ),
    Activation(
        name="relu6",
        function=piecewise.relu6,
        derivative=piecewise.relu6_derivative,
        formula=r"\min(\max(z, 0), 6)",
        derivative_formula=r"\begin{cases} 1 & 0 < z < 6 \\ 0 & \text{else} \end{cases}",
        range=(0.0, 6.0),
        supremum=1.0,
        year=2010,
        source="Krizhevsky (2010), convolutional deep belief networks",
        kinks=(0.0, 6.0),
    ),
    Activation(
        name="hard_tanh",
        function=piecewise.hard_tanh,
        derivative=piecewise.hard_tanh_derivative,
        formula=r"\min(\max(z, -1), 1)",
        derivative_formula=r"\begin{cases} 1 & |z| < 1 \\ 0 & |z| \ge 1 \end{cases}",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=2004,
        source="Collobert (2004)",
        kinks=(-1.0, 1.0),
    ),
    Activation(
        name="hard_sigmoid",
        function=piecewise.hard_sigmoid,
        derivative=piecewise.hard_sigmoid_derivative,
        formula=r"\min(\max(z + 3, 0), 6) / 6",
        derivative_formula=r"\begin{cases} \frac16 & |z| < 3 \\ 0 & |z| \ge 3 \end{cases}",
        range=(0.0, 1.0),
        supremum=1 / 6,
        year=2019,
        source="Howard et al. (2019), MobileNetV3",
        kinks=(-3.0, 3.0),
    ),
    Activation(
        name="hard_sigmoid_keras",
        function=piecewise.hard_sigmoid_keras,
        derivative=piecewise.hard_sigmoid_keras_derivative,
        formula=r"\min(\max(0.2 z + 0.5, 0), 1)",
        derivative_formula=r"\begin{cases} 0.2 & |z| < 2.5 \\ 0 & |z| \ge 2.5 \end{cases}",
        range=(0.0, 1.0),
        supremum=0.2,
        year=2015,
        source="Keras (2015)",
        kinks=(-2.5, 2.5),
    ),
    Activation(
        name="hard_swish",
        function=piecewise.hard_swish,
        derivative=piecewise.hard_swish_derivative,
        formula=r"z \min(\max(z + 3, 0), 6) / 6",
        derivative_formula=(
            r"\begin{cases} 0 & z \le -3 \\ (2z + 3)/6 & |z| < 3 \\ 1 & z \ge 3 \end{cases}"
        ),
        range=(-0.375, INF),
        supremum=1.5,
        year=2019,
        source="Howard et al. (2019), MobileNetV3",
        kinks=(-3.0, 3.0),
        monotone=False,
    ),
    shrink_family(0.5, soft=True),
    shrink_family(0.5, soft=False),
    threshold_family(1.0),
)
"""Straight lines, and the parabolas made of them."""
