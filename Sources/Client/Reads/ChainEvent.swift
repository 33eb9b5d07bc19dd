public import RuntimeInterface
public import SCALE

/// Something that happened in a block.
public struct ChainEvent: Sendable, Equatable {
    /// The part of the block that it belongs to.
    public let phase: Phase
    /// The pallet's name on chain.
    public let pallet: String
    /// The event's name on chain.
    public let name: String
    /// What happened.
    public let content: Content

    /// An event's value: typed where this library knows it with the shape that the chain gives it.
    public enum Content: Sendable, Equatable {
        /// An event of the generated interface.
        case typed(RuntimeEvent)
        /// Any other: its fields by name.
        case dynamic([DynamicValue.Field])
    }

    /// The typed value, where there is one.
    public var typed: RuntimeEvent? {
        guard case .typed(let event) = content else { return nil }
        return event
    }

    init(_ record: EventRecord) {
        phase = record.phase
        (pallet, name) = record.event.name
        content = .typed(record.event)
    }

    init(phase: Phase, pallet: String, name: String, content: Content) {
        self.phase = phase
        self.pallet = pallet
        self.name = name
        self.content = content
    }
}

extension ChainEvent {
    /// Reads the value of `System.Events`.
    static func list(_ bytes: [UInt8], _ shapes: ShapeCheck) throws(ClientError) -> [ChainEvent] {
        if shapes.hasOnlyKnownEvents, let records = try? [EventRecord](scale: bytes) { return records.map(Self.init) }
        do throws(ScaleError) {
            return try dynamicList(bytes, shapes)
        } catch {
            throw .malformedAnswer(request: "storage System.Events", detail: "it does not decode: \(error)")
        }
    }

    // Events have no lengths: each is read by the chain's own types first, and typed where its shape agrees.
    private static func dynamicList(_ bytes: [UInt8], _ shapes: ShapeCheck) throws(ScaleError) -> [ChainEvent] {
        let item = shapes.metadata.pallet("System")?.storage?.items.first { $0.name == "Events" }
        let types = shapes.metadata.types
        guard let list = item?.kind.value, case .sequence(let record)? = types[list]?.definition,
            case .composite(let fields)? = types[record]?.definition, fields.count == 3
        else { throw .invalidValue(type: "EventRecord") }
        var decoder = ScaleDecoder(bytes)
        var events: [ChainEvent] = []
        for _ in 0..<(try decoder.count()) {
            let phase = try decoder.decode(Phase.self)
            let start = decoder.offset
            guard case .variant(let pallet, let inner) = try types.decode(fields[1].type, from: &decoder),
                case .variant(let name, let values)? = inner.first?.value
            else { throw .invalidValue(type: "RuntimeEvent") }
            var content = Content.dynamic(values)
            if (try? shapes.event(pallet, name)) != nil,
                let event = try? RuntimeEvent(scale: Array(bytes[start..<decoder.offset]))
            {
                content = .typed(event)
            }
            _ = try types.decode(fields[2].type, from: &decoder)
            events.append(ChainEvent(phase: phase, pallet: pallet, name: name, content: content))
        }
        guard decoder.isAtEnd else { throw .trailingBytes(decoder.remaining) }
        return events
    }
}
