"""Both ends of the reference implementation against the axon under test and against its own, driven by PeerTests.

Usage: peers.py PORT HOTKEY SEED, where PORT and HOTKEY are those of the axon under test and SEED is the hexadecimal
seed of this side's hotkey. Every case is run twice, with the axon under test ("ours") and with one of the reference
implementation that serves the same synapses ("reference"). Prints one JSON object a line; serves until standard input
ends.
"""
import asyncio
import base64
import hashlib
import logging
import sys
import time
from typing import Optional, Tuple

from reference import Keys, free_port, say, wait_for  # first, see there

import aiohttp  # noqa: E402
import bittensor as bt  # noqa: E402
import pydantic  # noqa: E402
from bittensor_wallet import Keypair  # noqa: E402

logging.disable(logging.CRITICAL)


class Prompt(bt.StreamingSynapse):
    text: str
    count: int
    pause: float = 0.0
    completion: str = ""
    required_hash_fields = ("text", "count")

    async def process_streaming_response(self, response):
        async for chunk in response.content.iter_any():
            self.completion += chunk.decode()
            yield chunk.decode()

    def extract_response_json(self, response):
        """As miners' templates do it: everything from the headers as they were sent."""
        headers = {key.decode(): value.decode() for key, value in response.__dict__["_raw_headers"]}

        def terminal(prefix):
            return {key[len(prefix):]: value for key, value in headers.items() if key.startswith(prefix)}

        return {
            "name": headers.get("name", ""),
            "timeout": float(headers.get("timeout", 0)),
            "total_size": int(headers.get("total_size", 0)),
            "header_size": int(headers.get("header_size", 0)),
            "dendrite": terminal("bt_header_dendrite_"),
            "axon": terminal("bt_header_axon_"),
            "text": self.text, "count": self.count, "completion": self.completion,
        }


class Inner(pydantic.BaseModel):
    label: str
    weights: list[float]


class Bag(bt.Synapse):
    """A field of every kind that templates use; binary data travels as text."""

    ratio: float
    tiny: float
    count: int
    maybe: Optional[float] = None
    # With a default: the reference's axon cannot read the empty sample that its client sends for a required model.
    inner: Optional[Inner] = None
    matrix: list[list[float]]
    table: dict[str, Optional[int]]
    data: bytes = b""
    answer: Optional[str] = None
    required_hash_fields = ("ratio", "tiny", "count", "maybe", "inner", "matrix", "table", "data")

    @pydantic.field_validator("data", mode="before")
    @classmethod
    def read(cls, value):
        return base64.b64decode(value) if isinstance(value, str) else value

    @pydantic.field_serializer("data")
    def write(self, value):
        return base64.b64encode(value).decode()


class Binary(bt.Synapse):
    """Bytes as they are: the reference's own client cannot write them as JSON."""

    data: bytes = b""


class Pairs(bt.Synapse):
    """Tuples, which print otherwise than the lists that travel."""

    pairs: list[Tuple[int, ...]]
    one: Tuple[int, ...] = (1,)
    required_hash_fields = ("pairs", "one")


class Slow(bt.Synapse):
    seconds: float
    padding: str = ""
    required_hash_fields = ("seconds",)


class Failing(bt.Synapse):
    text: str = ""


class Forbidden(bt.Synapse):
    text: str = ""


class Unserved(bt.Synapse):
    text: str = ""


class Ledger(bt.Synapse):
    """How many streams were cut short, and how many chunks were sent in all."""

    cut: Optional[int] = None
    sent: Optional[int] = None


class ForgedBag(Bag):
    """Signs the hash of fewer fields than the axon checks."""

    required_hash_fields = ("ratio",)


ForgedBag.__name__ = "Bag"


def bag(**changes):
    return dict(
        dict(
            ratio=1.0, tiny=2.5e-7, count=-7, maybe=None, inner=Inner(label="it's", weights=[0.1, 1e22, -0.0]),
            matrix=[[0.5, 1.0], []], table={"zeta": 1, "alpha": None}, data=b"\x00\x01\xff"), **changes)


