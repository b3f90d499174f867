"""Entries of the smooth activations that grow like a line."""

from __future__ import annotations

from functools import partial

from vgref.activations import exponentials, gated, gelu, shrinkage, smooth_rectifiers, tanhexp
from vgref.activations.activation import Activation, positive

INF = float("inf")
SILU_SLOPE = 1.099839320128867
"""The largest derivative of silu, and of ``z sigmoid(beta z)`` for every beta."""


# --8<-- [start:elu_family]
def elu_family(alpha: float) -> Activation:
    """Build an exponential linear unit that saturates at minus `alpha`.

    Examples
    --------
    >>> elu_family(2.0).range, elu_family(2.0).kinks
    ((-2.0, inf), (0.0,))
    """
    positive("alpha", alpha)
    return Activation(
        name="elu",
        function=partial(exponentials.elu, alpha=alpha),
        derivative=partial(exponentials.elu_derivative, alpha=alpha),
        formula=r"\begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}",
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}",
        range=(-alpha, INF),
        supremum=max(1.0, alpha),
        year=2016,
        source="clevert2016",
        kinks=() if alpha == 1.0 else (0.0,),
        parameters={"alpha": alpha},
        family=elu_family,
    )
# --8<-- [end:elu_family]


# --8<-- [start:celu_family]
def celu_family(alpha: float) -> Activation:
    """Build a continuously differentiable ELU that saturates at minus `alpha`.

    Examples
    --------
    >>> celu_family(0.5).name, celu_family(0.5).supremum
    ('celu_0.5', 1.0)
    """
    positive("alpha", alpha)
    return Activation(
        name="celu" if alpha == 1.0 else f"celu_{alpha:g}",
        function=partial(exponentials.celu, alpha=alpha),
        derivative=partial(exponentials.celu_derivative, alpha=alpha),
        formula=(
            r"\begin{cases} z & z > 0 \\ \alpha (e^{z/\alpha} - 1) & z \le 0 \end{cases}"
        ),
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ e^{z/\alpha} & z \le 0 \end{cases}",
        range=(-alpha, INF),
        supremum=1.0,
        year=2017,
        source="Barron (2017)",
        parameters={"alpha": alpha},
        family=celu_family,
    )
# --8<-- [end:celu_family]


