"""Peers of mean_field in Python: what one would write with NumPy and SciPy.

mean_field.py variance_bvp | variance_collocation | means | many_means | equilibria | density | particles | particles_exact |
revenue | liquidation | many_liquidations | sweep SETS
prints "seconds: x" for the whole task, and how large its errors are, against closed forms and digits of another program.
"""
import math
import sys
import time

import numpy as np


def retail(w=0.5, eps=0.5, mu0=0.0, target=1.0, lam=0.4):
    return dict(a=1 - eps, b=2 * eps * w, c=2 * eps * (1 - w) * lam, d=eps, sigma=1.0, T=1.0, v0=1.0, mu0=mu0, target=target)


ONE = dict(a=1.0, b=1.0, c=1.0, d=1.0, sigma=1.0, T=1.0, v0=1.0, mu0=0.3, target=1.0)
FOLDED = dict(a=1.0, b=1.0, c=0.0, d=1.0, sigma=0.2, T=0.6, v0=1.0, mu0=0.0, target=0.0)
BIG = dict(n=10.0, T1=0.75, eta=1e-3, theta=2.0, gamma=1e-4, price=100.0, s=0.5)
CURVES = [retail(w, eps) for w in (0.1, 0.9) for eps in (0.25, 0.5, 0.75)]
EXACT = [0.03422286710771984, 0.06985409970152631, 0.10906563897388993, 0.39547760636332985, 0.80770685353447591, 0.95994008704441]
THREE = [0.0010462077747050943, 0.007763077001102314, 0.19379676220114272]
MANY = np.linspace(-2, 2, 1000)


def ratios(p):
    return p["a"] / p["b"], math.sqrt(p["c"] / p["b"]), p["d"] / p["b"]


def turnpike(A, k, sigma):
    v = sigma ** 4 / 2 / (A + math.sqrt(A * A + k * k * sigma ** 4))
    return v, math.sqrt(4 * k * k + 2 * A / v)


def means(p, t):
    _, k, kappa = ratios(p)
    T, mu0, pull = p["T"], p["mu0"], kappa * p["target"]
    if k == 0:
        return (mu0 * (1 + kappa * (T - t)) + pull * t) / (1 + kappa * T), np.full_like(t, (pull - kappa * mu0) / (1 + kappa * T))
    bottom = k * math.cosh(k * T) + kappa * math.sinh(k * T)
    ch, sh = np.cosh(k * (T - t)), np.sinh(k * (T - t))
    return ((mu0 * (k * ch + kappa * sh) + pull * np.sinh(k * t)) / bottom,
            k * (pull * np.cosh(k * t) - mu0 * (k * sh + kappa * ch)) / bottom)


def boundary_problem(p, tolerance=1e-8):
    """ln v and the feedback slope by scipy.integrate.solve_bvp, from the turnpike's guess."""
    from scipy.integrate import solve_bvp
    A, k, kappa = ratios(p)
    s2, T = p["sigma"] ** 2, p["T"]
    vs, omega = turnpike(A, k, p["sigma"])

    def slope(t, y):
        e = np.exp(-y[0])
        return np.vstack([2 * y[1] + s2 * e, -y[1] ** 2 + A * e + k * k])

    t = T * (1 - np.cos(np.pi * np.linspace(0, 1, 60))) / 2
    start = math.log(vs) + (math.log(p["v0"]) - math.log(vs)) * np.exp(-omega * t)
    return solve_bvp(slope, lambda a, b: np.array([a[0] - math.log(p["v0"]), b[1] + kappa]), t,
                     np.vstack([start, -s2 / 2 * np.exp(-start)]), tol=tolerance, max_nodes=100000)


