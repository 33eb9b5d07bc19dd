"""Every read of the SDK on the network that the intents left behind."""

from bittensor.reads import REGISTRY

from .later import READS as LATER
from network import check


async def values(net):
    """A value for every parameter that a read names."""
    somebody = await net.neuron()
    return {
        "netuid": net.netuid,
        "netuids": [0, net.netuid],
        "uid": 0,
        "mechid": 0,
        "lite": True,
        "hotkey_ss58": somebody.hot,
        "hotkey_ss58s": [somebody.hot],
        "coldkey_ss58": net.alice.cold,
        "coldkey_ss58s": [net.alice.cold],
        "account_ss58": net.alice.cold,
        "call_hash": "0x" + "00" * 32,
        "amount_tao": 1.0,
        "amount_alpha": 1.0,
        "block": await net.client.block(),
        "crowdloan_id": 0,
        "lease_id": 0,
    }


async def read_all(net, step):
    """Runs each read as a step. One that belongs to another issue has to fail with a reason, or leave the list."""
    given = await values(net)
    for name, spec in sorted(REGISTRY.items()):
        arguments = {parameter: given[parameter] for parameter in spec.params}

        async def answer(name=name, arguments=arguments):
            try:
                value = await net.client.read(name, **arguments)
            except Exception as error:
                if name not in LATER:
                    raise
                return f"left for later ({LATER[name]}): {error}"
            check(name not in LATER, f"answers: take it out of later.py ({value!r})")
            return value

        await step(f"read {name}", answer)
