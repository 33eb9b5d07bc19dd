import JSON
public import Primitives

extension ChainClient {
    /// Hash of the newest block.
    public func bestHash() async throws(ClientError) -> Hash {
        try await connection.call("chain_getBlockHash").hash(of: "chain_getBlockHash")
    }

    /// Hash of the newest block that can not be undone.
    public func finalizedHash() async throws(ClientError) -> Hash {
        try await connection.call("chain_getFinalizedHead").hash(of: "chain_getFinalizedHead")
    }

    /// Hash of the block with this number, or `nil` beyond the head.
    public func hash(of number: BlockNumber) async throws(ClientError) -> Hash? {
        let answer = try await connection.call("chain_getBlockHash", [.integer(Int128(number))])
        return answer == .null ? nil : try answer.hash(of: "chain_getBlockHash")
    }

    /// Head of a block, by default the newest one; `nil` where the node does not know the block.
    public func header(of block: Hash? = nil) async throws(ClientError) -> ChainHeader? {
        let answer = try await connection.call("chain_getHeader", [.block(block)])
        return answer == .null ? nil : try ChainHeader(answer, of: "chain_getHeader")
    }

    /// A block, by default the newest one; `nil` where the node does not know it.
    public func block(_ block: Hash? = nil) async throws(ClientError) -> ChainBlock? {
        let answer = try await connection.call("chain_getBlock", [.block(block)])
        return answer == .null ? nil : try ChainBlock(answer, of: "chain_getBlock")
    }

    /// The number of the newest block.
    public func blockNumber() async throws(ClientError) -> BlockNumber {
        guard let header = try await header() else {
            throw .malformedAnswer(request: "chain_getHeader", detail: "the node has no newest block")
        }
        return header.number
    }

    /// The heads of new blocks from now on.
    public func newHeads() async throws(ClientError) -> UpdateStream<ChainHeader> {
        try await connection.subscribe("chain_subscribeNewHeads", unsubscribe: "chain_unsubscribeNewHeads")
            .map { (value) throws(ClientError) in try ChainHeader(value, of: "chain_subscribeNewHeads") }
    }

    /// The heads of blocks from now on, once they can not be undone any more.
    public func finalizedHeads() async throws(ClientError) -> UpdateStream<ChainHeader> {
        try await connection.subscribe(
            "chain_subscribeFinalizedHeads", unsubscribe: "chain_unsubscribeFinalizedHeads"
        ).map { (value) throws(ClientError) in try ChainHeader(value, of: "chain_subscribeFinalizedHeads") }
    }

    /// Returns once the newest block has at least this number; its number.
    ///
    /// Survives a node that goes away and comes back, since it only reads.
    @discardableResult
    public func waitForBlock(_ number: BlockNumber) async throws(ClientError) -> BlockNumber {
        while true {
            let heads = try await newHeads()
            // Asked after subscribing, so that no block slips between the two.
            let newest = try await blockNumber()
            if newest >= number { return newest }
            do throws(ClientError) {
                var iterator = heads.makeAsyncIterator()
                while let head = try await iterator.next() { if head.number >= number { return head.number } }
                if Task.isCancelled { throw .cancelled }
            } catch {
                guard error.isConnectionLoss else { throw error }
            }
        }
    }
}
