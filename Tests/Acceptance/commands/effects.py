"""What a command changed, read back through SDK 11.3.0."""

from network import check, equal


def stored(item, *keys, value):
    """A stored value is this."""

    async def effect(net):
        found = await net.value(item, *keys)
        equal(found, value, item[1])

    return effect


def exists(item, *keys):
    """Something is stored."""

    async def effect(net):
        check(await net.value(item, *keys) is not None, f"{item[1]} is empty")

    return effect


def staked(cold, hot, netuid, *, least=1, most=2**64):
    """A position is between these, in rao."""

    async def effect(net):
        found = await net.staked(cold, hot, netuid)
        check(least <= found <= most, f"the stake is {found} rao")

    return effect


def registered(hot, netuid):
    async def effect(net):
        check(await net.uid(hot, netuid) is not None, "the hotkey has no UID")

    return effect


def holds(cold, least, most=2**64):
    """A free balance is between these, in rao."""

    async def effect(net):
        found = await net.free(cold)
        check(least <= found <= most, f"the balance is {found} rao")

    return effect


def read(name, *, gives, **arguments):
    """A read of the SDK gives what the function `gives` accepts."""

    async def effect(net):
        found = await net.client.read(name, **arguments)
        check(gives(found), f"{name} gives {found!r}")

    return effect
