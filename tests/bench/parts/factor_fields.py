"""What one would otherwise use for fields along one Markov factor: python3 factor_fields.py TASK ROUNDS

TASK normal-equations or lstsq: regression Monte Carlo of the Riccati equation of one agent, Ornstein-Uhlenbeck factor, 65536 paths, 50
steps, 8 monomials, seconds per path and step; crank-nicolson: A along a Cox-Ingersoll-Ross variance, SciPy's solve_banded. Prints
the answer and the seconds of the fastest of ROUNDS.
"""
import sys
import time

import numpy as np

PATHS, STEPS, DEGREE, ETA, ALPHA, GAMMA = 65536, 50, 7, 0.2, 4.0, 0.5


def regression(fit, seed):
    kappa, nu, start, h = 1.5, 0.5, 0.2, 1.0 / STEPS
    rng = np.random.default_rng(seed)
    kept, spread = np.exp(-kappa * h), nu * np.sqrt(-np.expm1(-2 * kappa * h) / (2 * kappa))
    z = np.empty((STEPS + 1, PATHS))
    z[0] = start
    for k in range(STEPS):
        z[k + 1] = kept * z[k] + spread * rng.standard_normal(PATHS)

    def variance(x):
        return (0.09 * x + 0.3) * x + 0.25

    u = np.full(PATHS, GAMMA)
    for k in range(STEPS - 1, -1, -1):
        target = u + h / 2 * (ALPHA * variance(z[k + 1]) - u * u / ETA)
        if k > 0:
            t = k * h
            deviation = nu * np.sqrt(-np.expm1(-2 * kappa * t) / (2 * kappa))
            basis = np.vander((z[k] - start * np.exp(-kappa * t)) / deviation, DEGREE + 1, increasing=True)
            expected = basis @ fit(basis, target)
        else:
            expected = np.full(PATHS, target.mean())
        right = expected + h / 2 * ALPHA * variance(z[k])
        u = 2 * right / (1 + np.sqrt(1 + 2 * h / ETA * right))
    return u[0]


def normal_equations(basis, target):
    return np.linalg.solve(basis.T @ basis, basis.T @ target)


def least_squares(basis, target):
    return np.linalg.lstsq(basis, target, rcond=None)[0]


def crank_nicolson(n, steps):
    from scipy.linalg import solve_banded

    high, h = 0.6, 1.0 / steps
    z = np.linspace(0, high, n + 1)
    d = high / n
    drift, v = 2 * (0.09 - z) / d, 0.5 * 0.09 * z / d**2
    v[0] = v[-1] = 0
    below, above = v - drift / 2, v + drift / 2
    below[0], above[0], below[-1], above[-1] = 0, drift[0], -drift[-1], 0
    diagonal = -below - above
    bands = np.zeros((3, n + 1))
    bands[0, 1:], bands[1], bands[2, :-1] = -h / 2 * above[:-1], 1 - h / 2 * diagonal, -h / 2 * below[1:]
    u = np.full(n + 1, GAMMA)
    before = None
    for _ in range(steps):
        now = ALPHA * z - u * u / ETA
        slope = diagonal * u
        slope[1:] += below[1:] * u[:-1]
        slope[:-1] += above[:-1] * u[1:]
        right = u + h / 2 * slope + h * (now if before is None else 1.5 * now - 0.5 * before)
        before, u = now, solve_banded((1, 1), bands, right)
    return u[round(0.06 / d)]


task, rounds = sys.argv[1], int(sys.argv[2])
fastest = float("inf")
for r in range(rounds):
    begin = time.perf_counter()
    if task == "crank-nicolson":
        answer = crank_nicolson(int(sys.argv[3]), int(sys.argv[4]))
    else:
        answer = regression(normal_equations if task == "normal-equations" else least_squares, r)
    fastest = min(fastest, time.perf_counter() - begin)
print(f"value: {answer:.12g}")
if task == "crank-nicolson":
    print(f"error: {abs(answer - 0.254157176800143):.2g}")
    print(f"seconds: {fastest:.9e}")
else:
    print(f"seconds: {fastest / (PATHS * STEPS):.9e}")
