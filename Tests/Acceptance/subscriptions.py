#!/usr/bin/env python3
"""Subscriptions of a node as a browser library sees them: raw JSON-RPC over the `websockets` package.

usage: subscriptions.py ws://127.0.0.1:9944

Sends what polkadot-js sends when it connects and subscribes, message by message, and checks what comes back: shapes,
order, ids, what each way of unsubscribing answers, and what is left after a connection is gone. Prints one PASS or
FAIL line per step and "N passed, N failed" at the end. Needs bittensor==10.5.0 (it makes the extrinsics) and a chain
that makes a block every second or faster and funds //Alice.
"""
import asyncio
import itertools
import json
import sys
import time

from async_substrate_interface import SubstrateInterface
from bittensor_wallet import Keypair
from websockets.asyncio.client import connect

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:9944"
WAIT = 20.0
CODE_KEY = "0x3a636f6465"
UNSUBSCRIBE = {
    "chain_subscribeNewHeads": "chain_unsubscribeNewHeads",
    "chain_subscribeFinalizedHeads": "chain_unsubscribeFinalizedHeads",
    "chain_subscribeAllHeads": "chain_unsubscribeAllHeads",
    "state_subscribeStorage": "state_unsubscribeStorage",
    "state_subscribeRuntimeVersion": "state_unsubscribeRuntimeVersion",
    "author_submitAndWatchExtrinsic": "author_unwatchExtrinsic",
}
HEADS = {
    "chain_subscribeNewHeads": "chain_newHead",
    "chain_subscribeFinalizedHeads": "chain_finalizedHead",
    "chain_subscribeAllHeads": "chain_allHead",
}
PASSED = FAILED = 0


def check(condition, message):
    if not condition:
        raise AssertionError(message)


class Refused(Exception):
    def __init__(self, error):
        super().__init__(json.dumps(error))
        self.code, self.message, self.data = error["code"], error["message"], error.get("data")


class Socket:
    """A provider as polkadot-js has it: requests by number, updates by subscription."""

    def __init__(self, connection):
        self.connection = connection
        self.numbers = itertools.count(1)
        self.answers, self.updates, self.methods = {}, {}, {}
        self.reader = asyncio.create_task(self.read())

    @classmethod
    async def open(cls):
        return cls(await connect(URL, max_size=None, subprotocols=None))

    async def read(self):
        try:
            async for text in self.connection:
                message = json.loads(text)
                check(message.get("jsonrpc") == "2.0", f"not version 2.0: {text[:200]}")
                if "method" in message:
                    check("id" not in message, "a notification with an id")
                    params = message["params"]
                    check(set(params) == {"subscription", "result"}, f"params of a notification: {set(params)}")
                    self.methods[params["subscription"]] = message["method"]
                    self.queue(params["subscription"]).put_nowait(params["result"])
                else:
                    self.future(message["id"]).set_result(message)
        except Exception as error:  # whoever waits for an answer runs into its time limit and says so
            if not isinstance(error, asyncio.CancelledError):
                self.failure = error

    def future(self, id):
        return self.answers.setdefault(id, asyncio.get_running_loop().create_future())

    def queue(self, subscription):
        return self.updates.setdefault(subscription, asyncio.Queue())

    async def send(self, method, *params, id=None):
        number = next(self.numbers) if id is None else id
        future = self.future(number)
        request = {"id": number, "jsonrpc": "2.0", "method": method, "params": list(params)}
        await self.connection.send(json.dumps(request))
        return future

    async def ask(self, method, *params, id=None):
        message = await asyncio.wait_for(await self.send(method, *params, id=id), WAIT)
        if "error" in message:
            check("result" not in message, "both a result and an error")
            raise Refused(message["error"])
        return message["result"]

    async def update(self, subscription, wait=WAIT):
        return await asyncio.wait_for(self.queue(subscription).get(), wait)

    async def silent(self, subscription, seconds=0.8):
        try:
            found = await self.update(subscription, seconds)
        except asyncio.TimeoutError:
            return
        raise AssertionError(f"an update after the end: {str(found)[:100]}")

    async def close(self):
        await self.connection.close()
        await self.reader

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        await self.close()


