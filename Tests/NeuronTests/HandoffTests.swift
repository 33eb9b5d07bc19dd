import Synchronization
import Testing

@testable import Neuron

@Suite(.timeLimit(.minutes(1))) struct HandoffTests {
    @Test("elements arrive in order, and the sender is never more than one ahead")
    func order() async {
        let handoff = Handoff<Int>()
        let sent = Mutex(0)
        let sender = Task {
            for number in 0..<1_000 {
                guard await handoff.send(number) else { return }
                sent.withLock { $0 = number + 1 }
            }
            handoff.close()
        }
        var received = 0
        while let number = await handoff.receive() {
            #expect(number == received)
            #expect(sent.withLock { $0 } <= received + 1)
            received += 1
        }
        await sender.value
        #expect(received == 1_000)
    }

    @Test("whoever waits on either side wakes when the other ends it")
    func close() async {
        let unread = Handoff<Int>()
        async let isTaken = unread.send(1)
        await Task.yield()
        unread.close()
        #expect(await isTaken == false)
        #expect(await unread.send(2) == false)

        let unsent = Handoff<Int>()
        async let element = unsent.receive()
        await Task.yield()
        unsent.close()
        #expect(await element == nil)
        #expect(await unsent.receive() == nil)
    }

    @Test("a cancelled sender takes its element back; a cancelled receiver ends it")
    func cancellation() async {
        let handoff = Handoff<Int>()
        let sender = Task { await handoff.send(1) }
        sender.cancel()
        #expect(await sender.value == false)
        async let second = handoff.send(2)
        #expect(await handoff.receive() == 2)
        #expect(await second)

        let receiver = Task { await handoff.receive() }
        receiver.cancel()
        #expect(await receiver.value == nil)
        #expect(await handoff.send(3) == false)
    }
}
