"""Checks read proofs of a state trie, from the Polkadot specification alone.

Sources: the Polkadot specification, "The General Tree Structure", "Trie Structure" and "Merkle Proof" (node headers,
partial keys, branches, node values, state version 1), and BLAKE2b of Python's standard library. Nothing is shared with
the node that made the proofs.

Input: a line of JSON for each proof: {"root": hex, "proof": [hex, ...], "expected": {key: value or null}}.
Each proof must show every key's value or absence, and hold nothing else. Then it is tampered with: each byte of each
node (in long proofs some bytes of each), each node cut short or left out, a node added, the root; all of that must be
refused. Output: one line of JSON with counts.
"""

import hashlib
import json
import sys


class Refused(Exception):
    """The proof does not prove."""


class Bytes:
    """Reads bytes from the front."""

    def __init__(self, data):
        self.data, self.position = data, 0

    def take(self, count):
        if count > len(self.data) - self.position:
            raise Refused("a node ends early")
        self.position += count
        return self.data[self.position - count : self.position]

    def byte(self):
        return self.take(1)[0]

    def compact(self):
        """A SCALE compact integer of at most four bytes."""
        first = self.byte()
        mode = first & 3
        if mode == 3:
            raise Refused("a length beyond all bounds")
        more = self.take((1 << mode) - 1)
        return int.from_bytes(bytes([first]) + more, "little") >> 2

    def end(self):
        if self.position != len(self.data):
            raise Refused("a node has bytes left over")


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def nibbles_of(key):
    return [half for byte in key for half in (byte >> 4, byte & 15)]


# Leading bits of a header, how many, whether the node is a branch, and what its value is.
KINDS = [
    (0b01, 2, False, "inline"),
    (0b10, 2, True, None),
    (0b11, 2, True, "inline"),
    (0b001, 3, False, "hashed"),
    (0b0001, 4, True, "hashed"),
]


class Node:
    def __init__(self, data):
        source = Bytes(data)
        header = source.byte()
        if header == 0:
            # The empty trie.
            self.partial, self.value, self.children = [], None, {}
            return source.end()
        kind = next((k for k in KINDS if header >> (8 - k[1]) == k[0]), None)
        if kind is None:
            raise Refused("an unknown node")
        _, width, is_branch, value = kind
        full = (1 << (8 - width)) - 1
        count = header & full
        if count == full:
            while True:
                more = source.byte()
                count += more
                if more != 255:
                    break
        halves = nibbles_of(source.take((count + 1) // 2))
        if count % 2 and halves[0] != 0:
            raise Refused("padding that is not zero")
        self.partial = halves[count % 2 :]
        bitmap = int.from_bytes(source.take(2), "little") if is_branch else 0
        if is_branch and bitmap == 0:
            raise Refused("a branch without children")
        self.value = None
        if value == "inline":
            self.value = (value, source.take(source.compact()))
        elif value == "hashed":
            self.value = (value, source.take(32))
        self.children = {n: source.take(source.compact()) for n in range(16) if bitmap >> n & 1}
        source.end()


class Proof:
    def __init__(self, root, parts):
        """`parts` are pairs of a node's hash and the node."""
        self.root, self.parts, self.used = root, dict(parts), set()
        if len(self.parts) != len(parts):
            raise Refused("a node stands there twice")

    def part(self, digest):
        if digest not in self.parts:
            raise Refused("a node is missing")
        self.used.add(digest)
        return self.parts[digest]

    def value(self, key):
        way = nibbles_of(key)
        data = self.part(self.root)
        while True:
            node = Node(data)
            if way[: len(node.partial)] != node.partial:
                return None
            way = way[len(node.partial) :]
            if not way:
                if node.value is None:
                    return None
                kind, content = node.value
                return content if kind == "inline" else self.part(content)
            child = node.children.get(way[0])
            if child is None:
                return None
            way = way[1:]
            # A child of 32 bytes is a hash; shorter ones stand there themselves.
            data = self.part(child) if len(child) == 32 else child


def check(root, parts, expected):
    """Raises unless the proof shows exactly this."""
    proof = Proof(root, parts)
    for key, value in expected.items():
        if proof.value(key) != value:
            raise Refused("another value")
    if len(proof.used) != len(parts):
        raise Refused("more nodes than are needed")


def hashed(part):
    return blake2b(part), part


def tampered(root, parts):
    """What a proof can be turned into with one change."""
    total = sum(len(part) for _, part in parts)
    step = 1 if total < 3_000 else 97
    for index, (digest, part) in enumerate(parts):
        before, after = parts[:index], parts[index + 1 :]
        for position in range(0, len(part), step):
            changed = bytearray(part)
            changed[position] ^= 1 << position % 8
            yield root, before + [hashed(bytes(changed))] + after
        yield root, before + after
        yield root, before + [hashed(part[:-1])] + after
        yield root, parts + [hashed(part + b"\0")]
    if parts:
        yield bytes([root[0] ^ 1]) + root[1:], parts


def main():
    counts = {"proofs": 0, "present": 0, "absent": 0, "nodes": 0, "refused": 0}
    plain = lambda text: bytes.fromhex(text[2:])
    for line in sys.stdin:
        case = json.loads(line)
        root, parts = plain(case["root"]), [hashed(plain(part)) for part in case["proof"]]
        expected = {plain(k): None if v is None else plain(v) for k, v in case["expected"].items()}
        try:
            check(root, parts, expected)
        except Refused as reason:
            sys.exit(f"proof {counts['proofs']} (root {case['root']}) is refused: {reason}")
        counts["proofs"] += 1
        counts["nodes"] += len(parts)
        counts["present"] += sum(value is not None for value in expected.values())
        counts["absent"] += sum(value is None for value in expected.values())
        for bad_root, bad_parts in tampered(root, parts):
            try:
                check(bad_root, bad_parts, expected)
            except Refused:
                counts["refused"] += 1
            else:
                sys.exit(f"proof {counts['proofs']} (root {case['root']}) was tampered with and is taken")
    print(json.dumps(counts))


main()