async def step(name, body):
    global PASSED, FAILED
    started = time.monotonic()
    try:
        value = await body()
    except Exception as error:
        FAILED += 1
        print(f"FAIL {name}: {type(error).__name__}: {' '.join(str(error).split())[:300]}", flush=True)
        return
    PASSED += 1
    print(f"PASS {name} ({time.monotonic() - started:.1f}s)" + ("" if value is None else f" -> {value}"), flush=True)


async def refused(code, socket, method, *params):
    try:
        found = await socket.ask(method, *params)
    except Refused as error:
        check(error.code == code, f"{method}: code {error.code}, expected {code}")
        return error
    raise AssertionError(f"{method} answered {str(found)[:100]}, expected error {code}")


class Extrinsics:
    """Signed transfers of //Alice, in the order of their nonces."""

    def __init__(self):
        self.substrate = SubstrateInterface(url=URL)
        self.alice = Keypair.create_from_uri("//Alice")
        self.bob = Keypair.create_from_uri("//Bob")
        self.nonce = self.substrate.get_account_next_index(self.alice.ss58_address)

    def transfer(self, skip=0):
        call = self.substrate.compose_call(
            "Balances", "transfer_keep_alive", {"dest": self.bob.ss58_address, "value": 1_000_000 + self.nonce})
        signed = self.substrate.create_signed_extrinsic(call=call, keypair=self.alice, nonce=self.nonce + skip)
        self.nonce += 1 if skip == 0 else 0
        return str(signed.data)

    def key(self, pallet, item, *params):
        return self.substrate.create_storage_key(pallet, item, list(params)).to_hex()


async def connects():
    """The requests of a starting API go out at once; answers may come in any order."""
    async with await Socket.open() as socket:
        asked = [
            ("chain_getBlockHash", 0), ("state_getRuntimeVersion",), ("system_chain",), ("system_properties",),
            ("rpc_methods",), ("state_getMetadata",), ("system_health",), ("state_subscribeRuntimeVersion",),
        ]
        futures = [await socket.send(*request) for request in asked]
        answers = [(await asyncio.wait_for(future, WAIT))["result"] for future in futures]
        genesis, version, chain, properties, methods, metadata, health, watch = answers
        check(len(genesis) == 66 and genesis == await socket.ask("chain_getBlockHash", 0), f"genesis hash {genesis}")
        for name in ("specName", "implName"):
            check(isinstance(version[name], str), f"{name}: {version}")
        for name in ("specVersion", "implVersion", "authoringVersion", "transactionVersion"):
            check(isinstance(version[name], int), f"{name}: {version}")
        check(all(len(api) == 2 and len(api[0]) == 18 and isinstance(api[1], int) for api in version["apis"]), "apis")
        check(isinstance(chain, str) and chain, f"chain {chain!r}")
        check(properties == {"ss58Format": 42, "tokenDecimals": 9, "tokenSymbol": "TAO"}, f"{properties}")
        check(metadata.startswith("0x6d6574610e"), f"metadata begins with {metadata[:12]}, not with that of V14")
        check(set(health) == {"peers", "isSyncing", "shouldHavePeers"}, f"{health}")
        # This one call decides which methods the API offers; what this script uses must be among them.
        served = set(methods["methods"])
        for name in list(UNSUBSCRIBE) + list(UNSUBSCRIBE.values()) + [request[0] for request in asked]:
            check(name in served, f"rpc_methods does not name {name}")
        check(await socket.update(watch) == version, "the version pushed is not the version asked")
        check(socket.methods[watch] == "state_runtimeVersion", socket.methods[watch])
        versions = await socket.ask("state_call", "Metadata_metadata_versions", "0x")
        check(versions == "0x080e0000000f000000", versions)
        newest = await socket.ask("state_call", "Metadata_metadata_at_version", "0x0f000000")
        check(newest.startswith("0x01"), "metadata of version 15 is not there")
        return f"{chain}, {version['specName']} {version['specVersion']}, {len(served)} methods"


