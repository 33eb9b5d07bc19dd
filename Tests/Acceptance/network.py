"""A dev network as SDK 11.3.0 sees it: people with keys, subnets, blocks on demand, reads of single values."""

import json

import bittensor as bt
import websockets
from bittensor.intents import build
from bittensor.sp_core import Keypair

TAO = 10**9
calls, st = bt.calls, bt.storage
sm = st.SubtensorModule


class Person:
    """A wallet without files: a coldkey and a hotkey from a key URI."""

    def __init__(self, uri, hot=None):
        self.name = uri
        self.coldkey = self.coldkeypub = Keypair.create_from_uri(uri)
        self.hotkey = Keypair.create_from_uri(hot or uri + "//hot")

    @property
    def cold(self):
        return self.coldkey.ss58_address

    @property
    def hot(self):
        return self.hotkey.ss58_address


def check(condition, message):
    if not condition:
        raise AssertionError(message)


def equal(value, expected, what):
    check(value == expected, f"{what} is {value!r}, expected {expected!r}")


class Network:
    """One connection, and the row of the table that is being filled."""

    def __init__(self, url):
        self.url = url
        self.client = bt.Client(url, fallback_endpoints=[], archive_endpoints=[])
        self.alice = Person("//Alice")
        self.row = None
        self.netuid = self.other = None  # two started subnets, both //Alice's
        self.people = 0

    # --- blocks ----------------------------------------------------------------------

    async def mine(self, blocks):
        """Makes blocks; the node runs with `--seal instant`, so nothing else does."""
        async with websockets.connect(self.url) as socket:
            request = {"jsonrpc": "2.0", "id": 1, "method": "dev_mine", "params": [blocks]}
            await socket.send(json.dumps(request))
            answer = json.loads(await socket.recv())
        check("error" not in answer, f"dev_mine: {answer}")

    # --- people ----------------------------------------------------------------------

    async def person(self, tao=1000):
        """Somebody new, with this much free TAO."""
        self.people += 1
        somebody = Person(f"//Person{self.people}")
        if tao:
            await self.submit(calls.Balances.transfer_keep_alive(dest=somebody.cold, value=tao * TAO))
        return somebody

    async def neuron(self, netuid=None, tao=1000):
        """Somebody new with a UID on a subnet."""
        somebody = await self.person(tao)
        netuid = self.netuid if netuid is None else netuid
        await self.submit(calls.SubtensorModule.burned_register(netuid=netuid, hotkey=somebody.hot), somebody)
        return somebody

    async def staker(self, netuid=None, tao=5):
        """Somebody new who stakes this much TAO on a validator's hotkey; both are returned."""
        netuid = self.netuid if netuid is None else netuid
        validator, somebody = await self.neuron(netuid), await self.person()
        await self.stake(somebody, validator.hot, netuid, tao)
        return validator, somebody

    async def stake(self, who, hotkey, netuid, tao):
        call = calls.SubtensorModule.add_stake(hotkey=hotkey, netuid=netuid, amount_staked=tao * TAO)
        await self.submit(call, who)

    async def subnet(self, owner=None):
        """A new started subnet; gives its netuid."""
        owner = owner or self.alice
        hotkey = Keypair.create_from_uri(f"//Owner{self.people}//{await self.value(sm.TotalNetworks)}").ss58_address
        result = await self.submit(calls.SubtensorModule.register_network(hotkey=hotkey), owner)
        added = [a for a in (attributes(e, "NetworkAdded") for e in result.events) if a is not None]
        check(added, "no NetworkAdded event")
        netuid = int(added[0]["netuid"] if isinstance(added[0], dict) else added[0][0])
        await self.submit(calls.SubtensorModule.start_call(netuid=netuid), owner)
        return netuid

    # --- changes ---------------------------------------------------------------------

    async def submit(self, call, who=None, signer="coldkey"):
        """Submits a raw call: how a case prepares what its intent needs."""
        result = await self.client.submit_call(call, who or self.alice, signer=signer)
        check(result.success, f"{call[0]}.{call[1]}: {result.message}")
        return result

    async def root(self, call):
        """Submits a raw call as //Alice's sudo."""
        return await self.submit(calls.Sudo.sudo(call=await self.client.compose(call)))

    async def run(self, op, who, **arguments):
        """Plans an intent, executes it, and notes both in the row; gives the result."""
        intent = build(op, arguments)
        plan = await self.client.plan(intent, who)
        check(plan.ok, f"the plan has violations: {plan.violations}")
        check(plan.fee is not None, f"the plan has no fee: {plan.warnings}")
        self.row.planned = True
        result = await self.client.execute(intent, who)
        check(result.success, f"executing {op}: {result.message}")
        self.row.executed = True
        await self.note_call(result)
        return result

    async def note_call(self, result):
        block, index = (int(part) for part in str(result.extrinsic_id).split("-"))
        info = await self.client.block_info(block)
        call = info.extrinsics[index]["call"]
        name = f"{call['call_module']}.{call['call_function']}"
        if name not in self.row.calls:
            self.row.calls.append(name)

    # --- reads -----------------------------------------------------------------------

    async def value(self, item, *keys):
        return await self.client.query(item, list(keys))

    async def number(self, item, *keys):
        return int(await self.client.query(item, list(keys)) or 0)

    async def free(self, address):
        return (await self.client.read("balance", coldkey_ss58=address)).rao

    async def staked(self, cold, hot, netuid=None):
        netuid = self.netuid if netuid is None else netuid
        read = await self.client.read("stake", coldkey_ss58=cold, hotkey_ss58=hot, netuid=netuid)
        return read.rao

    async def uid(self, hot, netuid=None):
        netuid = self.netuid if netuid is None else netuid
        return await self.client.read("uid", hotkey_ss58=hot, netuid=netuid)

    # --- beginning -------------------------------------------------------------------

    async def begin(self):
        """Connects, takes the brakes off, and makes the two subnets that most cases use."""
        await self.client.connect()
        au = calls.AdminUtils
        for call in (
            au.sudo_set_network_rate_limit(rate_limit=0),
            au.sudo_set_tx_rate_limit(tx_rate_limit=0),
            au.sudo_set_tx_delegate_take_rate_limit(tx_rate_limit=0),
            au.sudo_set_owner_hparam_rate_limit(epochs=0),
            au.sudo_set_admin_freeze_window(window=0),
            au.sudo_set_start_call_delay(delay=0),
            au.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True),
            # The price of a subnet doubles with each; so it falls back with the next block.
            au.sudo_set_lock_reduction_interval(interval=1),
            calls.SubtensorModule.sudo_set_tx_childkey_take_rate_limit(tx_rate_limit=0),
        ):
            await self.root(call)
        await self.submit(calls.SubtensorModule.try_associate_hotkey(hotkey=self.alice.hot))
        self.netuid, self.other = await self.subnet(), await self.subnet()
        for netuid in (self.netuid, self.other):
            await self.stake(self.alice, self.alice.hot, netuid, 1000)  # so that the pools have a price to move
            for call in (
                au.sudo_set_weights_set_rate_limit(netuid=netuid, weights_set_rate_limit=0),
                au.sudo_set_serving_rate_limit(netuid=netuid, serving_rate_limit=0),
                au.sudo_set_max_registrations_per_block(netuid=netuid, max_registrations_per_block=100),
                au.sudo_set_target_registrations_per_interval(netuid=netuid, target_registrations_per_interval=1000),
                au.sudo_set_max_burn(netuid=netuid, max_burn=2 * TAO),
            ):
                await self.root(call)


def attributes(event, name):
    """The attributes of an event record when it has this name."""
    record = event.value if hasattr(event, "value") else event
    inner = record.get("event", record)
    return inner.get("attributes") if inner.get("event_id") == name else None