def start_axon(hotkey):
    port = free_port()
    axon = bt.Axon(wallet=Keys(hotkey), port=port, ip="127.0.0.1", external_ip="127.0.0.1", external_port=port)
    ledger = {"cut": 0, "sent": 0}

    def answer(synapse: Bag) -> Bag:
        synapse.answer = f"{synapse.inner.label} {synapse.ratio} {len(synapse.matrix)}"
        return synapse

    def prompt(synapse: Prompt) -> Prompt.BTStreamingResponse:
        async def stream(send):
            is_whole = False
            try:
                for index in range(synapse.count):
                    if synapse.text == "fails later" and index == 2:
                        raise RuntimeError("as asked")
                    if synapse.pause:
                        await asyncio.sleep(synapse.pause)
                    body = f"{synapse.text} {index};".encode()
                    await send({"type": "http.response.body", "body": body, "more_body": True})
                    ledger["sent"] += 1
                is_whole = True
            finally:
                ledger["cut"] += 0 if is_whole else 1

        if synapse.text == "fails at once":
            raise RuntimeError("as asked")
        return synapse.create_streaming_response(stream)

    def turn(synapse: Pairs) -> Pairs:
        synapse.pairs = synapse.pairs[::-1]
        return synapse

    async def slow(synapse: Slow) -> Slow:
        await asyncio.sleep(synapse.seconds)
        return synapse

    def failing(synapse: Failing) -> Failing:
        raise RuntimeError("as asked")

    def forbidden(synapse: Forbidden) -> Forbidden:
        return synapse

    def refuse(synapse: Forbidden) -> Tuple[bool, str]:
        return True, "not you"

    def binary(synapse: Binary) -> Binary:
        return synapse

    def count(synapse: Ledger) -> Ledger:
        synapse.cut, synapse.sent = ledger["cut"], ledger["sent"]
        return synapse

    for function in (answer, turn, prompt, slow, failing, binary, count):
        axon.attach(forward_fn=function)
    axon.attach(forward_fn=forbidden, blacklist_fn=refuse)
    axon.start()
    wait_for(port)
    return axon


