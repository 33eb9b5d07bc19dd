#!/usr/bin/env python3
"""Runs commands of a client's own command line in one process, one after the other: it loads the program once and forks
for every command, because loading takes longer than most commands do.

usage: program.py MODULE   (with the Python of the environment that has the client)

MODULE has a function `main` that reads sys.argv, as the `btcli` script of the environment calls it. Each line on
standard input is a JSON list: what the program is to find in sys.argv behind its name, the file that gets its output,
and what somebody types. For each a line with its exit status is printed; a command that takes more than 60 s is ended,
with status 124.
"""

import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback

SECONDS = 60


def run(main, arguments, path, typed):
    """The program's whole life in a process of its own; does not return."""
    with open(path, "w") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    with tempfile.TemporaryFile() as file:
        file.write(typed.encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
    sys.argv = ["btcli", *arguments]
    status = 0
    try:
        status = main()
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    if isinstance(status, str):
        print(status, file=sys.stderr)
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status or 0)


def wait(child):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 124


if __name__ == "__main__":
    program = importlib.import_module(sys.argv[1]).main
    for line in sys.stdin:
        arguments, path, typed = json.loads(line)
        child = os.fork()
        if child == 0:
            run(program, arguments, path, typed)
        print(wait(child), flush=True)
