"""One epoch of Yuma Consensus with NumPy, in 64-bit floating point, as a baseline for the epoch in fixed point.

Reads a JSON object from standard input and prints one: the milliseconds of processor time of each run, and what came
out, in 65,535ths. Only the rows of validators are kept; everything is dense, as one would write it with NumPy.
"""
import json
import sys
import time

import numpy


def normalised(values, axis=None):
    total = values.sum(axis=axis, keepdims=axis is not None)
    return numpy.divide(values, total, out=values.copy(), where=total != 0)


def weighted_median(weights, stake, minority):
    """For each column the least weight below which lies more than the minority of the stake."""
    order = weights.argsort(axis=0, kind="stable")
    held = stake[order].cumsum(axis=0)
    first = (held > minority).argmax(axis=0)
    columns = numpy.arange(weights.shape[1])
    return weights[order[first, columns], columns]


def liquid_average(weights, bonds, consensus, low, high, steepness):
    buying = numpy.clip(weights - consensus, 0, 1)
    selling = numpy.clip(bonds - weights, 0, 1)
    difference = numpy.where(weights >= bonds, buying, selling)
    exponent = numpy.clip(steepness / -100 * (difference - 0.5), -20, 20)
    rate = numpy.clip(low + (high - low) / (1 + numpy.exp(exponent)), low, high)
    # Only pairs with a weight keep a bond.
    return numpy.where(weights > 0, numpy.minimum(1, (1 - rate) * bonds + rate * weights), 0)


def epoch(stake, weights, bonds, given):
    stake = normalised(stake)
    weights = weights.copy()
    diagonal = numpy.arange(len(stake))
    weights[diagonal, diagonal] = 0
    weights = normalised(weights, axis=1)
    consensus = weighted_median(weights, stake, 1 - given["kappa"] / 65535)
    clipped = numpy.minimum(weights, consensus)
    incentive = normalised(stake @ clipped)
    buying = weights + given["penalty"] / 65535 * (clipped - weights)
    rate = 1 - given["average"] / 1_000_000
    if given["yuma3"]:
        old = bonds / 65535
        if given["liquid"]:
            limits = given["alpha_low"] / 65535, given["alpha_high"] / 65535
            new = liquid_average(buying, old, consensus, *limits, given["steepness"])
        else:
            new = rate * buying + (1 - rate) * old
        dividends = normalised(stake * (normalised(new, axis=0) @ incentive))
    else:
        bought = normalised(buying * stake[:, None], axis=0)
        new = normalised(rate * bought + (1 - rate) * normalised(bonds, axis=0), axis=0)
        dividends = normalised(new @ incentive)
    return incentive, dividends


def main():
    given = json.load(sys.stdin)
    stake, weights, bonds = (numpy.array(given[name], dtype=float) for name in ("stake", "weights", "bonds"))
    incentive, dividends = epoch(stake, weights, bonds, given)
    times = []
    for _ in range(given["runs"]):
        start = time.process_time()
        epoch(stake, weights, bonds, given)
        times.append((time.process_time() - start) * 1000)
    result = {"incentive": list(incentive * 65535), "dividends": list(dividends * 65535), "milliseconds": times}
    print(json.dumps(result))


if __name__ == "__main__":
    main()
