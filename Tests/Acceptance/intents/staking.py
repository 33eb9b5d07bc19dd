"""Stake: in, out, across hotkeys, subnets and coldkeys, and what root pays."""

from .cases import case
from network import TAO, calls, check, equal, sm

DUST = 10  # rao; share pools round down by a rao or two


@case("add_stake")
async def add_stake(net):
    """`stake` of the position"""
    validator, somebody = await net.neuron(), await net.person()
    quote = await net.client.read("quote_stake", netuid=net.netuid, amount_tao=10)
    await net.run("add_stake", somebody, hotkey_ss58=validator.hot, netuid=net.netuid, amount_tao=10)
    staked, expected = await net.staked(somebody.cold, validator.hot), quote.alpha.rao
    check(abs(staked - expected) <= expected // 100, f"staked {staked}, the quote said {expected}")


@case("add_stake", "(any price)")
async def add_stake_any_price(net):
    """`stake` of the position"""
    validator, somebody = await net.neuron(), await net.person()
    await net.run(
        "add_stake", somebody, hotkey_ss58=validator.hot, netuid=net.netuid, amount_tao=10, slippage_protection=False
    )
    check(await net.staked(somebody.cold, validator.hot) > 0, "nothing is staked")


@case("add_stake", "(root)")
async def add_root_stake(net):
    """`stake` on netuid 0, rao for rao"""
    validator, somebody = await net.neuron(), await net.person()
    await net.run("add_stake", somebody, hotkey_ss58=validator.hot, netuid=0, amount_tao=10)
    equal(await net.staked(somebody.cold, validator.hot, 0), 10 * TAO, "the root stake")


@case("add_stake_limit")
async def add_stake_limit(net):
    """`stake` of the position"""
    validator, somebody = await net.neuron(), await net.person()
    await net.run(
        "add_stake_limit",
        somebody,
        hotkey_ss58=validator.hot,
        netuid=net.netuid,
        amount_tao=10,
        limit_price_rao=100 * TAO,
        allow_partial=True,
    )
    check(await net.staked(somebody.cold, validator.hot) > 0, "nothing is staked")


@case("remove_stake")
async def remove_stake(net):
    """half the position is gone, the free balance grew"""
    validator, somebody = await net.staker()
    before, free = await net.staked(somebody.cold, validator.hot), await net.free(somebody.cold)
    half = before // 2
    await net.run(
        "remove_stake", somebody, hotkey_ss58=validator.hot, netuid=net.netuid, amount_alpha=f"{half / TAO:.9f}"
    )
    after = await net.staked(somebody.cold, validator.hot)
    check(abs(before - half - after) <= DUST, f"{before} - {half} left {after}")
    check(await net.free(somebody.cold) > free, "the free balance did not grow")


@case("remove_stake_limit")
async def remove_stake_limit(net):
    """the position is gone"""
    validator, somebody = await net.staker()
    await net.run(
        "remove_stake_limit",
        somebody,
        hotkey_ss58=validator.hot,
        netuid=net.netuid,
        amount_alpha="all",
        limit_price_rao=1,
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")


@case("move_stake")
async def move_stake(net):
    """the position stands on the other hotkey"""
    (validator, somebody), other = await net.staker(), await net.neuron()
    before = await net.staked(somebody.cold, validator.hot)
    await net.run(
        "move_stake",
        somebody,
        origin_hotkey_ss58=validator.hot,
        origin_netuid=net.netuid,
        dest_hotkey_ss58=other.hot,
        dest_netuid=net.netuid,
        amount_alpha="all",
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")
    moved = await net.staked(somebody.cold, other.hot)
    check(abs(before - moved) <= DUST, f"{before} became {moved}")


async def moves_across(net, op):
    """A whole position goes to another hotkey on another subnet."""
    (validator, somebody), other = await net.staker(), await net.neuron(net.other)
    await net.run(
        op,
        somebody,
        origin_hotkey_ss58=validator.hot,
        origin_netuid=net.netuid,
        dest_hotkey_ss58=other.hot,
        dest_netuid=net.other,
        amount_alpha="all",
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")
    check(await net.staked(somebody.cold, other.hot, net.other) > 0, "nothing arrived")


@case("move_stake", "(to another subnet)")
async def move_stake_across(net):
    """the position stands on the other hotkey and subnet"""
    await moves_across(net, "move_stake")


@case("move_swap_stake")
async def move_swap_stake(net):
    """the position stands on the other hotkey and subnet"""
    await moves_across(net, "move_swap_stake")


@case("swap_stake")
async def swap_stake(net):
    """the position stands on the other subnet"""
    validator, somebody = await net.staker()
    await net.run(
        "swap_stake",
        somebody,
        hotkey_ss58=validator.hot,
        origin_netuid=net.netuid,
        dest_netuid=net.other,
        amount_alpha="all",
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")
    check(await net.staked(somebody.cold, validator.hot, net.other) > 0, "nothing arrived")


@case("transfer_stake")
async def transfer_stake(net):
    """the position belongs to the other coldkey"""
    (validator, somebody), heir = await net.staker(), await net.person(0)
    before = await net.staked(somebody.cold, validator.hot)
    await net.run(
        "transfer_stake",
        somebody,
        dest_coldkey_ss58=heir.cold,
        hotkey_ss58=validator.hot,
        origin_netuid=net.netuid,
        dest_netuid=net.netuid,
        amount_alpha="all",
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")
    moved = await net.staked(heir.cold, validator.hot)
    check(abs(before - moved) <= DUST, f"{before} became {moved}")


@case("transfer_stake", "(onto another hotkey)")
async def transfer_stake_and_hotkey(net):
    """the position belongs to the other coldkey, on the other hotkey"""
    (validator, somebody), heir, other = await net.staker(), await net.person(0), await net.neuron()
    await net.run(
        "transfer_stake",
        somebody,
        dest_coldkey_ss58=heir.cold,
        hotkey_ss58=validator.hot,
        origin_netuid=net.netuid,
        dest_netuid=net.netuid,
        amount_alpha="all",
        dest_hotkey_ss58=other.hot,
    )
    equal(await net.staked(somebody.cold, validator.hot), 0, "the rest")
    check(await net.staked(heir.cold, other.hot) > 0, "nothing arrived")


@case("unstake_all")
async def unstake_all(net):
    """`stake_for_coldkey` is empty"""
    validator, somebody = await net.staker()
    await net.stake(somebody, validator.hot, net.other, 5)
    await net.stake(somebody, validator.hot, 0, 5)
    await net.run("unstake_all", somebody, hotkey_ss58=validator.hot)
    left = [p for p in await net.client.read("stake_for_coldkey", coldkey_ss58=somebody.cold) if p.stake.rao]
    equal(left, [], "the positions left")


@case("unstake_all_alpha")
async def unstake_all_alpha(net):
    """all stake is on root"""
    validator, somebody = await net.staker()
    await net.stake(somebody, validator.hot, net.other, 5)
    await net.run("unstake_all_alpha", somebody, hotkey_ss58=validator.hot)
    for netuid in (net.netuid, net.other):
        equal(await net.staked(somebody.cold, validator.hot, netuid), 0, f"the rest on {netuid}")
    check(await net.staked(somebody.cold, validator.hot, 0) > 0, "nothing arrived on root")


@case("set_auto_stake")
async def set_auto_stake(net):
    """`auto_stake`"""
    somebody, validator = await net.person(), await net.neuron()
    await net.run("set_auto_stake", somebody, netuid=net.netuid, hotkey_ss58=validator.hot)
    found = await net.client.read("auto_stake", coldkey_ss58=somebody.cold, netuid=net.netuid)
    equal(found, validator.hot, "the destination")


@case("stake_burn")
async def stake_burn(net):
    """the pool took the TAO, nobody has the stake"""
    somebody = await net.neuron()
    pool = await net.number(sm.SubnetTAO, net.netuid)
    await net.run("stake_burn", somebody, netuid=net.netuid, amount_tao=5)
    check(await net.number(sm.SubnetTAO, net.netuid) > pool, "the pool did not grow")
    equal(await net.staked(somebody.cold, somebody.hot), 0, "the stake of who paid")


@case("set_root_claim_threshold")
async def set_root_claim_threshold(net):
    """`root_claim_threshold`"""
    await net.run("set_root_claim_threshold", net.alice, threshold="0.0000001")
    read = await net.client.read("root_claim_threshold")
    equal(getattr(read, "rao", read), 100, "the threshold")


@case("claim_root")
async def claim_root(net):
    """`RootClaimed`, and the root stake grew"""
    validator, somebody = await net.staker()
    await net.submit(calls.SubtensorModule.root_register(hotkey=validator.hot), validator)
    await net.stake(validator, validator.hot, net.netuid, 50)
    await net.stake(somebody, validator.hot, 0, 500)
    uid = await net.uid(validator.hot)
    weights = calls.SubtensorModule.set_weights(netuid=net.netuid, dests=[uid], weights=[65535], version_key=0)
    await net.submit(weights, validator, signer="hotkey")
    # Root is paid where the average prices of all subnets add up to more than 1: let them follow the price at once.
    au = calls.AdminUtils
    await net.root(au.sudo_set_subnet_moving_alpha(alpha={"bits": 1 << 32}))
    await net.root(au.sudo_set_ema_price_halving_period(netuid=net.netuid, ema_halving=1))
    # Nobody is visited by automatic claims meanwhile.
    await net.root(calls.Call("SubtensorModule", "sudo_set_num_root_claims", {"new_value": 0}))
    await net.mine(250)  # two epochs: the first gives the permit, the second pays
    stake = await net.staked(somebody.cold, validator.hot, 0)
    await net.run("claim_root", somebody, subnets=[net.netuid])
    claimed = await net.number(sm.RootClaimed, net.netuid, validator.hot, somebody.cold)
    check(claimed > 0, "nothing was claimed")
    check(await net.staked(somebody.cold, validator.hot, 0) > stake, "the root stake did not grow")
