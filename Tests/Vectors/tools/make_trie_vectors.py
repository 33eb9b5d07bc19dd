#!/usr/bin/env python3
"""Makes Tests/Vectors/trie/*.json: roots and proofs of base-16 Merkle-Patricia tries, state versions 0 and 1.

Written from the Polkadot specification (chapter 2, "State Storage Trie") with nothing but hashlib, and apart from the
Swift code. Run it from the root of the repository: python3 Tests/Vectors/tools/make_trie_vectors.py
"""

import hashlib
import json
import pathlib
import random

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "trie"


def digest(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def compact(number):
    if number < 1 << 6:
        return bytes([number << 2])
    if number < 1 << 14:
        return (number << 2 | 1).to_bytes(2, "little")
    return (number << 2 | 2).to_bytes(4, "little")


def header(marker, bits, nibble_count):
    full = (1 << bits) - 1
    if nibble_count < full:
        return bytes([marker | nibble_count])
    rest = nibble_count - full
    return bytes([marker | full]) + b"\xff" * (rest // 255) + bytes([rest % 255])


def partial_key(nibbles):
    odd = len(nibbles) % 2
    head = bytes(nibbles[:1]) if odd else b""
    tail = nibbles[odd:]
    return head + bytes(tail[i] << 4 | tail[i + 1] for i in range(0, len(tail), 2))


def nibbles_of(key):
    return [half for byte in key for half in (byte >> 4, byte & 15)]


class Trie:
    """Encodes a whole trie; `parts` collects every node and value that is named by its hash."""

    def __init__(self, entries, version):
        self.version = version
        self.parts = {}
        self.ways = {}  # key -> hashes of what proves it
        listed = sorted((nibbles_of(key), key, value) for key, value in entries.items())
        encoding = self.encode(listed, 0, []) if listed else b"\x00"
        self.root = digest(encoding)
        self.parts[self.root] = encoding

    def encode(self, listed, depth, way):
        first, last = listed[0][0], listed[-1][0]
        end = depth
        while end < len(first) and end < len(last) and first[end] == last[end]:
            end += 1
        value, rest = None, listed
        if len(first) == end:
            value, rest = listed[0][2], listed[1:]
        hashed = value is not None and self.version == 1 and len(value) > 32
        content = b""
        if value is not None:
            content = digest(value) if hashed else compact(len(value)) + value
        here = way
        if value is not None:
            self.ways[listed[0][1]] = here + ([digest(value)] if hashed else [])
            if hashed:
                self.parts[digest(value)] = value
        partial = first[depth:end]
        if not rest:
            return header(*((0x20, 5) if hashed else (0x40, 6)), len(partial)) + partial_key(partial) + content
        bitmap, children = 0, b""
        for nibble in range(16):
            below = [entry for entry in rest if entry[0][end] == nibble]
            if not below:
                continue
            bitmap |= 1 << nibble
            mark = []  # filled in below, once it is known whether the child is named by hash
            child = self.encode(below, end + 1, here + [mark])
            if len(child) >= 32:
                mark.append(digest(child))
                self.parts[digest(child)] = child
                child = digest(child)
            children += compact(len(child)) + child
        kind = (0x80, 6) if value is None else (0x10, 4) if hashed else (0xC0, 6)
        return header(*kind, len(partial)) + partial_key(partial) + bitmap.to_bytes(2, "little") + content + children

    def proof(self, key):
        hashes = {self.root}
        for step in self.ways[key]:
            hashes.update(step if isinstance(step, list) else [step])
        return sorted(self.parts[each] for each in hashes)


def case(name, entries, proofs=0, chooser=None):
    tries = [Trie(entries, version) for version in (0, 1)]
    made = {
        "name": name,
        "entries": [[key.hex(), value.hex()] for key, value in sorted(entries.items())],
        "rootV0": tries[0].root.hex(),
        "rootV1": tries[1].root.hex(),
    }
    if proofs and entries:
        keys = chooser.sample(sorted(entries), min(proofs, len(entries)))
        made["proofs"] = [
            {"key": key.hex(), "nodes": [node.hex() for node in tries[1].proof(key)]} for key in keys
        ]
    return made


def edge_cases():
    yield case("no keys", {})
    yield case("the empty key alone", {b"": b"\x01"})
    yield case("the empty key above others", {b"": b"\x01", b"\x00": b"\x02", b"\xff": b"\x03" * 40})
    for length in (0, 1, 30, 31, 32, 33, 34, 63, 64, 65, 16383, 16384):
        yield case(f"one leaf with a value of {length} bytes", {b"key": b"v" * length})
        yield case(f"a branch with a value of {length} bytes", {b"k": b"v" * length, b"key": b"w", b"kfy": b"x"})
        yield case(f"two leaves with values of {length} bytes", {b"\x10": b"v" * length, b"\x20": b"w" * length})
    for length in (1, 6, 7, 8, 14, 15, 16, 30, 31, 32, 33, 62, 63, 64, 100, 142, 143, 144, 159, 160, 200, 287, 288, 320):
        key = bytes(range(1, 256)) * 2
        yield case(f"a leaf with a partial key of {length} bytes", {key[:length]: b"v"})
        yield case(f"a hashing leaf with a partial key of {length} bytes", {key[:length]: b"v" * 33})
        stem = key[:length]
        yield case(f"a branch under {length} bytes", {stem + b"\x10": b"v", stem + b"\x20": b"w"})
        yield case(f"a branch with value under {length} bytes", {stem: b"v", stem + b"\x20": b"w"})
        yield case(f"a hashing branch under {length} bytes", {stem: b"v" * 33, stem + b"\x20": b"w"})
    for total in range(24, 36):
        # A child whose encoding has `total` bytes: header, one byte of partial key, length, value.
        value = b"v" * (total - 3)
        yield case(f"a child of {total} bytes", {b"\x10\x11": value, b"\x20\x22": b""})
    yield case("every nibble below one branch", {bytes([i << 4]): bytes([i]) for i in range(16)})
    yield case("two full levels", {bytes([i]): bytes([i]) for i in range(256)})
    yield case("a ladder of keys, each the prefix of the next", {b"\xab" * i: bytes([i]) for i in range(1, 40)})
    yield case("a ladder with long values", {b"\xab" * i: bytes([i]) * (30 + i % 5) for i in range(1, 40)})
    yield case("deep nesting of inlined nodes", {b"\x00" * i: b"" for i in range(0, 12)})
    yield case("inlined leaves below inlined branches", {bytes([0, i, j]): b"" for i in (0, 1) for j in (0, 16)})


def random_cases(chooser):
    for index in range(260):
        alphabet = chooser.choice([[0, 1], [0, 16, 255], list(range(256)), [0x12, 0x13, 0x22]])
        length_maximum = chooser.choice([2, 4, 8, 32, 48])
        count = chooser.choice([1, 2, 3, 5, 8, 13, 21, 34])
        stems = [bytes(chooser.choices(alphabet, k=chooser.randint(0, length_maximum))) for _ in range(3)]
        entries = {}
        for _ in range(count):
            stem = chooser.choice(stems) if chooser.random() < 0.5 else b""
            key = stem + bytes(chooser.choices(alphabet, k=chooser.randint(0, length_maximum)))
            length = chooser.choice([0, 1, 2, 8, 16, 31, 32, 33, 48])
            entries[key] = chooser.randbytes(length)
        yield case(f"random {index}", entries, proofs=2, chooser=chooser)


def ordered_cases(chooser):
    for count in (0, 1, 2, 3, 16, 17, 63, 64, 65, 66, 130, 300):
        items = [chooser.randbytes(chooser.choice([0, 4, 31, 32, 33, 40])) for _ in range(count)]
        entries = {compact(index): item for index, item in enumerate(items)}
        yield {
            "name": f"a list of {count}",
            "items": [item.hex() for item in items],
            "rootV0": Trie(entries, 0).root.hex(),
            "rootV1": Trie(entries, 1).root.hex(),
        }


def write(name, cases):
    cases = list(cases)
    lines = ",\n".join(json.dumps(each) for each in cases)
    (FOLDER / name).write_text(
        '{"source": "Tests/Vectors/tools/make_trie_vectors.py", "cases": [\n' + lines + "\n]}\n")
    print(f"{name}: {len(cases)} cases")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write("edges.json", edge_cases())
    write("random.json", random_cases(random.Random(20)))
    write("ordered.json", ordered_cases(random.Random(21)))
