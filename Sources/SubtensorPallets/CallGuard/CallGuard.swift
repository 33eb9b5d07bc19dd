public import Frame
public import Primitives
public import RuntimeInterface
import SCALE

/// Rules that hold for a call wherever it stands: at the top of an extrinsic, where breaking one keeps it out of the
/// pool, and inside a batch, where it fails the call. They cost nothing to check and spare the chain calls that are
/// free of fees. Source: pallets/subtensor/src/guards and extensions/subtensor.rs of the reference.
public enum CallGuard {
    /// Checks `call` as signed by `signer`. Calls inside it are checked when they are dispatched.
    /// - Throws: the error that the call itself would have thrown.
    public static func check(
        _ call: RuntimeCall, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        try checkColdkeySwap(call, by: signer, in: state)
        switch call {
        case .subtensor(let call): try check(call, by: signer, in: state)
        case .commitments(.setCommitment(let netuid, _)):
            // Free of fees, so that it is not let in where it has to fail.
            guard state.contains(Subtensor.uids, netuid, signer) else {
                throw .commitments(.accountNotAllowedCommit)
            }
        case .adminUtils(.sudoSetBurnHalfLife(let netuid, _)), .adminUtils(.sudoSetBurnIncreaseMult(let netuid, _)),
            .adminUtils(.sudoSetOwnerCutEnabled(let netuid, _)):
            // These go before all others, so that strangers could keep everybody out of blocks with them.
            _ = try Subtensor.requireSubnetOwner(.signed(signer), of: netuid, in: state)
        default: return
        }
    }

    private static func check(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        try checkLengths(call)
        try checkStake(call, by: signer, in: state)
        try checkReveals(call, by: signer, in: state)
        try checkRates(call, by: signer, in: state)
        try checkTakes(call, by: signer, in: state)
        try checkServing(call, by: signer, in: state)
        try checkWork(call, by: signer, in: state)
    }

    /// A proof of work is looked at before it is let in: what it buys is free of fees.
    private static func checkWork(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        switch call {
        case .powRegister(let netuid, let block, let nonce, let work, let hotkey):
            try Subtensor.requireWork(
                .init(block: block, nonce: nonce, seal: Hash(work.bytes) ?? .zero), for: hotkey, of: signer,
                on: netuid, in: state)
        case .faucet(let block, let nonce, let work):
            try Subtensor.requireFaucetWork(
                .init(block: block, nonce: nonce, seal: Hash(work) ?? .zero), of: signer, in: state)
        default: return
        }
    }

    private static func checkLengths(_ call: Subtensor.Call) throws(DispatchError) {
        let areEqual =
            switch call {
            case .batchCommitWeights(let netuids, let hashes): netuids.count == hashes.count
            case .batchRevealWeights(_, let uids, let values, let salts, let keys):
                uids.count == values.count && uids.count == salts.count && uids.count == keys.count
            case .batchSetWeights(let netuids, let rows, let keys):
                netuids.count == rows.count && netuids.count == keys.count
            default: true
            }
        guard areEqual else { throw .subtensor(.inputLengthsUnequal) }
        try checkSizes(call)
    }

    /// Subnets that a batch of weights may name: more than a chain has by default.
    private static let batchedSubnetsMaximum = 256

    /// Batches are free of fees and every entry of one costs a look at the signer's stake or a hash, so their number
    /// has a bound, which the reference leaves to the size of a block.
    /// - Throws: `.exhausted`.
    private static func checkSizes(_ call: Subtensor.Call) throws(DispatchError) {
        let isBounded =
            switch call {
            case .batchCommitWeights(let netuids, _), .batchSetWeights(let netuids, _, _):
                netuids.count <= batchedSubnetsMaximum
            case .batchRevealWeights(_, let uids, _, _, _): uids.count <= Subtensor.unrevealedCommitsMaximum
            default: true
            }
        guard isBounded else { throw .exhausted }
    }

    /// Whoever sets, commits or reveals weights needs stake, or owns the subnet; on a subnet of Null the permit.
    private static func checkStake(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        let netuids: [NetUID] =
            switch call {
            case .setWeights(let netuid, _, _, _), .setMechanismWeights(let netuid, _, _, _, _),
                .commitWeights(let netuid, _), .commitMechanismWeights(let netuid, _, _),
                .revealWeights(let netuid, _, _, _, _), .revealMechanismWeights(let netuid, _, _, _, _, _),
                .batchRevealWeights(let netuid, _, _, _, _):
                [netuid]
            case .batchCommitWeights(let netuids, _), .batchSetWeights(let netuids, _, _): netuids.map(\.value)
            default: []
            }
        for netuid in netuids {
            guard Subtensor.hasStakeForWeights(signer, on: netuid, in: state) else {
                throw .subtensor(.notEnoughStakeToSetWeights)
            }
            guard let uid = state.get(Subtensor.uids, netuid, signer) else { continue }
            try Subtensor.requireNullPermit(uid, on: netuid, in: state)
        }
    }

