import Cryptography
import FixedPoint
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import Testing

@testable import SubtensorPallets
@testable import SystemPallets

/// What an extrinsic must satisfy before it may stand in a block.
@Suite struct ValidationTests {
    private static let remark = RuntimeCall.system(.remark(remark: [1]))
    private static let bob = TestChain.bob

    @Test("a mortal extrinsic lives to the last block of its era, an immortal one for ever")
    func mortality() throws {
        let chain = TestChain()
        chain.advance(to: 10)
        let era = Era(period: 8, current: 9)
        let death = try #require(era.death(9))
        let mortal = try chain.extrinsic(Self.remark, by: Self.bob, era: era)
        let immortal = try chain.extrinsic(Self.remark, by: Self.bob)
        while UInt64(chain.number) < death {
            let valid = try Runtime.validate(mortal, in: chain.state)
            #expect(UInt64(valid.longevityBlocks) == death - UInt64(chain.number))
            chain.advance()
        }
        // At its death the next era of the same phase begins, with a block whose hash nobody knows yet.
        #expect(try chain.refusal(of: mortal.bytes) == .ancientBirthBlock)
        chain.advance()
        #expect(try chain.refusal(of: mortal.bytes) == .badProof)
        #expect(try Runtime.validate(immortal, in: chain.state).longevityBlocks == .max)
    }

    @Test("an era that was born before the known hashes, or in the block to come, is too old")
    func unknownBirth() throws {
        let chain = TestChain()
        chain.advance(to: 6)
        let born = chain.bytes(Self.remark, by: Self.bob, era: .mortal(period: 64, phase: 3))
        #expect(try chain.refusal(of: born) == nil)
        chain.state.remove(System.blockHash, 3)
        #expect(try chain.refusal(of: born) == .ancientBirthBlock)
        let future = chain.bytes(Self.remark, by: Self.bob, era: .mortal(period: 64, phase: UInt64(chain.number)))
        #expect(try chain.refusal(of: future) == .ancientBirthBlock)
        let far = chain.bytes(Self.remark, by: Self.bob, era: .mortal(period: 65_536, phase: 65_520))
        #expect(try chain.refusal(of: far) == .ancientBirthBlock)
    }

    @Test("signatures outlive the window of block hashes")
    func afterTheWindow() throws {
        let chain = TestChain()
        // Hooks of thousands of blocks would test nothing here; the hashes alone matter.
        for number in chain.number + 1...System.blockHashesMaximum + 5 {
            System.finalizeBlock(in: &chain.state)
            System.initializeBlock(
                number: number, parentHash: TestChain.hash(of: number - 1), digest: Aura.digest(slot: UInt64(number)),
                in: &chain.state)
        }
        #expect(try chain.refusal(of: Self.remark, by: Self.bob) == nil)
    }

