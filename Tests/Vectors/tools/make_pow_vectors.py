#!/usr/bin/env python3
"""Writes ../sdk/pow_registration.json: seals of registrations by proof of work, as bittensor 11.3.0 computes them.

Run with a virtual environment that has bittensor==11.3.0 from PyPI. Each case has the challenge's parts, a nonce, its
seal, and the largest of some difficulties that the seal meets; `effective` are stored difficulties with their bounds.
"""
import json
import pathlib
import random

from bittensor._transport.codec import ss58_encode
from bittensor.pow_registration import effective_difficulty, registration_prefix, registration_seal

random.seed(11)
cases = []
for index in range(40):
    netuid = random.choice([1, 2, 255, 256, 4095, 65535, random.randrange(1, 65536)])
    block, hot, cold = (bytes(random.randrange(256) for _ in range(32)) for _ in range(3))
    nonce = random.choice([0, 1, 2**64 - 1, random.getrandbits(64), random.getrandbits(32)])
    prefix = registration_prefix(netuid, "0x" + block.hex(), ss58_encode(hot, 42), ss58_encode(cold, 42))
    seal = registration_seal(prefix, nonce)
    number = int.from_bytes(seal, "little")
    met = max(d for d in range(1, 2000) if number <= ((1 << 256) - 1) // d)
    cases.append({"netuid": netuid, "blockHash": block.hex(), "hotkey": hot.hex(), "coldkey": cold.hex(),
                  "nonce": str(nonce), "seal": seal.hex(), "meets": met})
values = [0, 1, 5, 1000, 10_000_000, 2**63, 2**64 - 1]
effective = [{"stored": str(v), "minimum": str(low), "maximum": str(high),
              "effective": str(effective_difficulty(v, low, high))}
             for v in values for low in values for high in values]
path = pathlib.Path(__file__).parent.parent / "sdk" / "pow_registration.json"
path.write_text("{\"seals\": [\n" + ",\n".join(map(json.dumps, cases)) + "\n], \"effective\": [\n"
                + ",\n".join(map(json.dumps, effective)) + "\n]}" + "\n")
