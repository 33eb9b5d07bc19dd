"""What both scripts need to run the reference implementation's axon and dendrite on one machine.

To be imported before `bittensor`, which learns here not to ask anybody for its address.
"""
import json
import socket
import time

import bittensor.utils.networking as networking

# Without this patch a dendrite asks servers on the internet for its address.
networking.get_external_ip = lambda: "203.0.113.7"


class Keys:
    """What an axon needs of a wallet."""

    def __init__(self, hotkey):
        self.hotkey = hotkey
        self.coldkeypub = hotkey


def say(**values):
    print(json.dumps(values), flush=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    """Returns when something listens; an axon's start returns before its server does."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
