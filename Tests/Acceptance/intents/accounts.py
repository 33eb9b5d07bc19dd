"""Transfers, batches and identities."""

import hashlib

from .cases import case
from network import TAO, equal


@case("transfer")
async def transfer(net):
    """the recipient's balance"""
    somebody = await net.person(0)
    await net.run("transfer", net.alice, dest_ss58=somebody.cold, amount_tao=5)
    equal(await net.free(somebody.cold), 5 * TAO, "the recipient's balance")


@case("transfer_all")
async def transfer_all(net):
    """the sender keeps the existential deposit"""
    giver, taker = await net.person(10), await net.person(0)
    await net.run("transfer_all", giver, dest_ss58=taker.cold)
    deposit = (await net.client.read("existential_deposit")).rao
    equal(await net.free(giver.cold), deposit, "what the sender keeps")


@case("batch")
async def batch(net):
    """both recipients' balances"""
    one, two = await net.person(0), await net.person(0)
    legs = [{"op": "transfer", "dest_ss58": who.cold, "amount_tao": 2} for who in (one, two)]
    await net.run("batch", net.alice, intents=legs)
    equal([await net.free(who.cold) for who in (one, two)], [2 * TAO] * 2, "the balances")


@case("fund_evm_key")
async def fund_evm_key(net):
    """the balance of the account that mirrors the EVM address"""
    from bittensor.sp_core import ss58_encode

    address = bytes(range(20))
    mirror = ss58_encode(hashlib.blake2b(b"evm:" + address, digest_size=32).digest(), 42)
    await net.run("fund_evm_key", net.alice, evm_address="0x" + address.hex(), amount_tao=3)
    equal(await net.free(mirror), 3 * TAO, "the mirror's balance")


@case("set_identity")
async def set_identity(net):
    """`identity`"""
    somebody = await net.neuron()
    await net.run("set_identity", somebody, name="Ada", url="https://ada.example", description="counts")
    identity = await net.client.read("identity", coldkey_ss58=somebody.cold)
    equal((identity["name"], identity["url"]), ("Ada", "https://ada.example"), "the identity")


@case("associate_hotkey")
async def associate_hotkey(net):
    """`hotkey_owner`"""
    somebody = await net.person()
    await net.run("associate_hotkey", somebody)
    equal(await net.client.read("hotkey_owner", hotkey_ss58=somebody.hot), somebody.cold, "the owner")
