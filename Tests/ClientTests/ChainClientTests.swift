import Cryptography
import Primitives
import RPC
import RuntimeInterface
import SCALE
import Synchronization
import Testing

@testable import Client

private func keypair(_ uri: String) throws -> Keypair { try Keypair(uri: uri) }

@Suite("A client of a chain")
struct ChainClientTests {
    @Test("connecting reads what the chain is", arguments: [true, false])
    func facts(_ hasV15: Bool) async throws {
        try await withChain(FakeChain { $0.hasV15 = hasV15 }) { client, _ in
            let facts = client.facts
            #expect(facts.genesisHash == FakeChain.genesis)
            #expect(facts.specVersion == 461)
            #expect(facts.transactionVersion == 1)
            #expect(facts.slotDuration == .milliseconds(250))
            #expect(facts.ss58Prefix == 42)
            #expect(facts.existentialDeposit == 500)
            #expect(facts.metadata.apis.isEmpty == !hasV15)
        }
    }

    @Test("storage items read by key, together, and as defaults")
    func storage() async throws {
        try await withChain(
            FakeChain {
                $0.storage[Subtensor.tempo.path(1)] = UInt16(99).encoded()
                $0.storage[Subtensor.uids.path(1, .zero)] = UInt16(4).encoded()
                $0.storage[Sudo.key.path] = AccountID.zero.encoded()
            }
        ) { client, _ in
            #expect(try await client.storage(Subtensor.tempo, 1) == 99)
            #expect(try await client.storage(Subtensor.tempo, 2) == Subtensor.tempo.fallback)
            #expect(try await client.storage(Subtensor.uids, 1, .zero) == 4)
            #expect(try await client.storage(Subtensor.uids, 2, .zero) == nil)
            #expect(try await client.storage(Sudo.key) == .zero)
            let (tempo, uid, none) = try await client.storage(
                all: StorageQuery(Subtensor.tempo, 1), StorageQuery(Subtensor.uids, 1, .zero),
                StorageQuery(Subtensor.uids, 3, .zero))
            #expect(tempo == 99 && uid == 4 && none == nil)
            let tempos = try await client.storage((0..<3).map { StorageQuery(Subtensor.tempo, NetUID($0)) })
            #expect(tempos == [Subtensor.tempo.fallback, 99, Subtensor.tempo.fallback])
        }
    }

    @Test("a map is read page by page, whole or under its first key", arguments: [1, 7, 512])
    func entries(_ pageSize: Int) async throws {
        try await withChain(
            FakeChain {
                for netuid in 0..<5 as Range<UInt16> {
                    for uid in 0..<6 as Range<UInt16> {
                        $0.storage[Subtensor.blockAtRegistration.path(NetUID(netuid), uid)] =
                            UInt64(netuid * 10 + uid).encoded()
                    }
                }
            }
        ) { client, _ in
            let all = try await client.entries(of: Subtensor.blockAtRegistration, pageSize: pageSize)
            #expect(all.count == 30)
            #expect(all.allSatisfy { $0.value == UInt64($0.key.0.number * 10 + $0.key.1) })
            let some = try await client.entries(
                of: Subtensor.blockAtRegistration, under: NetUID(3), pageSize: pageSize)
            #expect(some.map(\.value) == [30, 31, 32, 33, 34, 35])
        }
    }

    @Test("a value that does not decode is a malformed answer")
    func malformedValue() async throws {
        try await withChain(FakeChain { $0.storage[Subtensor.tempo.path(1)] = [1] }) { client, _ in
            let error = await failure { () async throws(ClientError) in try await client.storage(Subtensor.tempo, 1) }
            guard case .malformedAnswer(let request, _)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(request == "storage SubtensorModule.Tempo")
        }
    }

