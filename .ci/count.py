#!/usr/bin/env python3
"""Counts the results in meson's testlog.json and prints "N passed, N failed".

Usage: count.py TESTLOG STATUS | count.py --self-test

A program that speaks TAP counts once per check, any other once. Skipped, expected to
fail, timed out: all of it counts as failed. The exit status is 0 only if something
passed, nothing failed and STATUS, that of `./run test`, is 0.
"""
import json
import re
import sys

TAP_PLAN = re.compile(r"^1\.\.(\d+)", re.M)
TAP_RESULT = re.compile(r"^(not )?ok\b(.*)$", re.M)
TAP_DIRECTIVE = re.compile(r"#\s*(skip|todo)", re.I)


def count_program(record):
    """Passed and failed checks of one test program."""
    output = record.get("stdout", "")
    passed = failed = 0
    if TAP_PLAN.search(output):
        for failure, rest in TAP_RESULT.findall(output):
            if failure or TAP_DIRECTIVE.search(rest):
                failed += 1
            else:
                passed += 1
        if passed + failed == 0:
            failed = 1
    elif record["result"] == "OK":
        passed = 1
    # A program that crashed after its last check, say.
    if record["result"] != "OK" and failed == 0:
        failed = 1
    return passed, failed


def summarise(lines, status):
    """The summary line and the exit status for the lines of a testlog.json."""
    counts = [count_program(json.loads(line)) for line in lines if line.strip()]
    passed = sum(p for p, _ in counts)
    failed = sum(f for _, f in counts)
    if status != 0 and failed == 0:
        failed = 1
    return f"{passed} passed, {failed} failed", 0 if passed > 0 and failed == 0 else 1


def self_test():
    def log(*records):
        return [json.dumps({"result": r, "stdout": out}) for r, out in records]

    tap = "1..2\nok 1 /a\nok 2 /b\n"
    cases = [
        (log(("OK", tap), ("OK", "")), 0, "3 passed, 0 failed", 0),
        (log(("FAIL", "1..2\nok 1 /a\nnot ok 2 /b\n")), 1, "1 passed, 1 failed", 1),
        (log(("OK", "1..2\nok 1 /a\nok 2 /b # SKIP no network\n")), 0, "1 passed, 1 failed", 1),
        (log(("ERROR", "1..3\nok 1 /a\n")), 1, "1 passed, 1 failed", 1),
        (log(("OK", "1..0 # SKIP\n")), 0, "0 passed, 1 failed", 1),
        (log(("SKIP", ""), ("TIMEOUT", ""), ("EXPECTEDFAIL", "")), 1, "0 passed, 3 failed", 1),
        (log(("OK", tap)), 1, "2 passed, 1 failed", 1),
        ([], 0, "0 passed, 0 failed", 1),
    ]
    for lines, status, summary, code in cases:
        assert summarise(lines, status) == (summary, code), (lines, summarise(lines, status))


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        sys.exit(0)
    with open(sys.argv[1], encoding="utf-8") as log:
        summary, code = summarise(log, int(sys.argv[2]))
    print(summary)
    sys.exit(code)
