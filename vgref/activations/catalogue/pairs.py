"""Entries of the activations of two arguments: gated linear units, and maxout of two pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from vgref.activations import pairs
from vgref.activations.activation import Array

INF = float("inf")


# --8<-- [start:PairActivation]
@dataclass(frozen=True)
class PairActivation:
    """An activation of two arguments a and b, each with weights of its own.

    Parameters
    ----------
    derivatives : callable
        Both partial derivatives, by a and by b.
    formula, derivative_formulas : str
        LaTeX, in a and b.
    slice, slice_at : str
        With one argument held, as the LaTeX of `slice_at` says, it is this entry of ACTIVATIONS.

    Examples
    --------
    >>> PAIRS["maxout"](np.array([1.0, 2.0]), np.array([3.0, -1.0])).tolist()
    [3.0, 2.0]
    """

    name: str
    function: Callable[[Array, Array], Array]
    derivatives: Callable[[Array, Array], tuple[Array, Array]]
    formula: str
    derivative_formulas: tuple[str, str]
    range: tuple[float, float]
    slice: str
    slice_at: str
    year: int
    source: str
    title: str
    use: Mapping[str, str]

    def __call__(self, a: Array, b: Array) -> Array:
        return self.function(a, b)


# --8<-- [end:PairActivation]


# --8<-- [start:maxout_of_two]
def maxout_of_two(a: Array, b: Array) -> Array:
    """Maxout of the two pieces a and b.

    Examples
    --------
    >>> maxout_of_two(np.array([1.0]), np.array([3.0])).tolist()
    [3.0]
    """
    return pairs.maxout(np.stack([a, b], axis=-1))


# --8<-- [end:maxout_of_two]


# --8<-- [start:maxout_of_two_derivatives]
def maxout_of_two_derivatives(a: Array, b: Array) -> tuple[Array, Array]:
    """Partial derivatives of `maxout_of_two`: 1 by the larger argument, 0 by the other.

    Examples
    --------
    >>> [d.tolist() for d in maxout_of_two_derivatives(np.array([1.0]), np.array([3.0]))]
    [[0.0], [1.0]]
    """
    both = pairs.maxout_derivative(np.stack([a, b], axis=-1))
    return both[..., 0], both[..., 1]


# --8<-- [end:maxout_of_two_derivatives]


PAIRS: Mapping[str, PairActivation] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            PairActivation(
                name="glu",
                function=pairs.glu,
                derivatives=pairs.glu_derivatives,
                formula=r"a\, \sigma(b)",
                derivative_formulas=(r"\sigma(b)", r"a\, \sigma(b)\, \sigma(-b)"),
                range=(-INF, INF),
                slice="sigmoid",
                slice_at="a = 1",
                year=2017,
                source="Dauphin, Fan, Auli and Grangier (2017)",
                title="GLU",
                use={
                    "ko": (
                        "한쪽 입력이 다른 쪽을 여닫는 문이 됩니다. "
                        "합성곱 언어 모형에서 제안되었습니다. "
                        "기울기는 포화되지 않는 a 쪽으로도 흐릅니다."
                    ),
                    "en": (
                        "One input is a gate for the other; proposed for convolutional language "
                        "models. The gradient also flows through a, which does not saturate."
                    ),
                },
            ),
            PairActivation(
                name="swiglu",
                function=pairs.swiglu,
                derivatives=pairs.swiglu_derivatives,
                formula=r"a\, \sigma(a)\, b",
                derivative_formulas=(r"b\, \sigma(a)\,(1 + a\, \sigma(-a))", r"a\, \sigma(a)"),
                range=(-INF, INF),
                slice="silu",
                slice_at="b = 1",
                year=2020,
                source="shazeer2020",
                title="SwiGLU",
                use={
                    "ko": (
                        "LLaMA와 PaLM 같은 트랜스포머의 피드포워드 층에 씁니다. "
                        "가중치 행렬이 하나 더 듭니다."
                    ),
                    "en": (
                        "In the feed-forward blocks of transformers such as LLaMA and PaLM. "
                        "It needs one more weight matrix."
                    ),
                },
            ),
            PairActivation(
                name="maxout",
                function=maxout_of_two,
                derivatives=maxout_of_two_derivatives,
                formula=r"\max(a, b)",
                derivative_formulas=(
                    r"\begin{cases} 1 & a \ge b \\ 0 & a < b \end{cases}",
                    r"\begin{cases} 0 & a \ge b \\ 1 & a < b \end{cases}",
                ),
                range=(-INF, INF),
                slice="relu",
                slice_at="b = 0",
                year=2013,
                source="Goodfellow, Warde-Farley, Mirza, Courville and Bengio (2013)",
                title="Maxout",
                use={
                    "ko": (
                        "드롭아웃과 함께 제안되었습니다. "
                        "조각이 많으면 어떤 볼록 함수든 배울 수 있지만, "
                        "조각 수만큼 가중치가 늘어납니다."
                    ),
                    "en": (
                        "Proposed to go with dropout. With enough pieces it can learn any convex "
                        "function, at a full set of weights for each."
                    ),
                },
            ),
        )
    }
)
"""Every activation of two arguments by its name."""
