public import Frame
public import Primitives
import RuntimeInterface
import SCALE
public import Yuma

extension EpochInput {
    /// What the epoch of a subnet reads, one input for each mechanism, the main one first. Reads every entry once.
    ///
    /// A block runs its epochs after it has minted, so the state must be the one in which the epoch runs; see
    /// ``RuntimeInterface/Subtensor/replayToEpoch(of:in:)`` for the way from a finished block to there.
    /// - Parameters:
    ///   - pending: the alpha that the epoch divides among all mechanisms.
    ///   - state: where the epoch runs; its block number is the epoch's block.
    public static func load(_ netuid: NetUID, pending: AlphaPending, in state: borrowing State) -> [EpochInput] {
        let shared = EpochInput(settingsOf: netuid, in: state)
        let emissions = Subtensor.mechanismEmissions(of: pending.epochEmission, on: netuid, in: state)
        let budgets = Subtensor.nullBudgets(of: pending, on: netuid, in: state)
        let validator = budgets == nil ? nil : shared.nullValidator
        var inputs: [EpochInput] = []
        for (number, emission) in emissions.enumerated() {
            let index = Subtensor.storageIndex(netuid, MechanismID(UInt8(clamping: number)))
            var input = shared
            input.raoEmission = emission.units
            if let budgets {
                input.nullBudget = budgets[number]
                input.readUpdates(at: index, of: netuid, in: state)
                input.readWeights(at: index, of: validator, in: state)
            } else {
                input.readUpdates(at: index, of: netuid, in: state)
                input.readConsensus(at: index, of: netuid, in: state)
            }
            inputs.append(input)
        }
        return inputs
    }

    /// What all mechanisms of a subnet share: hyper-parameters, stake, registrations and permits.
    private init(settingsOf netuid: NetUID, in state: borrowing State) {
        self.init()
        neuronCount = state.get(Subtensor.subnetworkN, netuid)
        currentBlock = Subtensor.currentBlock(in: state)
        tempo = state.get(Subtensor.tempo, netuid)
        activityCutoff = Subtensor.activityCutoffBlocks(of: netuid, in: state)
        lastMechanismStepBlock = Subtensor.lastYumaBlock(of: netuid, in: state)
        taoWeight = state.get(Subtensor.taoWeight)
        stakeThreshold = state.get(Subtensor.stakeThreshold)
        maxAllowedValidators = state.get(Subtensor.maxAllowedValidators, netuid)
        validatorPermits = state.get(Subtensor.validatorPermit, netuid)
        ownerUID = Subtensor.ownerUID(of: netuid, in: state)
        kappa = state.get(Subtensor.kappa, netuid)
        bondsPenalty = state.get(Subtensor.bondsPenalty, netuid)
        let alphas = state.get(Subtensor.alphaValues, netuid)
        alphaLow = alphas.first
        alphaHigh = alphas.second
        bondsMovingAverage = state.get(Subtensor.bondsMovingAverage, netuid)
        alphaSigmoidSteepness = state.get(Subtensor.alphaSigmoidSteepness, netuid)
        yuma3 = state.get(Subtensor.yuma3On, netuid)
        liquidAlpha = state.get(Subtensor.liquidAlphaOn, netuid)
        let stakes = Subtensor.stakeWeights(on: netuid, in: state)
        alphaStake = stakes.map(\.alpha.units)
        taoStake = stakes.map(\.tao.units)
        blockAtRegistration = Array(repeating: 0, count: count)
        for (uid, block) in state.entries(of: Subtensor.blockAtRegistration, under: netuid) where Int(uid) < count {
            blockAtRegistration[Int(uid)] = block
        }
    }

    /// Adds when each neuron updated on a mechanism, and its pending commits.
    private mutating func readUpdates(at index: NetUidStorageIndex, of netuid: NetUID, in state: borrowing State) {
        lastUpdate = state.get(Subtensor.lastUpdate, index)
        // A neuron without an entry updated in block 0.
        if lastUpdate.count < count { lastUpdate += Array(repeating: 0, count: count - lastUpdate.count) }
        if state.get(Subtensor.commitRevealWeightsEnabled, netuid) {
            commitRevealBlocks = Self.commitBlocks(at: index, of: netuid, count: count, in: state)
        }
    }

