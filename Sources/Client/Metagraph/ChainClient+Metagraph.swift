public import Primitives
import RuntimeInterface
import SCALE

extension ChainClient {
    /// A subnet's metagraph, from one request; `nil` where there is no such subnet.
    public func metagraph(_ netuid: NetUID, at block: Hash? = nil) async throws(ClientError) -> SubnetMetagraph? {
        guard let answer = try await call(SubnetInfoAPI.getMetagraph, netuid, at: block) else { return nil }
        return try SubnetMetagraph(answer)
    }
}

extension SubnetMetagraph {
    /// Takes over the columns of an answer.
    ///
    /// Scores that the chain has not computed yet are missing at the end of their columns (runtimes of today never
    /// compute trust); they read as zero.
    /// - Throws: ``ClientError/malformedAnswer(request:detail:)`` when columns of keys are not of one length, or scores
    ///   are more than there are neurons.
    init(_ answer: Metagraph) throws(ClientError) {
        let count = answer.hotkeys.count
        let whole = [
            answer.coldkeys.count, answer.axons.count, answer.lastUpdate.count, answer.blockAtRegistration.count,
            answer.alphaStake.count, answer.taoStake.count, answer.totalStake.count,
        ]
        let scores = [
            answer.active.count, answer.validatorPermit.count, answer.emission.count, answer.dividends.count,
            answer.incentives.count, answer.consensus.count, answer.trust.count,
        ]
        guard whole.allSatisfy({ $0 == count }), scores.allSatisfy({ $0 <= count }), count <= Int(UID.max) else {
            throw .malformedAnswer(
                request: SubnetInfoAPI.getMetagraph.name,
                detail: "columns of \(whole + scores) entries for \(count) neurons")
        }
        func padded<Value>(_ column: [Value], _ missing: Value) -> [Value] {
            column + Array(repeating: missing, count: count - column.count)
        }
        netuid = answer.netuid
        name = String(decoding: answer.name.map(\.value), as: UTF8.self)
        block = answer.block
        tempo = answer.tempo
        lastStep = answer.lastStep
        blocksSinceLastStep = answer.blocksSinceLastStep
        weightsRateLimit = answer.weightsRateLimit
        minAllowedWeights = answer.minAllowedWeights
        isCommitRevealEnabled = answer.commitRevealWeightsEnabled
        burn = answer.burn
        ownerColdkey = answer.ownerColdkey
        taoInPool = answer.taoIn
        alphaInPool = answer.alphaIn
        hotkeys = answer.hotkeys
        coldkeys = answer.coldkeys
        totalStake = answer.totalStake.map(\.value)
        alphaStake = answer.alphaStake.map(\.value)
        taoStake = answer.taoStake.map(\.value)
        emission = padded(answer.emission.map(\.value), .zero)
        incentive = padded(answer.incentives.map(\.value.rawValue), 0)
        dividends = padded(answer.dividends.map(\.value.rawValue), 0)
        consensus = padded(answer.consensus.map(\.value.rawValue), 0)
        trust = padded(answer.trust.map(\.value.rawValue), 0)
        validatorPermit = padded(answer.validatorPermit, false)
        isActive = padded(answer.active, false)
        lastUpdate = answer.lastUpdate.map(\.value)
        blockAtRegistration = answer.blockAtRegistration.map(\.value)
        axons = answer.axons.map { axon in
            guard axon.port != 0, axon.ip != 0 else { return nil }
            return AxonAddress(
                ip: InternetAddress.text(axon.ip, kind: axon.ipType), port: axon.port, version: axon.version,
                block: axon.block)
        }
    }
}
