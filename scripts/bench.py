"""Time vgref's two passes beside the bare matrix products, PyTorch and JAX, in one run.

``python -m scripts.bench`` (``make bench``); ``--quick`` for a tenth of the repeats. Contestants
take turns, so that a busy machine slows all of them, and a ratio is the median of the turns'.
glibc hands freed memory back to the system and takes it again page by page, which can cost as much
as the products; so the run starts itself again with an allocator that keeps what was freed, for
all contestants alike. ``--default-allocator`` leaves it as it is.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run by path, from any folder

import numpy as np

from vgref.network import MLP

KEEP = {"MALLOC_TRIM_THRESHOLD_": str(2**33), "MALLOC_MMAP_THRESHOLD_": str(2**33)}
Pass = Callable[[], Any]
SHAPES = ((50, 256, 128), (10, 1024, 256), (100, 64, 32))  # depth, width, batch
ACTIVATIONS = ("relu", "tanh")


def make(
    depth: int, width: int, batch: int, dtype: str, name: str, seed: int = 0
) -> tuple[MLP, np.ndarray, np.ndarray]:
    """A network that neither vanishes nor explodes, an input, and a gradient at its output."""
    rng = np.random.default_rng(seed)
    scale = (2.0 if name == "relu" else 1.1) / width

    def draw(shape: tuple[int, int], *, rng: np.random.Generator) -> np.ndarray:
        return rng.normal(0, np.sqrt(scale), shape)

    net = MLP.create(
        [width] * (depth + 1), name, output=name, initializer=draw, rng=rng, dtype=dtype
    )
    x = rng.standard_normal((batch, width)).astype(dtype)
    return net, x, rng.standard_normal((batch, width)).astype(dtype)


def vgref_pass(net: MLP, x: np.ndarray, gradient: np.ndarray) -> Pass:
    return lambda: net.backward(net.forward(x), gradient)


def product_pass(net: MLP, x: np.ndarray, gradient: np.ndarray) -> Pass:
    """The same three products a layer on the same numbers, and nothing else."""
    forward = net.forward(x)
    deltas = net.backward(forward, gradient).deltas
    inputs = forward.post_activations[:-1]

    def products() -> tuple[list[np.ndarray], list[np.ndarray]]:
        z = [h @ w for h, w in zip(inputs, net.weights, strict=True)]
        gradients = []
        for h, w, delta in zip(inputs[::-1], net.weights[::-1], deltas[::-1], strict=True):
            gradients.append(h.T @ delta)
            back = delta @ w.T
        return z, [*gradients, back]

    return products


def torch_pass(net: MLP, x: np.ndarray, gradient: np.ndarray) -> Pass:
    torch = importlib.import_module("torch")
    torch.set_num_threads(os.cpu_count() or 1)
    weights = [torch.tensor(w, requires_grad=True) for w in net.weights]
    biases = [torch.tensor(b, requires_grad=True) for b in net.biases]
    inputs, out = torch.tensor(x, requires_grad=True), torch.tensor(gradient)
    phi = getattr(torch, net.activations[0].name)

    def both() -> Any:
        h = inputs
        for w, b in zip(weights, biases, strict=True):
            h = phi(torch.addmm(b, h, w))
        return torch.autograd.grad(h, [*weights, *biases, inputs], out)

    return both


def jax_pass(net: MLP, x: np.ndarray, gradient: np.ndarray) -> Pass:
    jax = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    phi = {"relu": jax.nn.relu, "tanh": jax.numpy.tanh}[net.activations[0].name]

    def run(parameters: Any, h: Any) -> Any:
        for w, b in parameters:
            h = phi(h @ w + b)
        return h

    @jax.jit
    def both(parameters: Any, h: Any, out: Any) -> Any:
        return jax.vjp(run, parameters, h)[1](out)

    arrays = [
        (jax.numpy.asarray(w), jax.numpy.asarray(b))
        for w, b in zip(net.weights, net.biases, strict=True)
    ]
    h, out = jax.numpy.asarray(x), jax.numpy.asarray(gradient)
    return lambda: jax.block_until_ready(both(arrays, h, out))


def installed(module: str) -> bool:
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def take_turns(passes: dict[str, Pass], repeats: int) -> dict[str, list[float]]:
    """Seconds of every repeat, the contestants one after the other within a repeat."""
    seconds: dict[str, list[float]] = {name: [] for name in passes}
    for repeat in range(-2, repeats):  # two turns to warm up
        for name, run in passes.items():
            start = time.perf_counter()
            run()
            if repeat >= 0:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def median_ratio(a: list[float], b: list[float]) -> float:
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def compare(quick: bool) -> None:
    others = {
        name: build
        for name, build in (("torch", torch_pass), ("jax", jax_pass))
        if installed(name)
    }
    print(
        f"{'depth width batch':>18} {'dtype':8} {'phi':5} {'products ms':>11} {'vgref ms':>9}"
        f" {'/products':>9}" + "".join(f" {'/' + name:>8}" for name in others)
    )
    for depth, width, batch in SHAPES:
        for dtype in ("float32", "float64"):
            for name in ACTIVATIONS:
                given = make(depth, width, batch, dtype, name)
                passes = {"products": product_pass(*given), "vgref": vgref_pass(*given)}
                passes |= {other: build(*given) for other, build in others.items()}
                flops = 6 * depth * width * width * batch
                repeats = max(7, min(200, int(8e10 / flops))) // (10 if quick else 1)
                seconds = take_turns(passes, max(3, repeats))
                ms = {key: 1e3 * statistics.median(of) for key, of in seconds.items()}
                ratios = [
                    median_ratio(seconds["vgref"], seconds[key]) for key in ("products", *others)
                ]
                print(
                    f"{depth:6} {width:5} {batch:5} {dtype:8} {name:5} {ms['products']:11.2f}"
                    f" {ms['vgref']:9.2f} {ratios[0]:9.3f}"
                    + "".join(f" {ratio:8.3f}" for ratio in ratios[1:]),
                    flush=True,
                )


def per_layer(quick: bool) -> None:
    """Time a layer as the network gets deeper: flat, if nothing is done per pair of layers."""
    print("\nmicroseconds a layer, width 64, batch 32, float64, relu")
    passes = {}
    depths = (10, 30, 100, 300, 1000)
    for depth in depths:
        passes[str(depth)] = vgref_pass(*make(depth, 64, 32, "float64", "relu"))
    seconds = take_turns(passes, 5 if quick else 30)
    for depth in depths:
        print(f"  depth {depth:5}: {1e6 * statistics.median(seconds[str(depth)]) / depth:7.2f}")


def memory() -> None:
    """Peak of a pass against what it hands back."""
    print("\nmemory, MB: peak of a pass, kept by forward and gradients, ratio")
    for depth, width, batch in SHAPES:
        net, x, gradient = make(depth, width, batch, "float64", "relu")
        gc.collect()
        tracemalloc.start()
        forward = net.forward(x)
        gradients = net.backward(forward, gradient)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        arrays = [
            *forward.pre_activations,
            *forward.post_activations[1:],
            *gradients.weights,
            *gradients.biases,
            *gradients.deltas,
            gradients.inputs,
        ]
        kept = sum(array.nbytes for array in arrays)
        print(
            f"  {depth:4} {width:5} {batch:4}: {peak / 1e6:8.2f} {kept / 1e6:8.2f}"
            f" {peak / kept:6.3f}"
        )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of the repeats")
    parser.add_argument("--default-allocator", action="store_true", help="do not start again")
    given = parser.parse_args(arguments)
    if not given.default_allocator and not KEEP.items() <= os.environ.items():
        command = [sys.executable, __file__, *sys.argv[1:]]
        os.execve(sys.executable, command, {**os.environ, **KEEP})
    quick = given.quick
    kept = "default" if given.default_allocator else "keeps what was freed"
    print(f"numpy {np.__version__}, {os.cpu_count()} cores, allocator: {kept}")
    compare(quick)
    per_layer(quick)
    memory()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nstopped")
