#!/usr/bin/env python3
"""Everyday commands of btcli 9.23.2 or of the btcli of bittensor 11.3.0, with what is expected of each.

usage: btcli_commands.py 9|11 ws://127.0.0.1:PORT --python PYTHON [--only TEXT] [--processes]

PYTHON is that of the environment that has the btcli. This script itself runs with one that has bittensor==11.3.0: by it
it prepares the network (wallets in a throw-away folder, two subnets, a validator) and reads what the commands changed.
Prints a line PASS or FAIL for each command and "N passed, N failed" at the end. Needs a fresh node with `--dev`.
Commands are forked from a loaded program; --processes starts the installed `btcli` for each instead, as a shell does.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from types import SimpleNamespace

_tmp = tempfile.mkdtemp(prefix="commands-")
os.environ["BITTENSOR_RUNTIME_CACHE_DIR"] = os.path.join(_tmp, "runtime-cache")

import bittensor as bt  # noqa: E402

from commands import btcli_9, btcli_11  # noqa: E402
from commands.lanes import Lane, run_lanes  # noqa: E402
from network import TAO, Network, Person, calls  # noqa: E402

CLIENTS = {"9": (btcli_9, "bittensor_cli.cli"), "11": (btcli_11, "bittensor.cli.main")}


class Steps:
    def __init__(self, only):
        self.passed = self.failed = 0
        self.only = only

    async def __call__(self, name, body, started):
        if self.only not in name:
            return
        try:
            shown = await body()
        except Exception as error:  # every step stands for itself
            self.failed += 1
            print(f"FAIL {name}: {type(error).__name__}: {error}", flush=True)
            return
        self.passed += 1
        print(f"PASS {name} ({time.monotonic() - started:.1f}s) -> {shown[-100:]}", flush=True)


async def prepare(net, folder):
    """Wallets with TAO, cyd as a validator on both subnets and dee with a second hotkey; gives what commands name."""
    await net.begin()
    at = SimpleNamespace(
        url=net.url,
        wallets=folder,
        netuid=net.netuid,
        other=net.other,
        created=net.other + 1,
        heir=Person("//Heir").cold,
    )
    for name, tao in (("ada", 100_000), ("bob", 2000), ("cyd", 2000), ("dee", 2000)):
        wallet = bt.wallets.create(name, "hot", path=folder, use_password=False, on_mnemonic=lambda *_: None)
        setattr(at, f"{name}_cold", wallet.coldkeypub.ss58_address)
        setattr(at, f"{name}_hot", wallet.hotkey.ss58_address)
        await net.submit(calls.Balances.transfer_keep_alive(dest=wallet.coldkeypub.ss58_address, value=tao * TAO))
    second = bt.wallets.new_hotkey("dee", "second", path=folder, on_mnemonic=lambda *_: None)
    at.dee_second = second.hotkey.ss58_address
    cyd = bt.Wallet("cyd", hotkey="hot", path=folder)
    for netuid in (net.netuid, net.other):
        await net.submit(calls.SubtensorModule.burned_register(netuid=netuid, hotkey=at.cyd_hot), cyd)
        stake = calls.SubtensorModule.add_stake(hotkey=at.cyd_hot, netuid=netuid, amount_staked=100 * TAO)
        await net.submit(stake, cyd)
    return at


async def main(args):
    client, module = CLIENTS[args.client]
    net, steps = Network(args.url), Steps(args.only)
    try:
        at = await asyncio.wait_for(prepare(net, os.path.join(_tmp, "wallets")), 120)
    except Exception as error:
        print(f"FAIL begin: {type(error).__name__}: {error}", flush=True)
        return 2

    def make_lane(name):
        home = os.path.join(_tmp, name)
        os.makedirs(home)
        environment = dict(
            os.environ,
            HOME=home,
            COLUMNS="200",
            NO_COLOR="1",
            TERM="dumb",
            BTCLI_CONFIG=os.path.join(home, "cli.json"),
            BTCLI_TOKEN_SYMBOLS_CACHE=os.path.join(home, "symbols.json"),
        )
        return Lane(name, args.python, module, environment, _tmp, args.processes)

    await run_lanes(client.commands(at), make_lane, net, steps)
    await net.client.close()
    print(f"{steps.passed} passed, {steps.failed} failed", flush=True)
    return 1 if steps.failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("client", choices=CLIENTS)
    parser.add_argument("url")
    parser.add_argument("--python", required=True, help="the environment's Python")
    parser.add_argument("--only", default="", help="commands whose name has this text")
    parser.add_argument("--processes", action="store_true", help="start the installed btcli for each command")
    sys.exit(asyncio.run(main(parser.parse_args())))
