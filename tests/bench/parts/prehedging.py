"""Peers of the pre-hedging models in NumPy, with everything vectorised that can be.

prehedging.py constants SETS | blocked SETS | paths | spreads | gain PATHS | sensitive PATHS
prints "seconds: x"; for gain and sensitive the seconds that a standard error of 1e-3 takes, from the spread of PATHS paths.
"""
import sys
import time

import numpy as np

MARKET = dict(kappa=0.3, lam=0.8, beta=1.7, nu=0.6, gamma=0.9, alpha=0.4)


def constants(kappa, lam, beta, nu, gamma, alpha):
    g, h = np.sqrt(gamma / nu), np.sqrt(gamma * nu)
    coupling = 2 * beta * lam / nu
    omega, split = np.sqrt((g + beta) ** 2 + coupling), np.sqrt((g - beta) ** 2 + coupling)
    s = g + beta + omega
    b = 2 * g / s
    a, c, rate = lam * b + h, 2 * beta / (nu * s * s), 2 * beta / (nu * s)
    det = 1 + alpha * omega + alpha ** 2 * g * beta
    d = ((kappa + a) * (1 + alpha * beta + alpha * lam * rate) - alpha * g * lam * (1 - b)) / det
    e = ((1 - b) * (1 + alpha * g) - alpha * rate * (kappa + a)) / det
    mu = ((kappa + a) * (1 + alpha * beta) + lam * (1 - b)) / det
    return dict(g=g, a=a, b=b, c=c, rate=rate, omega=omega, split=split, d=d, e=e, mu=mu, f=alpha * mu ** 2 / (2 * nu))


def with_rates(market):
    """The constants of a market and the two rates of its closed loop."""
    c = constants(**market)
    c["fast"] = (c["omega"] + c["split"]) / 2
    c["slow"] = market["beta"] * c["g"] / c["fast"]
    return c


def modes(c, lam, beta):
    sigma = ((c["omega"] - 2 * beta) * c["d"] + lam * c["omega"] * c["e"]) / c["split"]
    return (c["mu"] - sigma) / 2, (c["mu"] + sigma) / 2


def bonus(c, lam, beta, nu, horizon):
    slow, fast = modes(c, lam, beta)
    f = lambda rate: -np.expm1(-rate * horizon) / rate
    return c["f"] + (slow ** 2 * f(2 * c["slow"]) + 2 * slow * fast * f(c["omega"]) + fast ** 2 * f(2 * c["fast"])) / (2 * nu)


def path(c, lam, beta, nu, horizon, flow, t):
    eta, rates, pulls = lam * c["rate"] + c["g"], (c["slow"], c["fast"]), modes(c, lam, beta)
    weights = (((c["fast"] - eta) / c["split"], -lam * c["slow"] / c["split"]), ((eta - c["slow"]) / c["split"], lam * c["fast"] / c["split"]))
    x, i = np.zeros_like(t), np.zeros_like(t)
    for k in range(2):
        for j in range(2):
            s = rates[k] + rates[j]
            moved = flow / nu * pulls[j] * np.exp(-rates[j] * (horizon - t)) * -np.expm1(-s * t) / s
            x, i = x + weights[k][0] * moved, i + weights[k][1] * moved
    return x, i


def spread(count, ratio, low, high):
    return (np.arange(1, count + 1) * ratio) % 1 * (high - low) + low


def constants_of(sets, block):
    inputs = [spread(sets, 0.6180339887498949, 0, 1), spread(sets, 0.4142135623730951, 0, 2), spread(sets, 0.7320508075688772, 0.1, 3),
              spread(sets, 0.2360679774997898, 0.1, 1), spread(sets, 0.6457513110645906, 0.1, 2), spread(sets, 0.3166247903553998, 0, 2)]
    if block >= sets:
        return lambda: constants(*inputs)["a"].sum()
    kept = np.empty((11, sets))

    def task():
        for begin in range(0, sets, block):
            for row, value in zip(kept, constants(*(x[begin:begin + block] for x in inputs)).values()):
                row[begin:begin + block] = value
        return kept[1].sum()
    return task


def paths():
    total = 0.0
    t = np.linspace(0, 1.3, 2001)
    for p in np.linspace(0.05, 1, 20):
        for lam in (0.0001, 0.4, 0.8, 1.6):
            for alpha in (0.0, 0.4, 1.0):
                c = with_rates({**MARKET, "lam": lam, "alpha": alpha})
                total += path(c, lam, MARKET["beta"], MARKET["nu"], 1.3, p * 1.9, t)[0][-1]
    return total


def spreads():
    horizon, alpha = np.meshgrid(np.linspace(0.01, 5, 300), np.linspace(0, 3, 300))
    c = with_rates({**MARKET, "alpha": alpha})
    size, scale, reference = 1.9, 0.4, 1.0
    g, k = size ** 2 * bonus(c, MARKET["lam"], MARKET["beta"], MARKET["nu"], horizon), (MARKET["kappa"] + c["a"]) / 2 * size ** 2
    low, high = np.full_like(horizon, 1e-9), np.full_like(horizon, 1 - 1e-9)
    for _ in range(60):
        p = (low + high) / 2
        rises = size * (reference + scale * np.log((1 - p) / p)) - k - size * scale / (1 - p) + 2 * p * g > 0
        low, high = np.where(rises, p, low), np.where(rises, high, p)
    return (reference + scale * np.log((1 - low) / low)).mean()


