#!/usr/bin/env python3
"""Every intent and every read of the unmodified bittensor 11.3.0 SDK against a live dev node.

usage: sdk_11_intents.py ws://127.0.0.1:PORT [--only TEXT] [--write FILE | --check FILE] [--verbose]

Each intent is planned, executed and judged by a read. What is not built yet must be refused with an error that
names what is missing. Prints a line PASS or FAIL for each step, then the table of intents in Markdown, and
"N passed, N failed" at the end. --write puts the table into FILE (docs/coverage.md) behind its mark, --check compares.
Needs a fresh node with `--dev --seal instant`, and an environment that has bittensor==11.3.0 from PyPI.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import traceback

_tmp = tempfile.mkdtemp(prefix="intents-")
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = os.path.join(_tmp, "runtime-cache")
os.environ["BTCLI_CONFIG"] = os.path.join(_tmp, "cli.json")
os.environ["BTCLI_TOKEN_SYMBOLS_CACHE"] = os.path.join(_tmp, "symbols.json")

from bittensor.intents import REGISTRY, build  # noqa: E402

from intents import accounts, families, owners, registration, staking, weights  # noqa: E402, F401
from intents import later, reads, table  # noqa: E402
from intents.cases import CASES, Row  # noqa: E402
from network import Network, check  # noqa: E402


class Steps:
    def __init__(self, only, verbose):
        self.passed = self.failed = 0
        self.only, self.verbose = only, verbose

    async def __call__(self, name, body):
        """Runs a step; whether it passed."""
        if self.only not in name:
            return False
        started = time.monotonic()
        try:
            value = await body()
        except Exception as error:  # every step stands for itself
            self.failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}", flush=True)
            if self.verbose:
                traceback.print_exc()
            return False
        self.passed += 1
        text = "" if value is None else f" -> {' '.join(str(value).split())[:100]}"
        print(f"PASS {name} ({time.monotonic() - started:.1f}s){text}", flush=True)
        return True


async def run_cases(net, steps):
    rows = []
    for case in CASES:
        net.row = Row(case.name, case.effect)
        net.row.confirmed = await steps(f"intent {case.name}", lambda: case.body(net))
        rows.append(net.row)
    return rows


async def refuse(net, steps):
    """Tries every intent that belongs later; gives the refusals for the table."""
    rows, somebody = [], await net.neuron()
    for name, (reason, arguments) in sorted(later.intents(net.alice.hot, net.alice.cold, net.netuid).items()):
        refusal, op = [], name.split()[0]

        async def body(op=op, arguments=arguments, refusal=refusal):
            intent = build(op, arguments)
            try:
                plan = await net.client.plan(intent, somebody)
            except Exception as error:
                missing = [part for pair in REGISTRY[op].wraps for part in pair]
                check(any(part in str(error) for part in missing), f"refused without a name: {error}")
                refusal.append(str(error))
                return f"refused: {error}"
            check(not plan.ok, "is planned: take it out of later.py")
            refusal.extend(plan.violations)
            return f"refused: {plan.violations}"

        await steps(f"intent {name}", body)
        rows.append((name, reason, refusal[0] if refusal else "not refused"))
    return rows


async def main(args):
    steps, net = Steps(args.only, args.verbose), Network(args.url)
    try:
        await asyncio.wait_for(net.begin(), 60)
    except Exception as error:
        print(f"FAIL begin: {type(error).__name__}: {error}", flush=True)
        return 2
    rows = await run_cases(net, steps)
    refusals = await refuse(net, steps)
    await steps("every intent has a case", lambda: everything_has_a_case(refusals))
    await reads.read_all(net, steps)
    await net.client.close()
    text = table.markdown(rows, refusals)
    print(text)
    if args.write:
        table.write(args.write, text)
    if args.check:
        await steps("table", lambda: same_table(args.check, text))
    print(f"{steps.passed} passed, {steps.failed} failed", flush=True)
    return 1 if steps.failed else 0


async def everything_has_a_case(refusals):
    known = {case.op for case in CASES} | {name.split()[0] for name, _, _ in refusals}
    check(set(REGISTRY) == known, f"no case: {set(REGISTRY) - known}; no such intent: {known - set(REGISTRY)}")
    return f"{len(REGISTRY)} intents"


async def same_table(path, text):
    check(table.read(path) == text, f"{path} is not what this run gave; `make intents` writes it")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--only", default="", help="steps whose name has this text")
    parser.add_argument("--verbose", action="store_true", help="print a trace of each failure")
    parser.add_argument("--write", metavar="FILE", help="put the table into FILE behind its mark")
    parser.add_argument("--check", metavar="FILE", help="fail when FILE has another table")
    sys.exit(asyncio.run(main(parser.parse_args())))
