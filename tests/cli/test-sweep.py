#!/usr/bin/env python3
"""Sweeps over widths and depths, alone and shared out as single commands."""
import json
import os
import subprocess
from pathlib import Path

from harness import PROGRAM, fail, main, png_parts, succeed, test
from training import make_set, rows, train

SHORT = ["--max-epochs", "2", "--blocks", "4"]


def shell(line):
    """Runs a line as a person's shell would, rasura-cli being in the path."""
    os.makedirs("bin", exist_ok=True)
    if not os.path.exists("bin/rasura-cli"):
        os.symlink(PROGRAM, "bin/rasura-cli")
    path = os.path.abspath("bin") + ":" + os.environ["PATH"]
    done = subprocess.run(["sh", "-c", line], env={**os.environ, "PATH": path},
                          capture_output=True, timeout=250, check=False)
    assert done.returncode == 0 and done.stderr == b"", (line, done.stderr)
    return done.stdout


def order(lines):
    return [(line["seed"], line["width"], line["depth"], line["eraser"]) for line in lines
            if line["block"] == 0]


@test
def all_of_them_in_order():
    lines = rows(train("sweep", make_set(), "-e", "none,leace", "--widths", "16, 8,16", "--depths",
                       "1,2", "--seeds", "2", *SHORT))
    assert order(lines) == [(seed, width, depth, eraser) for seed in (1, 2) for width in (16, 8)
                            for depth in (1, 2) for eraser in ("none", "leace")]


@test
def the_listed_commands_are_the_sweep():
    name = make_set(name="it's a set")
    sweep = ["sweep", name, "-e", "none,alf-qleace,qleace,random", "--widths", "8,16", "--seeds",
             "2", "--seed", "3", *SHORT, "--learning-rate", "0.0123456789", "--act", "swiglu",
             "--no-flip", "--no-shrinkage", "--warm-up", "3", "--target", "0.6"]
    lines = succeed(*sweep, "--list", "--store", "their own.db").decode().splitlines()
    assert len(lines) == 16
    # One after the other, out of order, each as it stands: the store gets the very same runs.
    for line in reversed(lines):
        assert " --seeds 1 " in line and " --threads " in line
        shell(line + " --quiet")
    whole = json.loads(train(*sweep, "--store", "whole.db", "--json"))
    kept = json.loads(succeed("runs", "list", "--store", "their own.db", "--json"))
    assert {r["id"] for r in kept["runs"]} == {r["id"] for r in whole["runs"]}
    assert len(kept["runs"]) == 16 and kept["collections"] == []
    # And the same numbers: nothing is left to be trained.
    told = subprocess.run([PROGRAM, *sweep, "--store", "their own.db", "-v"], capture_output=True,
                          timeout=250, check=True)
    assert b", 16 of them kept from before" in told.stderr and told.stderr.count(b"\n") == 1
    assert told.stdout == train(*sweep, "--store", "whole.db")
    kept = json.loads(succeed("runs", "list", "--store", "their own.db", "--json"))
    assert [c["finished"] for c in kept["collections"]] == [16]


@test
def as_the_page_on_clusters_has_it():
    """Each job with a store of its own, then merged."""
    make_set()
    sweep = ["sweep", "set.npy", "-e", "none,leace", "--widths", "8,16", "--threads", "1", "--seeds",
             "1", *SHORT]
    jobs = succeed(*sweep, "--list").decode().splitlines()
    os.mkdir("stores")
    for number, line in enumerate(jobs, 1):
        assert "--store" not in line
        shell(f"{line} --quiet --store stores/{number}.db")
    shell("rasura-cli runs merge --store all.db stores/*.db")
    told = subprocess.run([PROGRAM, *sweep, "--store", "all.db", "-o", "figure.csv", "--plot",
                           "figure.png"], capture_output=True, timeout=250, check=True)
    assert b", 4 of them kept from before.\n" in told.stderr
    assert Path("figure.csv").read_bytes() == train(*sweep, "--no-store")
    assert "--widths" in png_parts("figure.png")[3]["Description"]


@test
def wrong_orders():
    name = make_set()
    fail(2, ["--widths", "--depths"], "sweep", name)
    fail(2, ["--width", "--widths"], "sweep", name, "--width", "8", "--widths", "8")
    fail(2, ["--depth", "--depths"], "sweep", name, "--depth", "8", "--depths", "8")
    fail(2, ["--widths", "Linear"], "sweep", name, "--net", "linear", "--widths", "8")
    for widths in ["", "8,", "8;16", "0", "1.5", "-1", "8,x", "99999999999"]:
        fail(2, "--widths", "sweep", name, f"--widths={widths}")
    for option in [["-o", "x.csv"], ["--plot", "x.svg"], ["--json"]]:
        fail(2, "--list", "sweep", name, "--widths", "8", "--list", *option)


main()
