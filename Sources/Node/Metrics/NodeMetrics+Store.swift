import Chain
import Primitives
import StateStore

extension NodeMetrics {
    var storeFamilies: [MetricFamily] {
        let store = chain.executor.store
        let statistics = try? store.statistics()
        let kept: Double =
            switch store.history {
            case .blocks(let count): Double(count)
            case .archive: .infinity
            }
        return [
            .gauge("myelin_store_file_bytes", statistics?.fileByteCount, "Length of the data file."),
            .gauge(
                "myelin_store_used_bytes", statistics?.usedByteCount,
                "Bytes of the data file that were ever written, free pages among them."),
            .gauge("myelin_store_page_bytes", statistics?.pageByteCount, "Bytes of a page of the store."),
            .gauge("myelin_store_free_pages", statistics?.freePageCount, "Pages that will be written again."),
            .gauge("myelin_store_map_bytes_limit", statistics?.mapByteMaximum, "Bytes that the store may grow to."),
            .gauge(
                "myelin_store_disk_available_bytes", statistics?.availableByteCount,
                "Bytes that the store's file system has left."),
            .gauge("myelin_store_readers", statistics?.readerCount, "Reads of the store under way."),
            .gauge("myelin_store_readers_limit", statistics?.readerMaximum, "Reads that may be under way at once."),
            .gauge(
                "myelin_store_oldest_state_block", statistics.map { Int($0.oldestState) },
                "Oldest block whose state can be read."),
            MetricFamily(
                name: "myelin_store_history_blocks_limit", help: "Blocks whose state is kept.", kind: .gauge,
                samples: [.init(labels: [], value: .number(kept))]),
        ]
    }
}
