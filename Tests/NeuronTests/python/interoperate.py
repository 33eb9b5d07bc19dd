"""Both ends of the reference implementation, driven by InteroperabilityTests.

Usage: interoperate.py PORT HOTKEY SEED, where PORT and HOTKEY are those of the axon under test and SEED is the
hexadecimal seed of this side's hotkey. Prints one JSON object a line; serves until standard input ends.
"""
import asyncio
import json
import sys
from typing import Optional

from reference import Keys, free_port, networking, say, wait_for  # first, see there

import bittensor as bt  # noqa: E402
import bittensor.core.dendrite as dendrite_module  # noqa: E402
from bittensor_wallet import Keypair  # noqa: E402

if hasattr(dendrite_module, "networking"):
    dendrite_module.networking.get_external_ip = networking.get_external_ip


class Rich(bt.Synapse):
    text: str
    count: int
    ratio: float
    flag: bool
    nested: list
    table: dict
    maybe: Optional[int] = None
    answer: Optional[str] = None
    required_hash_fields = ("text", "count", "ratio", "flag", "nested", "table", "maybe")


class Unserved(bt.Synapse):
    text: str = ""


class NextToken(bt.Synapse):
    split_seed: str
    contexts: list
    predictions: Optional[list] = None
    required_hash_fields = ("split_seed", "contexts")


class Forged(Rich):
    """Signs the hash of its first field only, so that the axon finds another hash."""

    required_hash_fields = ("text",)


Forged.__name__ = "Rich"


def rich(text):
    return dict(
        text=text, count=-7, ratio=1.0, flag=True, nested=[["it's", 'say "hi"'], [], ["é\u00a0\n"], [1, 2.5e-7, None]],
        table={"zeta": 1, "alpha": [False, {"x": 1e16}]}, maybe=None)


def own_names(headers):
    """Names of the protocol's headers, without those of HTTP."""
    http = {"host", "accept", "accept-encoding", "user-agent", "content-length", "content-type", "date", "server"}
    return sorted(name.lower() for name in headers if name.lower() not in http | {"connection", "transfer-encoding"})


def start_axon(hotkey):
    port = free_port()
    axon = bt.Axon(
        wallet=Keys(hotkey), port=port, ip="127.0.0.1", external_ip="127.0.0.1", external_port=port)

    def answer(synapse: Rich) -> Rich:
        synapse.answer = synapse.text.upper()
        return synapse

    axon.attach(forward_fn=answer)

    @axon.app.middleware("http")
    async def record(request, call_next):
        body = await request.body()
        response = await call_next(request)
        say(
            event="request", status=response.status_code, headers=own_names(request.headers),
            values={name: request.headers[name] for name in own_names(request.headers)},
            body=sorted(json.loads(body)), terminal=sorted(json.loads(body)["dendrite"]))
        return response

    axon.start()
    wait_for(port)
    return axon


async def main(port, hotkey, seed):
    keys = Keypair.create_from_seed(seed)
    axon = start_axon(keys)
    dendrite = bt.Dendrite(wallet=keys)
    seen = {}
    original = dendrite.process_server_response

    def record(response, body, synapse):
        seen.update(status=response.status, headers=own_names(response.headers), body=sorted(body))
        return original(response, body, synapse)

    dendrite.process_server_response = record

    async def ask(case, target, synapse, **more):
        seen.clear()
        reply = await dendrite(target, synapse, timeout=12.0, deserialize=False)
        say(
            event="reply", case=case, status=reply.dendrite.status_code, message=reply.dendrite.status_message,
            answer=getattr(reply, "answer", None), response=dict(seen), axon_hotkey=reply.axon.hotkey,
            **{name: get(reply) for name, get in more.items()})

    def info(port, hotkey):
        return bt.AxonInfo(
            version=1, ip="127.0.0.1", port=port, ip_type=4, hotkey=hotkey, coldkey=hotkey)

    own = info(axon.port, keys.ss58_address)
    tested = info(port, hotkey)
    await ask("reference", own, Rich(**rich("reference")))
    await ask("reference refusal", info(axon.port, hotkey), Rich(**rich("refused")))
    await ask("answer", tested, Rich(**rich("swift")))
    await ask("second answer", tested, Rich(**rich("again")))
    await ask("wrong receiver", info(port, keys.ss58_address), Rich(**rich("refused")))
    await ask("unknown synapse", tested, Unserved())
    await ask("forged body", tested, Forged(**rich("forged")))
    await ask(
        "language", tested, NextToken(split_seed="1f", contexts=[["w1x", "w2x"], ["it's", '"']]),
        predictions=lambda reply: reply.predictions)
    await dendrite.aclose_session()
    say(event="serving", port=axon.port, hotkey=keys.ss58_address)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    axon.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