    @Test("an item whose shape differs on the chain is refused before it is asked for")
    func shapeMismatch() async throws {
        try await withChain(
            FakeChain { state in
                for index in state.metadata.pallets.indices
                where state.metadata.pallets[index].name == "SubtensorModule" {
                    state.metadata.pallets[index].storage?.items.removeAll { $0.name == "Tempo" }
                }
            }
        ) { client, _ in
            let error = await failure { () async throws(ClientError) in try await client.storage(Subtensor.tempo, 1) }
            #expect(
                error
                    == .shapeMismatch(
                        item: "storage SubtensorModule.Tempo", expected: "a storage item",
                        found: "nothing of this name"))
        }
    }

    @Test("a signed call is in a block with its events and its fee")
    func inclusion() async throws {
        try await withChain { client, chain in
            let alice = try keypair("//Alice")
            let inclusion = try await client.transfer(5, to: .zero, from: alice)
            #expect(inclusion.blockNumber == 1)
            #expect(inclusion.blockHash == FakeChain.hash(1))
            #expect(inclusion.extrinsicIndex == 1)
            #expect(inclusion.fee == 125)
            #expect(inclusion.isSuccess && !inclusion.isFinalized)
            #expect(inclusion.events.map(\.name) == ["TransactionFeePaid", "ExtrinsicSuccess"])
            let received = chain.state.withLock { $0.received }
            #expect(received.map(\.hash) == [inclusion.extrinsicHash])
            #expect(received[0].signature?.extra.era == Era(period: 128, current: 0))
            let final = try await client.submit(
                .system(.remark(remark: [1])), by: alice,
                options: SubmissionOptions(tip: 7, eraBlocks: nil, goal: .finalization))
            #expect(final.isFinalized)
            #expect(chain.state.withLock { $0.received[1].signature?.extra.tip } == 7)
            #expect(chain.state.withLock { $0.received[1].signature?.extra.nonce } == 1)
            let found = try await client.inclusion(of: inclusion.extrinsicHash, from: 0, through: 9)
            #expect(found?.blockHash == inclusion.blockHash)
            #expect(try await client.inclusion(of: .zero, from: 0, through: 9) == nil)
        }
    }

    @Test("many calls of one account at once take nonces of their own")
    func concurrentNonces() async throws {
        try await withChain { client, chain in
            let alice = try keypair("//Alice")
            let failures = await withTaskGroup(of: ClientError?.self) { group in
                for number in 0..<20 as Range<UInt64> {
                    group.addTask {
                        await failure { () async throws(ClientError) in
                            try await client.transfer(Rao(number + 1), to: .zero, from: alice)
                        }
                    }
                }
                return await group.reduce(into: [ClientError]()) { list, error in error.map { list.append($0) } }
            }
            #expect(failures.isEmpty, "\(failures)")
            let nonces = chain.state.withLock { $0.received.compactMap { $0.signature?.extra.nonce } }
            #expect(nonces.sorted() == Array(0..<20))
        }
    }

    @Test("a call that fails in its block is told with pallet, name and the chain's words")
    func dispatchFailure() async throws {
        let error = DispatchError.subtensor(.notEnoughBalanceToStake)
        let failed = RuntimeEvent.system(.extrinsicFailed(dispatchError: error, dispatchInfo: FakeChain.info))
        try await withChain(FakeChain { $0.outcome = [failed] }) { client, _ in
            let alice = try keypair("//Alice")
            let inclusion = try await client.compose(.system(.remark(remark: []))).submit(by: alice)
            #expect(inclusion.failure?.pallet == "SubtensorModule")
            #expect(inclusion.failure?.name == "NotEnoughBalanceToStake")
            #expect(inclusion.failure?.documentation.isEmpty == false)
            let thrown = await failure { () async throws(ClientError) in
                try await client.submit(.system(.remark(remark: [])), by: alice)
            }
            guard case .failed? = thrown else {
                Issue.record("\(String(describing: thrown))")
                return
            }
        }
    }

    @Test("a call that failed inside of sudo counts as failed")
    func sudoFailure() async throws {
        let success = RuntimeEvent.system(.extrinsicSuccess(dispatchInfo: FakeChain.info))
        try await withChain(FakeChain { $0.outcome = [.sudo(.sudid(sudoResult: .err(.badOrigin))), success] }) {
            client, _ in
            let alice = try keypair("//Alice")
            let thrown = await failure { () async throws(ClientError) in
                try await client.sudo(.system(.remark(remark: [])), by: alice)
            }
            #expect(thrown == .failed(DispatchFailure(pallet: nil, name: "BadOrigin")))
        }
    }

    @Test("what the pool refuses is typed, and its nonce is free again")
    func rejection() async throws {
        try await withChain { client, chain in
            let alice = try keypair("//Alice")
            chain.change { $0.refusal = RPCError(code: 1_010, message: "Invalid Transaction", data: "Custom error: 6") }
            let thrown = await failure { () async throws(ClientError) in
                try await client.transfer(1, to: .zero, from: alice)
            }
            #expect(thrown == .rejected(.custom(code: 6, name: "RateLimitExceeded")))
            chain.change { $0.refusal = nil }
            try await client.transfer(1, to: .zero, from: alice)
            #expect(chain.state.withLock { $0.received.compactMap { $0.signature?.extra.nonce } } == [0])
        }
    }

    @Test("an extrinsic that the pool lets go of is told")
    func dropped() async throws {
        try await withChain(FakeChain { $0.statuses = [#""ready""#, #""future""#, #"{"usurped":"0x00"}"#] }) {
            client, _ in
            let alice = try keypair("//Alice")
            let thrown = await failure { () async throws(ClientError) in
                try await client.transfer(1, to: .zero, from: alice)
            }
            #expect(thrown == .dropped(status: "usurped"))
        }
    }

    @Test("the fee estimate and a subnet's creation go through the runtime APIs")
    func runtimeAPIs() async throws {
        let info = RuntimeDispatchInfo(weight: Weight(refTime: 1, proofSize: 2), class: .normal, partialFee: 321)
        let alice = try keypair("//Alice")
        try await withChain(
            FakeChain {
                $0.apis[TransactionPaymentAPI.queryInfo.name] = info.encoded()
                $0.apis[SubnetRegistrationAPI.getNetworkRegistrationCost.name] = Rao(1_000).encoded()
                $0.outcome.insert(.subtensor(.networkAdded(3, 1)), at: 0)
            }
        ) { client, chain in
            let call = try await client.compose(.balances(.transferKeepAlive(dest: .id(.zero), value: 1)))
            #expect(try await call.fee(signer: alice.accountID) == 321)
            let poor = await failure { () async throws(ClientError) in
                _ = try await client.createSubnet(hotkey: .zero, by: alice)
            }
            #expect(poor == .insufficientBalance(account: alice.accountID, free: 0, needed: 1_000))
            var account = System.account.fallback
            account.data.free = .tao(5)
            chain.change { $0.storage[System.account.path(alice.accountID)] = account.encoded() }
            let created = try await client.createSubnet(hotkey: .zero, by: alice)
            #expect(created.netuid == 3)
        }
    }

    @Test("a metagraph has a value for each neuron, and its columns must fit")
    func metagraph() async throws {
        var sample = try Metagraph.sample(neurons: 2)
        sample.incentives = [Compact(PerU16(9))]
        try await withChain(FakeChain { $0.apis[SubnetInfoAPI.getMetagraph.name] = Optional(sample).encoded() }) {
            client, chain in
            let read = try #require(try await client.metagraph(1))
            #expect(read.incentive == [9, 0])
            #expect(read.trust == [0, 0])
            #expect(read.axons == [AxonAddress(ip: "10.0.0.1", port: 80, version: 1, block: 2), nil])
            #expect(read.uids == 0..<2)
            chain.change { $0.apis[SubnetInfoAPI.getMetagraph.name] = [0] }
            #expect(try await client.metagraph(1) == nil)
            var broken = sample
            broken.coldkeys = []
            let bytes = Optional(broken).encoded()
            chain.change { $0.apis[SubnetInfoAPI.getMetagraph.name] = bytes }
            let error = await failure { () async throws(ClientError) in try await client.metagraph(1) }
            guard case .malformedAnswer? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("events of a runtime with pallets that are not ours are still read")
    func foreignEvents() async throws {
        let alice = try keypair("//Alice")
        // One more pallet, with the events of another: its index is unknown to the generated code.
        try await withChain(
            FakeChain { state in
                let index = state.metadata.pallets.firstIndex { $0.name == "MevShield" } ?? 0
                state.metadata.pallets[index].name = "Umbrella"
            }
        ) { client, _ in
            let inclusion = try await client.transfer(1, to: .zero, from: alice)
            #expect(inclusion.fee == 125)
            #expect(inclusion.events.allSatisfy { $0.typed != nil })
        }
    }
}
