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
# # 실험: Glorot와 Bengio 2010 {#glorot2010}
#
# **질문.** tanh 층 다섯 개가 있습니다. 가중치를 $\pm1/\sqrt n$ 사이의 균등분포에서 뽑으면 *표준*(standard) 초기화이고, $\pm\sqrt{6/(n_{\text{in}}+n_{\text{out}})}$ 사이의 균등분포에서 뽑으면 *정규화*(normalized) 초기화입니다. 올라가는 신호, 내려오는 기울기, 그리고 학습이 실제로 쓰는 가중치의 기울기는 각각 어떻게 될까요?
#
# 논문은 X. Glorot, Y. Bengio, *Understanding the difficulty of training deep feedforward neural networks*, AISTATS 2010입니다. 배경이 되는 계산은 [분산에서 LeCun, Glorot, He까지](../path/variance.md)에 있습니다.
#
# ## 실험 {#experiment}
#
# 논문의 식 15에 따르면 표준 초기화에서는 $n\operatorname{Var}(w)=\tfrac13$입니다. 식 16의 정규화 초기화에서는 너비가 같은 층이라면 이 값이 1입니다. 두 가지로 신경망을 열 개씩 뽑아, 무작위 입력 200개를 올려 보내고 소프트맥스 손실의 기울기를 내려보냅니다.

# %%
import numpy as np
from matplotlib import pyplot as plt

from vgref.gaussian import expectation
from vgref.initializers import glorot_uniform, uniform
from vgref.meanfield import chi1, variance_map
from vgref.network import MLP, softmax_cross_entropy
from vgref.statistics import rms
from vgref.training import gradient_descent, train

LAYERS, WIDTH, BATCH = 5, 400, 200
SEEDS = range(10)


def standard(shape, *, rng):
    return uniform(shape, bound=shape[0] ** -0.5, rng=rng)


SCHEMES = {"standard": standard, "normalized": glorot_uniform}
SW2 = {"standard": 1 / 3, "normalized": 1.0}  # n Var(w)
COLORS = {"standard": "#d55e00", "normalized": "#0072b2"}


def start(scheme, seed):
    # 출발할 때의 신경망 하나: 다섯 층의 h, 델타, dC/dW의 제곱평균제곱근.
    rng = np.random.default_rng(seed)
    net = MLP.create([WIDTH] * (LAYERS + 1) + [10], "tanh", initializer=scheme, rng=rng)
    forward = net.forward(rng.standard_normal((BATCH, WIDTH)))
    labels = rng.integers(10, size=BATCH)
    gradients = net.backward(forward, softmax_cross_entropy(forward.output, labels)[1])
    return [
        [rms(h) for h in forward.post_activations[1:-1]],
        [rms(delta) for delta in gradients.deltas[:-1]],
        [rms(gradient) for gradient in gradients.weights[:-1]],
    ]


measured = {
    name: np.array([start(scheme, seed) for seed in SEEDS]) for name, scheme in SCHEMES.items()
}
for name in SCHEMES:
    variance = np.var(SCHEMES[name]((WIDTH, WIDTH), rng=np.random.default_rng(0))) * WIDTH
    assert abs(variance / SW2[name] - 1) < 0.02
    print(f"{name:10} n Var(w) = {variance:.2f}")

# %% [markdown]
# ## 이론의 예측 {#theory}
#
# 데이터에 맞춘 것은 없습니다. 입력의 분산이 1이면 $q^1=\sigma_w^2$이고, [평균장 이론](../path/vanishing.md#measured)에 따르면 신호는 $q^{l+1}=\sigma_w^2\,\mathbb E\tanh(\sqrt{q^l}\,\xi)^2$, 기울기의 제곱에 곱해지는 값은 $\chi^l=\sigma_w^2\,\mathbb E\tanh'(\sqrt{q^l}\,\xi)^2$입니다. 가중치의 기울기는 $\partial C/\partial w_{ij}=h_i\delta_j$이므로, 그 제곱의 평균은 신호와 기울기의 제곱 평균을 곱한 값입니다.

# %%
QUANTITIES = ("h", "delta", "dC/dW")