    /// A reveal needs a commit that can be opened now.
    private static func checkReveals(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        switch call {
        case .revealWeights(let netuid, let uids, let values, let salt, let key):
            let reveal = Subtensor.Reveal(uids: uids, values: values, salt: salt, versionKey: key)
            try checkReveals([reveal], by: signer, on: netuid, .main, in: state)
        case .revealMechanismWeights(let netuid, let mechanism, let uids, let values, let salt, let key):
            let reveal = Subtensor.Reveal(uids: uids, values: values, salt: salt, versionKey: key)
            try checkReveals([reveal], by: signer, on: netuid, mechanism, in: state)
        case .batchRevealWeights(let netuid, let uids, let values, let salts, let keys):
            let reveals = try Subtensor.reveals(uids: uids, values: values, salts: salts, versionKeys: keys)
            try checkReveals(reveals, by: signer, on: netuid, .main, in: state)
        default: break
        }
    }

    private static func checkReveals(
        _ reveals: [Subtensor.Reveal], by signer: AccountID, on netuid: NetUID, _ mechanism: MechanismID,
        in state: borrowing State
    ) throws(DispatchError) {
        let index = Subtensor.storageIndex(netuid, mechanism)
        guard let commits = state.get(Subtensor.weightCommits, index, signer) else {
            throw .subtensor(.noWeightsCommitFound)
        }
        for reveal in reveals {
            let hash = Subtensor.commitHash(of: reveal, hotkey: signer, index: index)
            guard let commit = commits.first(where: { $0.first == hash }) else {
                throw .subtensor(.noWeightsCommitFound)
            }
            guard Subtensor.isRevealable(commitEpoch: commit.second, on: netuid, in: state) else {
                throw .subtensor(.revealTooEarly)
            }
        }
    }

    /// Weights and new subnets are limited in their rate.
    private static func checkRates(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        switch call {
        case .commitWeights(let netuid, _):
            try checkWeightsRate(netuid, .main, by: signer, .committingWeightsTooFast, in: state)
        case .commitMechanismWeights(let netuid, let mechanism, _):
            try checkWeightsRate(netuid, mechanism, by: signer, .committingWeightsTooFast, in: state)
        case .setWeights(let netuid, _, _, _) where !state.get(Subtensor.commitRevealWeightsEnabled, netuid):
            try checkWeightsRate(netuid, .main, by: signer, .settingWeightsTooFast, in: state)
        case .setMechanismWeights(let netuid, let mechanism, _, _, _)
        where !state.get(Subtensor.commitRevealWeightsEnabled, netuid):
            try checkWeightsRate(netuid, mechanism, by: signer, .settingWeightsTooFast, in: state)
        case .registerNetwork:
            let last = state.get(Subtensor.lastRateLimitedBlock, .networkLastRegistered)
            guard Subtensor.passesRateLimit(state.get(Subtensor.networkRateLimit), last: last, in: state) else {
                throw .subtensor(.networkTxRateLimitExceeded)
            }
        default: break
        }
    }

    private static func checkWeightsRate(
        _ netuid: NetUID, _ mechanism: MechanismID, by signer: AccountID, _ failure: Subtensor.Failure,
        in state: borrowing State
    ) throws(DispatchError) {
        guard let uid = state.get(Subtensor.uids, netuid, signer) else { return }
        let index = Subtensor.storageIndex(netuid, mechanism)
        guard Subtensor.mayUpdateWeights(uid, at: index, on: netuid, in: state) else { throw .subtensor(failure) }
    }

    private static func checkTakes(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        switch call {
        case .increaseTake(let hotkey, let take), .decreaseTake(let hotkey, let take):
            try Subtensor.requireTake(take, of: hotkey, by: signer, in: state)
        default: break
        }
    }

    private static func checkServing(
        _ call: Subtensor.Call, by signer: AccountID, in state: borrowing State
    ) throws(DispatchError) {
        switch call {
        case .serveAxon(let netuid, _, let ip, let port, let ipType, _, _, _),
            .serveAxonTLS(let netuid, _, let ip, let port, let ipType, _, _, _, _):
            try Subtensor.requireServable(
                .init(ip: ip, port: port, ipType: ipType), by: signer, on: netuid, in: state)
        case .servePrometheus(let netuid, _, let ip, let port, let ipType):
            try Subtensor.requirePrometheus(
                .init(ip: ip, port: port, ipType: ipType), by: signer, on: netuid, in: state)
        default: break
        }
    }
}
