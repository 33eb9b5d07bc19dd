public import Frame
import Primitives
public import RuntimeInterface
import SCALE

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
        case .moveStake(let hotkey, let destination, let netuid, let destinationNetuid, let alpha):
            try Subtensor.moveStake(
                origin, from: hotkey, to: destination, netuid, to: destinationNetuid, alpha, in: &state)
        case .moveStakeLimit(
            let hotkey, let destination, let netuid, let destinationNetuid, let alpha, let limit, let partial):
            try Subtensor.moveStake(
                origin, from: hotkey, to: destination, netuid, to: destinationNetuid, alpha,
                limit: (limit, partial), in: &state)
        case .transferStake(let recipient, let hotkey, let netuid, let destinationNetuid, let alpha):
            try Subtensor.transferStake(
                origin, to: recipient, at: hotkey, netuid, to: destinationNetuid, alpha, in: &state)
        case .transferStakeAndHotkey(
            let recipient, let hotkey, let destination, let netuid, let destinationNetuid, let alpha):
            try Subtensor.transferStakeAndHotkey(
                origin, to: recipient, from: hotkey, to: destination, netuid, to: destinationNetuid, alpha, in: &state)
        case .swapStake(let hotkey, let netuid, let destinationNetuid, let alpha):
            try Subtensor.swapStake(origin, at: hotkey, netuid, to: destinationNetuid, alpha, in: &state)
        case .swapStakeLimit(let hotkey, let netuid, let destinationNetuid, let alpha, let limit, let partial):
            try Subtensor.swapStake(
                origin, at: hotkey, netuid, to: destinationNetuid, alpha, limit: (limit, partial), in: &state)
        case .recycleAlpha(let hotkey, let alpha, let netuid):
            try Subtensor.recycleAlpha(origin, hotkey, alpha, netuid, in: &state)
        case .burnAlpha(let hotkey, let alpha, let netuid):
            try Subtensor.burnAlpha(origin, hotkey, alpha, netuid, in: &state)
        case .addStakeBurn(let hotkey, let netuid, let tao, let limit):
            try Subtensor.addStakeBurn(origin, hotkey, netuid, tao, limit: limit, in: &state)
        case .setColdkeyAutoStakeHotkey(let netuid, let hotkey):
            try Subtensor.setColdkeyAutoStakeHotkey(origin, netuid, hotkey, in: &state)
        case .claimRoot(let netuids): try Subtensor.claimRoot(origin, netuids, in: &state)
        case .setRootClaimType(let type): try Subtensor.setRootClaimType(origin, type, in: &state)
        case .sudoSetNumRootClaims(let count): try Subtensor.sudoSetNumRootClaims(origin, count, in: &state)
        case .sudoSetRootClaimThreshold(let netuid, let threshold):
            try Subtensor.sudoSetRootClaimThreshold(origin, netuid, threshold, in: &state)
        case .setChildren(let hotkey, let netuid, let children):
            try Subtensor.setChildren(origin, hotkey, netuid, children, in: &state)
        case .setChildkeyTake(let hotkey, let netuid, let take):
            try Subtensor.setChildkeyTake(origin, hotkey, netuid, take, in: &state)
        case .setAutoParentDelegationEnabled(let hotkey, let isEnabled):
            try Subtensor.setAutoParentDelegationEnabled(origin, hotkey, isEnabled, in: &state)
        case .sudoSetTxChildkeyTakeRateLimit(let blocks):
            try Subtensor.sudoSetTxChildkeyTakeRateLimit(origin, blocks, in: &state)
        case .sudoSetMinChildkeyTake(let take): try Subtensor.sudoSetMinChildkeyTake(origin, take, in: &state)
        case .sudoSetMaxChildkeyTake(let take): try Subtensor.sudoSetMaxChildkeyTake(origin, take, in: &state)
        case .setPendingChildkeyCooldown(let blocks):
            try Subtensor.setPendingChildkeyCooldown(origin, blocks, in: &state)
        case .serveAxon(
            let netuid, let version, let ip, let port, let ipType, let transport, let placeholder1, let placeholder2):
            try Subtensor.serveAxon(
                origin, netuid,
                AxonInfo(
                    block: 0, version: version, ip: ip, port: port, ipType: ipType, protocol: transport,
                    placeholder1: placeholder1, placeholder2: placeholder2),
                in: &state)
        case .serveAxonTLS(
            let netuid, let version, let ip, let port, let ipType, let transport, let placeholder1, let placeholder2,
            let certificate):
            try Subtensor.serveAxon(
                origin, netuid,
                AxonInfo(
                    block: 0, version: version, ip: ip, port: port, ipType: ipType, protocol: transport,
                    placeholder1: placeholder1, placeholder2: placeholder2),
                certificate: certificate, in: &state)
        case .servePrometheus(let netuid, let version, let ip, let port, let ipType):
            try Subtensor.servePrometheus(
                origin, netuid, version: version, .init(ip: ip, port: port, ipType: ipType), in: &state)
        // What proves work in the old call is not looked at, as on the reference chain.
        case .register(let netuid, _, _, _, let hotkey, _): try Subtensor.register(origin, netuid, hotkey, in: &state)
        case .powRegister(let netuid, let block, let nonce, let work, let hotkey):
            try Subtensor.powRegister(
                origin, netuid, .init(block: block, nonce: nonce, seal: Hash(work.bytes) ?? .zero), hotkey, in: &state)
        case .faucet(let block, let nonce, let work):
            try Subtensor.faucet(
                origin, .init(block: block, nonce: nonce, seal: Hash(work) ?? .zero), in: &state)
        case .dissolveNetwork(_, let netuid), .rootDissolveNetwork(let netuid):
            try Subtensor.dissolveNetwork(origin, netuid, in: &state)
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
        case .updateSymbol(let netuid, let symbol): try Subtensor.updateSymbol(origin, netuid, symbol, in: &state)
        case .swapHotkey(let hotkey, let newHotkey, let netuid):
            try Subtensor.swapHotkey(origin, from: hotkey, to: newHotkey, on: netuid, keepsStake: false, in: &state)
        case .swapHotkeyV2(let hotkey, let newHotkey, let netuid, let keepsStake):
            try Subtensor.swapHotkey(
                origin, from: hotkey, to: newHotkey, on: netuid, keepsStake: keepsStake, in: &state)
        case .announceColdkeySwap(let hash): try Subtensor.announceColdkeySwap(origin, hash, in: &state)
        case .swapColdkeyAnnounced(let coldkey): try Subtensor.swapColdkeyAnnounced(origin, coldkey, in: &state)
        case .disputeColdkeySwap: try Subtensor.disputeColdkeySwap(origin, in: &state)
        case .clearColdkeySwapAnnouncement: try Subtensor.clearColdkeySwapAnnouncement(origin, in: &state)
        case .resetColdkeySwap(let coldkey): try Subtensor.resetColdkeySwap(origin, coldkey, in: &state)
        case .swapColdkey(let old, let new, let cost):
            try Subtensor.swapColdkey(origin, from: old, to: new, cost: cost, in: &state)
        case .scheduleSwapColdkey: try Subtensor.scheduleSwapColdkey()
        case .enableVotingPowerTracking(let netuid): try Subtensor.enableVotingPower(origin, netuid, in: &state)
        case .disableVotingPowerTracking(let netuid): try Subtensor.disableVotingPower(origin, netuid, in: &state)
        case .sudoSetVotingPowerEMAAlpha(let netuid, let alpha):
            try Subtensor.sudoSetVotingPowerAlpha(origin, netuid, alpha, in: &state)
        case .setTempo(let netuid, let blocks): try Subtensor.setTempo(origin, netuid, blocks, in: &state)
        case .setActivityCutoffFactor(let netuid, let factor):
            try Subtensor.setActivityCutoffFactor(origin, netuid, factor, in: &state)
        case .triggerEpoch(let netuid): try Subtensor.triggerEpoch(origin, netuid, in: &state)
        }
    }
}
