import JSON
import Primitives
import SCALE

@testable import Cryptography

/// Keys and addresses as people and files hold them, sealed envelopes, and signatures.
///
/// What is read is written the same again; only the right key opens; a batch of signatures judges as each alone does.
enum KeyTarget {
    static let target = FuzzTarget(
        name: "keys", summary: "secret URIs, phrases, addresses, secret keys, envelopes, signatures",
        byteMaximum: 1_536,
        seeds: seeds, check: check)

    private enum Kind: UInt8, CaseIterable {
        case uri, phrase, address, secretKey, envelope, signature
    }

    private static let envelopes = Vectors.cases("crypto/shield.json")
    private static let envelopeKeys = keys(of: envelopes)
    private static let signer = valid(try Keypair(seed: [UInt8](repeating: 3, count: 32)))
    private static let good = Sr25519.Claim(
        message: [1, 2, 3], signature: signer.secretKey.sign([1, 2, 3]), publicKey: signer.publicKey)

    private static func seeds() -> [[UInt8]] {
        func seed(_ kind: Kind, _ bytes: [UInt8]) -> [UInt8] { [kind.rawValue] + bytes }
        let zeros = String(repeating: "0", count: 63)
        let uris = ["//Alice", "0x1\(zeros)//hard/soft", "0x1\(zeros)///pass/word", "/18446744073709551616//-0", "//"]
        let phrases = Vectors.cases("crypto/mnemonics.json").prefix(12).map { $0.text("phrase") }
        let addresses = Vectors.cases("crypto/addresses.json").prefix(12).map { $0.text("address") }
        let signatures = Vectors.cases("crypto/signatures.json").prefix(6).map { claim in
            [claim.text("scheme") == "sr25519" ? 1 : 0] + claim.bytes("public_key") + claim.bytes("signature")
        }
        let secret = signer.secretKey.withBytes { $0 }
        return uris.map { seed(.uri, Array($0.utf8)) } + phrases.map { seed(.phrase, Array($0.utf8)) }
            + addresses.map { seed(.address, Array($0.utf8)) } + [seed(.secretKey, secret)]
            + envelopes.map { $0.bytes("envelope") }.filter { $0.count < 1_500 }.prefix(6).map { seed(.envelope, $0) }
            + signatures.map { seed(.signature, $0) }
    }

    private static func keys(of envelopes: [JSONValue]) -> [MLKEM768.PrivateKey] {
        var keys: [[UInt8]: MLKEM768.PrivateKey] = [:]
        for envelope in envelopes {
            let seed = envelope.bytes("seed")
            keys[seed] = valid(try MLKEM768.PrivateKey(seed: seed))
        }
        return Array(keys.values)
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var reader = InputReader(input)
        let kind = Kind(rawValue: reader.byte() % UInt8(Kind.allCases.count)) ?? .uri
        let bytes = reader.rest()
        switch kind {
        case .uri: checkURI(String(decoding: bytes, as: UTF8.self))
        case .phrase: checkPhrase(String(decoding: bytes, as: UTF8.self))
        case .address: checkAddress(String(decoding: bytes, as: UTF8.self))
        case .secretKey: checkSecretKey(bytes)
        case .envelope: checkEnvelope(bytes)
        case .signature: checkSignature(bytes)
        }
    }

    private static func checkURI(_ text: String) {
        // A phrase costs 2,048 rounds of its derivation: only seeds are followed to the key.
        guard let uri = try? SecretURI(text), uri.phrase.hasPrefix("0x"), let key = try? uri.secretKey() else { return }
        hold(key.publicKey.count == 32, "a key has 32 public bytes")
    }

    private static func checkPhrase(_ text: String) {
        guard let entropy = try? BIP39.entropy(phrase: text) else { return }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        hold(BIP39.phrase(entropy: entropy) == words, "a phrase is its entropy's only one")
    }

    private static func checkAddress(_ text: String) {
        guard let (account, prefix) = try? SS58.decode(text) else { return }
        let again = try? SS58.encode(account, prefix: prefix)
        hold(again == text, "an account has one address: \(text) and \(again ?? "none")")
    }

    private static func checkSecretKey(_ bytes: [UInt8]) {
        guard let key = try? Sr25519.SecretKey(bytes: bytes) else { return }
        hold(key.withBytes { $0 } == bytes, "a secret key is its bytes")
        hold(Sr25519.verify(key.sign(bytes), message: bytes, publicKey: key.publicKey), "what a key signs verifies")
    }

    private static func checkEnvelope(_ bytes: [UInt8]) {
        guard let envelope = try? ShieldedEnvelope(bytes) else { return }
        hold(envelope.bytes == bytes, "an envelope is its bytes")
        for key in envelopeKeys {
            let opened = try? envelope.open(with: key)
            guard opened != nil else { continue }
            let isKnown = envelopes.contains { $0.bytes("envelope") == bytes }
            hold(isKnown && envelope.isSealed(to: key.publicKey), "nothing opens but what was sealed")
        }
    }

    private static func checkSignature(_ bytes: [UInt8]) {
        var reader = InputReader(bytes)
        let isSr25519 = !reader.byte().isMultiple(of: 2)
        let key = reader.bytes(32)
        let signature = reader.bytes(64)
        let message = reader.rest()
        guard isSr25519 else {
            _ = Ed25519.verify(signature, message: message, publicKey: key)
            return
        }
        let claim = Sr25519.Claim(message: message, signature: signature, publicKey: key)
        let alone = Sr25519.verify(signature, message: message, publicKey: key)
        hold(Sr25519.verifyBatch([good, claim]) == alone, "a batch is good if and only if each is")
        hold(Sr25519.indicesOfInvalid(in: [claim, good]) == (alone ? [] : [0]), "the bad one is found")
    }
}
