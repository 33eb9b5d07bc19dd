import JSON
import Primitives
import RuntimeInterface
import SCALE

/// The served metadata in all its forms, made once: it is large, every client asks for it, and it never changes.
struct MetadataCache: Sendable {
    /// What `state_getMetadata` answers, encoded.
    let answer: [UInt8]
    private let v14: [UInt8]
    private let v15: [UInt8]

    init(slotMilliseconds: UInt64) {
        v14 = ServedMetadata.v14(slotDuration: slotMilliseconds)
        v15 = ServedMetadata.v15(slotDuration: slotMilliseconds)
        let bytes = v14
        answer = JSONWriter.encode(capacity: bytes.count * 2 + 8) { $0.hexadecimal(bytes) }
    }

    /// The answer of a function of the `Metadata` API, or `nil` for any other function and for unreadable arguments.
    func answer(_ function: String, _ arguments: [UInt8]) -> [UInt8]? {
        switch function {
        case "Metadata_metadata": return v14.encoded()
        case "Metadata_metadata_versions": return [UInt32(14), UInt32(15)].encoded()
        case "Metadata_metadata_at_version":
            switch try? UInt32(scale: arguments) {
            case 14: return Optional(v14).encoded()
            case 15: return Optional(v15).encoded()
            case nil: return nil
            default: return [0]
            }
        default: return nil
        }
    }
}
