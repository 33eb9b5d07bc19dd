public import Cryptography
public import Primitives
import RuntimeInterface

extension ChainClient {
    /// Creates a subnet for the lock cost; the hotkey becomes its first neuron. Where the chain has as many subnets as
    /// it takes, this waits until a dissolved one has made room, as long as the options allow.
    /// - Returns: the new subnet's number, from the event `NetworkAdded`.
    /// - Throws: also ``ClientError/insufficientBalance(account:free:needed:)`` before anything is sent.
    public func createSubnet(
        hotkey: AccountID, by coldkey: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> (netuid: NetUID, inclusion: Inclusion) {
        let cost = try await call(SubnetRegistrationAPI.getNetworkRegistrationCost)
        try await requireBalance(cost, of: coldkey.accountID)
        let inclusion = try await submit(
            .subtensor(.registerNetwork(hotkey: hotkey)), by: coldkey, options: options)
        for event in inclusion.typedEvents {
            switch event {
            case .subtensor(.networkAdded(let netuid, _)): return (netuid, inclusion)
            case .subtensor(.networkRegistrationQueued):
                let netuid = try await queuedSubnet(
                    of: coldkey.accountID, hotkey, from: inclusion.blockNumber, options.timeout)
                return (netuid, inclusion)
            default: continue
            }
        }
        throw .malformedAnswer(request: "register_network", detail: "no event NetworkAdded came of it")
    }

    /// The subnet that a queued registration became, in that block or a later one.
    private func queuedSubnet(
        of coldkey: AccountID, _ hotkey: AccountID, from block: BlockNumber, _ timeout: Duration
    ) async throws(ClientError) -> NetUID {
        let deadline = ContinuousClock.now + timeout
        var next = block
        while ContinuousClock.now < deadline {
            try await waitForBlock(next)
            let hash = try await hash(of: next)
            for case .subtensor(.networkAdded(let netuid, _)) in try await events(of: hash).compactMap(\.typed) {
                let (owner, ownerHotkey) = try await storage(
                    all: StorageQuery(Subtensor.subnetOwner, netuid), StorageQuery(Subtensor.subnetOwnerHotkey, netuid),
                    at: hash)
                if owner == coldkey, ownerHotkey == hotkey { return netuid }
            }
            next += 1
        }
        throw .timedOut(request: "the queued registration of a subnet, which is paid for,", after: timeout)
    }

    /// Starts a subnet's emission; its owner only.
    @discardableResult
    public func startCall(
        _ netuid: NetUID, by owner: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> Inclusion {
        try await submit(.subtensor(.startCall(netuid: netuid)), by: owner, options: options)
    }

    /// Registers a hotkey on a subnet for the burn price of the moment; does nothing where it is registered.
    /// - Returns: the hotkey's UID, and the block where this registered it.
    /// - Throws: also ``ClientError/insufficientBalance(account:free:needed:)`` before anything is sent.
    public func register(
        hotkey: AccountID, on netuid: NetUID, by coldkey: Keypair, options: SubmissionOptions = SubmissionOptions()
    ) async throws(ClientError) -> (uid: UID, inclusion: Inclusion?) {
        let (known, burn) = try await storage(
            all: StorageQuery(Subtensor.uids, netuid, hotkey), StorageQuery(Subtensor.burn, netuid))
        if let known { return (known, nil) }
        try await requireBalance(burn.addingClamped(facts.existentialDeposit), of: coldkey.accountID)
        let inclusion = try await submit(
            .subtensor(.burnedRegister(netuid: netuid, hotkey: hotkey)), by: coldkey, options: options)
        guard let uid = try await storage(Subtensor.uids, netuid, hotkey, at: inclusion.blockHash) else {
            throw .malformedAnswer(request: "burned_register", detail: "the hotkey has no UID after it")
        }
        return (uid, inclusion)
    }
}
