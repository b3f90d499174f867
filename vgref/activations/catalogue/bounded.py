"""Entries of the bounded and the periodic activations."""

from __future__ import annotations

from functools import partial
from math import pi

from vgref.activations import bounded, normal_distribution, periodic, sigmoids
from vgref.activations.activation import Activation

INF = float("inf")


# --8<-- [start:siren_family]
def siren_family(omega: float) -> Activation:
    """Build the sine of `omega` times z.

    Examples
    --------
    >>> siren_family(2.0).supremum
    2.0
    """
    return Activation(
        name=f"siren{omega:g}",
        function=partial(periodic.siren, omega=omega),
        derivative=partial(periodic.siren_derivative, omega=omega),
        formula=r"\sin(\omega z)",
        derivative_formula=r"\omega \cos(\omega z)",
        range=(-1.0, 1.0) if omega else (0.0, 0.0),
        supremum=abs(omega),
        year=2020,
        source="sitzmann2020",
        parameters={"omega": omega},
        monotone=omega == 0,
        family=siren_family,
        title="SIREN",
        use={
            "ko": (
                "좌표를 받아 그림이나 소리를 내는 신경망에 씁니다. ω만큼 작은 가중치로 시작해야 "
                "합니다. 분산 1을 그대로 받으면 기울기가 층마다 30배가 됩니다."
            ),
            "en": (
                "For networks from coordinates to images or sounds. The weights must start "
                "smaller by ω: fed with variance 1, the gradient grows by 30 per layer."
            ),
        },
    )


# --8<-- [end:siren_family]