class Cases:
    """The cases with one axon."""

    def __init__(self, peer, keys, port, hotkey):
        self.peer, self.keys, self.port, self.hotkey = peer, keys, port, hotkey
        self.dendrite = bt.Dendrite(wallet=keys)

    def target(self, hotkey=None):
        hotkey = hotkey or self.hotkey
        return bt.AxonInfo(version=1, ip="127.0.0.1", port=self.port, ip_type=4, hotkey=hotkey, coldkey=hotkey)

    def say(self, case, **values):
        say(event="case", peer=self.peer, case=case, **values)

    async def plain(self, case, synapse, timeout=12.0, hotkey=None, **more):
        reply = await self.dendrite(self.target(hotkey), synapse, timeout=timeout, deserialize=False)
        self.say(
            case, status=reply.dendrite.status_code, message=reply.dendrite.status_message,
            **{name: get(reply) for name, get in more.items()})
        return reply

    async def stream(self, case, synapse, timeout=12.0, hotkey=None):
        """All chunks, then the synapse as the last element."""
        text, last = "", None
        async for part in self.dendrite.call_stream(self.target(hotkey), synapse, timeout=timeout, deserialize=False):
            if isinstance(part, str):
                text += part
            last = part
        is_ok = last.dendrite.status_code == 200
        self.say(
            case, status=last.dendrite.status_code, message=last.dendrite.status_message,
            text=(text if len(text) < 200 else hashlib.sha256(text.encode()).hexdigest()) if is_ok else None,
            axon=last.axon.status_code if is_ok else None, hotkey=last.axon.hotkey == self.hotkey,
            timed=bool(last.axon.process_time) if is_ok else None)

    async def errors(self):
        await self.plain("ping", bt.Synapse())
        await self.plain("unknown", Unserved())
        await self.plain("wrong receiver", Slow(seconds=0), hotkey=self.keys.ss58_address)
        await self.plain("blacklisted", Forbidden())
        await self.plain("failing", Failing())
        await self.plain("forged", ForgedBag(**bag()))
        await self.plain("slow", Slow(seconds=30), timeout=0.6)
        await self.plain("too large", Slow(seconds=0, padding="x" * 3_000_000))
        await self.plain("after all errors", Slow(seconds=0))

    async def fields(self):
        await self.plain("bag", Bag(**bag()), answer=lambda r: r.answer, inner=lambda r: r.inner.model_dump())
        await self.plain(
            "other bag", Bag(**bag(maybe=3, ratio=1e-5, tiny=1e16, count=2**70, inner=Inner(label='"', weights=[]))),
            answer=lambda r: r.answer, count=lambda r: str(r.count))
        await self.plain("tuples", Pairs(pairs=[(1, 2), (), (3,)]), pairs=lambda r: r.pairs)
        await self.plain("binary", Binary(data=b"\x00\xff"))

    async def streams(self):
        await self.stream("stream", Prompt(text="é\n\u2028", count=5))
        await self.stream("stream with pauses", Prompt(text="p", count=5, pause=0.02))
        await self.stream("empty stream", Prompt(text="", count=0))
        await self.stream("long stream", Prompt(text="x" * 2_000, count=3_000), timeout=30)
        await self.stream("stream that fails later", Prompt(text="fails later", count=5))
        await self.stream("stream that fails at once", Prompt(text="fails at once", count=5))
        await self.stream("stream out of time", Prompt(text="s", count=10_000, pause=0.05), timeout=0.7)
        await self.stream("stream of a stranger", Prompt(text="x", count=5), hotkey=self.keys.ss58_address)

    async def together(self):
        """Fifty at the same time by one dendrite; what overtakes itself counts as refused."""
        replies = await asyncio.gather(*(
            self.dendrite(self.target(), Slow(seconds=0.2), timeout=20, deserialize=False) for _ in range(50)))
        self.say("fifty at once", answered=sum(reply.dendrite.status_code == 200 for reply in replies))

        async def one(index):
            synapse, last = Prompt(text=f"n{index}", count=20, pause=0.01), None
            async for part in self.dendrite.call_stream(self.target(), synapse, timeout=20, deserialize=False):
                last = part
            return last.dendrite.status_code == 200 and last.completion.endswith(f"n{index} 19;")

        self.say("fifty streams at once", answered=sum(await asyncio.gather(*(one(index) for index in range(50)))))

    async def ledger(self):
        reply = await self.dendrite(self.target(), Ledger(), timeout=12, deserialize=False)
        return reply.cut or 0, reply.sent or 0

    async def cancelled(self):
        """A caller that leaves after three chunks ends the axon's work."""
        before, _ = await self.ledger()
        parts = self.dendrite.call_stream(
            self.target(), Prompt(text="endless", count=1_000_000, pause=0.01), timeout=60, deserialize=False)
        taken = 0
        while taken < 3:
            await parts.__anext__()
            taken += 1
        await self.dendrite.aclose_session()
        # The reference goes on for ever.
        deadline, cut = time.monotonic() + (10 if self.peer == "ours" else 1), before
        while cut == before and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
            cut, _ = await self.ledger()
        self.say("cancelled", cut=cut - before)

    async def slow_reader(self):
        """A caller that does not read holds the axon up: what is sent stays within the buffers of the sockets."""
        _, before = await self.ledger()
        synapse = self.dendrite.preprocess_synapse_for_request(
            self.target(), Prompt(text="y" * 100_000, count=400), 20)
        async with aiohttp.ClientSession(read_bufsize=1 << 16) as session:
            async with session.post(
                    f"http://127.0.0.1:{self.port}/Prompt", headers=synapse.to_headers(),
                    json=synapse.model_dump()) as response:
                await response.content.read(10)
                await asyncio.sleep(1.0)
                held = (await self.ledger())[1] - before
                size = 10 + len(await response.content.read())
        self.say("slow reader", held=held < 300, size=size)

    async def replay(self):
        """The same signed request twice."""
        synapse = self.dendrite.preprocess_synapse_for_request(self.target(), Slow(seconds=0), 12)
        statuses = []
        async with aiohttp.ClientSession() as session:
            for _ in range(2):
                async with session.post(
                        f"http://127.0.0.1:{self.port}/Slow", headers=synapse.to_headers(),
                        json=synapse.model_dump()) as response:
                    statuses.append(response.status)
                    message = (await response.json()).get("message")
        self.say("replay", statuses=statuses, message=message)

    async def old(self):
        """A first contact whose nonce is too old."""
        fresh = bt.Dendrite(wallet=self.keys)
        clock = time.time_ns
        time.time_ns = lambda: clock() - 17_000_000_000
        try:
            synapse = fresh.preprocess_synapse_for_request(self.target(), Slow(seconds=0), 12)
        finally:
            time.time_ns = clock
        async with aiohttp.ClientSession() as session:
            async with session.post(
                    f"http://127.0.0.1:{self.port}/Slow", headers=synapse.to_headers(),
                    json=synapse.model_dump()) as response:
                self.say("old", status=response.status, message=(await response.json())["message"])

    async def run(self):
        for part in (
                self.errors, self.fields, self.streams, self.replay, self.old, self.cancelled, self.slow_reader,
                self.together):
            await part()
        await self.dendrite.aclose_session()


async def main(port, hotkey, seed):
    keys = Keypair.create_from_seed(seed)
    axon = start_axon(keys)
    # The reference's axon signs with this side's key, so that "wrong receiver" needs another one there.
    other = Keypair.create_from_uri("//Elsewhere")
    await Cases("ours", keys, port, hotkey).run()
    await Cases("reference", other, axon.port, keys.ss58_address).run()
    say(event="serving", port=axon.port, hotkey=keys.ss58_address)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    axon.stop()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
