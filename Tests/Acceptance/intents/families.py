"""Child hotkeys and what hotkeys keep."""

from .cases import case
from network import calls, check, equal, sm


@case("set_children")
async def set_children(net):
    """`pending_children`, then `children` and `parents`"""
    parent, child = await net.neuron(), await net.neuron()
    await net.stake(parent, parent.hot, net.netuid, 500)
    await net.root(calls.SubtensorModule.set_pending_childkey_cooldown(cooldown=5))
    await net.run("set_children", parent, netuid=net.netuid, children=[[0.5, child.hot]])
    pending = await net.client.read("pending_children", hotkey_ss58=parent.hot, netuid=net.netuid)
    check(pending, "no children are pending")
    await net.mine(250)  # pending children move in with an epoch
    for name, hotkey, relative in (("children", parent.hot, child.hot), ("parents", child.hot, parent.hot)):
        rows = await net.client.read(name, hotkey_ss58=hotkey, netuid=net.netuid)
        equal([row[1] for row in rows], [relative], name)


@case("set_childkey_take")
async def set_childkey_take(net):
    """`ChildkeyTake`"""
    somebody = await net.neuron()
    await net.run("set_childkey_take", somebody, netuid=net.netuid, take=0.1)
    equal(await net.number(sm.ChildkeyTake, somebody.hot, net.netuid), 6554, "the take")


async def delegate(net):
    """Somebody with a hotkey, and its take as a u16."""
    somebody = await net.neuron()
    await net.stake(somebody, somebody.hot, net.netuid, 100)
    return somebody, await net.number(sm.Delegates, somebody.hot)


@case("decrease_take")
async def decrease_take(net):
    """`delegate_take`"""
    somebody, take = await delegate(net)
    await net.run("decrease_take", somebody, take=take - 1000)
    await check_take(net, somebody, take - 1000)


@case("increase_take")
async def increase_take(net):
    """`delegate_take`"""
    somebody, take = await delegate(net)
    await net.submit(calls.SubtensorModule.decrease_take(hotkey=somebody.hot, take=take - 2000), somebody)
    await net.mine(2)  # the limit is one block at least
    await net.run("increase_take", somebody, take=take - 1000)
    await check_take(net, somebody, take - 1000)


@case("set_take")
async def set_take(net):
    """`delegate_take`"""
    somebody, take = await delegate(net)
    await net.run("set_take", somebody, take=0.05)
    await check_take(net, somebody, round(0.05 * 65535))


async def check_take(net, somebody, expected):
    equal(await net.number(sm.Delegates, somebody.hot), expected, "the take")
    read = await net.client.read("delegate_take", hotkey_ss58=somebody.hot)
    check(abs(read["take"] - expected / 65535) < 1e-4, f"delegate_take says {read}")
