"""Entries of the smooth activations that grow like a line."""

from __future__ import annotations

from functools import partial

from vgref.activations import exponentials, gated, gelu, shrinkage, smooth_rectifiers, tanhexp
from vgref.activations.activation import Activation
from vgref.checks import positive

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
        title="ELU",
        use={
            "ko": "활성화값의 평균이 0에 가까워야 할 때 씁니다. 음수 쪽은 −α로 포화됩니다.",
            "en": "Where mean activations should lie near 0. Negative values saturate at −α.",
        },
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
        formula=(r"\begin{cases} z & z > 0 \\ \alpha (e^{z/\alpha} - 1) & z \le 0 \end{cases}"),
        derivative_formula=r"\begin{cases} 1 & z > 0 \\ e^{z/\alpha} & z \le 0 \end{cases}",
        range=(-alpha, INF),
        supremum=1.0,
        year=2017,
        source="Barron (2017)",
        parameters={"alpha": alpha},
        family=celu_family,
        title="CELU" if alpha == 1.0 else f"CELU (α = {alpha:g})",
        use={
            "ko": "어떤 α에서도 도함수가 이어지도록 고친 ELU입니다. α = 1이면 ELU와 같습니다.",
            "en": "An ELU whose derivative is continuous for every α. With α = 1 it is the ELU.",
        },
    )


# --8<-- [end:celu_family]


SMOOTH = (
    elu_family(1.0),
    Activation(
        name="selu",
        function=exponentials.selu,
        derivative=exponentials.selu_derivative,
        formula=(r"\lambda \begin{cases} z & z > 0 \\ \alpha (e^z - 1) & z \le 0 \end{cases}"),
        derivative_formula=(
            r"\lambda \begin{cases} 1 & z > 0 \\ \alpha e^z & z \le 0 \end{cases}"
        ),
        range=(-exponentials.SELU_SCALE_ALPHA, INF),
        supremum=exponentials.SELU_SCALE_ALPHA,
        year=2017,
        source="klambauer2017",
        kinks=(0.0,),
        title="SELU",
        use={
            "ko": (
                "정규화 층 없이 깊은 완전 연결 신경망에 씁니다. LeCun의 정규분포 초깃값과 함께 "
                "쓰면 평균 0과 분산 1을 스스로 지킵니다."
            ),
            "en": (
                "For deep, fully connected networks without normalisation layers: started with "
                "LeCun's normal, it keeps mean 0 and variance 1."
            ),
        },
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
        title="Exponential",
        use={
            "ko": (
                "양수여야 하는 출력(비율, 분산)에 씁니다. 은닉층에서는 한없이 커지므로 피합니다."
            ),
            "en": (
                "For an output that must be positive, such as a rate or a variance. It grows "
                "without bound: not for hidden layers."
            ),
        },
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
        title="Softplus",
        use={
            "ko": (
                "분산처럼 양수여야 하는 출력이나 매끄러운 ReLU가 필요한 곳에 씁니다. "
                "은닉층에서는 평균이 커서 기울기가 사라지기 쉽습니다."
            ),
            "en": (
                "For positive outputs such as a variance, or a smooth ReLU. In hidden layers its "
                "large mean makes gradients vanish."
            ),
        },
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
        title="Squareplus",
        use={
            "ko": (
                "지수와 로그 없이 제곱근으로 계산하는 softplus입니다. 꼬리는 다항식으로 "
                "줄어듭니다."
            ),
            "en": (
                "A softplus computed with a square root in place of exponential and logarithm. "
                "Its tail falls polynomially."
            ),
        },
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
        title="Bent identity",
        use={
            "ko": (
                "도함수 값이 늘 ½과 1½ 사이라 포화되지 않지만, 그만큼 비선형성이 약합니다. "
                "실제로 쓰는 예는 드뭅니다."
            ),
            "en": (
                "Its slope stays between ½ and 1½: it never saturates, and is hardly nonlinear. "
                "Rare in practice."
            ),
        },
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
        title="ISRLU",
        use={
            "ko": "지수 함수 대신 제곱근의 역수로 계산하는, ELU와 닮은 함수입니다.",
            "en": "Like the ELU, computed from an inverse square root in place of an exponential.",
        },
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
        title="Tanhshrink",
        use={
            "ko": (
                "작은 값을 거의 0으로 누릅니다. z = 0에서 도함수 값이 0이라, 작은 신호와 그 "
                "기울기는 층을 지나며 사라집니다."
            ),
            "en": (
                "Presses small values towards 0. Its slope at z = 0 is 0, so small signals and "
                "their gradients die out."
            ),
        },
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
        title="GELU",
        use={
            "ko": (
                "BERT와 GPT 계열 트랜스포머의 함수입니다. ReLU와 비슷하되 매끄럽고, 음수 쪽에 "
                "얕은 골이 있습니다."
            ),
            "en": (
                "The choice of transformers such as BERT and the GPTs. Like ReLU, but smooth, "
                "with a shallow dip below zero."
            ),
        },
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
        title="GELU (tanh)",
        use={
            "ko": (
                "tanh로 근사한 GELU로, GPT-2가 씁니다. 학습된 가중치를 가져올 때는 학습에 쓴 "
                "쪽을 고르십시오."
            ),
            "en": (
                "GELU approximated by a tanh, as in GPT-2. With trained weights, take the "
                "version they were trained with."
            ),
        },
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
        title="Quick GELU",
        use={
            "ko": (
                "시그모이드로 근사한 더 거친 GELU로, CLIP이 씁니다. 학습된 가중치를 가져올 때만 "
                "고르십시오."
            ),
            "en": (
                "A coarser GELU made with a sigmoid, as in CLIP. Take it where trained weights "
                "ask for it."
            ),
        },
    ),
    Activation(
        name="silu",
        function=gated.silu,
        derivative=gated.silu_derivative,
        formula=r"z\, \sigma(z)",
        derivative_formula=r"\sigma(z)\,(1 + z\, \sigma(-z))",
        range=(-0.2784645427610738, INF),
        supremum=SILU_SLOPE,
        year=2016,
        source="hendrycks2016",
        monotone=False,
        title="SiLU (Swish)",
        use={
            "ko": (
                "EfficientNet 같은 합성곱 신경망에 쓰고, SwiGLU 안에도 들어 있습니다. GELU와 "
                "거의 같고 계산이 더 간단합니다."
            ),
            "en": (
                "In convolutional networks such as EfficientNet, and inside SwiGLU. Nearly GELU, "
                "and simpler to compute."
            ),
        },
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
        title="Mish",
        use={
            "ko": "SiLU와 아주 비슷하고 계산이 더 듭니다. 물체 검출 모델 YOLOv4에 쓰였습니다.",
            "en": "Much like SiLU, and dearer to compute. Used in the detector YOLOv4.",
        },
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
        title="TanhExp",
        use={
            "ko": "영상을 다루는 작은 신경망을 위해 제안되었습니다. 모양은 Mish와 거의 같습니다.",
            "en": "Proposed for small vision networks. In shape nearly Mish.",
        },
    ),
)
"""Exponential, rounded and gated units."""
