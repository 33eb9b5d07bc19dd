/// A part of the runtime with its own storage, calls and hooks. Pallets are caseless enums: namespaces, never values.
public protocol Pallet: Sendable {
    /// Work at the start of every block, before any extrinsic.
    static func onInitialize(_ state: inout State)

    /// Work at the end of every block, after the last extrinsic.
    static func onFinalize(_ state: inout State)

    /// Checks what must hold between blocks, whatever was called.
    /// - Throws: ``InvariantViolation`` naming the first rule that is broken.
    static func checkInvariants(in state: borrowing State) throws(InvariantViolation)
}

extension Pallet {
    public static func onInitialize(_ state: inout State) {}
    public static func onFinalize(_ state: inout State) {}
    public static func checkInvariants(in state: borrowing State) throws(InvariantViolation) {}
}

/// A rule of the chain's bookkeeping that does not hold: always a defect of the runtime.
public struct InvariantViolation: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

/// The hooks of all pallets, in order, statically dispatched.
public struct AllPallets<each P: Pallet>: Sendable {
    public static func onInitialize(_ state: inout State) { repeat (each P).onInitialize(&state) }

    public static func onFinalize(_ state: inout State) { repeat (each P).onFinalize(&state) }

    public static func checkInvariants(in state: borrowing State) throws(InvariantViolation) {
        for pallet in repeat (each P).self { try pallet.checkInvariants(in: state) }
    }
}