async def heads(method):
    async with await Socket.open() as socket:
        watch = await socket.ask(method)
        check(isinstance(watch, str), f"id {watch!r}")
        found = [await socket.update(watch) for _ in range(6)]
        check(socket.methods[watch] == HEADS[method], socket.methods[watch])
        for head in found:
            check(set(head) == {"parentHash", "number", "stateRoot", "extrinsicsRoot", "digest"}, f"{set(head)}")
        numbers = [int(head["number"], 16) for head in found]
        distinct = sorted(set(numbers))
        # The present head comes first; a block made just then may show twice, but none may be missing.
        check(numbers == sorted(numbers) and distinct == list(range(distinct[0], distinct[-1] + 1)), f"{numbers}")
        for head in found[:-1]:
            child = next((other for other in found if int(other["number"], 16) == int(head["number"], 16) + 1), None)
            own = await socket.ask("chain_getBlockHash", int(head["number"], 16))
            check(child is None or child["parentHash"] == own, f"parent of {child['number']}")
            check(await socket.ask("chain_getHeader", own) == head, "the header pushed is not the header stored")
        check(await socket.ask(UNSUBSCRIBE[method], watch) is True, "unsubscribing")
        while not socket.queue(watch).empty():
            socket.queue(watch).get_nowait()
        await socket.silent(watch)
        return f"blocks {distinct[0]} to {distinct[-1]}"


async def storage(extrinsics):
    async with await Socket.open() as socket:
        number = extrinsics.key("System", "Number")
        alice = extrinsics.key("System", "Account", extrinsics.alice.ss58_address)
        nothing = "0x" + "ab" * 40
        keys = [number, CODE_KEY, alice, nothing]
        watch = await socket.ask("state_subscribeStorage", keys)
        first = await socket.update(watch)
        check(set(first) == {"block", "changes"}, f"{set(first)}")
        check([change[0] for change in first["changes"]] == keys, "the first update names every key, in order")
        check(dict(first["changes"])[nothing] is None, "a value where nothing stands")
        check(dict(first["changes"])[alice] == await socket.ask("state_getStorage", alice, first["block"]), "account")
        for _ in range(4):
            update = await socket.update(watch)
            check(update["changes"], "an update without changes")
            check({change[0] for change in update["changes"]} <= {number}, "an update names what did not change")
            now = await socket.ask("state_getStorage", number, update["block"])
            check(dict(update["changes"])[number] == now, "the value pushed is not the value stored")
        paid = await socket.ask("author_submitExtrinsic", extrinsics.transfer())
        check(len(paid) == 66, f"hash {paid}")
        deadline = time.monotonic() + WAIT
        while alice not in dict((update := await socket.update(watch))["changes"]):
            check(time.monotonic() < deadline, "the account's change was not pushed")
        value = dict(update["changes"])[alice]
        check(value == await socket.ask("state_getStorage", alice, update["block"]), "the account's new value")
        check(await socket.ask("state_unsubscribeStorage", watch) is True, "unsubscribing")
        await refused(-32602, socket, "state_subscribeStorage", "0x01")


async def watched(extrinsics):
    async with await Socket.open() as socket:
        bytes_ = extrinsics.transfer()
        watch = await socket.ask("author_submitAndWatchExtrinsic", bytes_)
        states = []
        while not states or not isinstance(states[-1], dict) or "finalized" not in states[-1]:
            states.append(await socket.update(watch))
        check(socket.methods[watch] == "author_extrinsicUpdate", socket.methods[watch])
        names = [state if isinstance(state, str) else next(iter(state)) for state in states]
        check(names == ["ready", "inBlock", "finalized"], f"{names}")
        check(states[1]["inBlock"] == states[2]["finalized"], "in one block, final in another")
        block = await socket.ask("chain_getBlock", states[2]["finalized"])
        check(bytes_ in block["block"]["extrinsics"], "the block does not hold the extrinsic")
        check(await socket.ask("author_unwatchExtrinsic", watch) is False, "a watch that has ended was ended again")
        await socket.silent(watch)

        again = await refused(1010, socket, "author_submitAndWatchExtrinsic", bytes_)
        check(again.message == "Invalid Transaction" and again.data == "Transaction is outdated", f"{again}")
        forged = bytes_[:-2] + ("00" if bytes_[-2:] != "00" else "01")
        await refused(1010, socket, "author_submitAndWatchExtrinsic", forged)
        error = await refused(-32602, socket, "author_submitAndWatchExtrinsic", "0xzz")
        check("Invalid params" in error.message, f"{error}")
        broken = await refused(1001, socket, "author_submitAndWatchExtrinsic", "0x00")
        check("invalid format" in broken.message, f"{broken}")


