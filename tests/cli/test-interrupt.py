#!/usr/bin/env python3
"""Ctrl+C: one line, and no half-written file."""
import os
import signal
import subprocess
import time

from harness import PROGRAM, main, test


def start(*arguments):
    return subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            # A shell's background jobs ignore it, and so would their children.
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def finish(child):
    out, err = child.communicate(timeout=200)
    assert child.returncode == 1, (child.returncode, err)
    assert out == b""
    assert err.startswith(b"rasura-cli: ") and err.count(b"\n") == 1, err


def interrupt_while_files_are_open(number):
    child = start("erase", "drawn", "--eraser", "leace", "-o", "out.npy")
    # Files under a temporary name are there before the fit begins.
    while not any(name.startswith("out") for name in os.listdir()):
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.005)
    child.send_signal(number)
    finish(child)
    assert not any(name.startswith("out") for name in os.listdir())


@test
def while_erasing():
    interrupt_while_files_are_open(signal.SIGINT)


@test
def terminated_while_erasing():
    interrupt_while_files_are_open(signal.SIGTERM)


@test
def while_making_a_gallery():
    child = start("gallery", "drawn", "-e", "none,gradient", "--iterations", "100000", "-o", "x.png")
    time.sleep(1.5)
    child.send_signal(signal.SIGINT)
    finish(child)
    assert not any(name.startswith("x.png") for name in os.listdir())


@test
def while_opening():
    child = start("info", "drawn:64")
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    finish(child)


main()
