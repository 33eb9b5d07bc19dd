public import SCALE

/// The metadata that the node serves: what `Interface/` marks as served, with the constants that depend on the chain.
public enum ServedMetadata {
    /// The served metadata as generated, with the block times of the reference.
    static let generated: RuntimeMetadata = {
        // The text is the generator's own encoding of a metadata value; a test decodes it.
        guard let metadata = try? RuntimeMetadata(blob: base64(ServedMetadataText.parts)) else {
            preconditionFailure("the generated metadata does not decode")
        }
        return metadata
    }()

    /// The metadata of a chain with a block every `slotDuration` milliseconds: clients take their sense of time from
    /// the constants `Aura.SlotDuration` and `Timestamp.MinimumPeriod`, which is half of it.
    public static func metadata(slotDuration: UInt64) -> RuntimeMetadata {
        var metadata = generated
        metadata.setConstant("Aura", "SlotDuration", slotDuration.encoded())
        metadata.setConstant("Timestamp", "MinimumPeriod", (slotDuration / 2).encoded())
        metadata.setConstant("System", "Version", RuntimeVersion.current.encoded())
        return metadata
    }

    /// The blob of version 15.
    public static func v15(slotDuration: UInt64) -> [UInt8] { metadata(slotDuration: slotDuration).encodedV15() }

    /// The blob of version 14.
    public static func v14(slotDuration: UInt64) -> [UInt8] { metadata(slotDuration: slotDuration).encodedV14() }

    /// The bytes of a text in base64. Source: RFC 4648, section 4.
    private static func base64(_ parts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for part in parts {
            for digit in part.utf8 {
                guard let value = sextet(digit) else { continue }
                bits = bits << 6 | UInt32(value)
                count += 6
                if count >= 8 {
                    count -= 8
                    bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                }
            }
        }
        return bytes
    }

    private static func sextet(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

extension RuntimeMetadata {
    /// Replaces the value of a constant, where there is such a constant.
    mutating func setConstant(_ pallet: String, _ name: String, _ value: [UInt8]) {
        guard let index = pallets.firstIndex(where: { $0.name == pallet }),
            let constant = pallets[index].constants.firstIndex(where: { $0.name == name })
        else { return }
        pallets[index].constants[constant].value = value
    }
}