def collocation(p, degree=14):
    """ln s on Chebyshev panels graded towards both ends, damped Newton's method with a sparse factorisation."""
    import scipy.sparse as sparse
    import scipy.sparse.linalg as solver
    A, k, kappa = ratios(p)
    s2, T, n = p["sigma"] ** 2, p["T"], degree + 1
    vs, omega = turnpike(A, k, p["sigma"])
    step, at, left = min(T, 0.5 / max(omega, kappa, 1 / T, s2 / p["v0"])), 0.0, []
    while at < 0.45 * T:
        at += step
        step *= 1.25
        if at < 0.45 * T:
            left.append(at)
    edges = np.array([0.0] + left + [T / 2] + [T - x for x in left[::-1]] + [T])
    x = -np.cos(np.pi * np.arange(n) / degree)
    weight = np.r_[2, np.ones(n - 2), 2] * (-1.0) ** np.arange(n)
    D = np.outer(weight, 1 / weight) / (x[:, None] - x[None, :] + np.eye(n))
    D -= np.diag(D.sum(1))
    first = [D * 2 / (b - a) for a, b in zip(edges[:-1], edges[1:])]
    second = [d @ d for d in first]
    m = len(first)
    t = np.concatenate([a + (x + 1) / 2 * (b - a) for a, b in zip(edges[:-1], edges[1:])])
    l = (math.log(vs) + (math.log(p["v0"]) - math.log(vs)) * np.exp(-omega * t)) / 2

    def equations(l, derivative):
        r = np.zeros(m * n)
        J = sparse.lil_matrix((m * n, m * n)) if derivative else None
        for i in range(m):
            s, e = i * n, (i + 1) * n
            u = l[s:e]
            du, down, pull = first[i] @ u, np.exp(-2 * u), s2 * np.exp(-2 * u)
            r[s:e] = (second[i] @ u + du ** 2 - k * k - A * down + pull ** 2 / 4) / (omega ** 2 + 1)
            r[s] = u[0] - (math.log(p["v0"]) / 2 if i == 0 else l[s - 1])
            r[e - 1] = (du[-1] + kappa - pull[-1] / 2 if i == m - 1 else du[-1] - first[i + 1][0] @ l[e:e + n]) / (omega + 1)
            if derivative:
                block = (second[i] + 2 * du[:, None] * first[i] + np.diag(2 * A * down - pull ** 2)) / (omega ** 2 + 1)
                block[0], block[-1] = 0, first[i][-1] / (omega + 1)
                block[0, 0] = 1
                if i == m - 1:
                    block[-1, -1] += pull[-1] / (omega + 1)
                else:
                    J[e - 1, e:e + n] = -first[i + 1][0] / (omega + 1)
                if i > 0:
                    J[s, s - 1] = -1
                J[s:e, s:e] = block
        return r, J

    for _ in range(100):
        r, J = equations(l, True)
        change, factor, before = solver.spsolve(J.tocsc(), -r), 1.0, np.linalg.norm(r)
        factor = min(1.0, 2 / np.abs(change).max())
        while factor > 1e-6:
            after = np.linalg.norm(equations(l + factor * change, False)[0])
            if after < before or after < 1e-13:
                break
            factor /= 2
        l = l + factor * change
        if np.abs(change).max() < 1e-12:
            break
    grid = np.linspace(0, T, 1001)
    panel = np.clip(np.searchsorted(edges, grid, side="right") - 1, 0, m - 1)
    bary = (-1.0) ** np.arange(n)
    bary[[0, -1]] /= 2
    v = np.empty_like(grid)
    for i in range(m):
        mine = panel == i
        gap = (2 * (grid[mine] - edges[i]) / (edges[i + 1] - edges[i]) - 1)[:, None] - x[None, :]
        on = np.abs(gap) < 1e-15
        gap[on] = 1
        w = bary / gap
        value = (w @ l[i * n:(i + 1) * n]) / w.sum(1)
        rows, columns = np.where(on)
        value[rows] = l[i * n + columns]
        v[mine] = np.exp(2 * value)
    return v


