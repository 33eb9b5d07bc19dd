import Frame
import Primitives
import RuntimeInterface
import SCALE

/// A value of a subnet that has a setter: where it stands, who may set it and when, its bounds, and what tells of it.
struct SubnetSetting<Value: ScaleCodable & Sendable>: Sendable {
    private let setter: AdminUtils.Setter
    private let respectsWindow: Bool
    private let bounds: [SettingBound<Value>]
    private let item: StorageMap<NetUID, Value>
    private let events: [@Sendable (NetUID, Value) -> RuntimeEvent]

    /// The setting of a storage item.
    /// - Parameters:
    ///   - respectsWindow: whether it is refused shortly before an epoch, for root as well.
    ///   - events: what is emitted, in order.
    init(
        _ item: StorageMap<NetUID, Value>, by setter: AdminUtils.Setter, respectsWindow: Bool = true,
        bounds: [SettingBound<Value>] = [], emits events: @Sendable (NetUID, Value) -> RuntimeEvent...
    ) {
        self.setter = setter
        self.respectsWindow = respectsWindow
        self.item = item
        self.bounds = bounds
        self.events = events
    }

    /// Sets the value.
    /// - Throws: what ``AdminUtils/change(_:by:_:respectsWindow:in:_:)`` throws, then the error of the first bound that
    ///   the value does not meet.
    func set(_ value: Value, on netuid: NetUID, _ origin: Origin, in state: inout State) throws(DispatchError) {
        try AdminUtils.change(netuid, by: setter, origin, respectsWindow: respectsWindow, in: &state) {
            state throws(DispatchError) in
            let proposal = SettingBound.Proposal(value: value, netuid: netuid, isRoots: origin == .root)
            for bound in bounds where !bound.allows(proposal, state) { throw bound.failure }
            state.set(item, netuid, to: value)
            for event in events { state.deposit(event(netuid, value)) }
        }
    }
}
