"""Peers of closing_price in Python: what one would write with or without NumPy.

recursion.py loop SETS | numpy SETS | blocked SETS | figures | long PERIODS
prints "seconds: x" per parameter set, or for the whole task.
"""
import math
import sys
import time


def inputs(count):
    fee = [5e-4 + 1.5e-3 * i / (count - 1) for i in range(count)]
    risk = [10 ** (-4 + 2 * ((0.6180339887498949 * (i + 1)) % 1)) for i in range(count)]
    return fee, risk


def recursion(fee, risk, periods=13, lam=1e-3, alpha=0.5, rho=0.1, variance=0.02, shares=1e5, slip=False, exp=math.exp):
    """Theorem 1, corrected (slip: one factor lost), for numbers or for arrays of fees and risk aversions."""
    e = exp(-rho)
    m, l, rs = alpha * e + 1 - alpha, lam * (1 - e) * e, risk * variance
    b1, b3, b4 = fee + 0 * risk, 0 * (fee + risk), 0 * (fee + risk)
    gains, smallest = [], None
    for _ in range(periods):
        a1 = lam * (1 - m) + b1 - l * (b3 - b4 * l) + rs / 2
        a2 = -lam * m + 2 * b1 - b3 * l + rs
        a3 = 1 - e * b3 + 2 * (1 if slip else e) * l * b4
        inverse = 0.5 / a1
        gains.append((a2 * inverse, a3 * inverse))
        b1, b3, b4 = b1 + rs / 2 - a2 * a2 * inverse / 2, e * b3 - 1 + a2 * a3 * inverse, e * e * b4 - a3 * a3 * inverse / 2
    left, recovery = shares + 0 * fee, 0 * fee
    for a, b in reversed(gains):
        trade = a * left - b * recovery
        left, recovery = left - trade, l * trade + e * recovery
    return left


def least(task, rounds=3):
    best = math.inf
    for _ in range(rounds):
        begin = time.perf_counter()
        task()
        best = min(best, time.perf_counter() - begin)
    return best


def figures():
    """The data of figures 2 and 3: four risk aversions on 20001 fees, and the windows of figure 3 with and without the slip."""
    import numpy as np
    risk = np.array([1e-5, 1e-4, 1e-3, 1e-2])[:, None]
    with np.errstate(all="ignore"):
        for low, high, points, slip in ((1e-4, 1e-2, 20001, False), (1e-4, 3.5e-4, 2501, False), (1e-4, 3.5e-4, 2501, True),
                                        (5e-4, 1.5e-3, 2501, False)):
            recursion(np.linspace(low, high, points)[None, :], risk, slip=slip)


def main():
    task, size = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if task == "figures":
        print("seconds: %.9e" % least(figures))
    elif task == "long":
        print("seconds: %.9e" % least(lambda: recursion(1e-3, 1e-9, periods=size, rho=5e-4), 1))
    elif task == "loop":
        fee, risk = inputs(size)
        print("seconds: %.9e" % (least(lambda: [recursion(c, r) for c, r in zip(fee, risk)], 1) / size))
    else:
        import numpy as np
        fee, risk = (np.array(x) for x in inputs(size))
        block = 4096 if task == "blocked" else size
        def solve():
            return sum(recursion(fee[i:i + block], risk[i:i + block]).sum() for i in range(0, size, block))
        print("seconds: %.9e\nsum: %.15g" % (least(solve) / size, solve()))


main()
