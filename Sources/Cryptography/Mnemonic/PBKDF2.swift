import CSodium
import Hashing

/// PBKDF2 (RFC 8018) with HMAC-SHA-512, as far as mnemonic phrases need it: one block of 64 bytes.
enum PBKDF2 {
    /// The first block. Costs two SHA-512 blocks a round.
    static func sha512(secret: [UInt8], salt: [UInt8], rounds: Int) -> [UInt8] {
        Sodium.start()
        // HMAC starts from the secret in every round: that part is computed once and its state copied.
        var keyed = crypto_auth_hmacsha512_state()
        crypto_auth_hmacsha512_init(&keyed, secret, secret.count)
        defer { withUnsafeMutableBytes(of: &keyed) { sodium_memzero($0.baseAddress, $0.count) } }

        var block = mac(keyed, salt + [0, 0, 0, 1])
        var result = block
        for _ in 1..<rounds {
            block = mac(keyed, block)
            for index in 0..<64 { result[index] ^= block[index] }
        }
        block.erase()
        return result
    }

    private static func mac(_ keyed: crypto_auth_hmacsha512_state, _ message: [UInt8]) -> [UInt8] {
        var state = keyed
        crypto_auth_hmacsha512_update(&state, message, UInt64(message.count))
        return [UInt8](unsafeUninitializedCapacity: 64) { output, count in
            guard let start = output.baseAddress else { return }
            crypto_auth_hmacsha512_final(&state, start)
            count = 64
        }
    }
}
