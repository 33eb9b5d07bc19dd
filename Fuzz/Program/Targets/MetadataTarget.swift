import RuntimeInterface
import SCALE

@testable import Client

/// Metadata of a chain that may be hostile, and values that its registry describes.
///
/// What decodes encodes to the same bytes; describing, comparing and reading its types takes bounded time and memory,
/// however they refer to each other.
enum MetadataTarget {
    static let target = FuzzTarget(
        name: "metadata", summary: "hostile metadata: one form, bounded work on its types", byteMaximum: 8_192,
        seeds: seeds, check: check)

    private static let ours = ServedMetadata.metadata(slotDuration: 12_000)

    // An input is bytes to be read as values, their number in front, and the metadata.
    private static func seeds() -> [[UInt8]] {
        let slices = ours.pallets.map { MetadataSlice.slice(of: ours, with: $0) }
        let blobs = slices.flatMap { [$0.encodedV15(), $0.encodedV14()] }.filter { $0.count < 8_000 }
        let small = MetadataSlice.knots.map { MetadataSlice.metadata(with: $0).encodedV15() }
        return (blobs + small).map { [4, 1, 4, 0, 255] + $0 }
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var reader = InputReader(input)
        let value = reader.bytes(Int(reader.byte()))
        let blob = reader.rest()
        guard let metadata = try? RuntimeMetadata(blob: blob) else { return }
        if blob[4] == MetadataVersion.v15.rawValue {
            hold(metadata.encodedV15() == blob, "metadata has one form")
        } else {
            let again = try? RuntimeMetadata(blob: metadata.encodedV14())
            hold(again?.types.types.prefix(metadata.types.types.count) == metadata.types.types[...], "V14 comes back")
        }
        for index in metadata.types.types.indices.prefix(64) {
            let id = TypeID(UInt32(index))
            hold(metadata.types.shape(of: id).utf8.count <= 1 << 20, "a description is bounded")
            var decoder = ScaleDecoder(value)
            guard let read = try? metadata.types.decode(id, from: &decoder) else { continue }
            let again = try? metadata.types.encoded(read, as: id)
            hold(again == Array(value.prefix(decoder.offset)), "a value encodes to what it was decoded from")
        }
        compare(metadata)
    }

    /// What a client does with the metadata of a chain that it meets.
    private static func compare(_ metadata: RuntimeMetadata) {
        let check = ShapeCheck(metadata)
        _ = check.hasOnlyKnownEvents
        try? check.extrinsicFormat()
        _ = try? check.storage(System.account.item)
        _ = try? check.encoded(.system(.remark(remark: [1])))
        for pallet in metadata.pallets.prefix(4) {
            for variant in metadata.variants(of: pallet.events).prefix(8) {
                try? check.event(pallet.name, variant.name)
            }
        }
    }
}
