/// Makes a failing sequence short: first it leaves out steps, half of them at once and then fewer and fewer (delta
/// debugging), then it makes each step simpler, and again from the start until nothing helps.
struct Shrinker<Step: Equatable> {
    /// Whether a sequence still fails in the same way.
    var fails: ([Step]) -> Bool
    /// Simpler forms of a step, the simplest first.
    var simpler: (Step) -> [Step]
    /// Sequences that are tried at the most.
    var trialsMaximum = 3_000

    /// - Parameter sequence: one that fails.
    /// - Returns: a failing sequence of which no step can be left out or replaced by a simpler form, unless the trials
    ///   came to an end before.
    func shrink(_ sequence: [Step]) -> [Step] {
        var search = Search(shrinker: self, best: sequence, trialsLeft: trialsMaximum)
        var before: [Step]?
        while before != search.best, search.trialsLeft > 0 {
            before = search.best
            search.leaveOutSteps()
            search.simplifySteps()
        }
        return search.best
    }

    /// The shortest failing sequence that was found so far.
    private struct Search {
        let shrinker: Shrinker
        var best: [Step]
        var trialsLeft: Int

        /// Takes a candidate that fails too.
        mutating func accepts(_ candidate: [Step]) -> Bool {
            guard trialsLeft > 0 else { return false }
            trialsLeft -= 1
            guard shrinker.fails(candidate) else { return false }
            best = candidate
            return true
        }

        mutating func leaveOutSteps() {
            var length = best.count
            while length > 0 {
                // From the end: what comes after the failure goes first.
                var end = best.count
                while end > 0 {
                    let start = max(0, end - length)
                    _ = accepts(Array(best[..<start] + best[min(end, best.count)...]))
                    end = start
                }
                length /= 2
            }
        }

        mutating func simplifySteps() {
            for index in best.indices {
                var improves = true
                while improves {
                    improves = shrinker.simpler(best[index]).contains { step in
                        guard step != best[index] else { return false }
                        var candidate = best
                        candidate[index] = step
                        return accepts(candidate)
                    }
                }
            }
        }
    }
}
