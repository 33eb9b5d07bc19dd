import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A value of the whole network, which root alone may set.
struct NetworkSetting<Value: ScaleCodable & Sendable>: Sendable {
    private let bounds: [SettingBound<Value>]
    private let item: StorageValue<Value>
    private let event: (@Sendable (Value) -> RuntimeEvent)?

    /// The setting of a storage item.
    init(
        _ item: StorageValue<Value>, bounds: [SettingBound<Value>] = [],
        emits event: (@Sendable (Value) -> RuntimeEvent)? = nil
    ) {
        self.item = item
        self.bounds = bounds
        self.event = event
    }

    /// Sets the value.
    /// - Throws: `badOrigin`, then the error of the first bound that the value does not meet.
    func set(_ value: Value, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try origin.requireRoot()
        let proposal = SettingBound.Proposal(value: value, netuid: .root, isRoots: true)
        for bound in bounds where !bound.allows(proposal, state) { throw bound.failure }
        state.set(item, to: value)
        if let event { state.deposit(event(value)) }
    }
}
