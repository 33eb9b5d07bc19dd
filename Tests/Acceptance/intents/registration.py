"""UIDs, subnets, and changes of keys."""

from bittensor.sp_core import Keypair

from .cases import case
from network import TAO, Person, calls, check, equal, sm


@case("burned_register")
async def burned_register(net):
    """`uid`, and the price was paid"""
    somebody = await net.person(100)
    await net.run("burned_register", somebody, netuid=net.netuid)
    check(await net.uid(somebody.hot) is not None, "no UID")
    check(await net.free(somebody.cold) < 100 * TAO, "nothing was paid")


@case("pow_register")
async def pow_register(net):
    """`uid`, and nothing was paid"""
    somebody, netuid = await net.person(1), await net.subnet()
    call = calls.AdminUtils.sudo_set_network_pow_registration_allowed(netuid=netuid, registration_allowed=True)
    await net.root(call)
    await net.root(calls.AdminUtils.sudo_set_min_difficulty(netuid=netuid, min_difficulty=1))
    await net.root(calls.AdminUtils.sudo_set_difficulty(netuid=netuid, difficulty=100))
    proof = await net.client.mine_pow_registration(
        netuid, somebody.hot, somebody.cold, workers=1, max_seconds=30, backend="cpu"
    )
    arguments = {name: value for name, value in proof.to_dict().items() if name != "op"}
    await net.run("pow_register", somebody, **arguments)
    check(await net.uid(somebody.hot, netuid) is not None, "no UID")
    equal(await net.free(somebody.cold), TAO, "the balance of who found the proof")


@case("root_register")
async def root_register(net):
    """`uid` on netuid 0"""
    somebody = await net.neuron()
    await net.stake(somebody, somebody.hot, 0, 500)
    await net.run("root_register", somebody)
    check(await net.uid(somebody.hot, 0) is not None, "no seat on root")


@case("register_subnet")
async def register_subnet(net):
    """the netuid of the result is the signer's"""
    owner = await net.person(100_000)
    result = await net.run("register_subnet", owner)
    equal(await net.value(sm.SubnetOwner, result.data["netuid"]), owner.cold, "the owner")


@case("register_subnet", "(at the limit)")
async def register_subnet_at_the_limit(net):
    """the weakest subnet is dissolved and the signer owns its netuid"""
    owner = await net.person(200_000)
    await net.root(calls.AdminUtils.sudo_set_network_immunity_period(immunity_period=0))
    limit = await net.number(sm.SubnetLimit)
    count = len([n for n, is_there in await net.client.query_map(sm.NetworksAdded) if is_there and int(n)])
    await net.root(calls.AdminUtils.sudo_set_subnet_limit(max_subnets=count))
    try:
        result = await net.run("register_subnet", owner)
    finally:
        await net.root(calls.AdminUtils.sudo_set_subnet_limit(max_subnets=limit))
    equal(await net.value(sm.SubnetOwner, result.data["netuid"]), owner.cold, "the owner")
    after = len([n for n, is_there in await net.client.query_map(sm.NetworksAdded) if is_there and int(n)])
    equal(after, count, "the number of subnets")


@case("start_call")
async def start_call(net):
    """`FirstEmissionBlockNumber`"""
    owner = await net.person(100_000)
    registered = await net.submit(calls.SubtensorModule.register_network(hotkey=owner.hot), owner)
    check(registered.success, registered.message)
    netuid = max(int(n) for n, owns in await net.client.query_map(sm.SubnetOwner) if owns == owner.cold)
    equal(await net.value(sm.FirstEmissionBlockNumber, netuid), None, "the first block before")
    await net.run("start_call", owner, netuid=netuid)
    check(await net.value(sm.FirstEmissionBlockNumber, netuid) is not None, "the subnet was not started")


@case("swap_hotkey")
async def swap_hotkey(net):
    """`uid`, `stake` and `hotkey_owner` of the new hotkey"""
    somebody = await net.neuron()
    await net.stake(somebody, somebody.hot, net.netuid, 50)
    uid, stake = await net.uid(somebody.hot), await net.staked(somebody.cold, somebody.hot)
    new = Keypair.create_from_uri(somebody.name + "//new").ss58_address
    await net.run("swap_hotkey", somebody, new_hotkey_ss58=new)
    equal(await net.uid(new), uid, "the UID")
    equal(await net.client.read("hotkey_owner", hotkey_ss58=new), somebody.cold, "the owner")
    moved = await net.staked(somebody.cold, new)
    check(abs(moved - stake) <= 10, f"{stake} became {moved}")


@case("swap_hotkey", "(on one subnet)")
async def swap_hotkey_on_subnet(net):
    """`uid` on that subnet; the other subnet keeps the old hotkey"""
    somebody = await net.neuron()
    register = calls.SubtensorModule.burned_register(netuid=net.other, hotkey=somebody.hot)
    await net.submit(register, somebody)
    new = Keypair.create_from_uri(somebody.name + "//new").ss58_address
    await net.run("swap_hotkey", somebody, new_hotkey_ss58=new, netuid=net.netuid)
    check(await net.uid(new) is not None, "the new hotkey has no UID")
    equal(await net.uid(somebody.hot), None, "the old hotkey's UID")
    check(await net.uid(somebody.hot, net.other) is not None, "the other subnet lost the old hotkey")


async def announced(net):
    """Somebody who has announced a swap to a new coldkey, with all delays at two blocks."""
    au = calls.AdminUtils
    await net.root(au.sudo_set_coldkey_swap_announcement_delay(duration=2))
    await net.root(au.sudo_set_coldkey_swap_reannouncement_delay(duration=2))
    somebody = await net.neuron()
    await net.stake(somebody, somebody.hot, net.netuid, 50)
    heir = Person(somebody.name + "//heir", somebody.name + "//hot")
    await net.run("announce_coldkey_swap", somebody, new_coldkey_ss58=heir.cold)
    return somebody, heir


async def announcement(net, somebody):
    return await net.client.read("coldkey_swap_announcement", coldkey_ss58=somebody.cold)


@case("announce_coldkey_swap")
async def announce_coldkey_swap(net):
    """`coldkey_swap_announcement`"""
    somebody, _heir = await announced(net)
    check(await announcement(net, somebody) is not None, "no announcement")


@case("clear_coldkey_swap_announcement")
async def clear_coldkey_swap_announcement(net):
    """`coldkey_swap_announcement` is empty"""
    somebody, _heir = await announced(net)
    await net.mine(5)
    await net.run("clear_coldkey_swap_announcement", somebody)
    equal(await announcement(net, somebody), None, "the announcement")


@case("dispute_coldkey_swap")
async def dispute_coldkey_swap(net):
    """`coldkey_swap_announcement` is disputed"""
    somebody, _heir = await announced(net)
    await net.run("dispute_coldkey_swap", somebody)
    check((await announcement(net, somebody))["disputed"], "the announcement is not disputed")


@case("swap_coldkey_announced")
async def swap_coldkey_announced(net):
    """stake, balance and hotkey belong to the new coldkey"""
    somebody, heir = await announced(net)
    stake = await net.staked(somebody.cold, somebody.hot)
    await net.mine(5)
    await net.run("swap_coldkey_announced", somebody, new_coldkey_ss58=heir.cold)
    equal(await net.client.read("hotkey_owner", hotkey_ss58=somebody.hot), heir.cold, "the owner")
    moved = await net.staked(heir.cold, somebody.hot)
    check(abs(moved - stake) <= 10, f"{stake} became {moved}")
    check(await net.free(heir.cold) > 0, "the balance did not move")
