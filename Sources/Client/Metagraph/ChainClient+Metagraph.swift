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
    /// - Throws: ``ClientError/malformedAnswer(request:detail:)`` when they are not of one length.
    init(_ answer: Metagraph) throws(ClientError) {
        let count = answer.hotkeys.count
        let counts = [
            answer.coldkeys.count, answer.axons.count, answer.active.count, answer.validatorPermit.count,
            answer.lastUpdate.count, answer.emission.count, answer.dividends.count, answer.incentives.count,
            answer.consensus.count, answer.trust.count, answer.blockAtRegistration.count, answer.alphaStake.count,
            answer.taoStake.count, answer.totalStake.count,
        ]
        guard counts.allSatisfy({ $0 == count }), count <= Int(UID.max) else {
            throw .malformedAnswer(
                request: SubnetInfoAPI.getMetagraph.name, detail: "columns of \(counts) entries for \(count) neurons")
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
        emission = answer.emission.map(\.value)
        incentive = answer.incentives.map(\.value.rawValue)
        dividends = answer.dividends.map(\.value.rawValue)
        consensus = answer.consensus.map(\.value.rawValue)
        trust = answer.trust.map(\.value.rawValue)
        validatorPermit = answer.validatorPermit
        isActive = answer.active
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
