# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 실험: He 등 2015 {#he2015}
#
# **질문.** ReLU를 지나면 제곱 평균이 절반이 됩니다. Glorot의 분산은(많은 라이브러리에서 Xavier라고 부릅니다) 이것을 계산에 넣지 않고, He의 분산은 넣습니다. 이 배율이 학습의 성패를 가를까요? 그렇다면 몇 층부터일까요?
#
# 논문은 K. He, X. Zhang, S. Ren, J. Sun, *Delving Deep into Rectifiers*, ICCV 2015입니다. 논문에서는 22층과 30층의 합성곱 신경망을 ImageNet으로 학습시켰습니다. 여기서는 계산과 층수는 그대로 두고 나머지만 줄입니다. 배경이 되는 계산은 [분산에서 LeCun, Glorot, He까지](../path/variance.md)에 있습니다.
#
# ## VGG 모델 B의 배율 {#vgg}
#
# 논문의 역전파 조건은 $\tfrac12\hat n\operatorname{Var}(w)=1$입니다. 창이 $k\times k$이고 필터가 $d$개일 때 $\hat n=k^2d$, 곧 *출력* 수(fan-out)입니다. 논문의 모델들은 이 식을 썼습니다. 필터가 64, 128, 256, 512개이면 표준편차는 0.059, 0.042, 0.029, 0.021이 됩니다. 이것을 모든 층에 0.01을 쓰는 초기화와 견줍니다. 이 표준편차를 0.01로 나눈 몫이, 0.01을 쓸 때 층마다 기울기가 몇 분의 일로 작아지는지를 나타냅니다.

# %%
from functools import partial

import numpy as np
from matplotlib import pyplot as plt

from vgref.initializers import fans, glorot_normal, he_normal
from vgref.network import MLP, softmax_cross_entropy
from vgref.statistics import rms
from vgref.tasks import rings
from vgref.training import adam, momentum, train

fan_out = partial(he_normal, mode="fan_out")
PAPER = {64: (0.059, 5.9), 128: (0.042, 4.2), 256: (0.029, 2.9), 512: (0.021, 2.1)}
COUNT = {64: 1, 128: 2, 256: 2, 512: 4}  # conv2와 conv10 사이의 층

factor = {}
for filters, (paper_std, paper_factor) in PAPER.items():
    shape = (3, 3, filters, filters)
    std = (2 / fans(shape)[1]) ** 0.5
    drawn = fan_out(shape, rng=np.random.default_rng(0)).std()
    factor[filters] = std / 0.01
    print(
        f"{filters:3} filters: std {std:.4f}  factor {factor[filters]:.3f}  paper {paper_factor}"
    )
    assert abs(drawn / std - 1) < 0.02
    assert round(std, 3) == paper_std
    assert round(factor[filters], 1) == paper_factor

exact = np.prod([factor[d] ** COUNT[d] for d in PAPER])
rounded = np.prod([PAPER[d][1] ** COUNT[d] for d in PAPER])
print(
    f"product {exact:.1f}, with the paper's rounded factors {rounded:.1f}:"
    f" both {exact / 1e4:.1f} * 10^4"
)
assert float(f"{rounded:.1e}") == float(f"{exact:.1e}") == 1.7e4

# %% [markdown]
# 논문에는 $1/(5.9\cdot4.2^2\cdot2.9^2\cdot2.1^4)=1/(1.7\cdot10^4)$이라고 적혀 있습니다. 반올림하지 않은 곱은 16728.8이고, 두 자리까지 같습니다.
#
# 이렇게 그냥 곱해도 될까요? 됩니다. 근사가 아니라 정확히 맞습니다. ReLU는 양수 배율을 그대로 내보내고, 편향이 없으면 켜지는 유닛도 그대로이기 때문입니다. 층 아홉 개의 가중치를 뽑아 저마다 제 배율로 나눈 다음, 맨 아래에 도착하는 기울기를 견주어 봅시다.


# %%
def arriving(weights, seed):
    # ReLU 층들의 출력에 기울기를 뽑아 넣을 때, 입력에 도착하는 기울기.
    net = MLP(weights, [np.zeros(w.shape[1]) for w in weights], ["relu"] * len(weights))
    rng = np.random.default_rng(seed)
    forward = net.forward(rng.standard_normal((16, weights[0].shape[0])))
    return net.backward(forward, rng.standard_normal(forward.output.shape)).inputs


factors = [factor[d] for d in PAPER for _ in range(COUNT[d])]
assert len(factors) == 9
for seed in range(10):
    rng = np.random.default_rng(seed)
    weights = [fan_out((48, 48), rng=rng) for _ in factors]
    small = [w / f for w, f in zip(weights, factors, strict=True)]
    quotient = arriving(weights, seed) / arriving(small, seed)
    assert np.allclose(quotient, exact, rtol=1e-9)
print(f"every entry, in ten networks: {quotient.min():.1f} to {quotient.max():.1f}")