SMOOTH = (
    elu_family(1.0),
    Activation(
        name="selu",
        function=exponentials.selu,
        derivative=exponentials.selu_derivative,
        formula=(
            r"\lambda \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}"
        ),
        derivative_formula=(
            r"\lambda \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}"
        ),
        range=(-exponentials.SELU_SCALE_ALPHA, INF),
        supremum=exponentials.SELU_SCALE_ALPHA,
        year=2017,
        source="klambauer2017",
        kinks=(0.0,),
    ),
    celu_family(1.0),
    celu_family(0.5),
    Activation(
        name="exponential",
        function=exponentials.exponential,
        derivative=exponentials.exponential_derivative,
        formula="e^z",
        derivative_formula="e^z",
        range=(0.0, INF),
        supremum=INF,
        year=None,
        source="no first use known",
    ),
    Activation(
        name="softplus",
        function=smooth_rectifiers.softplus,
        derivative=smooth_rectifiers.softplus_derivative,
        formula=r"\log(1 + e^z)",
        derivative_formula=r"\sigma(z)",
        range=(0.0, INF),
        supremum=1.0,
        year=2001,
        source="Dugas, Bengio, Bélisle, Nadeau and Garcia (2001)",
    ),
    Activation(
        name="squareplus",
        function=smooth_rectifiers.squareplus,
        derivative=smooth_rectifiers.squareplus_derivative,
        formula=r"\tfrac12 \left(z + \sqrt{z^2 + 4}\right)",
        derivative_formula=r"\tfrac12 \left(1 + \frac{z}{\sqrt{z^2 + 4}}\right)",
        range=(0.0, INF),
        supremum=1.0,
        year=2021,
        source="Barron (2021)",
    ),
    Activation(
        name="bent_identity",
        function=smooth_rectifiers.bent_identity,
        derivative=smooth_rectifiers.bent_identity_derivative,
        formula=r"\tfrac12 \left(\sqrt{z^2 + 1} - 1\right) + z",
        derivative_formula=r"1 + \frac{z}{2 \sqrt{z^2 + 1}}",
        range=(-INF, INF),
        supremum=1.5,
        year=None,
        source="no first use known",
    ),
    Activation(
        name="isrlu",
        function=smooth_rectifiers.isrlu,
        derivative=smooth_rectifiers.isrlu_derivative,
        formula=r"\begin{cases} z & z \ge 0 \\ z / \sqrt{1 + z^2} & z < 0 \end{cases}",
        derivative_formula=r"\begin{cases} 1 & z \ge 0 \\ (1 + z^2)^{-3/2} & z < 0 \end{cases}",
        range=(-1.0, INF),
        supremum=1.0,
        year=2017,
        source="Carlile et al. (2017)",
    ),
    Activation(
        name="tanhshrink",
        function=shrinkage.tanhshrink,
        derivative=shrinkage.tanhshrink_derivative,
        formula=r"z - \tanh z",
        derivative_formula=r"\tanh^2 z",
        range=(-INF, INF),
        supremum=1.0,
        year=None,
        source="no first use known",
    ),
    Activation(
        name="gelu",
        function=gelu.gelu,
        derivative=gelu.gelu_derivative,
        formula=r"z\, \Phi(z)",
        derivative_formula=r"\Phi(z) + z\, \phi(z)",
        range=(-0.16997120747990366, INF),
        supremum=1.1289041451851547,
        year=2016,
        source="hendrycks2016",
        monotone=False,
    ),
    Activation(
        name="gelu_tanh",
        function=gelu.gelu_tanh,
        derivative=gelu.gelu_tanh_derivative,
        formula=r"\tfrac z2 \left(1 + \tanh\left(\sqrt{2/\pi}\,(z + 0.044715 z^3)\right)\right)",
        derivative_formula=(
            r"\sigma(w) + z\, w' \sigma(w) \sigma(-w), \quad w = \sqrt{8/\pi}\,(z + 0.044715 z^3)"
        ),
        range=(-0.17004075057125406, INF),
        supremum=1.1289930686587717,
        year=2016,
        source="hendrycks2016",
        monotone=False,
    ),
    Activation(
        name="quick_gelu",
        function=gated.quick_gelu,
        derivative=gated.quick_gelu_derivative,
        formula=r"z\, \sigma(1.702 z)",
        derivative_formula=r"\sigma(w)\,(1 + w\, \sigma(-w)), \quad w = 1.702 z",
        range=(-0.1636101896363536, INF),
        supremum=SILU_SLOPE,
        year=2016,
        source="hendrycks2016",
        monotone=False,
    ),
    Activation(
        name="silu",
        function=gated.silu,
        derivative=gated.silu_derivative,
        formula=r"z\, \sigma(z)",
        derivative_formula=r"\sigma(z)\,(1 + z\, \sigma(-z))",
        range=(-0.2784645427610738, INF),
        supremum=SILU_SLOPE,
        year=2018,
        source="elfwing2018",
        monotone=False,
    ),
    Activation(
        name="mish",
        function=gated.mish,
        derivative=gated.mish_derivative,
        formula=r"z \tanh(\log(1 + e^z))",
        derivative_formula=(
            r"\frac{e^z \left(4(z + 1) + 4 e^{2z} + e^{3z} + e^z (4z + 6)\right)}"
            r"{(e^{2z} + 2 e^z + 2)^2}"
        ),
        range=(-0.30884341301725043, INF),
        supremum=1.088498161251728,
        year=2020,
        source="misra2020",
        monotone=False,
    ),
    Activation(
        name="tanhexp",
        function=tanhexp.tanhexp,
        derivative=tanhexp.tanhexp_derivative,
        formula=r"z \tanh(e^z)",
        derivative_formula=r"\tanh(e^z) + z\, e^z / \cosh^2(e^z)",
        range=(-0.35328577784821125, INF),
        supremum=1.061975308717916,
        year=2020,
        source="Liu and Di (2020)",
        monotone=False,
    ),
)
"""Exponential, rounded and gated units."""