async def waiting(extrinsics):
    """One that waits for an earlier nonce is told as future, then as ready when the gap closes."""
    async with await Socket.open() as socket:
        later = await socket.ask("author_submitAndWatchExtrinsic", extrinsics.transfer(skip=1))
        check(await socket.update(later) == "future", "not future")
        sooner = await socket.ask("author_submitAndWatchExtrinsic", extrinsics.transfer())
        extrinsics.nonce += 1
        for watch in (sooner, later):
            names = []
            while len(names) < 3:
                state = await socket.update(watch)
                names.append(state if isinstance(state, str) else next(iter(state)))
            check(names == ["ready", "inBlock", "finalized"], f"{names}")
        unwatched = await socket.ask("author_submitAndWatchExtrinsic", extrinsics.transfer(skip=3))
        check(await socket.update(unwatched) == "future", "not future")
        check(await socket.ask("author_unwatchExtrinsic", unwatched) is True, "unwatching one that waits")
        await socket.silent(unwatched)


async def identifiers():
    async with await Socket.open() as socket:
        name = await socket.ask("system_name", id="first")
        for id in (0, 1, -5, 2**53, 2**63, "text", "", "é\"\\", "0x1"):
            check(await socket.ask("system_name", id=id) == name, f"id {id!r}")
        await socket.connection.send('{"jsonrpc":"2.0","id":null,"method":"system_chain","params":[]}')
        await socket.connection.send('{"jsonrpc":"2.0","method":"system_chain","params":[]}')
        await socket.connection.send('{"jsonrpc":"2.0","id":77,"method":"system_chain"}')
        answer = await asyncio.wait_for(socket.future(77), WAIT)
        check("result" in answer, "a request without params")
        check("result" in (await asyncio.wait_for(socket.answers[None], WAIT)), "a request with id null")
        for id in (1.5, True, [1], {"a": 1}):
            socket.answers.pop(None, None)
            request = {"jsonrpc": "2.0", "id": id, "method": "system_chain", "params": []}
            await socket.connection.send(json.dumps(request))
            answer = await asyncio.wait_for(socket.future(None), WAIT)
            check(answer.get("error", {}).get("code") in (-32600, -32700), f"id {id!r}: {answer}")
        # Equal ids of two requests under way are the client's affair: both are answered.
        first = await socket.send("system_name", id="same")
        await asyncio.wait_for(first, WAIT)


async def many():
    """A hundred subscriptions of every kind on one connection, each told every block, in order."""
    async with await Socket.open() as socket:
        futures = [await socket.send(method) for method in list(HEADS) * 34]
        watches = [(await asyncio.wait_for(future, WAIT))["result"] for future in futures]
        check(len(set(watches)) == len(watches), "two subscriptions have one id")
        goal = None
        for watch in watches:
            numbers = []
            while goal is None or not numbers or numbers[-1] < goal:
                numbers.append(int((await socket.update(watch))["number"], 16))
                if goal is None:
                    goal = numbers[0] + 5
            check(numbers == sorted(numbers) and len(set(numbers)) == numbers[-1] - numbers[0] + 1, f"{numbers}")
        for index, watch in enumerate(watches):
            method = UNSUBSCRIBE[(list(HEADS) * 34)[index]]
            check(await socket.ask(method, watch) is True, f"unsubscribing {index}")
        check(await socket.ask("system_health") is not None, "still answers")
        return f"{len(watches)} subscriptions to block {goal}"


async def foreign():
    """Only the one who subscribed, by the right method and the right id, ends a subscription."""
    async with await Socket.open() as socket, await Socket.open() as other:
        watch = await socket.ask("chain_subscribeNewHeads")
        theirs = await other.ask("chain_subscribeNewHeads")
        check(watch != theirs, f"two connections have the id {watch}")
        check(await other.ask("chain_unsubscribeNewHeads", watch) is False, "another connection ended it")
        for method in set(UNSUBSCRIBE.values()) - {"chain_unsubscribeNewHeads"}:
            check(await socket.ask(method, watch) is False, f"{method} ended a subscription to heads")
        for id in ("0x00", "", "no such id", watch.upper(), watch + "0", 1, 0, -1):
            check(await socket.ask("chain_unsubscribeNewHeads", id) is False, f"id {id!r} ended it")
        for wrong in ([], {}):
            await refused(-32602, socket, "chain_unsubscribeNewHeads", wrong)
        await refused(-32602, socket, "chain_unsubscribeNewHeads")
        while not socket.queue(watch).empty():
            socket.queue(watch).get_nowait()
        await socket.update(watch)
        await other.update(theirs)
        check(await socket.ask("chain_unsubscribeNewHeads", watch) is True, "the owner cannot end it")
        check(await socket.ask("chain_unsubscribeNewHeads", watch) is False, "it was ended twice")


