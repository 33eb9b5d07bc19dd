import JSON
import Primitives

/// An extrinsic that the pool took, and the news of it.
struct SubmissionWatch: Sendable {
    var extrinsic: SignedExtrinsic
    var updates: UpdateStream<JSONValue>
}

/// What a node says of an extrinsic on its way, as far as it matters.
enum SubmissionStatus: Equatable {
    /// In the pool, or undone and back in it.
    case waiting
    case inBlock(Hash)
    case finalized(Hash)
    /// The pool let go of it.
    case gone(String)

    init(_ update: JSONValue) throws(ClientError) {
        let name = "author_submitAndWatchExtrinsic"
        var key = ""
        var value = JSONValue.null
        switch update {
        case .string(let text): key = text
        case .object(let members) where !members.isEmpty:
            (key, value) = (members[0].name, members[0].value)
        default: throw .malformedAnswer(request: name, detail: "an update is \(update.kind)")
        }
        switch key.lowercased() {
        case "inblock": self = .inBlock(try value.hash(of: name))
        case "finalized": self = .finalized(try value.hash(of: name))
        case "usurped", "dropped", "invalid", "finalitytimeout": self = .gone(key)
        // Ready, future, broadcast, retracted, and whatever newer nodes say: the outcome is still to come.
        default: self = .waiting
        }
    }
}