# %% [markdown]
# ## 출발할 때의 22층과 30층 {#start}
#
# 너비가 같은 ReLU 신경망에서 Xavier를 쓰면 층마다 표준편차에 $\sqrt{\tfrac12}$이 곱해집니다. 논문도 $L$층 뒤에는 He의 $1/\sqrt2^L$이 된다고 말합니다. 너비 128에서 $\delta^L$에 견준 $\delta^1$의 크기를 잽니다.

# %%
DEPTHS, WIDTH = (22, 30), 32
KEPT = 1 / 2  # ReLU를 지난 제곱 평균에 남는 몫
SEEDS = range(5)
SCHEMES = {"Xavier": glorot_normal, "He": he_normal}
COLORS = {"Xavier": "#d55e00", "He": "#0072b2"}


def deltas(scheme, depth, seed, width=128):
    rng = np.random.default_rng(seed)
    net = MLP.create([width] * (depth + 1), "relu", initializer=scheme, rng=rng, output="relu")
    forward = net.forward(rng.standard_normal((64, width)))
    gradients = net.backward(forward, rng.standard_normal(forward.output.shape))
    return np.array([rms(delta) for delta in gradients.deltas])


for depth in DEPTHS:
    for name, scheme in SCHEMES.items():
        runs = [deltas(scheme, depth, seed) for seed in range(10)]
        ratios = np.array([run[0] / run[-1] for run in runs])
        theory = KEPT ** ((depth - 1) / 2) if name == "Xavier" else 1.0
        print(
            f"{depth} {name:6} {np.median(ratios):.1e}  from {ratios.min():.1e} to "
            f"{ratios.max():.1e}  theory {theory:.1e}"
        )
        assert abs(np.median(ratios) / theory - 1) < 0.25
        assert np.all(abs(np.log2(ratios / theory)) < 1)

# %% [markdown]
# ## 학습 {#training}
#
# 두 고리의 점 64개를 너비 32인 ReLU 층들이 배웁니다. 모멘텀을 쓴 경사 하강법으로 모든 가중치를 200걸음 학습시킵니다. 학습률 하나로만 견주는 것은 공정하지 않으므로, 네 가지 학습률로 시드 다섯 개씩 돌리고 그때까지의 가장 낮은 손실을 남깁니다. 아무것도 모르는 신경망의 손실은 $\ln 2$, 곧 0.69입니다.

# %%
RATES = np.array([0.002, 0.004, 0.008, 0.016])


def by_momentum(rate):
    return momentum(learning_rate=rate, decay=0.9)


def losses(scheme, depth, seed, optimizer, steps=200):
    # 걸음마다 그때까지의 가장 낮은 손실. depth는 가중치 층의 수.
    rng = np.random.default_rng(seed)
    x, labels = rings(64, noise=0.1, rng=rng)
    net = MLP.create([2] + [WIDTH] * (depth - 1) + [2], "relu", initializer=scheme, rng=rng)
    history = train(net, x, labels, loss=softmax_cross_entropy, optimizer=optimizer, steps=steps)
    run = np.full(steps + 1, np.inf)
    run[: len(history.losses)] = np.nan_to_num(history.losses, nan=np.inf)
    return np.minimum.accumulate(run)


curves = {
    (depth, name): np.array(
        [[losses(scheme, depth, seed, by_momentum(rate)) for rate in RATES] for seed in SEEDS]
    )
    for depth in DEPTHS
    for name, scheme in SCHEMES.items()
}
print(f"ln 2 = {np.log(2):.2f}; medians of the lowest loss at the rates", *RATES)
for (depth, name), runs in curves.items():
    print(f"{depth} {name:6}", *(f"{x:.2f}" for x in np.median(runs[:, :, -1], axis=0)))

# %% alt="학습률에 따른 가장 낮은 손실을 그린 두 그래프. 22층에서 He는 네 학습률 모두에서 0에 가깝고, Xavier는 가장 작은 학습률에서 0.69 근처였다가 가장 큰 두 학습률에서 0 가까이로 떨어진다. 30층에서 He는 여전히 0에 가깝고, Xavier의 중앙값은 모든 학습률에서 0.69 근처에 머문다."
figure, axes = plt.subplots(1, 2, figsize=(4.8, 2.5), sharey=True)
for panel, depth in zip(axes, DEPTHS, strict=True):
    panel.axhline(np.log(2), color="#808080", linestyle="--", linewidth=0.9, zorder=0)
    for name, color in COLORS.items():
        final = curves[depth, name][:, :, -1]
        low, high = final.min(0), final.max(0)
        panel.fill_between(RATES, low, high, color=color, alpha=0.22, linewidth=0)
        panel.plot(RATES, np.median(final, axis=0), "o-", color=color)
    panel.set_xscale("log")
    panel.set_xticks(RATES, [f"{rate:g}" for rate in RATES])
    panel.minorticks_off()
    panel.set_title(f"$L={depth}$")
    panel.set_xlabel(r"$\eta$")
