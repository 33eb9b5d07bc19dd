import Hashing
import RuntimeInterface
import SCALE

/// A generated storage item with its types laid open.
struct GeneratedItem: Sendable {
    let item: StoragePrefix
    let hashers: [StorageHasher]
    /// The encoded value that stands for an absent one; `nil` for optional items.
    let fallback: [UInt8]?
    /// Decodes a value and encodes it again.
    let value: RoundTrip
    /// Decodes the keys and encodes them again, one after the other.
    let keys: [RoundTrip]
    /// Puts the path of the keys (encoded) together and reads the keys back from it.
    let roundPath: @Sendable ([UInt8]) throws -> (path: [UInt8], keys: [UInt8])

    init<Value>(_ description: StorageValue<Value>) {
        item = description.item
        hashers = []
        fallback = description.fallback.encoded()
        value = RoundTrip(Value.self)
        keys = []
        roundPath = { _ in (description.path, []) }
    }

    init<Value>(_ description: OptionalStorageValue<Value>) {
        item = description.item
        hashers = []
        fallback = nil
        value = RoundTrip(Value.self)
        keys = []
        roundPath = { _ in (description.path, []) }
    }

    init<each Key: ScaleCodable, Value>(_ description: StorageMap<repeat each Key, Value>) {
        item = description.item
        hashers = description.hashers
        fallback = description.fallback.encoded()
        value = RoundTrip(Value.self)
        var keys: [RoundTrip] = []
        repeat keys.append(RoundTrip((each Key).self))
        self.keys = keys
        roundPath = { bytes in
            var decoder = ScaleDecoder(bytes)
            let path = description.path(repeat try decoder.decode((each Key).self))
            var encoder = ScaleEncoder()
            let keys = try description.keys(of: path)
            repeat (each keys).encode(to: &encoder)
            return (path, encoder.bytes)
        }
    }

    init<each Key: ScaleCodable, Value>(_ description: OptionalStorageMap<repeat each Key, Value>) {
        item = description.item
        hashers = description.hashers
        fallback = nil
        value = RoundTrip(Value.self)
        var keys: [RoundTrip] = []
        repeat keys.append(RoundTrip((each Key).self))
        self.keys = keys
        roundPath = { bytes in
            var decoder = ScaleDecoder(bytes)
            let path = description.path(repeat try decoder.decode((each Key).self))
            var encoder = ScaleEncoder()
            let keys = try description.keys(of: path)
            repeat (each keys).encode(to: &encoder)
            return (path, encoder.bytes)
        }
    }
}

/// A generated method of a runtime API with its types laid open.
struct GeneratedMethod: Sendable {
    let name: String
    let inputs: [RoundTrip]
    let output: RoundTrip

    init<each Input: ScaleCodable, Output>(_ method: RuntimeMethod<repeat each Input, Output>) {
        name = method.name
        var inputs: [RoundTrip] = []
        repeat inputs.append(RoundTrip((each Input).self))
        self.inputs = inputs
        output = RoundTrip(Output.self)
    }
}

/// Decodes bytes as a type and encodes the value again.
struct RoundTrip: Sendable {
    let run: @Sendable ([UInt8]) throws -> [UInt8]

    init<Value: ScaleCodable>(_ type: Value.Type) {
        run = { bytes in try Value(scale: bytes).encoded() }
    }
}
