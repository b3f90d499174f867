"""Entries of the piecewise linear activations and their like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from vgref.activations import leaky_rectifiers, piecewise, rectifiers, shrinkage
from vgref.activations.activation import Activation
from vgref.checks import positive

INF = float("inf")
SOFT_USE = {
    "ko": (
        "작은 값은 0으로, 나머지는 0 쪽으로 옮깁니다. 잡음 제거와 희소 부호화에 쓰고, 보통의 "
        "은닉층에는 드뭅니다."
    ),
    "en": (
        "Sets small values to 0 and moves the rest towards it: for denoising and sparse coding, "
        "rarely for ordinary hidden layers."
    ),
}
HARD_USE = {
    "ko": (
        "작은 값만 0으로 하고 나머지는 그대로 둡니다. 잡음 제거에 씁니다. 값이 뛰는 곳을 "
        "기울기는 알아채지 못합니다."
    ),
    "en": (
        "Sets small values to 0 and leaves the rest alone, for denoising. The gradient does not "
        "see the jumps."
    ),
}


# --8<-- [start:leaky_family]
def leaky_family(
    slope: float, name: str, year: int, source: str, *, title: str, use: Mapping[str, str]
) -> Activation:
    """Build a rectifier with `slope` below zero.

    Examples
    --------
    >>> leaky_family(2.0, "steep", 2013, "maas2013", title="Steep", use={}).supremum
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
        family=partial(leaky_family, name=name, year=year, source=source, title=title, use=use),
        title=title,
        use=use,
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
    mean = leaky_family(
        leaky_rectifiers.mean_slope(lower, upper),
        "rrelu",
        2015,
        "Xu, Wang, Chen and Li (2015)",
        title="RReLU",
        use={
            "ko": (
                "학습할 때마다 α를 구간에서 무작위로 뽑는 Leaky ReLU이며, 규제 효과를 노립니다. "
                "카드에는 평가할 때 쓰는 평균 α를 그렸습니다."
            ),
            "en": (
                "A leaky ReLU whose α is drawn from an interval in training, as regularisation. "
                "The card shows the mean α, used in evaluation."
            ),
        },
    )
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
        title="Soft shrinkage" if soft else "Hard shrinkage",
        use=SOFT_USE if soft else HARD_USE,
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
        title="Thresholded ReLU",
        use={
            "ko": (
                "편향 없이 학습하는 오토인코더에서 제안되었습니다. 문턱 θ에서 값이 뛰는데, "
                "기울기는 그 도약을 알아채지 못합니다."
            ),
            "en": (
                "Proposed for autoencoders trained without biases. It jumps at the threshold θ, "
                "and the gradient does not see it."
            ),
        },
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
        title="Identity",
        use={
            "ko": (
                "회귀의 출력층에 씁니다. 은닉층에 쓰면 아무리 깊어도 신경망 전체가 선형 함수 "
                "하나입니다."
            ),
            "en": (
                "For the output of a regression. In hidden layers the whole network stays one "
                "linear map, however deep."
            ),
        },
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
        title="Step",
        use={
            "ko": (
                "첫 인공 뉴런의 함수입니다. 도함수가 0이라 경사 하강법은 아무것도 얻지 못합니다. "
                "이진 신경망에서는 도함수를 다른 함수로 바꾸어 씁니다."
            ),
            "en": (
                "The first artificial neuron. Its derivative is 0, so gradient descent learns "
                "nothing; binary networks replace the derivative by another."
            ),
        },
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
        title="Absolute value",
        use={
            "ko": (
                "부호는 버리고 크기만 볼 때 씁니다. 신호와 기울기의 크기를 그대로 두지만, z와 "
                "−z를 구별하지 못합니다."
            ),
            "en": (
                "Where the size of a feature counts and its sign does not. It keeps the size of "
                "signal and gradient, but takes z and −z for one."
            ),
        },
    ),
    Activation(
        name="relu",
        function=rectifiers.relu,
        derivative=rectifiers.relu_derivative,
        formula=r"\max(z, 0)",
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}",
        range=(0.0, INF),
        supremum=1.0,
        year=1969,
        source="Fukushima (1969)",
        kinks=(0.0,),
        title="ReLU",
        use={
            "ko": (
                "완전 연결 신경망과 합성곱 신경망의 기본값입니다. He 초깃값과 함께 쓰고, 모든 "
                "데이터에서 꺼져 있는 유닛이 없는지 살핍니다."
            ),
            "en": (
                "The default of plain and convolutional networks, with He's start. Watch for "
                "units that are off for all of the data."
            ),
        },
    ),
    leaky_family(
        0.01,
        "leaky_relu",
        2013,
        "maas2013",
        title="Leaky ReLU",
        use={
            "ko": (
                "죽은 ReLU가 생길 때 씁니다. 음수 쪽에도 도함수 값이 조금 있어 모든 유닛이 "
                "기울기를 받습니다."
            ),
            "en": "When ReLU units die: the small slope below zero leaves every unit a gradient.",
        },
    ),
    leaky_family(
        0.25,
        "prelu",
        2015,
        "he2015",
        title="PReLU",
        use={
            "ko": (
                "음수 쪽 도함수 값 α를 학습하는 Leaky ReLU입니다. α는 0.25에서 시작하고 "
                "채널마다, 또는 층마다 하나씩 둡니다. α에는 가중치 감소를 걸지 않습니다."
            ),
            "en": (
                "A leaky ReLU that learns its slope α, one per channel or per layer, from 0.25. "
                "No weight decay on α."
            ),
        },
    ),
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
        source="So et al. (2021)",
        title="Squared ReLU",
        use={
            "ko": (
                "구조 탐색으로 찾은 트랜스포머 Primer의 함수입니다. 크기가 제곱으로 늘어나므로, "
                "정규화가 없으면 신호가 금세 커지거나 사라집니다."
            ),
            "en": (
                "From Primer, a transformer found by architecture search. The size of a signal "
                "is squared: without normalisation it soon explodes or dies out."
            ),
        },
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
        source="Krizhevsky (2010)",
        kinks=(0.0, 6.0),
        title="ReLU6",
        use={
            "ko": (
                "값이 0과 6 사이에 들어 정밀도가 낮은 계산에 알맞습니다(MobileNet). 그 대신 "
                "오른쪽에도 평평한 곳이 생깁니다."
            ),
            "en": (
                "For arithmetic of low precision (MobileNet): values stay between 0 and 6. The "
                "price is a second flat side."
            ),
        },
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
        title="Hard tanh",
        use={
            "ko": "tanh를 싸게 흉내 냅니다. [−1, 1] 밖에서는 기울기가 정확히 0입니다.",
            "en": "A cheap stand-in for tanh. Outside [−1, 1] the gradient is exactly 0.",
        },
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
        source="Howard et al. (2019)",
        kinks=(-3.0, 3.0),
        title="Hard sigmoid",
        use={
            "ko": (
                "작은 기기에서 시그모이드 대신 게이트로 씁니다(MobileNetV3). [−3, 3] 밖에서는 "
                "기울기가 정확히 0입니다."
            ),
            "en": (
                "A gate for small devices in place of the sigmoid (MobileNetV3). Outside [−3, 3] "
                "the gradient is exactly 0."
            ),
        },
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
        title="Hard sigmoid (Keras 1, 2)",
        use={
            "ko": (
                "같은 이름의 함수가 둘이고, 이것이 옛 Keras의 것입니다. 모델을 다른 프레임워크로 "
                "옮길 때 어느 쪽인지 확인하십시오."
            ),
            "en": (
                "Two functions go by this name; this one is the older Keras's. Check which is "
                "meant when a model moves between frameworks."
            ),
        },
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
        source="Howard et al. (2019)",
        kinks=(-3.0, 3.0),
        monotone=False,
        title="Hard swish",
        use={
            "ko": "지수 함수 없이 계산하는 SiLU로, 작은 기기에 씁니다(MobileNetV3).",
            "en": "SiLU without an exponential, for small devices (MobileNetV3).",
        },
    ),
    shrink_family(0.5, soft=True),
    shrink_family(0.5, soft=False),
    threshold_family(1.0),
)
"""Straight lines, and the parabolas made of them."""