axes[0].set_ylim(-0.02, 0.8)
axes[0].set_ylabel(r"$\min\;C$")
axes[1].text(0.004, 0.73, "Xavier", color=COLORS["Xavier"])
axes[1].text(0.004, 0.06, "He", color=COLORS["He"])
plt.show()

# %% [markdown]
# 22층에서는 Xavier도 학습률이 알맞으면 배웁니다. He는 더 일찍 시작합니다. 30층에서 He는 전과 같이 배우고, Xavier의 중앙값은 어느 학습률에서도 $\ln 2$ 근처에 머뭅니다.


# %%
def final(depth, name):
    return np.median(curves[depth, name][:, :, -1], axis=0)


half, arrival = np.log(2) / 2, {}
for (depth, name), runs in curves.items():
    at_best = runs[:, final(depth, name).argmin()]
    reached = np.where(at_best[:, -1] < half, (at_best < half).argmax(axis=1), np.inf)
    arrival[depth, name] = np.median(reached)
    print(
        f"{depth} {name:6} at its best rate: half of ln 2 in"
        f" {np.isfinite(reached).sum()} of {len(reached)} seeds,"
        f" median step {arrival[depth, name]:.0f}"
    )

assert arrival[22, "He"] < arrival[22, "Xavier"] / 2
assert np.all(final(22, "He") < 0.1)
assert np.all(final(30, "He") < 0.2)
assert final(22, "Xavier").min() < 0.2
assert final(30, "Xavier").min() > 0.5

# %% [markdown]
# ## 얼마나 멈춘 것인가 {#stalled}
#
# 라이브러리를 쓰는 사람이라면 두 가지를 더 물을 것입니다. 그저 기다리면 되는 일일까요? 옵티마이저를 바꾸면 될까요? Xavier 30층을 한 번은 두 배의 걸음으로, 한 번은 Adam으로 학습시켜 봅니다.

# %%
patient = [losses(glorot_normal, 30, seed, by_momentum(0.004), steps=2 * 200)[-1] for seed in SEEDS]
by_adam = [losses(glorot_normal, 30, seed, adam(learning_rate=1e-3))[-1] for seed in SEEDS]
for name, runs in (("400 steps", patient), ("Adam", by_adam)):
    print(f"{name:9} median {np.median(runs):.2f}  from {min(runs):.2f} to {max(runs):.2f}")
assert np.median(patient) > 0.3
assert max(by_adam) < 0.3

# %% [markdown]
# ## 논문과 나란히 {#beside}
#
# - *22층:* 둘 다 수렴하고, He 쪽 오차가 먼저 줄어들기 시작합니다(그림 2, “starts reducing error earlier”). 우리도 같았습니다.
# - *30층:* Xavier에서는 학습이 완전히 멈춘다고 합니다(그림 3, “completely stalls the learning”). 우리 신경망에서는 시험한 모든 학습률에서 중앙값이 멈추었습니다. 더 기다리면 몇몇 시드는 빠져나옵니다. 그래서 우리가 할 수 있는 말은 *멈춘다*까지이고, *완전히*는 아닙니다.
# - *배율:* 자릿수까지 같습니다. 논문도 Xavier의 $1/\sqrt2^L$이 논문에서 실제로 쓴 모델의 수렴을 완전히 멈출 만큼 작지는 않다고 말합니다.
# - *깊을수록 더 나은지*는 다른 문제이고, 논문도 이를 숨기지 않습니다. 30층 신경망은 학습되기는 했지만 top-1 오류가 38.56 %로, 14층의 33.82 %보다 분명히 나빴습니다. 14층에서는 Xavier도 비슷했습니다(33.90 %). 출발이 좋다고 좋은 신경망이 되는 것은 아닙니다.

# %%
TOP1 = {(14, "Xavier"): 33.90, (14, "He"): 33.82, (30, "He"): 38.56}  # 오류, 퍼센트, 논문의 값
assert TOP1[30, "He"] > TOP1[14, "Xavier"] > TOP1[14, "He"]

# %% [markdown]
# ## 다른 점 {#differ}
#
# 합성곱 대신 완전 연결이고, 너비는 32이며, ImageNet 대신 두 고리를 씁니다. 너비가 모두 같아서 입력 수와 출력 수를 구별할 일이 없습니다. 그리고 우리는 [기울기의 크기로 나누는](../path/variance.md#training) Adam으로도 학습시켜 보았습니다. Adam을 쓰면 Xavier 30층도 이 과제를 어려움 없이 배웁니다. He의 분산을 쓰는 이점은, 옵티마이저로 출발점을 바로잡을 필요가 없다는 것입니다.
#
# **다음:** 내 신경망에는 [어떤 활성화 함수와 어떤 초깃값](../reference/chooser.md)을 쓸까요?
