import SCALE
public import Testbed

/// Changes to bytes that were valid.
public enum ByteMutation {
    /// Flips bits, cuts off, extends, overwrites, or exchanges pieces with `other`. Neither may be empty.
    public static func mutate(_ bytes: [UInt8], with other: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var mutated = bytes
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let position = Int.random(in: mutated.indices, using: &random)
                mutated[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        case 2: mutated.removeLast(Int.random(in: 1...mutated.count, using: &random))
        case 3: mutated += random.bytes(Int.random(in: 1...40, using: &random))
        case 4:
            let position = Int.random(in: mutated.indices, using: &random)
            let value: UInt8 = [0, 1, 127, 128, 254, 255].randomElement(using: &random) ?? 0
            for offset in position..<min(position + Int.random(in: 1...9, using: &random), mutated.count) {
                mutated[offset] = value
            }
        default:
            let start = Int.random(in: 0..<min(mutated.count, other.count), using: &random)
            let end = Int.random(in: start..<min(mutated.count, other.count), using: &random)
            mutated.replaceSubrange(start...end, with: other[start...end])
        }
        return mutated
    }

    /// An extrinsic with the length in front that fits it, so that the mutation reaches further.
    public static func relengthened(_ bytes: [UInt8]) -> [UInt8] {
        var decoder = ScaleDecoder(bytes)
        guard (try? decoder.compact(UInt32.self)) != nil else { return bytes }
        return Array(bytes[decoder.offset...]).encoded()
    }
}
