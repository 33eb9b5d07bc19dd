import Cryptography
import Frame
import Primitives
import Runtime
import RuntimeInterface
import Testing

@testable import SubtensorPallets

/// Addresses of neurons.
@Suite struct ServingTests {
    private static let hotkey = TestChain.key("Hotkey")
    private static let address: UInt128 = 0x0102_0304

    private static func axon(
        _ netuid: NetUID, ip: UInt128 = address, port: UInt16 = 8091, ipType: UInt8 = 4
    ) -> RuntimeCall {
        .subtensor(
            .serveAxon(
                netuid: netuid, version: 7, ip: ip, port: port, ipType: ipType, protocol: 4, placeholder1: 1,
                placeholder2: 2))
    }

    private static func metrics(
        _ netuid: NetUID, ip: UInt128 = address, port: UInt16 = 9100, ipType: UInt8 = 4
    ) -> RuntimeCall {
        .subtensor(.servePrometheus(netuid: netuid, version: 7, ip: ip, port: port, ipType: ipType))
    }

    /// A chain with one registered hotkey.
    private static func chain(_ profile: NetworkProfile = .dev) throws -> (TestChain, NetUID) {
        let chain = TestChain(profile) { (state: inout State) in
            state.set(Subtensor.networkRateLimit, to: 0)
            state.set(Subtensor.startCallDelay, to: 0)
        }
        let netuid = try chain.addSubnet()
        try chain.register([hotkey], on: netuid)
        return (chain, netuid)
    }