async def reconnects():
    """Connections end in every way; the ids of one are nothing to the next, and the node goes on."""
    former = None
    for round in range(12):
        socket = await Socket.open()
        if former is not None:
            check(await socket.ask("chain_unsubscribeNewHeads", former) is False, "a former id was known")
        watch = await socket.ask("chain_subscribeNewHeads")
        if former is not None:
            check(await socket.ask("chain_unsubscribeNewHeads", former) is False, "a former id ended a new watch")
        check(watch != former, "the id of a former connection came again")
        await socket.update(watch)
        former = watch
        if round % 3 == 0:
            await socket.close()
        elif round % 3 == 1:
            socket.connection.transport.abort()
            await socket.reader
        else:
            # Gone with requests under way.
            for _ in range(20):
                await socket.send("state_getMetadata")
            socket.connection.transport.abort()
            await socket.reader
    async with await Socket.open() as socket:
        check((await socket.ask("system_health"))["isSyncing"] is False, "health after all")


async def batches():
    """A batch may subscribe; its one answer comes before the updates."""
    async with connect(URL, max_size=None) as raw:
        await raw.send(json.dumps([
            {"jsonrpc": "2.0", "id": 1, "method": "system_chain", "params": []},
            {"jsonrpc": "2.0", "id": 2, "method": "chain_subscribeNewHeads", "params": []},
            {"jsonrpc": "2.0", "id": 3, "method": "no_such", "params": []},
        ]))
        answers = json.loads(await asyncio.wait_for(raw.recv(), WAIT))
        check([answer["id"] for answer in answers] == [1, 2, 3], f"{answers}")
        check(answers[2]["error"]["code"] == -32601, f"{answers[2]}")
        update = json.loads(await asyncio.wait_for(raw.recv(), WAIT))
        check(update["params"]["subscription"] == answers[1]["result"], "the update is of another subscription")
        pong = await raw.ping()
        await asyncio.wait_for(pong, WAIT)


async def sizes(extrinsics):
    """What `.size()` and `.hash()` of a storage entry ask."""
    async with await Socket.open() as socket:
        number, accounts = extrinsics.key("System", "Number"), extrinsics.key("System", "Account")
        check(await socket.ask("state_getStorageSize", number) == 4, "size of a value")
        check(await socket.ask("state_getStorageSize", accounts) > 160, "size of a map")
        check(await socket.ask("state_getStorageSize", "0x" + "ab" * 40) is None, "size of nothing")
        check(len(await socket.ask("state_getStorageHash", number)) == 66, "hash of a value")
        check(await socket.ask("state_getStorageHash", "0x" + "ab" * 40) is None, "hash of nothing")


async def main():
    extrinsics = Extrinsics()
    await step("connect: the requests of a starting API, all at once", connects)
    for method in HEADS:
        await step(f"{method}: no block is missing", lambda method=method: heads(method))
    await step("state_subscribeStorage: all values first, then what changes", lambda: storage(extrinsics))
    await step("author_submitAndWatchExtrinsic: ready, in a block, final", lambda: watched(extrinsics))
    await step("author_submitAndWatchExtrinsic: one that waits for another", lambda: waiting(extrinsics))
    await step("ids of requests: numbers and text of every kind", identifiers)
    await step("many subscriptions on one connection", many)
    await step("unsubscribing by strangers, twice, and with ids that are none", foreign)
    await step("reconnecting", reconnects)
    await step("a batch that subscribes, and a ping", batches)
    await step("size and hash of storage", lambda: sizes(extrinsics))
    extrinsics.substrate.close()
    print(f"{PASSED} passed, {FAILED} failed", flush=True)
    return 1 if FAILED else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
