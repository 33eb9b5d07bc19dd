"""An axon of bittensor 10.5.0 that answers the synapse Greeting, as a baseline for ours.

Usage: axon.py URI, of its hotkey. Prints its port and serves until standard input ends.
"""
import os
import socket
import sys
import time
from typing import Optional

import bittensor.utils.networking as networking

# Without this an axon would ask servers on the internet for its address.
networking.get_external_ip = lambda: "127.0.0.1"

import bittensor as bt  # noqa: E402
from bittensor_wallet import Keypair  # noqa: E402


class Greeting(bt.Synapse):
    text: str
    answer: Optional[str] = None
    required_hash_fields = ("text",)


class Keys:
    """What an axon needs of a wallet."""

    def __init__(self, hotkey):
        self.hotkey = hotkey
        self.coldkeypub = hotkey


def greet(synapse: Greeting) -> Greeting:
    synapse.answer = synapse.text.upper()
    return synapse


def main():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    axon = bt.Axon(
        wallet=Keys(Keypair.create_from_uri(sys.argv[1])), port=port, ip="127.0.0.1", external_ip="127.0.0.1",
        external_port=port)
    axon.attach(forward_fn=greet)
    axon.start()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    print(port, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