def predicted(sw2):
    q, h, chi = sw2, [], []
    for _ in range(LAYERS):
        h.append(expectation(lambda z: np.tanh(z) ** 2, q) ** 0.5)
        chi.append(chi1(q, "tanh", sigma_w=sw2**0.5) ** 0.5)
        q = variance_map(q, "tanh", sigma_w=sw2**0.5, sigma_b=0.0)
    delta = np.append(np.cumprod(chi[:-1][::-1])[::-1], 1.0)  # 마지막 층에 견준 값
    weight = np.append(1.0, h[:-1]) * delta
    return np.array([h, delta, weight / weight[-1]])


def relative(name):
    # 이론과 같이, 델타와 가중치 기울기를 마지막 층에 견준 값으로.
    runs = measured[name].copy()
    runs[:, 1:] /= runs[:, 1:, -1:]
    return runs


for name in SCHEMES:
    middle, theory = np.median(relative(name), axis=0), predicted(SW2[name])
    for quantity, line, should in zip(QUANTITIES, middle, theory, strict=True):
        print(
            f"{name:10} {quantity:5}",
            *(f"{x:.3f}" for x in line),
            "| theory",
            *(f"{x:.3f}" for x in should),
        )
        assert np.all(abs(line / should - 1) < 0.06)

# %% [markdown]
# ## 무엇이 보이는가 {#picture}
#
# 왼쪽은 신호 $h^l$, 가운데는 역전파된 기울기 $\delta^l$, 오른쪽은 가중치의 기울기입니다. 점은 중앙값, 띠는 시드 열 개의 전체 범위, 선은 이론입니다.

# %% alt="1층부터 5층까지의 그래프 세 개. 왼쪽: 표준 초기화의 신호는 0.46에서 0.05로, 정규화 초기화의 신호는 0.63에서 0.32로 줄어든다. 가운데: 5층에 견준 1층의 기울기는 표준 초기화에서 0.08, 정규화 초기화에서 0.41이다. 오른쪽: 가중치의 기울기는 둘 다 1 근처에서 수평이다."
figure, axes = plt.subplots(1, 3, figsize=(4.8, 2.4), sharey=True)
layers = np.arange(1, LAYERS + 1)
for name, color in COLORS.items():
    runs, theory = relative(name), predicted(SW2[name])
    for panel, index in zip(axes, range(3), strict=True):
        low, high = runs[:, index].min(0), runs[:, index].max(0)
        panel.fill_between(layers, low, high, color=color, alpha=0.22, linewidth=0)
        panel.plot(layers, theory[index], color=color)
        panel.plot(layers, np.median(runs[:, index], axis=0), "o", color=color)
titles = (r"$h^l$", r"$\delta^l/\delta^5$", r"$\partial_{W^l}C\,/\,\partial_{W^5}C$")
for panel, title in zip(axes, titles, strict=True):
    panel.set_title(title)
    panel.set_xticks(layers)
    panel.set_xlabel("$l$")
axes[0].set_yscale("log")
axes[0].set_yticks([0.03, 0.1, 0.3, 1], ["0.03", "0.1", "0.3", "1"])
axes[0].minorticks_off()
# h in the first and the last layer, delta in the first: as said in words.
SAID = {"standard": (0.46, 0.05, 0.08), "normalized": (0.63, 0.32, 0.41)}
for name, words in SAID.items():
    h, delta, _ = np.median(relative(name), axis=0)
    assert (round(h[0], 2), round(h[-1], 2), round(delta[0], 2)) == words
axes[0].text(1.0, 0.82, "normalized", color=COLORS["normalized"])
axes[0].text(1.0, 0.05, "standard", color=COLORS["standard"])
plt.show()

# %% [markdown]
# 뜻밖의 것은 셋째 그림입니다. 표준 초기화에서는 신호가 위로 갈수록 줄고 기울기는 아래로 갈수록 줄어드는데, 곱 $h_i\delta_j$에서는 두 감소가 서로 상쇄됩니다. 맨 아래 층은 $\delta$가 작은 대신 $h$가 크고, 맨 위 층은 그 반대이기 때문입니다. *어느 초기화에서든 가중치의 기울기는 층마다 거의 같습니다.* 이것만 보면, 모두 작다는 것 말고는 이상한 점을 찾을 수 없습니다.

# %%
for name in SCHEMES:
    h, delta, weight = np.moveaxis(relative(name), 1, 0)
    steps = h[:, -1] / h[:, 0]
    unevenness = weight.max(1) / weight.min(1)
    print(
        f"{name:10} h5/h1 {np.median(steps):.3f}"
        f"  delta1/delta5 {np.median(delta[:, 0]):.3f}"
        f"  weights: largest/smallest up to {unevenness.max():.2f}"
    )
    assert unevenness.max() < 1.25
