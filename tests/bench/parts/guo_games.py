"""Peers of guo2025, sections 4 and 5, in NumPy and SciPy: the boundary problem by solve_bvp, the field of random noise orders on a tensor
grid of Chebyshev points, the approximation game by backward projection with cubature. First order in time, without extrapolation,
vectorised over all points.   guo_games.py boundary | field | game1 .. game5"""
import sys
import time
from itertools import combinations_with_replacement

import numpy as np
from numpy.polynomial import chebyshev


def boundary():
    from scipy.integrate import solve_bvp

    def slope(t, z):
        v = (z[5] - z[3] - 1) / 0.2
        up = np.exp(z[3] - z[4])
        return np.vstack([-(5 + v) / up + 5 * up, -(5 + v) * up + 5 / up, v, 0.1 * z[0], 0.1 * z[1], 0.1 * z[2]])

    def ends(a, b):
        return np.r_[a[:3] - (1, -1, -20), b[3:] + 0.1 * b[:3]]

    t = np.linspace(0, 1, 11)
    guess = np.tile(np.array([[1.0], [-1], [-20], [0.5], [0.6], [3]]), (1, 11))
    s = solve_bvp(slope, ends, t, guess, tol=1e-10, max_nodes=20000)
    return abs(s.y[3, 0] - 0.6386849147783855)


def field(n2=6, ne=6, nx=12, steps=80):
    h, phi, A, speed = 1 / steps, 0.02, 0.05, 2.0

    def axis(n, low, high):
        x = np.cos(np.pi * (np.arange(n) + 0.5) / n)
        return low + (high - low) * (x + 1) / 2, np.linalg.inv(chebyshev.chebvander(x, n - 1))

    (q2, f2), (qe, fe), (x, fx) = axis(n2, 0.15, 2.2), axis(ne, -32.5, -17), axis(nx, -2.25, 2.25)
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    rho = np.exp(-speed * h)
    z = np.clip((x[:, None] * rho + np.sqrt((1 - rho ** 2) / 4) * nodes) / 2.25, -1, 1)
    chain = np.einsum("mkl,k->ml", chebyshev.chebvander(z, nx - 1), weights / weights.sum()) @ fx
    g2, ge = (g.ravel() for g in np.meshgrid(q2, qe, indexing="ij"))
    a, b = 5 * (1 + np.tanh(x))[:, None], 5 * (1 - np.tanh(x))[:, None]
    u = np.stack([np.tile(-2 * A * g2, (nx, 1)), np.tile(-2 * A * ge, (nx, 1))], -1)
    for _ in range(steps):
        c = np.einsum("ai,bj,xijc->xabc", f2, fe, np.einsum("xy,ypc->xpc", chain, u).reshape(nx, n2, ne, 2), optimize=True)
        y = u
        for _ in range(40):
            v, up = (y[..., 1] - 1) / 0.2, np.exp(y[..., 0])
            z2 = np.clip((2 * (g2 + h * (a + b + v) * (up - 1 / up)) - 2.35) / 2.05, -1.05, 1.05)
            ze = np.clip((2 * (ge + h * (v * (1 + 1 / up) + a / up - b * up)) + 49.5) / 15.5, -1.05, 1.1)
            new = np.einsum("xpa,xabc,xpb->xpc", chebyshev.chebvander(z2, n2 - 1), c, chebyshev.chebvander(ze, ne - 1), optimize=True)
            new = new - 2 * phi * h * np.stack([np.tile(g2, (nx, 1)), np.tile(ge, (nx, 1))], -1)
            change, y = abs(new - y).max(), new
            if change < 1e-12:
                break
        u = y
    w = np.einsum("lx,ai,bj,xij->lab", fx, f2, fe, u[..., 1].reshape(nx, n2, ne))
    at = [chebyshev.chebvander(np.array([s]), n - 1)[0] for s, n in ((0.2 / 2.25, nx), ((4 - 2.35) / 2.05, n2), ((-62 + 49.5) / 15.5, ne))]
    return abs(np.einsum("lab,l,a,b", w, *at) - 2.691961)


