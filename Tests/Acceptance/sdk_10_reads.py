#!/usr/bin/env python3
"""Every read of the unmodified bittensor 10.5.x SDK, and every call that it composes, against a node.

usage: sdk_10_reads.py [ws://127.0.0.1:9944]

Finds the methods of bittensor.Subtensor that need no wallet and runs each on a subnet that the script has made; then
looks every call that the SDK's own builders name up in the node's metadata. Prints one PASS or FAIL line per step and
"N passed, N failed" at the end. Run with a virtual environment that has bittensor==10.5.0 from PyPI, and with a dev
chain whose genesis funds //Alice.
"""
import importlib
import inspect
import os
import pkgutil
import sys
import tempfile
import time

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:9944"
sys.argv = sys.argv[:1]  # keep bittensor's own argument parsing away from ours
_tmp = tempfile.mkdtemp(prefix="reads-v10-")
os.environ.setdefault("BT_LOGGING_LOGGING_DIR", _tmp)

import bittensor as bt  # noqa: E402
import bittensor.core.extrinsics.pallets as builders  # noqa: E402
import bittensor.core.extrinsics.pallets.base  # noqa: E402, F401
from bittensor_wallet import Wallet  # noqa: E402

bt.logging.off()  # its lines would mix with ours

# Not reads: they end the connection, change settings, or wait.
LEFT_OUT = {"close", "config", "setup_config", "wait_for_block", "compose_call", "validate_extrinsic_params"}
PASSED = FAILED = 0


def step(name, body):
    global PASSED, FAILED
    started = time.monotonic()
    try:
        value = body()
    except Exception as error:
        FAILED += 1
        print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())[:200]}", flush=True)
        return None
    PASSED += 1
    text = " ".join(str(value).split())[:100]
    print(f"PASS {name} ({time.monotonic() - started:.1f}s) -> {text}", flush=True)
    return value


def dev(uri):
    wallet = Wallet(name=uri.strip("/"), hotkey="h", path=_tmp)
    wallet.create_coldkey_from_uri(uri, use_password=False, overwrite=True, suppress=True)
    wallet.create_hotkey_from_uri(uri + "//reads", use_password=False, overwrite=True, suppress=True)
    return wallet


def arguments(sub, alice, netuid):
    """A value for every parameter that a read names."""
    cold, hot = alice.coldkeypub.ss58_address, alice.hotkey.ss58_address
    call = sub.compose_call("System", "remark", {"remark": b"x"})
    return {
        "netuid": netuid, "origin_netuid": 0, "destination_netuid": netuid, "uid": 0, "mechid": 0,
        "hotkey_ss58": hot, "coldkey_ss58": cold, "coldkey_ss58s": [cold], "address": cold, "addresses": cold,
        "real_account_ss58": cold, "delegate_account_ss58": cold, "destination_ss58": hot, "wallet": alice,
        "amount": bt.Balance.from_tao(1), "crowdloan_id": 0, "proposal_hash": "0x" + "00" * 32, "call": call,
        "keypair": alice.coldkey, "param_name": "Tempo", "name": "TotalNetworks", "module": "System",
        "module_name": "Balances", "constant_name": "ExistentialDeposit", "runtime_api": "SubnetInfoRuntimeApi",
        "all_netuids": [netuid], "filter_for_netuids": [netuid], "all_hotkeys": [alice],
    }


# Reads whose parameters mean something else than the same names elsewhere.
SPECIAL = {
    "query_module": {"name": "Number"}, "query_map": {"name": "Account"}, "query_map_subtensor": {"name": "Tempo"},
    "query_runtime_api": {"method": "get_subnets_info_v2", "params": []},
    "state_call": {"method": "SubnetInfoRuntimeApi_get_subnets_info_v2", "data": ""},
}


def reads(sub, alice, netuid):
    values = arguments(sub, alice, netuid)
    block = sub.get_current_block()
    for name, function in inspect.getmembers(bt.Subtensor, inspect.isfunction):
        parameters = list(inspect.signature(function).parameters.values())[1:]
        is_read = name.startswith(("get_", "is_", "query_")) or "wallet" not in {p.name for p in parameters}
        if name.startswith("_") or name in LEFT_OUT or not is_read or name == "serve_axon":
            continue
        given = dict(values, **SPECIAL.get(name, {}))
        positional = [given[p.name] for p in parameters if p.kind == p.VAR_POSITIONAL]
        named = {
            p.name: given[p.name] for p in parameters
            if p.kind != p.VAR_POSITIONAL and p.name in given and (p.default is p.empty or name in SPECIAL)}
        if any(p.name == "block" and p.default is p.empty for p in parameters):
            named["block"] = block
        step(name, lambda: consumed(getattr(sub, name)(*positional, **named)))


def consumed(value):
    """Reads of maps come page by page: all of them."""
    return list(value) if hasattr(value, "records") or inspect.isgenerator(value) else value


def calls(sub):
    for module in sorted(info.name for info in pkgutil.iter_modules(builders.__path__)):
        loaded = importlib.import_module(f"{builders.__name__}.{module}")
        for name, builder in inspect.getmembers(loaded, inspect.isclass):
            if builder.__module__ != loaded.__name__ or name == "CallBuilder":
                continue
            for function, _ in inspect.getmembers(builder, inspect.isfunction):
                if function.startswith("_") or function in dir(builders.base.CallBuilder):
                    continue
                step(f"call {name}.{function}", lambda: find(sub, name, function))


def find(sub, module, function):
    if sub.substrate.get_metadata_call_function(module, function) is None:
        raise LookupError("not in the metadata")
    return "in the metadata"


def main():
    sub = bt.Subtensor(network=URL)
    alice = dev("//Alice")
    response = sub.register_subnet(alice, wait_for_inclusion=True, wait_for_finalization=True)
    if not response.success:
        print(f"FAIL register_subnet: {response.message}")
        return 1
    netuid = max(sub.get_all_subnets_netuid())
    reads(sub, alice, netuid)
    calls(sub)
    sub.close()
    print(f"{PASSED} passed, {FAILED} failed", flush=True)
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(main())