assert relative("standard")[:, 1, 0].max() < 0.1
assert relative("normalized")[:, 1, 0].min() > 0.35

ratio = measured["standard"][:, 2].mean(1) / measured["normalized"][:, 2].mean(1)
print(f"weight gradients, standard / normalized: {np.median(ratio):.2f}")
assert ratio.max() < 0.2

# %% [markdown]
# ## 특잇값 {#jacobian}
#
# 논문에서는 한 층의 야코비안 행렬 $\partial z^{l+1}/\partial z^l$도 재었습니다. 특잇값의 평균이 정규화 초기화에서 0.8 정도, 표준 초기화에서 0.5였다고 합니다. 선형 층이라면 얼마여야 하는지 계산할 수 있습니다. 큰 정사각 무작위 행렬의 특잇값은 사분원 분포를 따르고, 그 평균은 $\tfrac{8}{3\pi}\sigma_w$입니다. 여기에 tanh의 도함수 값이 곱해지므로 실제 평균은 이보다 작습니다.


# %%
def mean_singular_values(scheme, seed, width=200):
    rng = np.random.default_rng(seed)
    net = MLP.create([width] * (LAYERS + 1), "tanh", initializer=scheme, rng=rng)
    layers = net.forward(rng.standard_normal((1, width))).pre_activations
    jacobians = [
        (1 - np.tanh(z[0]) ** 2)[:, None] * weight
        for z, weight in zip(layers, net.weights[1:], strict=False)
    ]
    return [np.linalg.svd(jacobian, compute_uv=False).mean() for jacobian in jacobians]


PAPER = {"standard": 0.5, "normalized": 0.8}
for name, scheme in SCHEMES.items():
    values = np.median([mean_singular_values(scheme, seed) for seed in SEEDS], axis=0)
    linear = 8 / (3 * np.pi) * SW2[name] ** 0.5
    print(
        f"{name:10} layers 1 to 4:",
        *(f"{x:.2f}" for x in values),
        f" linear {linear:.2f}  paper {PAPER[name]}",
    )
    assert np.all(values < linear)
    assert values[-1] > 0.8 * linear
    assert abs(linear - PAPER[name]) < 0.05

# %% [markdown]
# ## 그리고 학습하면 {#learning}
#
# 논문에 따르면 기울기가 아래로 갈수록 작아지는 것은 처음뿐이고, 이 경향은 학습하는 동안 매우 빨리 뒤집힙니다(“is reversed very quickly during learning”). 50차원에 중심 서른 개를 두고, 중심 세 개가 클래스 하나가 되도록 열 클래스의 점들을 만들어 학습시킵니다. 지켜볼 것은 $\lVert\delta^1\rVert/\lVert\delta^5\rVert$입니다.

# %%
STEPS, EVERY = 240, 10


def learn(scheme, seed):
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((3 * 10, 50))
    which = rng.integers(3 * 10, size=500)
    x, labels = centres[which] + rng.standard_normal((500, 50)), which % 10
    net = MLP.create([50] + [100] * LAYERS + [10], "tanh", initializer=scheme, rng=rng)
    history = train(
        net,
        x,
        labels,
        loss=softmax_cross_entropy,
        optimizer=gradient_descent(learning_rate=0.1),
        steps=STEPS,
        record_every=EVERY,
        batch_size=100,
        rng=rng,
    )
    bottom, top = (np.array(history.curve("delta_norm", layer)) for layer in (1, LAYERS))
    return bottom / top, np.array(history.losses)[:STEPS:EVERY]


learned = {
    name: np.moveaxis([learn(scheme, seed) for seed in SEEDS], 1, 0)
    for name, scheme in SCHEMES.items()
}
for name, (ratios, losses) in learned.items():
    for index in (0, 2, 5, 23):
        print(
            f"{name:10} step {index * EVERY:3}"
            f"  delta1/delta5 {np.median(ratios[:, index]):.2f}"
            f"  loss {np.median(losses[:, index]):.2f}"
        )
    assert ratios[:, 0].max() < 0.5
    assert ratios[:, -1].min() > 1
early = {name: np.median(losses[:, 5]) for name, (_, losses) in learned.items()}
assert early["normalized"] < early["standard"] / 4