    /// Adds what Yuma judges by: all weights, bonds, and the last epoch's consensus where liquid alpha asks for it.
    private mutating func readConsensus(at index: NetUidStorageIndex, of netuid: NetUID, in state: borrowing State) {
        weights = Self.rows(state.entries(of: Subtensor.weights, under: index), count: count)
        bonds = Self.rows(state.entries(of: Subtensor.bonds, under: index), count: count)
        if comparesWithLastEpoch(netuid, in: state) {
            liquidConsensus = state.get(Subtensor.consensusByMechanism, index).map(\.rawValue)
        }
    }

    /// Adds the weights of the one who validates alone. Nobody else's are looked at: a subnet of Null may have very
    /// many neurons, whose rows stand from the time before.
    private mutating func readWeights(at index: NetUidStorageIndex, of uid: UID?, in state: borrowing State) {
        guard let uid else { return }
        weights = Self.rows([(uid, state.get(Subtensor.weights, index, uid))], count: count)
    }

    /// Whether liquid alpha compares weights with the consensus of the last epoch: because the subnet says so, or
    /// because with the full bonds penalty no weight exceeds that of this epoch.
    private func comparesWithLastEpoch(_ netuid: NetUID, in state: borrowing State) -> Bool {
        switch state.get(Subtensor.liquidAlphaConsensusMode, netuid) {
        case .current: false
        case .previous: true
        case .auto: bondsPenalty == .max
        }
    }

    private var count: Int { Int(neuronCount) }

    /// Rows by UID; what stands beyond `count` is left out.
    private static func rows(
        _ entries: [(key: UInt16, value: [Pair<UInt16, UInt16>])], count: Int
    ) -> SparseRows<UInt16> {
        var rows = [[Pair<UInt16, UInt16>]](repeating: [], count: count)
        var total = 0
        for (uid, row) in entries where Int(uid) < count {
            rows[Int(uid)] = row
            total += row.count
        }
        var result = SparseRows<UInt16>(capacity: total)
        for row in rows {
            for entry in row { result.append(entry.second, to: entry.first) }
            result.endRow()
        }
        return result
    }

    /// For each validator the smallest block among its commits, by hash or under a timelock, that have not expired.
    private static func commitBlocks(
        at index: NetUidStorageIndex, of netuid: NetUID, count: Int, in state: borrowing State
    ) -> [UInt64] {
        var blocks = [UInt64](repeating: .max, count: count)
        let epoch = Subtensor.epochSchedule(netuid, in: state)
            .epochIndex(state.get(Subtensor.subnetEpochIndex, netuid), at: Subtensor.currentBlock(in: state))
        let period = state.get(Subtensor.revealPeriodEpochs, netuid)
        func isExpired(_ commitEpoch: UInt64) -> Bool {
            RevealWindow(commitEpoch: commitEpoch, period: period).isExpired(in: epoch)
        }
        func lower(_ hotkey: AccountID, to block: UInt64, _ state: borrowing State) {
            guard let uid = state.get(Subtensor.uids, netuid, hotkey), Int(uid) < count else { return }
            blocks[Int(uid)] = min(blocks[Int(uid)], block)
        }
        for (hotkey, commits) in state.entries(of: Subtensor.weightCommits, under: index) {
            // Commits stand in the order in which they were made.
            if let oldest = commits.first(where: { !isExpired($0.second) }) { lower(hotkey, to: oldest.third, state) }
        }
        for (commitEpoch, commits) in state.entries(of: Subtensor.timelockedWeightCommits, under: index)
        where !isExpired(commitEpoch) {
            for commit in commits { lower(commit.first, to: commit.second, state) }
        }
        return blocks
    }
}
