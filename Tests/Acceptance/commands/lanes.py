"""Commands in lanes: one lane's commands run one after the other, the lanes at the same time."""

import asyncio
import json
import os
import re
import shlex
import time
from dataclasses import dataclass


@dataclass
class Command:
    """A command line with what is expected of it.

    `shows` are fragments of the output, whose white space and colours are left out of the comparison; one that begins
    with `not ` must not come up. `effect` reads the network afterwards and raises when the command did not do its
    work; `before` prepares what the command needs. `typed` is what somebody types where the command asks although it
    was told not to.
    """

    name: str
    line: str
    shows: tuple = ()
    status: int = 0
    effect: object = None
    before: object = None
    typed: str = ""

    def __post_init__(self):
        if not self.shows and self.effect is None:
            raise ValueError(f"nothing is expected of '{self.name}'")


class Lane:
    """The process that runs a lane's commands."""

    def __init__(self, name, python, module, environment, folder, as_processes):
        self.name, self.python, self.module = name, python, module
        self.environment, self.folder, self.as_processes = environment, folder, as_processes
        self.program = None
        self.count = 0

    async def run(self, arguments, typed):
        """Gives status and output."""
        if self.as_processes:
            return await self.run_process(arguments, typed)
        if self.program is None:
            script = os.path.join(os.path.dirname(__file__), "program.py")
            self.program = await asyncio.create_subprocess_exec(
                self.python,
                script,
                self.module,
                env=self.environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        self.count += 1
        path = os.path.join(self.folder, f"{self.name}-{self.count}.out")
        self.program.stdin.write(json.dumps([arguments, path, typed]).encode() + b"\n")
        await self.program.stdin.drain()
        status = await self.program.stdout.readline()
        if not status:
            raise RuntimeError("the program ended")
        with open(path, encoding="utf-8", errors="replace") as file:
            return int(status), file.read()

    async def run_process(self, arguments, typed):
        process = await asyncio.create_subprocess_exec(
            os.path.join(os.path.dirname(self.python), "btcli"),
            *arguments,
            env=self.environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await asyncio.wait_for(process.communicate(typed.encode()), 120)
        return process.returncode, output.decode(errors="replace")

    async def close(self):
        if self.program is not None:
            self.program.stdin.close()
            await self.program.wait()


def plain(text):
    """Output without colours, frames, marks of direction and white space, which depend on the width of the terminal."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    return re.sub(r"[\s\u200e│┃|]+", "", text)


async def judge(command, lane, net):
    """Runs a command; raises when it is not as expected. Gives what was shown, for people."""
    if command.before is not None:
        await command.before(net)
    arguments = shlex.split(command.line)
    status, output = await lane.run(arguments, command.typed)
    shown = " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output).split())
    if status != command.status:
        raise AssertionError(f"status {status}, expected {command.status}: {shown[-600:]}")
    for fragment in command.shows:
        is_absent = fragment.startswith("not ")
        wanted = plain(fragment.removeprefix("not "))
        if (wanted in plain(output)) == is_absent:
            raise AssertionError(f"{'shows' if is_absent else 'does not show'} '{wanted}': {shown[-600:]}")
    if command.effect is not None:
        try:
            await command.effect(net)
        except AssertionError as error:
            raise AssertionError(f"{error}, after: {shown[-600:]}") from error
    return shown


async def run_lanes(commands, make_lane, net, step):
    """Runs {lane: commands}; `step` is called with each name and its work."""

    async def run(name, lines):
        lane = make_lane(name)
        for command in lines:
            started = time.monotonic()
            await step(command.name, lambda command=command: judge(command, lane, net), started)
        await lane.close()

    await asyncio.gather(*(run(name, lines) for name, lines in commands.items()))
