public import Primitives
public import RuntimeInterface
import SCALE

/// An extrinsic in a block, and what came of it.
public struct Inclusion: Sendable, Equatable {
    /// Name of the extrinsic.
    public let extrinsicHash: Hash
    /// The block.
    public let blockHash: Hash
    /// The block's height.
    public let blockNumber: BlockNumber
    /// Position of the extrinsic in the block.
    public let extrinsicIndex: Int
    /// Whether the block can not be undone any more, as far as was waited for.
    public let isFinalized: Bool
    /// What the extrinsic caused, in order.
    public let events: [ChainEvent]
    /// What the signer paid, tip included; `nil` where the chain did not tell.
    public let fee: Rao?
    /// Why the call failed; `nil` for success. A call inside of a batch or of sudo that failed counts as a failure.
    public let failure: DispatchFailure?

    /// Whether the call did what it should.
    public var isSuccess: Bool { failure == nil }

    /// This value, where the call succeeded.
    /// - Throws: ``ClientError/failed(_:)``.
    public func successful() throws(ClientError) -> Inclusion {
        if let failure { throw .failed(failure) }
        return self
    }

    /// The typed events.
    public var typedEvents: [RuntimeEvent] { events.compactMap(\.typed) }

    /// Reads what came of an extrinsic out of all events of its block.
    init(
        extrinsicHash: Hash, blockHash: Hash, blockNumber: BlockNumber, extrinsicIndex: Int, isFinalized: Bool,
        blockEvents: [ChainEvent], metadata: RuntimeMetadata
    ) throws(ClientError) {
        let events = blockEvents.filter { $0.phase == .applyExtrinsic(UInt32(extrinsicIndex)) }
        guard events.contains(where: { $0.isOutcome }) else {
            throw .malformedAnswer(
                request: "storage System.Events", detail: "extrinsic \(extrinsicIndex) has no outcome in its block")
        }
        self.extrinsicHash = extrinsicHash
        self.blockHash = blockHash
        self.blockNumber = blockNumber
        self.extrinsicIndex = extrinsicIndex
        self.isFinalized = isFinalized
        self.events = events
        fee = Self.fee(events)
        failure = events.lazy.compactMap { $0.failure(metadata) }.first
    }

    /// What the payment's own event says, else what was deposited for the fee.
    private static func fee(_ events: [ChainEvent]) -> Rao? {
        for event in events where event.pallet == "TransactionPayment" && event.name == "TransactionFeePaid" {
            switch event.content {
            case .typed(.transactionPayment(.transactionFeePaid(_, let actualFee, _))): return actualFee
            case .dynamic(let fields):
                let amount = fields.first { $0.name == "actual_fee" }?.value.unsigned
                return amount.flatMap { UInt64(exactly: $0) }.map { Rao($0) }
            default: break
            }
        }
        return nil
    }
}

extension ChainEvent {
    /// Whether this says how an extrinsic ended.
    var isOutcome: Bool { pallet == "System" && (name == "ExtrinsicSuccess" || name == "ExtrinsicFailed") }

    /// The failure that this event tells, of the extrinsic or of a call inside of it.
    func failure(_ metadata: RuntimeMetadata) -> DispatchFailure? {
        switch content {
        case .typed(.system(.extrinsicFailed(let error, _))), .typed(.utility(.batchInterrupted(_, let error))),
            .typed(.utility(.itemFailed(let error))), .typed(.sudo(.sudid(.err(let error)))),
            .typed(.sudo(.sudoAsDone(.err(let error)))):
            return DispatchFailure(error, metadata)
        case .typed: return nil
        case .dynamic(let fields):
            switch (pallet, name) {
            case ("System", "ExtrinsicFailed"): return DispatchFailure(fields.first?.value, metadata)
            case ("Utility", "BatchInterrupted"), ("Utility", "ItemFailed"):
                return DispatchFailure(fields.last?.value, metadata)
            case ("Sudo", "Sudid"), ("Sudo", "SudoAsDone"), ("Proxy", "ProxyExecuted"),
                ("Multisig", "MultisigExecuted"):
                let result = fields.first { $0.name.hasSuffix("result") }?.value
                guard case .variant("Err", let error)? = result else { return nil }
                return DispatchFailure(error.first?.value, metadata)
            default: return nil
            }
        }
    }
}
