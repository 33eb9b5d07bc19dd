import SCALE

extension DispatchError: Error {
    /// The failure with this index of the pallet with this index.
    public init(pallet: UInt8, failure: UInt8) {
        var error = FixedBytes<4>()
        error[0] = failure
        self = .module(ModuleError(index: pallet, error: error))
    }
}
