/// The parts of the program that have a log of their own.
enum LogSubsystem: String, CaseIterable {
    case node, chain, pool, rpc, store
    case client, miner, axon, validator, dendrite
    case up
}
