public import Frame
import Primitives
public import RuntimeInterface

extension Subtensor.Call {
    /// Runs the call.
    public func dispatch(from origin: Origin, on state: inout State) throws(DispatchError) {
        switch self {
        case .setWeights(let netuid, let dests, let weights, let key):
            try Subtensor.setWeights(origin, netuid, dests, weights, versionKey: key, in: &state)
        case .setMechanismWeights(let netuid, let mechanism, let dests, let weights, let key):
            try Subtensor.setWeights(
                origin, netuid, mechanism: mechanism, dests, weights, versionKey: key, in: &state)
        case .batchSetWeights(let netuids, let rows, let keys):
            try Subtensor.batchSetWeights(origin, netuids, rows, versionKeys: keys, in: &state)
        case .commitWeights(let netuid, let hash): try Subtensor.commitWeights(origin, netuid, hash, in: &state)
        case .commitMechanismWeights(let netuid, let mechanism, let hash):
            try Subtensor.commitWeights(origin, netuid, mechanism: mechanism, hash, in: &state)
        case .batchCommitWeights(let netuids, let hashes):
            try Subtensor.batchCommitWeights(origin, netuids, hashes, in: &state)
        case .revealWeights(let netuid, let uids, let values, let salt, let key):
            try Subtensor.revealWeights(
                origin, netuid, .init(uids: uids, values: values, salt: salt, versionKey: key), in: &state)
        case .revealMechanismWeights(let netuid, let mechanism, let uids, let values, let salt, let key):
            try Subtensor.revealWeights(
                origin, netuid, mechanism: mechanism,
                .init(uids: uids, values: values, salt: salt, versionKey: key), in: &state)
        case .batchRevealWeights(let netuid, let uids, let values, let salts, let keys):
            let reveals = try Subtensor.reveals(uids: uids, values: values, salts: salts, versionKeys: keys)
            try Subtensor.batchRevealWeights(origin, netuid, reveals, in: &state)
        case .decreaseTake(let hotkey, let take): try Subtensor.decreaseTake(origin, hotkey, take, in: &state)
        case .increaseTake(let hotkey, let take): try Subtensor.increaseTake(origin, hotkey, take, in: &state)
        case .addStake(let hotkey, let netuid, let tao): try Subtensor.addStake(origin, hotkey, netuid, tao, in: &state)
        case .addStakeLimit(let hotkey, let netuid, let tao, let limit, let partial):
            try Subtensor.addStakeLimit(
                origin, hotkey, netuid, tao, limit: limit, allowsPart: partial, in: &state)
        case .removeStake(let hotkey, let netuid, let alpha):
            try Subtensor.removeStake(origin, hotkey, netuid, alpha, in: &state)
        case .removeStakeLimit(let hotkey, let netuid, let alpha, let limit, let partial):
            try Subtensor.removeStakeLimit(
                origin, hotkey, netuid, alpha, limit: limit, allowsPart: partial, in: &state)
        case .removeStakeFullLimit(let hotkey, let netuid, let limit):
            try Subtensor.removeStakeFullLimit(origin, hotkey, netuid, limit: limit, in: &state)
        case .unstakeAll(let hotkey): try Subtensor.unstakeAll(origin, hotkey, in: &state)
        case .unstakeAllAlpha(let hotkey): try Subtensor.unstakeAllAlpha(origin, hotkey, in: &state)
        case .serveAxon(
            let netuid, let version, let ip, let port, let ipType, let transport, let placeholder1, let placeholder2):
            try Subtensor.serveAxon(
                origin, netuid,
                AxonInfo(
                    block: 0, version: version, ip: ip, port: port, ipType: ipType, protocol: transport,
                    placeholder1: placeholder1, placeholder2: placeholder2),
                in: &state)
        case .servePrometheus(let netuid, let version, let ip, let port, let ipType):
            try Subtensor.servePrometheus(
                origin, netuid, version: version, .init(ip: ip, port: port, ipType: ipType), in: &state)
        case .burnedRegister(let netuid, let hotkey): try Subtensor.register(origin, netuid, hotkey, in: &state)
        case .registerLimit(let netuid, let hotkey, let limit):
            try Subtensor.registerLimit(origin, netuid, hotkey, limit: limit, in: &state)
        case .rootRegister(let hotkey): try Subtensor.rootRegister(origin, hotkey, in: &state)
        case .registerNetwork(let hotkey): try Subtensor.registerNetwork(origin, hotkey, in: &state)
        case .registerNetworkWithIdentity(let hotkey, let identity):
            try Subtensor.registerNetwork(origin, hotkey, identity: identity, in: &state)
        case .startCall(let netuid): try Subtensor.startCall(origin, netuid, in: &state)
        case .tryAssociateHotkey(let hotkey): try Subtensor.tryAssociateHotkey(origin, hotkey, in: &state)
        case .setIdentity(
            let name, let url, let repository, let image, let discord, let description, let additional):
            try Subtensor.setIdentity(
                origin,
                ChainIdentityV2(
                    name: name, url: url, githubRepo: repository, image: image, discord: discord,
                    description: description, additional: additional),
                in: &state)
        case .setSubnetIdentity(
            let netuid, let name, let repository, let contact, let url, let discord, let description, let logo,
            let additional):
            try Subtensor.setSubnetIdentity(
                origin, netuid,
                SubnetIdentityV3(
                    subnetName: name, githubRepo: repository, subnetContact: contact, subnetURL: url, discord: discord,
                    description: description, logoURL: logo, additional: additional),
                in: &state)
        case .setTempo(let netuid, let blocks): try Subtensor.setTempo(origin, netuid, blocks, in: &state)
        case .setActivityCutoffFactor(let netuid, let factor):
            try Subtensor.setActivityCutoffFactor(origin, netuid, factor, in: &state)
        case .triggerEpoch(let netuid): try Subtensor.triggerEpoch(origin, netuid, in: &state)
        }
    }
}
