import CSodium
import Hashing

/// Random bytes of the operating system.
public enum Entropy {
    /// `count` bytes fit for keys and nonces.
    public static func bytes(_ count: Int) -> [UInt8] {
        Sodium.start()
        return [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            if let start = output.baseAddress { randombytes_buf(start, count) }
            initialized = count
        }
    }
}