BOUNDED = (
    Activation(
        name="sigmoid",
        function=sigmoids.sigmoid,
        derivative=sigmoids.sigmoid_derivative,
        formula=r"\frac{1}{1 + e^{-z}}",
        derivative_formula=r"\sigma(z)\,(1 - \sigma(z))",
        range=(0.0, 1.0),
        supremum=0.25,
        year=1986,
        source="Rumelhart, Hinton and Williams (1986)",
        title="Sigmoid",
        use={
            "ko": (
                "확률을 내는 출력층과 LSTM, GRU의 게이트에 씁니다. 은닉층에서는 평균이 0이 "
                "아니어서 기울기가 사라지기 쉽습니다."
            ),
            "en": (
                "For a probability at the output, and for the gates of LSTM and GRU. In hidden "
                "layers its mean is not 0, and gradients vanish."
            ),
        },
    ),
    Activation(
        name="tanh",
        function=sigmoids.tanh,
        derivative=sigmoids.tanh_derivative,
        formula=r"\tanh z",
        derivative_formula=r"1 - \tanh^2 z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=1989,
        source="LeCun (1989)",
        use={
            "ko": "값이 유계이고 0을 중심으로 모여야 하는 은닉층과 순환 신경망에 씁니다.",
            "en": (
                "For hidden layers that need bounded, centred values, and for recurrent networks."
            ),
        },
    ),
    Activation(
        name="lecun_tanh",
        function=sigmoids.lecun_tanh,
        derivative=sigmoids.lecun_tanh_derivative,
        formula=r"1.7159 \tanh\left(\tfrac23 z\right)",
        derivative_formula=r"1.7159 \cdot \tfrac23 \left(1 - \tanh^2 \tfrac23 z\right)",
        range=(-1.7159, 1.7159),
        supremum=1.7159 / 1.5,
        year=1989,
        source="LeCun (1989)",
        title="LeCun's tanh",
        use={
            "ko": (
                "정규화한 입력에서 이득이 1에 가깝고 f(±1) = ±1이 되도록 늘인 tanh입니다. 지금은 "
                "거의 쓰지 않습니다."
            ),
            "en": (
                "A tanh stretched so that f(±1) = ±1 and its gain is near 1 for normalised "
                "inputs. Little used today."
            ),
        },
    ),
    Activation(
        name="log_sigmoid",
        function=sigmoids.log_sigmoid,
        derivative=sigmoids.log_sigmoid_derivative,
        formula=r"-\log(1 + e^{-z})",
        derivative_formula=r"\sigma(-z)",
        range=(-INF, 0.0),
        supremum=1.0,
        year=None,
        source="no first use known",
        title="Log-sigmoid",
        use={
            "ko": "확률의 로그가 필요한 손실 함수 안에서 씁니다. 은닉층에 쓰는 함수가 아닙니다.",
            "en": (
                "Inside a loss, for the logarithm of a probability without underflow. Not for "
                "hidden layers."
            ),
        },
    ),
    Activation(
        name="softsign",
        function=bounded.softsign,
        derivative=bounded.softsign_derivative,
        formula=r"\frac{z}{1 + |z|}",
        derivative_formula=r"\frac{1}{(1 + |z|)^2}",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=1993,
        source="Elliott (1993)",
        title="Softsign",
        use={
            "ko": (
                "tanh와 비슷하지만 지수적이 아니라 다항식으로 포화됩니다. 꼬리의 기울기가 더 "
                "오래 남습니다."
            ),
            "en": (
                "Like tanh, but it saturates polynomially and not exponentially: the tails keep "
                "a gradient for longer."
            ),
        },
    ),
    Activation(
        name="arctan",
        function=bounded.arctan,
        derivative=bounded.arctan_derivative,
        formula=r"\arctan z",
        derivative_formula=r"\frac{1}{1 + z^2}",
        range=(-pi / 2, pi / 2),
        supremum=1.0,
        year=None,
        source="no first use known",
        title="Arctangent",
        use={
            "ko": "tanh보다 천천히 포화됩니다. 도함수가 z의 제곱에 반비례합니다. 드물게 씁니다.",
            "en": (
                "Saturates more slowly than tanh: its derivative falls like the inverse square "
                "of z. Rare."
            ),
        },
    ),
    Activation(
        name="erf",
        function=normal_distribution.erf,
        derivative=normal_distribution.erf_derivative,
        formula=r"\operatorname{erf} z",
        derivative_formula=r"\tfrac{2}{\sqrt\pi}\, e^{-z^2}",
        range=(-1.0, 1.0),
        supremum=1.1283791670955126,
        year=1998,
        source="Williams (1998)",
        title="Error function",
        use={
            "ko": (
                "정규분포에 대한 기댓값이 닫힌 식으로 나와 이론에서 씁니다. 모양은 tanh와 거의 "
                "같습니다."
            ),
            "en": (
                "For theory: its expectations under a Gaussian have closed forms. In shape it is "
                "nearly tanh."
            ),
        },
    ),
    Activation(
        name="isru",
        function=bounded.isru,
        derivative=bounded.isru_derivative,
        formula=r"\frac{z}{\sqrt{1 + z^2}}",
        derivative_formula=r"(1 + z^2)^{-3/2}",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=2017,
        source="Carlile et al. (2017)",
        title="ISRU",
        use={
            "ko": "지수 함수 없이 제곱근의 역수로 계산하는, tanh와 닮은 함수입니다.",
            "en": "Like tanh, computed from an inverse square root in place of exponentials.",
        },
    ),
    Activation(
        name="gaussian",
        function=bounded.gaussian,
        derivative=bounded.gaussian_derivative,
        formula=r"e^{-z^2}",
        derivative_formula=r"-2 z\, e^{-z^2}",
        range=(0.0, 1.0),
        supremum=0.8577638849607068,
        year=1988,
        source="Broomhead and Lowe (1988)",
        monotone=False,
        title="Gaussian",
        use={
            "ko": (
                "중심 가까이에서만 반응하는 방사 기저 함수 신경망의 은닉 유닛입니다. 양쪽이 "
                "평평해 깊은 신경망에는 맞지 않습니다."
            ),
            "en": (
                "The hidden unit of radial basis function networks, which answers near its "
                "centre only. Flat on both sides: not for depth."
            ),
        },
    ),
    Activation(
        name="sin",
        function=periodic.sin,
        derivative=periodic.sin_derivative,
        formula=r"\sin z",
        derivative_formula=r"\cos z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=None,
        source="no first use known",
        monotone=False,
        title="Sine",
        use={
            "ko": "주기적인 신호에 씁니다. 작은 입력은 거의 그대로 두고, 큰 입력은 감아 돌립니다.",
            "en": (
                "For periodic signals. Small inputs pass nearly unchanged, large ones wrap round."
            ),
        },
    ),
    siren_family(30.0),
    Activation(
        name="cos",
        function=periodic.cos,
        derivative=periodic.cos_derivative,
        formula=r"\cos z",
        derivative_formula=r"-\sin z",
        range=(-1.0, 1.0),
        supremum=1.0,
        year=None,
        source="no first use known",
        monotone=False,
        title="Cosine",
        use={
            "ko": (
                "무작위 가중치와 함께 커널을 근사하는 랜덤 특징에 씁니다. 짝함수라 z와 −z를 "
                "구별하지 못합니다."
            ),
            "en": (
                "For random features, which approximate a kernel. It is even, so it takes z and "
                "−z for one."
            ),
        },
    ),
    Activation(
        name="snake",
        function=periodic.snake,
        derivative=periodic.snake_derivative,
        formula=r"z + \sin^2 z",
        derivative_formula=r"1 + \sin 2z",
        range=(-INF, INF),
        supremum=2.0,
        year=2020,
        source="Ziyin, Hartwig and Ueda (2020)",
        title="Snake",
        use={
            "ko": (
                "주기적인 데이터를 관측 범위 밖까지 이어 그릴 때 씁니다. 직선에 물결을 더한 "
                "꼴입니다."
            ),
            "en": (
                "For periodic data that must be continued beyond what was seen: a line plus a "
                "wave."
            ),
        },
    ),
)
"""Bounded on at least one side, but for the snake, which is periodic up to a line."""
