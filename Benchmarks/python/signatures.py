"""Verification of sr25519 signatures by the library of the official SDK that this environment holds.

Reads {"runs": N, "claims": [[signature, message, public key], ...]} in hexadecimal from standard input, and prints the
microseconds of processor time that one verification takes, for each run over all claims.
"""
import json
import sys
import time

try:
    import bittensor_core as library
except ImportError:
    import bittensor_wallet as library


def keypair(public_key):
    """The two libraries take a public key in different forms."""
    for value in (public_key, "0x" + public_key.hex()):
        try:
            return library.Keypair(public_key=value)
        except TypeError:
            continue
    raise SystemExit("the library takes no public key")


def main():
    given = json.load(sys.stdin)
    claims = []
    for claim in given["claims"]:
        signature, message, public_key = (bytes.fromhex(text.removeprefix("0x")) for text in claim)
        claims.append((keypair(public_key), message, signature))
    assert all(key.verify(message, signature) for key, message, signature in claims)
    times = []
    for _ in range(given["runs"]):
        start = time.process_time()
        for key, message, signature in claims:
            key.verify(message, signature)
        times.append((time.process_time() - start) * 1e6 / len(claims))
    print(json.dumps({"library": library.__name__, "microseconds": times}))


if __name__ == "__main__":
    main()