class TimeMap:
    """Times after which orbits of the variance arrive at a terminal value: Gauss rules after v - v* = rho sinh u or rho cosh u."""

    def __init__(self, p):
        self.p, (self.A, self.k, self.kappa) = p, ratios(p)
        self.s2, self.v0 = p["sigma"] ** 2, p["v0"]
        self.vs, self.omega = turnpike(self.A, self.k, p["sigma"])
        self.nodes, self.weights = np.polynomial.legendre.leggauss(20)

    def still(self, x):
        r = x / self.vs
        with np.errstate(all="ignore"):
            phi = np.where(np.abs(r) < 1e-3, r * r * (0.5 - r * (1 / 6 - r * (1 / 12 - r / 20))), (1 + r) * np.log1p(r) - r)
        return 4 * self.k ** 2 * x * x + 4 * self.A * self.vs * phi

    def delta(self, z):
        return ((self.s2 - 2 * self.kappa * z) ** 2 - self.still(z - self.vs)) / (8 * z)

    def integral(self, f, a, b):
        edges = np.linspace(a, b, max(1, int(math.ceil(abs(b - a) / 0.5))) + 1)
        half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
        return float(np.sum(half[:, None] * self.weights * f(middle[:, None] + half[:, None] * self.nodes)))

    def turning(self, delta, side):
        from scipy.optimize import brentq

        def speed(x):
            return float(self.still(np.float64(x))) + 8 * delta * (self.vs + x)
        far = side * math.sqrt(-8 * delta * self.vs) / self.omega
        if side < 0:
            far = max(far, -self.vs)
        while speed(far) < 0:
            if far <= -self.vs:
                return None
            far = 2 * far if side > 0 else max(2 * far, -self.vs)
        return brentq(speed, min(0, far), max(0, far), xtol=1e-300, rtol=1e-15)

    def leg(self, low, high, delta, turn=None):
        if high <= low:
            return 0.0
        if turn is None:
            rho = max(math.sqrt(8 * delta * self.vs) / self.omega, 1e-300)

            def rate(u):
                x = rho * np.sinh(u)
                return rho * np.cosh(u) / np.sqrt(self.still(x) + 8 * delta * (self.vs + x))
            return self.integral(rate, math.asinh((low - self.vs) / rho), math.asinh((high - self.vs) / rho))
        side, rho, vt = math.copysign(1, turn), abs(turn), self.vs + turn

        def rate(u):
            d = side * rho * 2 * np.sinh(u / 2) ** 2
            h = d / self.vs
            change = h * np.log1p((turn + d) / self.vs) - vt / self.vs * (d / vt - np.log1p(d / vt))
            return rho * np.sinh(u) / np.sqrt(4 * self.k ** 2 * d * (d + 2 * turn) + 4 * self.A * self.vs * change + 8 * delta * d)
        ends = sorted(2 * math.asinh(math.sqrt(max(0.0, side * (v - vt)) / (2 * rho))) for v in (low, high))
        return self.integral(rate, *ends)

    def times(self, z, delta=None):
        delta = float(self.delta(z)) if delta is None else delta
        w, v0 = self.s2 - 2 * self.kappa * z, self.v0
        low, high = min(v0, z), max(v0, z)
        ahead = (w > 0 and v0 < z) or (w < 0 and v0 > z)
        if delta >= 0:
            return {"direct": self.leg(low, high, delta)} if ahead else {}
        side = 1 if z > self.vs else -1
        turn = self.turning(delta, side)
        if turn is None or (v0 - self.vs) * side < 0 or (v0 - self.vs - turn) * side < 0:
            return {}
        found = {"direct": self.leg(low, high, delta, turn)} if ahead else {}
        if side * w > 0:
            vt = self.vs + turn
            found["turning"] = sum(self.leg(min(v, vt), max(v, vt), delta, turn) for v in (v0, z))
        return found

    def end_of_turnpike(self):
        from scipy.optimize import brentq
        rest = self.s2 / (2 * self.kappa)
        side = 1 if rest > self.vs else -1

        def miss(z):
            return side * (self.s2 - 2 * self.kappa * z) - math.sqrt(float(self.still(np.float64(z - self.vs))))
        high = 2 * self.vs
        while side > 0 and miss(high) > 0:
            high *= 2
        return brentq(miss, *((self.vs, high) if side > 0 else (rest, self.vs)), rtol=1e-15, xtol=1e-300)


