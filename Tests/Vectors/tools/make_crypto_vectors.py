#!/usr/bin/env python3
"""Writes Tests/Vectors/crypto/*.json with the official implementations.

Needs `pip install bittensor==11.3.0 xxhash mnemonic`: bittensor_core is the Rust code of the official SDK (schnorrkel,
sp-core, ml-kem), hashlib and xxhash are OpenSSL, the BLAKE2 reference and libxxhash. Everything but the signatures and
the shielded envelopes is the same on every run; those two are random by design.

    python3 make_crypto_vectors.py [folder]
"""

import hashlib
import json
import pathlib
import random
import sys

import bittensor_core
import xxhash
from Crypto.Hash import keccak
from mnemonic import Mnemonic

random.seed(20261121)
DEVELOPMENT_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"


def pattern(length):
    return bytes((index * 7 + length) & 0xFF for index in range(length))


def hashes():
    def twox(data, words):
        digests = [xxhash.xxh64(data, seed=seed).intdigest() for seed in range(words)]
        return b"".join(digest.to_bytes(8, "little") for digest in digests).hex()

    cases = []
    for length in [*range(0, 20), 31, 32, 33, 63, 64, 65, 127, 128, 129, 135, 136, 137, 255, 256, 257, 271, 272, 273,
                   1000, 4096, 10000]:
        data = pattern(length)
        cases.append({
            "length": length,
            "blake2b128": hashlib.blake2b(data, digest_size=16).hexdigest(),
            "blake2b256": hashlib.blake2b(data, digest_size=32).hexdigest(),
            "blake2b512": hashlib.blake2b(data, digest_size=64).hexdigest(),
            "twox64": twox(data, 1),
            "twox128": twox(data, 2),
            "twox256": twox(data, 4),
            "sha256": hashlib.sha256(data).hexdigest(),
            "sha512": hashlib.sha512(data).hexdigest(),
            "sha3_256": hashlib.sha3_256(data).hexdigest(),
            "keccak256": keccak.new(digest_bits=256, data=data).hexdigest(),
        })
    return cases


def addresses():
    cases = []
    for prefix in [0, 1, 2, 5, 42, 45, 48, 63, 64, 65, 69, 127, 128, 255, 256, 1284, 1328, 7391, 16383]:
        for _ in range(3):
            key = random.randbytes(32)
            try:
                address = bittensor_core.ss58_encode(key, prefix)
            except (ValueError, OverflowError):
                continue
            cases.append({"prefix": prefix, "public_key": key.hex(), "address": address})
    for key in [bytes(32), b"\xff" * 32, b"\x00" * 31 + b"\x01"]:
        cases.append({"prefix": 42, "public_key": key.hex(), "address": bittensor_core.ss58_encode(key, 42)})
    return cases


def derivations():
    names = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"]
    uris = ["//" + name for name in names] + ["/" + name for name in names]
    uris += [f"//{name}//stash" for name in names] + [f"//{name}/soft/1" for name in names]
    for number in ["0", "1", "7", "255", "256", "65536", "007", "+5", "-0", "-1", "18446744073709551615",
                   "18446744073709551616", "1.5", "0x10"]:
        uris += [f"//{number}", f"/{number}", f"//Alice/{number}//{number}"]
    for length in [1, 30, 31, 32, 33, 62, 63, 64, 65, 100, 300]:
        uris += [f"//{'n' * length}", f"//Alice/{'s' * length}"]
    uris += ["//Ünïcode", "/日本/語", "//with space/ and more ", "//Alice/0/1/" + "long" * 12]
    uris += ["//Alice///password", "///", "///only a password", "//a///", "//a///b/c//d///e", "//Alice///Ünï"]
    uris += [DEVELOPMENT_PHRASE, DEVELOPMENT_PHRASE + "//hard/soft", DEVELOPMENT_PHRASE + "//hard/soft///password"]
    for _ in range(20):
        uris.append("0x" + random.randbytes(32).hex() + random.choice(["", "//0", "/1", "//a/b//c"]))
    uris += ["/".join(["", "/a", "b", "/1", "2"] * 5)]
    cases = []
    for uri in uris:
        keypair = bittensor_core.Keypair.create_from_uri(uri)
        cases.append({"uri": uri, "public_key": keypair.public_key.hex(), "address": keypair.ss58_address})

    refused = []
    for uri in ["//", "/", "//Alice/", "//Alice//", "0x", "0x11", "0x" + "11" * 33, "0x" + "gg" * 32,
                "no such words in the list of the standard here at all now",
                DEVELOPMENT_PHRASE.replace("walk", "wall"), DEVELOPMENT_PHRASE + " walk", "bottom"]:
        try:
            bittensor_core.Keypair.create_from_uri(uri)
        except Exception:
            refused.append(uri)
        else:
            print("accepted after all:", uri)
    return {"cases": cases, "refused": refused}