    @Test("a used nonce is stale, the next one runs, and a later one waits")
    func nonces() throws {
        let chain = TestChain()
        let first = try chain.extrinsic(Self.remark, by: Self.bob)
        let third = try chain.extrinsic(Self.remark, by: Self.bob, nonce: 2)
        let valid = try Runtime.validate(first, in: chain.state)
        #expect(valid.requires == nil && valid.sender == TransactionTag(account: Self.bob.accountID, nonce: 0))
        #expect(valid.priority == 1)
        #expect(
            try Runtime.validate(third, in: chain.state).requires
                == TransactionTag(account: Self.bob.accountID, nonce: 1))
        #expect(throws: InvalidTransaction.future) { try chain.apply(third) }
        #expect(try chain.apply(first) == nil)
        #expect(throws: InvalidTransaction.stale) { try chain.apply(first) }
        #expect(System.nonce(of: Self.bob.accountID, in: chain.state) == 1)
        try chain.send(Self.remark, by: Self.bob)
        #expect(try chain.apply(third) == nil)
        let last = try chain.extrinsic(Self.remark, by: Self.bob, nonce: .max)
        #expect(throws: InvalidTransaction.future) { try chain.apply(last) }
    }

    @Test("a signature must be of the signer, over this chain's genesis and version, of a known kind")
    func signatures() throws {
        let chain = TestChain()
        let good = chain.bytes(Self.remark, by: Self.bob)
        let extrinsic = try Extrinsic(good)
        let signature = try #require(extrinsic.signature)
        #expect(try chain.refusal(of: good) == nil)
        #expect(
            try chain.refusal(of: chain.bytes(Self.remark, by: Self.bob, genesisHash: TestChain.hash(of: 1)))
                == .badProof)
        #expect(
            try chain.refusal(of: chain.bytes(Self.remark, by: Self.bob, birthHash: TestChain.hash(of: 1))) == .badProof
        )
        #expect(
            try chain.refusal(of: chain.bytes(Self.remark, by: Self.bob, coversMetadataHash: true)) == .badProof)
        func forged(_ signer: AccountID, _ signature: MultiSignature, _ extra: ExtrinsicExtra) -> [UInt8] {
            Extrinsic.signed(callBytes: extrinsic.callBytes, signer: signer, signature: signature, extra: extra)
        }
        let stranger = TestChain.alice.accountID
        #expect(try chain.refusal(of: forged(stranger, signature.signature, signature.extra)) == .badProof)
        for kind in [
            MultiSignature.ecdsa(FixedBytes<65>()), .ed25519(FixedBytes<64>()), .sr25519(FixedBytes<64>()),
        ] {
            #expect(try chain.refusal(of: forged(Self.bob.accountID, kind, signature.extra)) == .badProof)
            // The zero account stands for nobody; by the equations alone anybody could sign for it.
            #expect(try chain.refusal(of: forged(.zero, kind, signature.extra)) == .badProof)
        }
        let versions: [(UInt32, UInt32)] = [(1, 0), (0, 1)]
        for (spec, transaction) in versions {
            let payload = signature.extra.signingPayload(
                callBytes: extrinsic.callBytes, specVersion: RuntimeVersion.current.specVersion + spec,
                transactionVersion: RuntimeVersion.current.transactionVersion + transaction,
                genesisHash: TestChain.hash(of: 0), birthHash: TestChain.hash(of: 0))
            let bytes = forged(Self.bob.accountID, Self.bob.multiSignature(payload), signature.extra)
            #expect(try chain.refusal(of: bytes) == .badProof)
        }
    }

    @Test("the zero account has no place in a block even where signatures were checked before")
    func zeroSigner() throws {
        let chain = TestChain()
        chain.state.set(System.account, .zero, to: chain.state.get(System.account, Self.bob.accountID))
        let signature = try #require(try chain.extrinsic(Self.remark, by: Self.bob).signature)
        let bytes = Extrinsic.signed(
            callBytes: Self.remark.encoded(), signer: .zero, signature: signature.signature, extra: signature.extra)
        let extrinsic = try Extrinsic(bytes)
        var room = BlockRoom()
        #expect(throws: InvalidTransaction.badSigner) {
            try Runtime.apply(extrinsic, index: 1, checkingSignature: false, room: &room, in: &chain.state)
        }
    }

    @Test("long payloads are signed by their hash")
    func longPayloads() throws {
        let chain = TestChain()
        for length in [100, 150, 160, 170, 200, 5_000] {
            let call = RuntimeCall.system(.remark(remark: Array(repeating: 9, count: length)))
            #expect(try chain.send(call, by: Self.bob) == nil)
        }
    }

    @Test("unsigned extrinsics are not taken from outside")
    func unsigned() throws {
        let chain = TestChain()
        for call in [
            Self.remark, .timestamp(.set(now: .max)), .mevShield(.announceNextKey(encKey: nil)),
            .balances(.forceSetBalance(who: .id(Self.bob.accountID), newFree: .max)),
        ] {
            let extrinsic = Extrinsic(inherent: call)
            #expect(try chain.refusal(of: extrinsic.bytes) == .call)
            #expect(throws: InvalidTransaction.call) { try chain.apply(extrinsic) }
        }
    }

    @Test("a batch of free calls is refused where one of them would be refused alone")
    func freeBatches() throws {
        let chain = TestChain()
        let stranger = RuntimeCall.commitments(.setCommitment(netuid: 1, info: CommitmentInfo(fields: [.none])))
        let refusal = InvalidTransaction.custom(TransactionErrorCode.uidNotFound.rawValue)
        #expect(try chain.refusal(of: stranger, by: Self.bob) == refusal)
        for batch in [
            Utility.Call.forceBatch(calls: [stranger]), .batch(calls: [.utility(.batchAll(calls: [stranger]))]),
        ] {
            #expect(RuntimeCall.utility(batch).dispatchInfo.paysFee == .no)
            #expect(try chain.refusal(of: .utility(batch), by: Self.bob) == refusal)
        }
    }

    @Test("owners' calls that go before all others are refused where a stranger sends them, alone or in a batch")
    func strangersOperationalCalls() throws {
        let chain = TestChain()
        let netuid = try chain.addSubnet(owner: TestChain.charlie)
        chain.advance()
        let calls: [AdminUtils.Call] = [
            .sudoSetBurnHalfLife(netuid: netuid, burnHalfLife: 7_200),
            .sudoSetBurnIncreaseMult(netuid: netuid, burnIncreaseMult: U64F64(2)),
            .sudoSetOwnerCutEnabled(netuid: netuid, enabled: false),
        ]
        for call in calls {
            #expect(RuntimeCall.adminUtils(call).dispatchInfo.class == .operational)
            #expect(try chain.refusal(of: .adminUtils(call), by: TestChain.charlie) == nil)
            let refusal = try chain.refusal(of: .adminUtils(call), by: Self.bob)
            #expect(refusal == .custom(TransactionErrorCode(.badOrigin).rawValue))
            #expect(throws: InvalidTransaction.self) { try chain.send(.adminUtils(call), by: Self.bob) }
        }
        // Every call of this class that can be signed is one of these, or needs authority over the chain.
        let batch = RuntimeCall.utility(.forceBatch(calls: calls.map { .adminUtils($0) }))
        #expect(batch.dispatchInfo.class == .normal)
        chain.advance()
    }

    @Test("what no block has room for is refused")
    func exhausting() throws {
        let chain = TestChain()
        let heavy = RuntimeCall.subtensor(.registerNetwork(hotkey: Self.bob.accountID))
        let batch = RuntimeCall.utility(.batch(calls: Array(repeating: heavy, count: 10_922)))
        #expect(batch.dispatchInfo.weight.refTime > System.blockWeights.maxBlock.refTime)
        #expect(try chain.refusal(of: batch, by: Self.bob) == .exhaustsResources)
        let long = RuntimeCall.system(
            .remark(remark: Array(repeating: 0, count: RuntimeParameters.blockLengthMaximum)))
        #expect(try chain.refusal(of: long, by: Self.bob) == .exhaustsResources)
    }

    @Test("a hotkey without balance sends calls that are free of fees, and no others")
    func emptyHotkey() throws {
        let chain = TestChain()
        let netuid = try chain.addSubnet()
        let hotkey = TestChain.key("Hotkey")
        try chain.register([hotkey], on: netuid)
        #expect(chain.state.contains(System.account, hotkey.accountID) == false)
        let serve = RuntimeCall.subtensor(
            .serveAxon(
                netuid: netuid, version: 1, ip: 0x0102_0304, port: 80, ipType: 4, protocol: 4, placeholder1: 0,
                placeholder2: 0))
        #expect(try chain.send(serve, by: hotkey) == nil)
        #expect(System.nonce(of: hotkey.accountID, in: chain.state) == 1)
        #expect(chain.free(hotkey) == .zero)
        #expect(try chain.refusal(of: Self.remark, by: hotkey) == .payment)
        #expect(throws: InvalidTransaction.payment) { try chain.send(serve, by: hotkey, tip: 1) }
        chain.advance()
        #expect(System.nonce(of: hotkey.accountID, in: chain.state) == 1)
    }

    @Test("calls nested too deep are no extrinsic")
    func nesting() throws {
        let chain = TestChain()
        for (depth, isExtrinsic) in [(60, true), (64, false), (1_000, false)] {
            let inner = Array(repeating: [UInt8(12), 0], count: depth).flatMap { $0 } + Self.remark.encoded()
            let signature = Self.bob.multiSignature([])
            let bytes = Extrinsic.signed(
                callBytes: inner, signer: Self.bob.accountID, signature: signature,
                extra: ExtrinsicExtra(era: .immortal, nonce: 0))
            #expect(((try? Extrinsic(bytes)) != nil) == isExtrinsic, "depth \(depth)")
        }
        #expect(try chain.refusal(of: Self.remark, by: Self.bob) == nil)
    }
}
