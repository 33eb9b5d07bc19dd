#!/usr/bin/env python3
"""Runs an acceptance script and judges it by the steps that are known to be missing.

usage: judge.py MISSING COMMAND...

COMMAND prints a line `PASS step ...` or `FAIL step: ...` for each step and "N passed, N failed" at the end. MISSING is
a file of lines `step | reason`, one for each step that cannot pass yet; `#` begins a comment. It is an error when a
step fails that is not listed, and also when a listed one passes or does not come up: then the list has to shrink.
Steps that fail as listed are only counted.
"""
import re
import subprocess
import sys


def read_missing(path):
    missing = {}
    for line in open(path, encoding="utf-8"):
        line = line.strip()
        if line and not line.startswith("#"):
            name, separator, reason = line.partition(" | ")
            if not separator or not reason:
                sys.exit(f"{path}: '{line}' gives no reason; write 'step | reason'")
            missing[name] = reason
    return missing


def main(path, command):
    missing = read_missing(path)
    passed, failed, is_whole = set(), set(), False
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        failure = re.match(r"FAIL (.*?): [A-Za-z_.]+: ", line)
        if failure is None or failure[1] not in missing:
            print(line, end="", flush=True)
        if match := re.match(r"PASS (.*?)(?: \(\d+\.\d+s\).*)?$", line):
            passed.add(match[1])
        elif failure:
            failed.add(failure[1])
        is_whole = is_whole or re.match(r"\d+ passed, \d+ failed$", line) is not None
    process.wait()
    complaints = [f"'{name}' fails and is not listed as missing" for name in sorted(failed - set(missing))]
    complaints += [f"'{name}' passes: take it out of {path}" for name in missing if name in passed]
    complaints += [
        f"'{name}' does not come up: correct {path}" for name in missing if name not in passed | failed]
    if not is_whole:
        complaints.append(f"the run did not come to its end (exit status {process.returncode})")
    if failed and not complaints:
        print(f"{len(failed)} steps cannot pass yet, as {path} says")
    for complaint in complaints:
        print(f"error: {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
