import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import SCALE
import SubtensorPallets
import SystemPallets
import Testing

/// Root changes who the authorities are.
@Suite struct AuthorityTests {
    private static func authority(_ keypair: Keypair) -> AuraAuthority {
        AuraAuthority(FixedBytes(keypair.accountID.bytes) ?? FixedBytes())
    }

    private static func swap(_ keypairs: [Keypair]) -> RuntimeCall {
        .adminUtils(.swapAuthorities(newAuthorities: keypairs.map(authority)))
    }

    @Test("the slots of other authorities come at once, in rotation, and with them the fees")
    func swapsAuthorities() throws {
        let chain = TestChain()
        let (bob, charlie) = (TestChain.bob, TestChain.charlie)
        for origin in [Origin.signed(bob.accountID), .none] {
            #expect(chain.dispatch(Self.swap([bob]), from: origin) == .badOrigin)
        }
        chain.root(Self.swap([bob, charlie]))
        #expect(chain.state.get(Aura.authorities) == [bob, charlie].map(Self.authority))
        let log = DigestItem.consensus(Aura.engineID, [1] + [bob, charlie].map(Self.authority).encoded())
        #expect(chain.state.get(System.digest).logs.suffix(1) == [log])
        // The test's chain makes a block a slot, of the same number.
        for _ in 0..<4 {
            let author = chain.number.isMultiple(of: 2) ? bob : charlie
            let before = [TestChain.author, bob, charlie].map(chain.free)
            let call = RuntimeCall.system(.remark(remark: [1]))
            #expect(try chain.send(call, by: TestChain.alice) == nil)
            for (keypair, balance) in zip([TestChain.author, bob, charlie], before) {
                let isAuthor = keypair.accountID == author.accountID
                #expect((chain.free(keypair) > balance) == isAuthor, "block \(chain.number)")
            }
            chain.advance()
        }
    }

    @Test("no list and a list that is too long change nothing")
    func badLists() {
        let chain = TestChain()
        let before = chain.state.get(Aura.authorities)
        chain.root(Self.swap([]))
        #expect(chain.state.get(Aura.authorities) == before)
        #expect(chain.state.get(System.digest).logs.count == 1)
        #expect(chain.dispatch(Self.swap(Array(repeating: TestChain.bob, count: 33)), from: .root) == .exhausted)
        chain.root(Self.swap(Array(repeating: TestChain.bob, count: 32)))
        chain.advance(2)
    }

    private static func schedule(_ byte: UInt8, delay: BlockNumber = 0, forced: BlockNumber? = nil) -> RuntimeCall {
        .adminUtils(
            .scheduleGrandpaChange(nextAuthorities: voters(byte), inBlocks: delay, forced: forced))
    }

    private static func voters(_ byte: UInt8) -> [Pair<GrandpaAuthority, UInt64>] {
        [Pair(GrandpaAuthority(FixedBytes(Array(repeating: byte, count: 32)) ?? FixedBytes()), 1)]
    }

    @Test("finality authorities change at the end of the block, once in it", arguments: [nil, 7] as [BlockNumber?])
    func schedulesGrandpa(forced: BlockNumber?) throws {
        let chain = TestChain()
        for origin in [Origin.signed(TestChain.bob.accountID), .none] {
            #expect(chain.dispatch(Self.schedule(1), from: origin) == .badOrigin)
        }
        #expect(
            chain.dispatch(Self.schedule(1, delay: 1), from: .root) == .adminUtils(.grandpaChangeDelayMustBeZero))
        chain.root(Self.schedule(1, forced: forced))
        #expect(chain.dispatch(Self.schedule(2), from: .root) == .grandpa(.changePending))
        #expect(chain.state.get(Grandpa.authorities).isEmpty)
        Runtime.endBlock(in: &chain.state)
        #expect(chain.state.get(Grandpa.authorities) == Self.voters(1))
        #expect(chain.has(.grandpa(.newAuthorities(authoritySet: Self.voters(1)))))
        let change = Self.voters(1).encoded() + UInt32(0).encoded()
        let log = forced.map { [2] + $0.encoded() + change } ?? [1] + change
        #expect(chain.state.get(System.digest).logs.suffix(1) == [.consensus(Grandpa.engineID, log)])
        #expect(chain.state.get(Grandpa.pendingChange) == nil)

        let next = TestChain()
        next.root(Self.schedule(1))
        next.advance()
        next.root(Self.schedule(2))
        next.advance()
        #expect(next.state.get(Grandpa.authorities) == Self.voters(2))
        let many = Array(repeating: Self.voters(1)[0], count: 33)
        let call = RuntimeCall.adminUtils(.scheduleGrandpaChange(nextAuthorities: many, inBlocks: 0, forced: nil))
        #expect(next.dispatch(call, from: .root) == .exhausted)
    }
}