def equilibria(p, points=400, near=240):
    """All terminal variances: a scan of the time map, logarithmic towards the turnpike's orbit, and Brent's method."""
    from scipy.optimize import brentq
    tm, T = TimeMap(p), p["T"]
    zt, rest = tm.end_of_turnpike(), tm.s2 / (2 * tm.kappa)
    low, high = min(p["v0"], tm.vs, rest) * (1 - 1e-6), (p["v0"] + tm.s2 * T) * (1 + 1e-6)
    slope = (tm.kappa ** 2 - tm.k ** 2 - tm.A / zt) / 2
    samples = [(z - zt, None) for z in np.exp(np.linspace(math.log(low), math.log(high), points)) if abs(z - zt) > 5e-6 * zt]
    y0 = math.log(1 / (abs(slope) * zt * 1e-5))
    for y in np.linspace(y0, y0 + min(tm.omega * T + 60, 600), near):
        samples += [(side * math.exp(-y) / slope, side * math.exp(-y)) for side in (1, -1)]
    samples = sorted((key, delta) for key, delta in samples if low <= zt + key <= high)
    times = [(key, delta, tm.times(zt + key, delta)) for key, delta in samples]
    found = []
    for (a, da, ta), (b, db, tb) in zip(times[:-1], times[1:]):
        for kind in set(ta) & set(tb):
            if (a < 0) != (b < 0) or (ta[kind] - T) * (tb[kind] - T) >= 0:
                continue
            both = da is not None and db is not None
            if both:
                side = math.copysign(1, a)
                root = brentq(lambda y: tm.times(zt + side * math.exp(y), side * math.exp(y) * slope)[kind] - T,
                              *sorted((math.log(abs(a)), math.log(abs(b)))), xtol=1e-13)
                found.append(zt + side * math.exp(root))
            else:
                found.append(zt + brentq(lambda x: tm.times(zt + x)[kind] - T, a, b, xtol=1e-300, rtol=1e-14))
    return found


def density(p, nodes=401, steps=400, reach=7.0, tolerance=1e-8):
    """Hopf and Cole's variables, Strang splitting, Crank-Nicolson, Picard iteration damped by one half."""
    from scipy.linalg import solve_banded
    A, k, kappa = ratios(p)
    s2, dt = p["sigma"] ** 2, p["T"] / steps
    x = np.linspace(min(p["mu0"], p["target"]) - reach, max(p["mu0"], p["target"]) + reach, nodes)
    dx = x[1] - x[0]
    start = np.maximum(np.exp(-(x - p["mu0"]) ** 2 / (2 * p["v0"])) / math.sqrt(2 * math.pi * p["v0"]), 1e-290)
    m = np.tile(start, (steps + 1, 1))
    log_m, r = np.log(m), dt * s2 / (4 * dx * dx)
    bands = np.zeros((3, nodes))
    bands[0, 1:] = bands[2, :-1] = -r
    bands[1] = 1 + 2 * r
    bands[1, 0] = bands[1, -1] = 1 + r

    def heat(f):
        flow = r * np.diff(f)
        g = f.copy()
        g[:-1] += flow
        g[1:] -= flow
        return solve_banded((1, 1), bands, g, check_finite=False)

    for iteration in range(300):
        factor = np.exp(dt / 2 * np.maximum((A * log_m - k * k * x * x / 2) / s2, -2000))
        phi, fresh = np.empty_like(m), np.empty_like(m)
        end = -kappa * (x - p["target"]) ** 2 / (2 * s2)
        phi[-1] = np.maximum(np.exp(end - end.max()), 1e-300)
        for i in range(steps - 1, -1, -1):
            f = heat(phi[i + 1] * factor[i + 1]) * factor[i]
            phi[i] = np.maximum(f / f.max(), 1e-300)
        psi, fresh[0] = start / phi[0], start
        for i in range(steps):
            psi = heat(psi * factor[i]) * factor[i + 1]
            psi /= psi.max()
            q = psi * phi[i + 1]
            fresh[i + 1] = np.maximum(q / (q.sum() * dx), 1e-290)
        change, m = np.abs(fresh - m).max(), fresh
        log_m = (log_m + np.log(fresh)) / 2
        if change < tolerance:
            return x, m
    raise RuntimeError("not converged")