def gain(n, dt=1e-3, post=6.0):
    """Steps in time through all three stages, midpoint rule; the random price as it goes."""
    rng = np.random.default_rng(20240)
    k, lam, beta, nu, gamma, alpha = (MARKET[x] for x in ("kappa", "lam", "beta", "nu", "gamma", "alpha"))
    horizon, x0, size, pi, p, delta, sigma = 1.3, 0.7, 1.9, 0.8, 0.65, 0.35, 0.3
    c = with_rates(MARKET)
    flow, tau, (slow, fast) = p * (2 * pi - 1) * size, rng.exponential(alpha, n), modes(c, lam, beta)
    x, i, price, cash, off = np.full(n, x0), np.zeros(n), np.full(n, 5.0), np.zeros(n), np.zeros(n)
    waiting, u, w = np.ones(n, bool), rng.random(n), rng.random(n)
    for step in range(int((horizon + tau.max() + post) / dt)):
        t = step * dt
        now = waiting & (t >= horizon + tau)
        if now.any():
            side = np.where(now & (u < p), np.where(w < pi, 1.0, -1.0), 0.0)
            cash += side * size * (price + k * (x - x0) + i) + np.abs(side) * size * delta
            x, off, waiting = x - side * size, off + side * size, waiting & ~now
        drive = flow * (slow * np.exp(-c["slow"] * (horizon - t)) + fast * np.exp(-c["fast"] * (horizon - t))) / nu if t < horizon else flow * c["mu"] / nu
        rate = np.where(waiting, drive, 0.0) - c["g"] * x - c["rate"] * i
        xm, im = x + rate * dt / 2, i + (lam * rate - beta * i) * dt / 2
        cash -= ((price + k * (xm + off - x0) + im + nu / 2 * rate) * rate + gamma / 2 * xm ** 2) * dt
        x, i, price = x + rate * dt, i + (lam * rate - beta * im) * dt, price + sigma * np.sqrt(dt) * rng.standard_normal(n)
    return cash + price * x


def sensitive(count, n=500):
    rng = np.random.default_rng(20240)
    kappa, nu, gamma, sigma, horizon, x0, size, phi, s1, s2, delta, d0, p0 = 0.4, 0.7, 0.5, 0.8, 1.4, 0.6, 1.3, 0.6, 0.5, 0.35, 0.45, 0.2, 0.3
    h, g = np.sqrt(gamma * nu), np.sqrt(gamma / nu)
    lx, l0, q = (h + kappa) * size, delta * size - (h + kappa) / 2 * size ** 2, phi - s1 * (delta - d0) + s2 * (p0 + kappa * x0)
    k, dt = s2 * kappa * lx, horizon / n
    m = q * lx - s2 * kappa * l0
    x, price, cash = np.full(count, x0), np.full(count, p0), np.zeros(count)
    for step in range(n):
        e = np.exp(-2 * g * (horizon - step * dt))
        a, d = h * (k + h + k * e) / (k + h - k * e), h * np.sqrt(e) / (h + k * (1 - e))
        rate = (m * d - a * x - s2 * lx * d * price) / nu
        dw, xm = sigma * np.sqrt(dt) * rng.standard_normal(count), x + rate * dt / 2
        cash -= (price + dw / 2 + kappa * (xm - x0) + nu / 2 * rate) * rate * dt + gamma / 2 * xm ** 2 * dt
        x, price = x + rate * dt, price + dw
    p, y = phi - s1 * (delta - d0) - s2 * (price + kappa * (x - x0) - p0), x - size
    return cash + (1 - p) * (price * x + kappa / 2 * x ** 2 - kappa * x0 * x - h / 2 * x ** 2) + p * (
        (price + kappa * (x - x0) + delta) * size + price * y + kappa / 2 * y ** 2 + kappa * (size - x0) * y - h / 2 * y ** 2)


def least(rounds, task):
    best, result = None, None
    for _ in range(rounds):
        begin = time.perf_counter()
        result = task()
        spent = time.perf_counter() - begin
        best = spent if best is None else min(best, spent)
    return best, result


def main():
    task, size = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if task in ("gain", "sensitive"):
        seconds, values = least(1, lambda: globals()[task](size))
        error = values.std(ddof=1) / len(values) ** 0.5
        exact = 2.4578625126283 if task == "gain" else 0.174763173098709
        print("seconds: %.9e\ndeviation: %.3g" % (seconds * (error / 1e-3) ** 2, (values.mean() - exact) / error))
        return
    if task in ("constants", "blocked"):
        seconds, result = least(7, constants_of(size, size if task == "constants" else 4096))
    else:
        seconds, result = least(7, globals()[task])
    print("seconds: %.9e\n%s: %.9g" % (seconds, "mean" if task == "spreads" else "sum", result))


main()
