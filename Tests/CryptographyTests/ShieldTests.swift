import Cryptography
import Testbed
import Testing

@Suite struct ShieldTests {
    private struct Case: Decodable {
        let seed, public_key, envelope: String
        let length: Int
    }

    @Test("envelopes of the official SDK open")
    func official() throws {
        var count = 0
        for vector in try vectors("shield.json", as: [Case].self).joined() {
            let key = try MLKEM768.PrivateKey(seed: try #require([UInt8](hex: vector.seed)))
            #expect(key.publicKey.hex == vector.public_key)
            let bytes = try #require([UInt8](hex: vector.envelope))
            let envelope = try ShieldedEnvelope(bytes)
            #expect(envelope.bytes == bytes)
            #expect(try envelope.open(with: key) == pattern(vector.length))
            count += 1
        }
        #expect(count > 0)
        print("shield: \(count) cases")
    }

    @Test("what is sealed opens, with the right key and unaltered only")
    func roundTrip() throws {
        let key = MLKEM768.PrivateKey()
        let other = MLKEM768.PrivateKey()
        for length in [0, 1, 200, 5000] {
            let envelope = try ShieldedEnvelope(sealing: pattern(length), to: key.publicKey)
            #expect(envelope.isSealed(to: key.publicKey) && !envelope.isSealed(to: other.publicKey))
            #expect(try envelope.open(with: key) == pattern(length))
            #expect(throws: ShieldError.wrongKey) { try envelope.open(with: other) }
            let bytes = envelope.bytes
            for index in [18, 18 + 1087, 18 + 1088, 18 + 1088 + 24, bytes.count - 1] {
                var altered = bytes
                altered[index] ^= 1
                let envelope = try ShieldedEnvelope(altered)
                #expect(throws: ShieldError.notAuthentic) { try envelope.open(with: key) }
            }
        }
        let again = try MLKEM768.PrivateKey(seed: key.withSeed { $0.map { $0 } })
        #expect(again.publicKey == key.publicKey)
    }

    @Test("bytes that are no envelope and keys that are no keys are refused")
    func malformed() throws {
        let key = MLKEM768.PrivateKey()
        let bytes = try ShieldedEnvelope(sealing: [], to: key.publicKey).bytes
        for length in [0, 15, 17, 18, 1105, 1129, bytes.count - 1] {
            #expect(throws: ShieldError.malformed) { try ShieldedEnvelope(Array(bytes[..<length])) }
        }
        var wrongLength = bytes
        wrongLength[16] ^= 1
        #expect(throws: ShieldError.malformed) { try ShieldedEnvelope(wrongLength) }
        #expect(throws: ShieldError.key(.wrongLength(3))) { try ShieldedEnvelope(sealing: [], to: [1, 2, 3]) }
        let notReduced = [UInt8](repeating: 0xFF, count: MLKEM768.publicKeyLength)
        #expect(throws: ShieldError.key(.invalidPublicKey)) { try ShieldedEnvelope(sealing: [], to: notReduced) }
        #expect(throws: MLKEMError.wrongLength(32)) { try MLKEM768.PrivateKey(seed: pattern(32)) }
        #expect(throws: MLKEMError.wrongLength(7)) { try key.decapsulate(pattern(7)) }
    }
}
