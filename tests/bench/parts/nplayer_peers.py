"""What one would otherwise use for games of many agents: python3 nplayer_peers.py TASK SIZE ROUNDS

TASK exponential: SciPy's matrix exponential of the 2n-dimensional system; boundary: scipy.integrate.solve_bvp; linear and varying: the
elimination of every agent in NumPy, batches of small systems, two panels of eight nodes (four for coefficients that depend on
time); normals: standard normal numbers by NumPy's PCG64, seconds for SIZE of them. Prints the seconds of the fastest of ROUNDS.
"""
import sys
import time

import numpy as np

PENALTY, HORIZON, DRIFT = 2.0, 1.0, 0.3


def population(n):
    i = np.arange(1, n + 1)
    impact = 4.0 / n
    return (impact, 0.4 * (1 + 0.5 * np.sin(i)), 1 + 0.5 * np.cos(2.0 * i),
            PENALTY * (1 + 0.5 * np.sin(3.0 * i)) - impact / 2, np.cos(0.5 * i) + 0.2)


def system(impact, eta, risk):
    n = len(eta)
    zero = np.zeros((n, n))
    coupling = impact * (1 - np.eye(n)) / (2 * eta)[None, :]
    return np.block([[zero, -np.diag(1 / (2 * eta))], [-2 * np.diag(risk), -coupling]])


def exponential(n):
    from scipy.linalg import expm

    impact, eta, risk, gamma, start = population(n)
    whole = np.zeros((2 * n + 1, 2 * n + 1))
    whole[:-1, :-1] = system(impact, eta, risk)
    whole[n:2 * n, -1] = DRIFT
    flow = expm(whole * HORIZON)
    x, y = flow[:n], flow[n:2 * n]
    twice = 2 * gamma[:, None]
    right = twice[:, 0] * (x[:, :n] @ start + x[:, -1]) - (y[:, :n] @ start + y[:, -1])
    adjoint = np.linalg.solve(y[:, n:2 * n] - twice * x[:, n:2 * n], right)
    return (x[:, :n] @ start + x[:, n:2 * n] @ adjoint + x[:, -1]).sum()


def boundary(n):
    from scipy.integrate import solve_bvp

    impact, eta, risk, gamma, start = population(n)
    matrix = system(impact, eta, risk)

    def slope(t, z):
        change = matrix @ z
        change[n:] += DRIFT
        return change

    def ends(left, right):
        return np.concatenate([left[:n] - start, right[n:] - 2 * gamma * right[:n]])

    found = solve_bvp(slope, ends, np.linspace(0, HORIZON, 11), np.zeros((2 * n, 11)), tol=1e-8, max_nodes=100000)
    assert found.success
    return found.y[:n, -1].sum()


def rule(stages):
    node, weight = np.polynomial.legendre.leggauss(stages)
    values = np.polynomial.legendre.legvander(node, stages - 1)
    integrals = np.empty((stages, stages))
    for degree in range(stages):
        unit = np.zeros(degree + 1)
        unit[degree] = 1
        integrals[:, degree] = np.polynomial.legendre.legval(node, np.polynomial.legendre.legint(unit, lbnd=-1)) / 2
    return (node + 1) / 2, weight / 2, integrals @ np.linalg.inv(values)


def linear(n, panels=2, stages=8, varying=False, batch=20000):
    """One equation for the aggregate rate; its kernel by elimination of each agent on each panel, unit forcings all at once."""
    impact, eta, risk, gamma, start = population(n)
    node, weight, left = rule(stages)
    right = left - weight[None, :]
    h, size = HORIZON / panels, panels * stages
    times = np.concatenate([h * (k + node) for k in range(panels)])
    shape = (1 + 0.5 * np.sin(6 * times)) ** 2 if varying else np.ones(size)
    drift = DRIFT * np.cos(3 * times) if varying else np.full(size, DRIFT)
    kernel, source, eye = np.zeros((size, size)), np.zeros(size), np.eye(stages)
    for first in range(0, n, batch):
        part = slice(first, min(first + batch, n))
        e, p, m = eta[part], gamma[part].copy(), len(eta[part])
        answers = [None] * panels
        for k in reversed(range(panels)):
            a = risk[part][:, None] * shape[None, k * stages:(k + 1) * stages]
            inner = impact * eye[None] + 2 * h * a[:, :, None] * left[None]
            matrix = 2 * e[:, None, None] * eye[None] + 2 * h * p[:, None, None] * weight[None, None] - h * right @ inner
            sides = np.concatenate([(2 * p[:, None] - h * (2 * a) @ right.T)[:, :, None], np.ones((m, stages, 1)),
                                    np.broadcast_to(h * right, (m, stages, stages))], axis=2)
            solved = -np.linalg.solve(matrix, sides)
            row = 2 * h * p[:, None] * weight[None] + h * np.einsum("j,njk->nk", weight, inner)
            back = np.einsum("nk,nkj->nj", row, solved)
            before = p + (back[:, 0] + h * (2 * a) @ weight) / 2
            answers[k] = (solved, 1 + back[:, 1], back[:, 2:] - h * weight[None])
            p = before
        q = np.zeros((m, size))
        later = [None] * panels
        for k in reversed(range(panels)):
            later[k] = q
            solved, carried, gained = answers[k]
            q = carried[:, None] * q
            q[:, k * stages:(k + 1) * stages] += gained
        x = np.zeros((m, size + 1))
        x[:, -1] = start[part]
        for k in range(panels):
            solved, _, _ = answers[k]
            rate = solved[:, :, :1] * x[:, None, :]
            rate[:, :, :size] += solved[:, :, 1:2] * later[k][:, None, :]
            rate[:, :, k * stages:(k + 1) * stages] += solved[:, :, 2:]
            rows = slice(k * stages, (k + 1) * stages)
            kernel[rows] += rate[:, :, :size].sum(0)
            source[rows] += rate[:, :, -1].sum(0)
            x = x + h * np.einsum("j,njr->nr", weight, rate)
    rates = np.linalg.solve(np.eye(size) - impact * kernel, source + kernel @ drift)
    return start.sum() + h * (np.tile(weight, panels) @ rates)


def normals(count):
    generator = np.random.Generator(np.random.PCG64(1))
    return generator.standard_normal(count).sum()


TASKS = {"exponential": exponential, "boundary": boundary, "linear": linear, "normals": normals,
         "varying": lambda n: linear(n, panels=4, varying=True)}

if __name__ == "__main__":
    task, size, rounds = TASKS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    least = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        result = task(size)
        least = min(least, time.perf_counter() - begin)
    print(f"seconds: {least:.9e}")
    print(f"result: {result:.12g}")