def euler(p, path, steps):
    """Factors of X' = X + (shift + slope (X - M)) dt + spread N."""
    t, dt = np.linspace(0, p["T"], steps + 1)[:-1], p["T"] / steps
    (M, q), slope = means(p, t), path(t)[1]
    return M, M + q * dt, 1 + slope * dt, np.full(steps, p["sigma"] * math.sqrt(dt))


def frozen(p, path, steps):
    """The same factors of the exact step for coefficients frozen in its middle."""
    dt = p["T"] / steps
    t = (np.arange(steps) + 0.5) * dt
    (M, q), slope = means(p, t), path(t)[1]
    y = slope * dt
    return M, M + q * np.expm1(y) / slope, np.exp(y), p["sigma"] * np.sqrt(np.expm1(2 * y) / (2 * slope))


def particles(p, factors, agents=100000):
    generator = np.random.default_rng(1)
    x = p["mu0"] + math.sqrt(p["v0"]) * generator.standard_normal(agents)
    moments = []
    for before, after, keep, spread in zip(*factors):
        x -= before
        x *= keep
        x += after
        noise = generator.standard_normal(agents)
        noise *= spread
        x += noise
        moments.append((x.mean(), x.var()))
    return np.array(moments)


def step_errors(p, path, factors):
    """What the length of the steps moves mean and variance by: the moments of infinitely many particles."""
    t = np.linspace(0, p["T"], len(factors[0]) + 1)[1:]
    mean, variance, at = p["mu0"], p["v0"], []
    for before, after, keep, spread in zip(*factors):
        mean, variance = after + keep * (mean - before), keep ** 2 * variance + spread ** 2
        at.append((mean, variance))
    at = np.array(at)
    return np.abs(at[:, 0] - means(p, t)[0]).max(), np.abs(at[:, 1] - np.exp(path(t)[0])).max()


def liquidation(p, t):
    M, q = means(p, t)
    end, T1, r = means(p, np.array([BIG["T1"]]))[0][..., :1], BIG["T1"], BIG["theta"] / (2 * BIG["eta"])
    return (BIG["n"] * (1 - t / T1) + r * (t / T1 * (end - p["mu0"]) - (M - p["mu0"])),
            -BIG["n"] / T1 + r * ((end - p["mu0"]) / T1 - q))


def revenue(p, paths=20000, steps=500, noise=1):
    generator, t = np.random.default_rng(2), np.linspace(0, BIG["T1"], steps + 1)
    x, (M, _), dt = liquidation(p, t)[0], means(p, t), BIG["T1"] / steps
    steps_of_noise = noise * math.sqrt(dt) * generator.standard_normal((paths, steps))
    shift = np.cumsum(steps_of_noise, 1) - steps_of_noise / 2
    price = (BIG["price"] + BIG["s"] * shift + BIG["theta"] * np.diff(M) / dt + BIG["eta"] * np.diff(x) / dt
             + BIG["gamma"] * ((x[1:] + x[:-1]) / 2 - BIG["n"]))
    total = -(price * np.diff(x)).sum(1)
    return total.mean(), total.std(), (price.min(1) < 0).mean()


