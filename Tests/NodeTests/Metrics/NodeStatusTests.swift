import Chain
import RPC
import Runtime
import StateStore
import Testing

@testable import Node

@Suite struct NodeStatusTests {
    private func status(_ chain: Chain, pageLifetime: Duration) -> NodeStatus {
        NodeStatus(chain: chain, seal: .manual, connectionCountMaximum: 1, pageLifetime: pageLifetime)
    }

    private func height(_ report: StatusReport) throws -> Double? {
        try Exposition(String(decoding: report.body, as: UTF8.self))
            .value("myelin_block_height", ["status": "best"])
    }

    @Test("a page of metrics is made anew when its time is over, and not before")
    func lifetime() throws {
        let chain = try Chain(store: .inMemory(), genesis: .development(slotMilliseconds: 250))
        let service = RPCService(handler: EchoHandler())
        let patient = status(chain, pageLifetime: .seconds(3_600))
        let fresh = status(chain, pageLifetime: .zero)
        for number in 0..<3 {
            #expect(try height(patient.metrics(of: service)) == 0)
            #expect(try height(fresh.metrics(of: service)) == Double(number))
            try chain.makeBlock(at: UInt64(number + 1) * 1_000)
        }
    }
}
