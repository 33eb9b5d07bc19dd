"""Weights and the places where neurons are reached."""

import hashlib

from bittensor.sp_core import ss58_decode

from .cases import case
from network import calls, check, equal, sm

AXON_IP = "203.0.113.7"  # a documentation address


async def validator(net, netuid=None):
    """Somebody with a UID and enough stake to set weights."""
    somebody = await net.neuron(netuid)
    await net.stake(somebody, somebody.hot, net.netuid if netuid is None else netuid, 100)
    return somebody


@case("set_weights")
async def set_weights(net):
    """`weights` of the UID"""
    somebody = await validator(net)
    uid = await net.uid(somebody.hot)
    await net.run("set_weights", somebody, netuid=net.netuid, uids=[uid], weights=[1.0])
    rows = await net.client.read("weights", netuid=net.netuid)
    equal(rows.get(uid), {uid: 1.0}, "the row of weights")


def commitment(hotkey, netuid, uids, values, salt, version):
    """The hash that a plain commit of weights holds: blake2b-256 of the SCALE encoding of all of it."""

    def short(number):
        return number.to_bytes(2, "little")

    def row(numbers):
        return bytes([len(numbers) << 2]) + b"".join(map(short, numbers))

    text = bytes(ss58_decode(hotkey)) + short(netuid)
    text += row(uids) + row(values) + row(salt) + version.to_bytes(8, "little")
    return "0x" + hashlib.blake2b(text, digest_size=32).hexdigest()


@case("reveal_weights")
async def reveal_weights(net):
    """`weights` of the UID"""
    netuid = await net.subnet()
    somebody = await validator(net, netuid)
    uid = await net.uid(somebody.hot, netuid)
    au = calls.AdminUtils
    await net.root(au.sudo_set_weights_set_rate_limit(netuid=netuid, weights_set_rate_limit=0))
    await net.root(au.sudo_set_commit_reveal_weights_enabled(netuid=netuid, enabled=True))
    digest = commitment(somebody.hot, netuid, [uid], [65535], [1, 2, 3], 0)
    commit = calls.SubtensorModule.commit_weights(netuid=netuid, commit_hash=digest)
    await net.submit(commit, somebody, signer="hotkey")
    await net.mine(await net.number(sm.Tempo, netuid) + 1)  # the reveal belongs to the epoch after the commit's
    await net.run("reveal_weights", somebody, netuid=netuid, uids=[uid], weights=[1.0], salt=[1, 2, 3], version_key=0)
    rows = await net.client.read("weights", netuid=netuid)
    equal(rows.get(uid), {uid: 1.0}, "the row of weights")


async def axon(net, somebody):
    return await net.value(sm.Axons, net.netuid, somebody.hot)


@case("serve_axon")
async def serve_axon(net):
    """the neuron's axon in `metagraph`"""
    somebody = await net.neuron()
    await net.run("serve_axon", somebody, netuid=net.netuid, ip=AXON_IP, port=8091)
    graph = await net.client.subnets.metagraph(net.netuid)
    equal(graph.by_hotkey(somebody.hot).axon, f"{AXON_IP}:8091", "the axon")


@case("serve_axon_tls")
async def serve_axon_tls(net):
    """`Axons` and `NeuronCertificates`"""
    somebody = await net.neuron()
    await net.run("serve_axon_tls", somebody, netuid=net.netuid, ip=AXON_IP, port=8092, certificate="01" * 33)
    equal((await axon(net, somebody))["port"], 8092, "the port")
    check(await net.value(sm.NeuronCertificates, net.netuid, somebody.hot), "no certificate")


@case("serve_prometheus")
async def serve_prometheus(net):
    """`Prometheus`"""
    somebody = await net.neuron()
    await net.run("serve_prometheus", somebody, netuid=net.netuid, ip=AXON_IP, port=9100)
    equal((await net.value(sm.Prometheus, net.netuid, somebody.hot))["port"], 9100, "the port")


@case("reset_axon")
async def reset_axon(net):
    """the port in `Axons`"""
    somebody = await net.neuron()
    await net.run("serve_axon", somebody, netuid=net.netuid, ip=AXON_IP, port=8091)
    await net.mine(2)
    await net.run("reset_axon", somebody, netuid=net.netuid)
    equal((await axon(net, somebody))["port"], 1, "the port")