def quotes(y):
    n = y.shape[-1]
    d = y + n / (n - 1)
    for _ in range(60):
        e = np.exp(-(d - d.min(-1, keepdims=True)))
        z = e / e.sum(-1, keepdims=True)
        p = z / (1 - z) ** 2
        plain, bent = (y + 1 / (1 - z) - d) / (1 + p), p / (1 + p)
        step = plain + bent * (z * plain).sum(-1, keepdims=True) / (1 - (z * bent).sum(-1, keepdims=True))
        d = d + step
        if abs(step).max() < 1e-14:
            break
    e = np.exp(-(d - d.min(-1, keepdims=True)))
    return d, e / e.sum(-1, keepdims=True)


def game(n):
    from scipy.stats import norm, qmc
    degree, steps, eps, dims = (3 if n < 3 else 2), (40 if n < 4 else 20), 0.3, 3 * n
    h = 1 / steps
    start = np.r_[np.full(n, 0.1), np.linspace(-30, -24, n) if n > 1 else [-30.0], np.linspace(1, -1, n) if n > 1 else [1.0]]
    powers = [c for k in range(degree + 1) for c in combinations_with_replacement(range(dims), k)]
    where = {c: i for i, c in enumerate(powers)}

    def basis(z):
        out = np.empty(z.shape[:-1] + (len(powers),))
        out[..., 0] = 1
        for i, c in enumerate(powers[1:], 1):
            out[..., i] = out[..., where[c[:-1]]] * z[..., c[-1]]
        return out

    def rates(x, y):
        l, ye, ym = x[..., :n], y[..., :n], y[..., n:]
        if n == 1:
            ask, bid = ym + 1, 1 - ym
            za, zb = np.exp(-ask), np.exp(-bid)
        else:
            (ask, za), (bid, zb) = quotes(ym), quotes(-ym)
        t, w = ye - ask.min(-1, keepdims=True), 0.1 / (n - 1) if n > 1 else 0.0
        v = (t - w * t.sum(-1, keepdims=True) / (0.4 + w * (n - 1))) / (0.4 - w)
        m = np.tanh(l).mean(-1)
        up, down = 4 * (1 + 0.5 * m) + v.sum(-1), 3 * (1 - 0.5 * m)
        return np.concatenate([v, -up[..., None] * za + down[..., None] * zb], -1)

    count = 1 << int(np.ceil(np.log2(4 * len(powers))))
    z = np.clip(norm.ppf(np.clip(qmc.Sobol(dims, seed=0).random(count), 1e-6, 1 - 1e-6)) * 1.6, -3, 3)
    design = basis(z)
    inverse = np.linalg.pinv(design)
    path = [start]  # forward with the adjoints of the start frozen: enough to place the points
    for _ in range(steps):
        x = path[-1]
        path.append(x + h * np.r_[-x[:n], rates(x[None], np.r_[np.full(n, 5.2), np.full(n, 0.4)][None])[0]])
    scale = [np.r_[np.full(n, max(0.4 * np.sqrt(max(k * h, 0.15)), 0.15)), np.full(2 * n, 0.5)] for k in range(steps + 1)]
    cubature = np.vstack([np.eye(dims), -np.eye(dims)]) * np.sqrt(dims)
    spread = np.r_[np.full(n, 0.4), np.full(2 * n, eps)] * np.sqrt(h)
    c = inverse @ (-0.1 * (path[steps] + scale[steps] * z)[:, n:])
    for k in range(steps - 1, -1, -1):
        x = path[k] + scale[k] * z
        y = design @ c
        for _ in range(25):
            mean = x + h * np.concatenate([-x[:, :n], rates(x, y)], -1)
            new = sum(basis((mean + spread * p - path[k + 1]) / scale[k + 1]) @ c for p in cubature) / (2 * dims) - 0.1 * h * x[:, n:]
            change, y = abs(new - y).max(), new
            if change < 1e-12:
                break
        c = inverse @ y
    reference = [5.00777, 5.41512, 5.3252, 5.2930, 5.2762]
    return abs((basis(((start - path[0]) / scale[0])[None]) @ c)[0, 0] - reference[n - 1])


task = sys.argv[1]
least = float("inf")
for _ in range(int(sys.argv[2])):
    begin = time.perf_counter()
    error = game(int(task[4:])) if task.startswith("game") else {"boundary": boundary, "field": field}[task]()
    least = min(least, time.perf_counter() - begin)
print("seconds: %.9e" % least)
print("error: %.3e" % error)
