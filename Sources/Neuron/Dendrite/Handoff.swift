import Synchronization

/// Passes elements from one task to another, one at a time: whoever sends waits until its element is taken, so nothing
/// piles up between a fast sender and a slow receiver.
final class Handoff<Element: Sendable>: Sendable {
    private enum State {
        case idle
        case offered(Element, CheckedContinuation<Bool, Never>)
        case wanted(CheckedContinuation<Element?, Never>)
        case closed
    }

    private let state = Mutex(State.idle)

    /// Waits until the element is taken; false when nobody will take it any more, or the task is cancelled.
    func send(_ element: Element) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { sender in
                let (isTaken, receiver) = state.withLock { state -> (Bool?, CheckedContinuation<Element?, Never>?) in
                    switch state {
                    case .wanted(let receiver):
                        state = .idle
                        return (true, receiver)
                    case .idle where !Task.isCancelled:
                        state = .offered(element, sender)
                        return (nil, nil)
                    case .idle, .offered, .closed:
                        return (false, nil)
                    }
                }
                receiver?.resume(returning: element)
                if let isTaken { sender.resume(returning: isTaken) }
            }
        } onCancel: {
            let sender = state.withLock { state -> CheckedContinuation<Bool, Never>? in
                guard case .offered(_, let sender) = state else { return nil }
                state = .idle
                return sender
            }
            sender?.resume(returning: false)
        }
    }

    /// Waits for the next element; `nil` after the end. Cancelling the task ends everything.
    func receive() async -> Element? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { receiver in
                let (element, sender) = state.withLock { state -> (Element??, CheckedContinuation<Bool, Never>?) in
                    switch state {
                    case .offered(let element, let sender):
                        state = .idle
                        return (element, sender)
                    case .idle where !Task.isCancelled:
                        state = .wanted(receiver)
                        return (nil, nil)
                    case .idle, .wanted, .closed:
                        return (.some(nil), nil)
                    }
                }
                sender?.resume(returning: true)
                if let element { receiver.resume(returning: element) }
            }
        } onCancel: {
            close()
        }
    }

    /// Ends it from either side; what was offered and not taken is lost.
    func close() {
        let last = state.withLock { state in
            defer { state = .closed }
            return state
        }
        switch last {
        case .offered(_, let sender): sender.resume(returning: false)
        case .wanted(let receiver): receiver.resume(returning: nil)
        case .idle, .closed: break
        }
    }
}
