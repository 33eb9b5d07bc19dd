public import Frame
import Primitives
public import RuntimeInterface

extension Subtensor: Pallet {
    /// Mints the block's emission, divides it among the subnets and runs the epochs that are due.
    public static func onInitialize(_ state: inout State) {
        forgetOldHotkeySwaps(in: &state)
        runBlockStep(in: &state)
    }

    /// Clears what is left of dissolved subnets and nominations that became too small, creates a subnet that waited for
    /// a number, and counts the issuance that changed outside of this pallet in the block.
    public static func onFinalize(_ state: inout State) {
        cleanUpDissolvedSubnets(in: &state)
        clearSmallNominations(in: &state)
        processNetworkQueue(in: &state)
        countForeignIssuance(in: &state)
    }

    /// Checks issuance, staked TAO, alpha, shares and UIDs. What is broken is named with subnet, expected and found
    /// value.
    public static func checkInvariants(in state: borrowing State) throws(InvariantViolation) {
        try checkIssuance(in: state)
        try checkStake(in: state)
        try checkAlphaSupply(in: state)
        try checkNeurons(in: state)
    }
}