    @Test("an axon is stored with its block and announced")
    func servesAxon() throws {
        let (chain, netuid) = try Self.chain()
        #expect(try chain.send(Self.axon(netuid), by: Self.hotkey) == nil)
        let stored = chain.state.get(Subtensor.axons, netuid, Self.hotkey.accountID)
        #expect(
            stored
                == AxonInfo(
                    block: UInt64(chain.number), version: 7, ip: Self.address, port: 8091, ipType: 4, protocol: 4,
                    placeholder1: 1, placeholder2: 2))
        #expect(chain.has(.subtensor(.axonServed(netuid, Self.hotkey.accountID))))
        #expect(try chain.send(Self.metrics(netuid), by: Self.hotkey) == nil)
        let prometheus = chain.state.get(Subtensor.prometheus, netuid, Self.hotkey.accountID)
        #expect(
            prometheus
                == PrometheusInfo(block: UInt64(chain.number), version: 7, ip: Self.address, port: 9100, ipType: 4))
        #expect(chain.has(.subtensor(.prometheusServed(netuid, Self.hotkey.accountID))))
        chain.advance()
    }

    @Test("a developer's chain takes loopback, the main network does not")
    func loopback() throws {
        for profile in [NetworkProfile.dev, .mainnet] {
            let (chain, netuid) = try Self.chain(profile)
            let expected: InvalidTransaction? = profile == .dev ? nil : .custom(11)
            for (ip, ipType) in [(UInt128(0x7f00_0001), UInt8(4)), (1, 6)] {
                #expect(try chain.refusal(of: Self.axon(netuid, ip: ip, ipType: ipType), by: Self.hotkey) == expected)
                #expect(
                    try chain.refusal(of: Self.metrics(netuid, ip: ip, ipType: ipType), by: Self.hotkey) == expected)
            }
            #expect(try chain.refusal(of: Self.axon(netuid), by: Self.hotkey) == nil)
        }
    }

    @Test("addresses must be of their kind; zero withdraws an axon but no metrics")
    func addresses() throws {
        let (chain, netuid) = try Self.chain()
        let cases: [(UInt128, UInt8, Subtensor.Failure?, Subtensor.Failure?)] = [
            (0, 4, nil, .invalidIpAddress), (0, 6, nil, .invalidIpAddress),
            (UInt128(UInt32.max) - 1, 4, nil, nil), (UInt128(UInt32.max), 4, .invalidIpAddress, .invalidIpAddress),
            (1 << 40, 4, .invalidIpAddress, .invalidIpAddress), (1 << 40, 6, nil, nil),
            (.max - 1, 6, nil, nil), (.max, 6, .invalidIpAddress, .invalidIpAddress),
            (Self.address, 0, .invalidIpType, .invalidIpType), (Self.address, 5, .invalidIpType, .invalidIpType),
        ]
        chain.root(.adminUtils(.sudoSetServingRateLimit(netuid: netuid, servingRateLimit: 0)))
        let origin = Origin.signed(Self.hotkey.accountID)
        for (ip, ipType, axon, metrics) in cases {
            #expect(
                chain.dispatch(Self.axon(netuid, ip: ip, ipType: ipType), from: origin) == axon.map { .subtensor($0) })
            #expect(
                chain.dispatch(Self.metrics(netuid, ip: ip, ipType: ipType), from: origin)
                    == metrics.map { .subtensor($0) })
        }
    }

    private static func encryptedAxon(_ netuid: NetUID, port: UInt16 = 8091, certificate: [UInt8]) -> RuntimeCall {
        .subtensor(
            .serveAxonTLS(
                netuid: netuid, version: 7, ip: address, port: port, ipType: 4, protocol: 4, placeholder1: 1,
                placeholder2: 2, certificate: certificate))
    }

    @Test("an axon that speaks TLS publishes its key, and one that is none leaves the last as it was")
    func certificates() throws {
        let (chain, netuid) = try Self.chain()
        chain.root(.adminUtils(.sudoSetServingRateLimit(netuid: netuid, servingRateLimit: 0)))
        #expect(
            try chain.refusal(of: Self.encryptedAxon(netuid, port: 0, certificate: [1]), by: Self.hotkey) == .custom(13)
        )
        #expect(try chain.refusal(of: Self.encryptedAxon(99, certificate: [1]), by: Self.hotkey) == .custom(10))
        let longest: [UInt8] = [4] + Array(repeating: 9, count: 64)
        for (sent, stored) in [
            ([], nil), ([7], NeuronCertificate(publicKey: [], algorithm: 7)),
            (longest, NeuronCertificate(publicKey: Array(repeating: 9, count: 64), algorithm: 4)),
            (longest + [1], NeuronCertificate(publicKey: Array(repeating: 9, count: 64), algorithm: 4)),
            ([], NeuronCertificate(publicKey: Array(repeating: 9, count: 64), algorithm: 4)),
        ] as [([UInt8], NeuronCertificate?)] {
            #expect(try chain.send(Self.encryptedAxon(netuid, certificate: sent), by: Self.hotkey) == nil)
            #expect(chain.state.get(Subtensor.neuronCertificates, netuid, Self.hotkey.accountID) == stored)
            #expect(chain.has(.subtensor(.axonServed(netuid, Self.hotkey.accountID))))
        }
        #expect(chain.state.get(Subtensor.axons, netuid, Self.hotkey.accountID)?.ip == Self.address)
        chain.advance()
    }

    @Test("the pool refuses with the reference's numbers")
    func codes() throws {
        let (chain, netuid) = try Self.chain()
        let cases: [(RuntimeCall, Keypair, UInt8)] = [
            (Self.axon(netuid), TestChain.dave, 10), (Self.axon(netuid, ip: .max), Self.hotkey, 11),
            (Self.axon(netuid, ipType: 9), Self.hotkey, 255), (Self.axon(netuid, port: 0), Self.hotkey, 13),
            (Self.metrics(netuid), TestChain.dave, 10), (Self.metrics(netuid, ip: 0), Self.hotkey, 11),
            (Self.metrics(netuid, port: 0), Self.hotkey, 13), (Self.axon(99), Self.hotkey, 10),
        ]
        for (call, keypair, code) in cases {
            #expect(try chain.refusal(of: call, by: keypair) == .custom(code))
        }
    }

    @Test("an address may change again after the limit of blocks, not one before")
    func rateLimit() throws {
        let (chain, netuid) = try Self.chain()
        chain.root(.adminUtils(.sudoSetServingRateLimit(netuid: netuid, servingRateLimit: 4)))
        for call in [Self.axon(netuid), Self.metrics(netuid)] {
            #expect(try chain.send(call, by: Self.hotkey) == nil)
        }
        for block in 0..<4 {
            for call in [Self.axon(netuid), Self.metrics(netuid)] {
                #expect(try chain.refusal(of: call, by: Self.hotkey) == .custom(12), "block \(block)")
                #expect(
                    chain.dispatch(call, from: .signed(Self.hotkey.accountID))
                        == .subtensor(.servingRateLimitExceeded))
            }
            chain.advance()
        }
        for call in [Self.axon(netuid), Self.metrics(netuid)] {
            #expect(try chain.send(call, by: Self.hotkey) == nil)
        }
    }
}