# %% alt="240걸음 동안의 두 그래프. 왼쪽, 로그 축에 그린 1층과 5층의 기울기 비율: 정규화 초기화는 0.4에서 시작해 50걸음이면 1에 이르고, 표준 초기화는 0.1 아래에서 시작해 110걸음쯤에 1을 넘는다. 오른쪽, 손실: 정규화 초기화는 곧바로 떨어지고 표준 초기화는 40걸음쯤 뒤에 떨어진다."
figure, axes = plt.subplots(1, 2, figsize=(4.8, 2.4))
steps = np.arange(0, STEPS, EVERY)
for name, color in COLORS.items():
    for panel, runs in zip(axes, learned[name], strict=True):
        low, high = runs.min(0), runs.max(0)
        panel.fill_between(steps, low, high, color=color, alpha=0.22, linewidth=0)
        panel.plot(steps, np.median(runs, axis=0), "o-", color=color)
axes[0].axhline(1, color="#808080", linestyle="--", linewidth=0.9, zorder=0)
axes[0].set_yscale("log")
axes[0].set_yticks([0.1, 0.3, 1], ["0.1", "0.3", "1"])
axes[0].minorticks_off()
axes[0].set_title(r"$\|\delta^1\|\,/\,\|\delta^5\|$")
axes[1].set_title("$C$")
axes[1].set_ylim(-0.4, 2.5)
# As said in words: when the ratio passes 1, and when the loss has begun to fall.
SAID = {"standard": (110, 40), "normalized": (50, 10)}
for name, words in SAID.items():
    ratio, loss = np.median(learned[name], axis=1)
    assert (steps[ratio > 1][0], steps[loss < 0.93 * loss[0]][0]) == words
axes[1].text(85, 1.5, "standard", color=COLORS["standard"])
axes[1].text(6, -0.28, "normalized", color=COLORS["normalized"])
for panel in axes:
    panel.set_xlabel("$t$")
plt.show()

# %% [markdown]
# ## 논문과 나란히 {#beside}
#
# - 신호: 정규화 초기화에서는 포화를 빼면 유지되고, 표준 초기화에서는 줄어듭니다(논문의 그림 6). 기울기도 아래로 내려가며 마찬가지입니다(그림 7). 둘 다 확인했습니다.
# - 표준 초기화에서도 가중치 기울기의 분산은 층 사이에서 거의 일정하다고 합니다(그림 8, “roughly constant across layers”). 우리 실험에서는 어느 신경망에서나 가장 큰 층이 가장 작은 층의 1.17배 이내였습니다.
# - 특잇값 0.8과 0.5: *선형* 층의 사분원 분포에서 구한 0.85와 0.49에 해당합니다. 아래쪽 층에서 우리 값이 더 작은 까닭은, 입력의 크기가 1이면 tanh가 벌써 휘기 때문입니다.
# - 학습하는 동안의 역전: 두 초기화의 신경망 열 개 모두에서 확인했습니다.

# %%
uneven = [relative(name)[:, 2].max(1) / relative(name)[:, 2].min(1) for name in SCHEMES]
print(f"weight gradients, in every network: largest / smallest at most {np.max(uneven):.2f}")
for name, sw2 in SW2.items():
    print(f"{name:10} quarter circle {8 / (3 * np.pi) * sw2**0.5:.2f}  paper {PAPER[name]}")

# %% [markdown]
# ## 다른 점 {#differ}
#
# 논문에서는 이미지를 썼지만, 우리 입력은 정규분포에서 뽑은 수이고 클래스는 점들의 무리입니다. 너비는 우리가 정했습니다. 유지된다는 말은 선형 영역에서만 맞습니다. 입력의 분산이 1이면 정규화 초기화에서도 다섯 층 만에 신호가 절반으로 줄고, 그 뒤로도 [점점 느리게](../path/tanh.md) 줄어듭니다. 층이 다섯 개일 때는 둘 다 배우고, 표준 초기화가 늦을 뿐입니다. 출발점이 학습의 성패를 가르려면 얼마나 깊어야 하는지는 [둘째 실험](he2015.py)에서 다룹니다.

# %%
lost = np.median(measured["normalized"][:, 0, -1] / measured["normalized"][:, 0, 0])
print(f"normalized: h5/h1 = {lost:.2f}")
assert round(lost, 1) == 1 / 2
