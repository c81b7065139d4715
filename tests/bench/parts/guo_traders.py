"""What one would otherwise use for the traders of section 2 of guo2025: python3 guo_traders.py TASK SIZE ROUNDS

TASK matrix: the matrix Riccati equation of SIZE equal traders by scipy.integrate.solve_ivp (DOP853, 1e-11); crowd: SIZE traders with
penalties of their own, each eliminated by Chebyshev collocation onto the aggregate rate, NumPy's batched solve. Prints the answer
and the seconds of the fastest of ROUNDS.
"""
import sys
import time

import numpy as np

ALPHA, BETA, PHI, PENALTY, HORIZON = 0.3, 0.2, 0.15, 0.5, 2.0


def matrix(n):
    from scipy.integrate import solve_ivp

    one, all_ones = np.eye(n), np.ones((n, n))
    d = n / BETA * (one - all_ones / (n + 1))
    e, f = ALPHA / n * d, -ALPHA / ((n + 1) * BETA) * all_ones
    g = 2 * PHI * one - ALPHA**2 / (n * (n + 1) * BETA) * all_ones

    def slope(tau, flat):
        r = flat.reshape(n, n)
        return -(g + f @ r - r @ e - r @ d @ r).ravel()

    found = solve_ivp(slope, (0, HORIZON), (-2 * PENALTY * one).ravel(), method="DOP853", rtol=1e-11, atol=1e-13)
    return found.y[0, -1]


def chebyshev(m):
    x = -np.cos(np.pi * np.arange(m + 1) / m)
    c = np.ones(m + 1)
    c[0] = c[-1] = 2
    c *= (-1.0) ** np.arange(m + 1)
    apart = x[:, None] - x[None, :]
    matrix = np.outer(c, 1 / c) / (apart + np.eye(m + 1))
    return (x + 1) / 2, 2 * (matrix - np.diag(matrix.sum(1)))


def crowd(n, nodes=48):
    u = np.linspace(0, 1, n)
    phi, a, q = 0.05 + 0.35 * u, 0.2 + 0.8 * u**2, 1 + np.cos(7 * u)
    alpha, beta = 0.3, 0.6
    _, slope = chebyshev(nodes)
    size, one = nodes + 1, np.eye(nodes + 1)
    kernel, source = np.zeros((size, size)), np.zeros(size)
    for first in range(0, n, 256):
        some = slice(first, min(first + 256, n))
        count = len(phi[some])
        system = np.zeros((count, 2 * size, 2 * size))
        system[:, :size, :size] = slope - alpha / beta * one
        system[:, :size, size:] = -n / beta * one
        system[:, size:, :size] = -2 * phi[some, None, None] * one
        system[:, size:, size:] = slope
        system[:, 0] = 0
        system[:, 0, 0] = 1
        system[:, -1] = 0
        system[:, -1, -1] = 1
        system[:, -1, size - 1] = 2 * a[some]
        right = np.zeros((count, 2 * size, size + 1))
        right[:, :size, :size] = -one
        right[:, size:, :size] = -alpha / n * one
        right[:, 0] = right[:, -1] = 0
        right[:, 0, size] = q[some]
        answer = np.linalg.solve(system, right)
        c = n / beta * (answer[:, size:] + alpha / n * answer[:, :size])
        kernel += c[:, :, :size].sum(0)
        source += c[:, :, size].sum(0)
    return np.linalg.solve((n + 1) * one - kernel, source)[0]


def main():
    task, size, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    run = {"matrix": matrix, "crowd": crowd}[task]
    least = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        answer = run(size)
        least = min(least, time.perf_counter() - begin)
    print("answer: %.12g" % answer)
    print("seconds: %.9e" % least)


main()
