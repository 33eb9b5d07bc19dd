import Frame
import Primitives
import RuntimeInterface
import SystemPallets

/// Movements of TAO that keep `SubtensorModule.TotalIssuance` in step with the balances.
/// Source: pallets/subtensor/src/coinbase/tao.rs.
extension Subtensor {
    /// What a coldkey can spend when its account may end with it.
    static func spendableTao(_ coldkey: AccountID, in state: borrowing State) -> Rao {
        Balances.spendable(coldkey, .expendable, in: state)
    }

    /// What a coldkey can spend and stay alive.
    static func spendableTaoKeepingAlive(_ coldkey: AccountID, in state: borrowing State) -> Rao {
        Balances.spendable(coldkey, .preserve, in: state)
    }

    /// Moves TAO; the source may be reaped, and its dust leaves the issuance.
    /// - Throws: `insufficientTaoBalance`, or what the transfer throws.
    static func transferTao(
        _ amount: Rao, from source: AccountID, to destination: AccountID, in state: inout State
    ) throws(DispatchError) {
        guard amount <= spendableTao(source, in: state) else { throw .subtensor(.insufficientTaoBalance) }
        let dust = try Balances.transfer(from: source, to: destination, amount, .expendable, in: &state)
        guard !dust.isZero else { return }
        lowerIssuance(by: dust, in: &state)
        discountDust(dust, in: &state)
    }

    /// Moves TAO from a coldkey, which stays alive, to a subnet's account.
    /// - Returns: what was moved: less than `amount` where the coldkey needs the rest to stay alive.
    /// - Throws: `subnetNotExists`, `insufficientTaoBalance`, or what the transfer throws.
    static func transferTao(
        _ amount: Rao, from coldkey: AccountID, toSubnet netuid: NetUID, in state: inout State
    ) throws(DispatchError) -> Rao {
        guard !amount.isZero else { return .zero }
        let account = try existingSubnetAccount(netuid, in: state)
        let moved = min(amount, spendableTaoKeepingAlive(coldkey, in: state))
        guard !moved.isZero else { throw .subtensor(.insufficientTaoBalance) }
        try Balances.transfer(from: coldkey, to: account, moved, .preserve, in: &state)
        return moved
    }

    /// Moves TAO from a subnet's account.
    /// - Throws: `subnetNotExists`, `insufficientTaoBalance`, or what the transfer throws.
    static func transferTao(
        _ amount: Rao, fromSubnet netuid: NetUID, to account: AccountID, in state: inout State
    ) throws(DispatchError) {
        let source = try existingSubnetAccount(netuid, in: state)
        try transferTao(amount, from: source, to: account, in: &state)
    }

    /// Moves TAO to the burn account; the issuance stays.
    /// - Throws: as ``transferTao(_:from:to:in:)``.
    static func burnTao(_ amount: Rao, from coldkey: AccountID, in state: inout State) throws(DispatchError) {
        try transferTao(amount, from: coldkey, to: burnAccount, in: &state)
    }

    /// Destroys TAO: the issuance falls, so the chain will mint it again.
    /// - Throws: `insufficientTaoBalance` where the account would not stay alive.
    static func recycleTao(_ amount: Rao, from account: AccountID, in state: inout State) throws(DispatchError) {
        guard amount <= spendableTaoKeepingAlive(account, in: state) else {
            throw .subtensor(.insufficientTaoBalance)
        }
        try Balances.withdraw(amount, from: account, .preserve, in: &state)
        lowerIssuance(by: amount, in: &state)
    }

    /// Issues TAO, never beyond the cap of 21 million. The credit must be spent or recycled in this block.
    static func mintTao(_ amount: Rao, in state: inout State) -> TaoCredit {
        let room = Balances.issuanceMaximum.subtractingClamped(state.get(Balances.totalIssuance))
        let minted = min(amount, room)
        state.update(totalIssuance) { $0 = $0.addingClamped(minted) }
        return TaoCredit(minted)
    }
}