def revenue_error():
    """What the length of the steps moves the expected revenue by, against the closed form."""
    p, n, T1 = retail(mu0=0.5, target=-2.0), BIG["n"], BIG["T1"]
    calm = revenue(p, 2, noise=0)[0]
    nodes, weights = np.polynomial.legendre.leggauss(40)
    q = means(p, T1 * (nodes + 1) / 2)[1]
    even = float(means(p, np.array([T1]))[0][0] - p["mu0"]) / T1
    best = (BIG["theta"] * n * even - BIG["eta"] * n * n / T1
            + BIG["theta"] ** 2 / (4 * BIG["eta"]) * T1 / 2 * float(np.sum(weights * (q - even) ** 2)))
    return abs(calm - (n * BIG["price"] - BIG["gamma"] * n * n / 2 + best))


def traders():
    return ([retail(target=x) for x in (-1, 0, 1, 0.5, 1, 2, -0.5, -1, -2)] + [retail(w=w, target=x) for w in (0.1, 0.9) for x in (1, -1)]
            + [retail(mu0=0.5, target=-2.0), retail(mu0=-0.5, target=2.0)])


def least(task, rounds):
    best = math.inf
    for _ in range(rounds):
        begin = time.perf_counter()
        result = task()
        best = min(best, time.perf_counter() - begin)
    print("seconds: %.9e" % best)
    return result


def off(got, want):
    return max(abs(g / w - 1) for g, w in zip(got, want))


def main():
    task = sys.argv[1]
    t, until = np.linspace(0, 1, 1001), np.linspace(0, BIG["T1"], 1001)
    if task == "variance_bvp":
        got = least(lambda: [np.exp(boundary_problem(p).sol(t)[0])[-1] for p in CURVES], 2)
        print("error: %.6e" % off(got, EXACT))
    elif task == "variance_collocation":
        got = least(lambda: [collocation(p)[-1] for p in CURVES], 2)
        print("error: %.6e" % off(got, EXACT))
    elif task == "means":
        least(lambda: [means(retail(w=w), t) for w in (0.9, 0.1)], 400)
    elif task == "many_means":
        least(lambda: means(retail(target=MANY[:, None]), t[None, :]), 10)
    elif task == "equilibria":
        got = least(lambda: equilibria(FOLDED), 2)
        print("error: %.6e\nfound: %d" % (off(got, THREE), len(got)))
    elif task == "density":
        x, m = least(lambda: density(ONE), 1)
        at, path = np.arange(0, 401, 10), boundary_problem(ONE, 1e-10).sol
        weight = m[at] / m[at].sum(1)[:, None]
        mean = weight @ x
        variance = (weight * (x - mean[:, None]) ** 2).sum(1)
        print("mean_error: %.6e\nvariance_error: %.6e" % (np.abs(mean - means(ONE, at / 400)[0]).max(),
                                                         np.abs(variance - np.exp(path(at / 400)[0])).max()))
    elif task in ("particles", "particles_exact"):
        path = boundary_problem(ONE, 1e-10).sol
        make = (lambda: euler(ONE, path, 500)) if task == "particles" else (lambda: frozen(ONE, path, 32))
        least(lambda: particles(ONE, make()), 2)
        print("mean_error: %.6e\nvariance_error: %.6e" % step_errors(ONE, path, make()))
    elif task == "revenue":
        got = least(lambda: revenue(retail(mu0=0.5, target=-2.0)), 3)
        print("step_error: %.6e\ndeviation: %.6e" % (revenue_error(), got[1]))
    elif task == "liquidation":
        least(lambda: [liquidation(p, until) for p in traders()], 60)
    elif task == "many_liquidations":
        least(lambda: liquidation(retail(target=MANY[:, None]), until[None, :]), 10)
    elif task == "sweep":
        n = int(math.sqrt(int(sys.argv[2])))
        least(lambda: [np.exp(boundary_problem(retail(w, eps)).y[0, -1]) for w in np.linspace(0.2, 1, n) for eps in np.linspace(0.3, 0.999, n)], 1)


if __name__ == "__main__":
    main()
