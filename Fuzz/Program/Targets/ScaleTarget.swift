import RuntimeInterface
import SCALE
import Testbed

@testable import GeneratedItems
@testable import HostileInput

/// The codecs of every generated type: call, event, storage value and key, argument and result of the runtime APIs.
///
/// What decodes encodes to the same bytes, so every value has one form only; and the reading by the metadata's registry
/// agrees with the generated code on what is a value.
enum ScaleTarget {
    static let target = FuzzTarget(
        name: "scale", summary: "decode, encode and compare with the reading by the registry", byteMaximum: 512,
        seeds: seeds, check: check)

    /// A type in both readings.
    private struct Subject {
        let name: String
        let generated: RoundTrip
        /// Its types in the registry, one after the other.
        let described: [TypeID]
    }

    private static let metadata = ServedMetadata.metadata(slotDuration: 12_000)

    private static let subjects: [Subject] = {
        var subjects: [Subject] = []
        let outer = metadata.outer
        if let outer {
            subjects.append(Subject(name: "call", generated: RoundTrip(RuntimeCall.self), described: [outer.call]))
            subjects.append(Subject(name: "event", generated: RoundTrip(RuntimeEvent.self), described: [outer.event]))
        }
        let items = metadata.pallets.flatMap { $0.storage?.items ?? [] }
        hold(items.count == GeneratedItems.storage.count, "every storage item is generated")
        for (item, generated) in zip(items, GeneratedItems.storage) {
            subjects.append(Subject(name: item.name, generated: generated.value, described: [item.kind.value]))
            guard case .map(_, let key, _) = item.kind else { continue }
            var types = [key]
            if generated.keys.count > 1, case .tuple(let members) = metadata.types[key]?.definition { types = members }
            for (type, generated) in zip(types, generated.keys) {
                subjects.append(Subject(name: "key of \(item.name)", generated: generated, described: [type]))
            }
        }
        let methods = metadata.apis.flatMap(\.methods)
        hold(methods.count == GeneratedItems.methods.count, "every method is generated")
        for (method, generated) in zip(methods, GeneratedItems.methods) {
            subjects.append(Subject(name: method.name, generated: generated.output, described: [method.output]))
            for (input, generated) in zip(method.inputs, generated.inputs) {
                subjects.append(
                    Subject(name: "\(method.name) \(input.name)", generated: generated, described: [input.type]))
            }
        }
        return subjects
    }()

    private static func seeds() -> [[UInt8]] {
        var random = RandomValue(metadata.types, seed: 1)
        return subjects.enumerated().flatMap { index, subject in
            (0..<(index < 2 ? 100 : 1)).map { _ in
                UInt16(index).encoded() + subject.described.flatMap { random.bytes($0) }
            }
        }
    }

    @Sendable private static func check(_ input: [UInt8]) {
        var reader = InputReader(input)
        let subject = subjects[Int(reader.word()) % subjects.count]
        let bytes = reader.rest()
        var again: [UInt8]?
        do {
            again = try subject.generated.run(bytes)
            hold(again == bytes, "\(subject.name) encodes to what it was decoded from")
        } catch ScaleError.nestedTooDeep {
            // The registry's reading counts types, not calls, and goes a little deeper.
            return
        } catch {}
        guard let type = subject.described.first else { return }
        let value = try? metadata.types.decode(type, bytes)
        hold((value == nil) == (again == nil), "\(subject.name) is a value for the registry if and only if it is one")
        guard let value else { return }
        hold((try? metadata.types.encoded(value, as: type)) == bytes, "\(subject.name) by the registry")
    }
}
