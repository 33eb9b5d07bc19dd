import Frame
import Primitives
import RuntimeInterface

/// Where neurons can be reached. Source: pallets/subtensor/src/subnets/serving.rs.
extension Subtensor {
    /// An address as a neuron announces it.
    struct Endpoint {
        var ip: UInt128
        var port: UInt16
        /// 4 or 6.
        var ipType: UInt8
    }

    private static let loopback4: UInt128 = 0x7f00_0001
    private static let loopback6: UInt128 = 1

    /// Publishes the address of a miner's or validator's axon. Emits `AxonServed`.
    ///
    /// Fails with `hotKeyNotRegisteredInNetwork`, `invalidIpType`, `invalidIpAddress`, `servingRateLimitExceeded` or
    /// `invalidPort`. For registered hotkeys.
    /// - Parameter certificate: the neuron's TLS key; one that is none leaves the certificate as it was.
    static func serveAxon(
        _ origin: Origin, _ netuid: NetUID, _ axon: AxonInfo, certificate: [UInt8] = [], in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        try requireServable(
            Endpoint(ip: axon.ip, port: axon.port, ipType: axon.ipType), by: hotkey, on: netuid, in: state)
        if let certificate = NeuronCertificate(certificate) {
            state.set(neuronCertificates, netuid, hotkey, to: certificate)
        }
        var axon = axon
        axon.block = currentBlock(in: state)
        state.set(axons, netuid, hotkey, to: axon)
        state.deposit(.subtensor(.axonServed(netuid, hotkey)))
    }

    /// Publishes where a neuron's metrics can be read. Emits `PrometheusServed`.
    ///
    /// Fails as ``serveAxon(_:_:_:certificate:in:)``. For registered hotkeys.
    static func servePrometheus(
        _ origin: Origin, _ netuid: NetUID, version: UInt32, _ endpoint: Endpoint, in state: inout State
    ) throws(DispatchError) {
        let hotkey = try origin.signer()
        try requirePrometheus(endpoint, by: hotkey, on: netuid, in: state)
        state.set(
            prometheus, netuid, hotkey,
            to: PrometheusInfo(
                block: currentBlock(in: state), version: version, ip: endpoint.ip, port: endpoint.port,
                ipType: endpoint.ipType))
        state.deposit(.subtensor(.prometheusServed(netuid, hotkey)))
    }

    /// Whether a neuron may announce this axon now.
    /// - Throws: what ``serveAxon(_:_:_:certificate:in:)`` names.
    static func requireServable(
        _ endpoint: Endpoint, by hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        guard state.contains(uids, netuid, hotkey) else { throw .subtensor(.hotKeyNotRegisteredInNetwork) }
        try requireAddress(endpoint, allowsZero: true, in: state)
        let last = state.get(axons, netuid, hotkey)?.block ?? 0
        try requireServingRate(last: last, on: netuid, in: state)
        guard endpoint.port != 0 else { throw .subtensor(.invalidPort) }
    }

    /// Whether a neuron may announce this metrics address now.
    /// - Throws: what ``servePrometheus(_:_:version:_:in:)`` names.
    static func requirePrometheus(
        _ endpoint: Endpoint, by hotkey: AccountID, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        try requireAddress(endpoint, allowsZero: false, in: state)
        guard state.contains(uids, netuid, hotkey) else { throw .subtensor(.hotKeyNotRegisteredInNetwork) }
        let last = state.get(prometheus, netuid, hotkey)?.block ?? 0
        try requireServingRate(last: last, on: netuid, in: state)
        guard endpoint.port != 0 else { throw .subtensor(.invalidPort) }
    }

    /// Zero means that the neuron withdrew its address. Loopback is a mistake on a network of many machines, and the
    /// very point on a developer's.
    private static func requireAddress(
        _ endpoint: Endpoint, allowsZero: Bool, in state: borrowing State
    ) throws(DispatchError) {
        guard [4, 6].contains(endpoint.ipType) else { throw .subtensor(.invalidIpType) }
        let isVersion4 = endpoint.ipType == 4
        let isInRange = isVersion4 ? endpoint.ip < UInt128(UInt32.max) : endpoint.ip < UInt128.max
        let isLoopback = endpoint.ip == (isVersion4 ? loopback4 : loopback6)
        guard isInRange, allowsZero || endpoint.ip != 0,
            !isLoopback || NetworkProfile.current(in: state).allowsLoopbackAddresses
        else { throw .subtensor(.invalidIpAddress) }
    }

    private static func requireServingRate(
        last: UInt64, on netuid: NetUID, in state: borrowing State
    ) throws(DispatchError) {
        let limit = state.get(servingRateLimit, netuid)
        guard limit == 0 || passesRateLimit(limit, last: last, in: state) else {
            throw .subtensor(.servingRateLimitExceeded)
        }
    }
}

extension NeuronCertificate {
    /// Bytes that a public key may have.
    private static let keyLengthMaximum = 64

    /// The certificate that a neuron sent: the algorithm in the first byte, then the public key; `nil` where there is
    /// no algorithm, or the key is too long.
    init?(_ bytes: [UInt8]) {
        guard let algorithm = bytes.first, bytes.count <= 1 + Self.keyLengthMaximum else { return nil }
        self.init(publicKey: Array(bytes.dropFirst()), algorithm: algorithm)
    }
}