def mnemonics():
    cases = []
    for words in (12, 24):
        for _ in range(12):
            phrase = bittensor_core.Keypair.generate_mnemonic(words)
            entropy = bytes(Mnemonic("english").to_entropy(phrase))
            for password in ("", "Substrate", "pass wörd"):
                seed = hashlib.pbkdf2_hmac("sha512", entropy, ("mnemonic" + password).encode(), 2048)[:32]
                keypair = bittensor_core.Keypair.from_mnemonic(phrase, password=password)
                assert keypair.public_key == bittensor_core.Keypair.from_seed(seed).public_key
                cases.append({"phrase": phrase, "password": password, "entropy": entropy.hex(), "seed": seed.hex(),
                              "public_key": keypair.public_key.hex(), "address": keypair.ss58_address})
    for length in (16, 20, 24, 28, 32):
        for entropy in [bytes(length), b"\xff" * length] + [random.randbytes(length) for _ in range(4)]:
            seed = hashlib.pbkdf2_hmac("sha512", entropy, b"mnemonic", 2048)[:32]
            keypair = bittensor_core.Keypair.from_seed(seed)
            cases.append({"phrase": Mnemonic("english").to_mnemonic(entropy), "password": "", "entropy": entropy.hex(),
                          "seed": seed.hex(), "public_key": keypair.public_key.hex(), "address": keypair.ss58_address})
    return cases


def signatures():
    lengths = [*range(0, 34), *range(120, 180), 255, 256, 257, 331, 332, 333, 1000, 5000]
    cases = []
    for scheme, crypto_type in (("sr25519", 1), ("ed25519", 0)):
        for index, length in enumerate(lengths):
            seed = hashlib.sha256(f"{scheme} {index % 16}".encode()).digest()
            keypair = bittensor_core.Keypair.from_seed(seed, crypto_type=crypto_type)
            message = pattern(length)
            cases.append({"scheme": scheme, "seed": seed.hex(), "public_key": keypair.public_key.hex(),
                          "length": length, "signature": keypair.sign(message).hex()})
    return cases


def multisig():
    cases = []
    for count in (1, 2, 3, 5, 16, 63, 64, 100):
        for threshold in {1, (count + 1) // 2, count}:
            keys = [random.randbytes(32) for _ in range(count)]
            try:
                account, _ = bittensor_core.multisig_account_id(keys, threshold)
            except ValueError:
                continue
            cases.append({"signatories": [key.hex() for key in keys], "threshold": threshold,
                          "account": bytes(account).hex()})
    return cases


def shield(public_keys):
    cases = []
    for seed, public_key in public_keys:
        for length in (0, 1, 100, 1000):
            plaintext = pattern(length)
            blob = bittensor_core.encrypt_mlkem768(bytes.fromhex(public_key), plaintext, include_key_hash=True)
            cases.append({"seed": seed, "public_key": public_key, "length": length, "envelope": bytes(blob).hex()})
    return cases


def main():
    here = pathlib.Path(__file__).resolve().parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "crypto"
    folder.mkdir(parents=True, exist_ok=True)
    # The SDK makes no ML-KEM keys: these are the first four known answers (d‖z and encapsulation key) of ML-KEM-768.
    keys = json.loads((here / "ml_kem_keys.json").read_text())
    for name, value in {
        "hashes": hashes(), "addresses": addresses(), "derivations": derivations(), "mnemonics": mnemonics(),
        "signatures": signatures(), "multisig": multisig(),
        "shield": shield([(key["seed"], key["public_key"]) for key in keys]),
    }.items():
        text = json.dumps(value, indent=None, separators=(",", ":"), ensure_ascii=False)
        (folder / f"{name}.json").write_text(text.replace("},{", "},\n{") + "\n")
        print(name, len(value))


main()
