#!/usr/bin/env python3
"""Training from the command line: the numbers, the store they are kept in, and going on."""
import json
import math
import os
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from harness import PROGRAM, fail, main, png_parts, report, run, succeed, test, write_pair
from training import CLASSES, make_set, rows, train

SHORT = ["--max-epochs", "3", "--blocks", "5", "--seeds", "1"]


def runs_of(lines):
    """The lines of each run, by eraser and seed."""
    found = {}
    for line in lines:
        found.setdefault((line["eraser"], line["seed"]), []).append(line)
    return found


def check_code(lines, images):
    """One run: blocks in order, no image lost, MDL as the mean over all labels coded so far."""
    bits = coded = 0
    for block, line in enumerate(lines):
        assert line["block"] == block and line["images"] == coded
        bits += line["test_images"] * line["cross_entropy_bits"]
        coded += line["test_images"]
        assert math.isclose(line["mdl_bits_per_sample"], bits / coded, rel_tol=1e-12)
    assert lines[0]["cross_entropy_bits"] == math.log2(CLASSES)
    assert coded == images - images // 5


@test
def columns_and_arithmetic():
    lines = rows(train("mdl", make_set(), "-e", "random,none,leace", "--rank", "5", "--width", "16",
                       "--depth", "3", *SHORT, "--seeds", "2", "--seed", "7", "--learning-rate",
                       "0.02", "--max-epochs", "20"))
    found = runs_of(lines)
    assert list(found) == [(eraser, seed) for seed in (7, 8)
                           for eraser in ("none", "leace", "random")]
    for run_lines in found.values():
        assert len(run_lines) == 5
        check_code(run_lines, 300)
    assert {(line["net"], line["width"], line["depth"]) for line in lines} == {("mlp", 16, 3)}
    # Seeds and erasers are not all the same; where nothing is learned the code stays at log2 k.
    assert len({line["cross_entropy_bits"] for line in lines if line["block"] == 4}) > 2


@test
def reduced_images_are_a_set_of_their_own():
    """Whether an option or the name asks for a side, it is the same run, and found again."""
    name = write_pair("wide", [i % CLASSES for i in range(300)], side=8)
    small = [name, "--width", "8", "-e", "none", *SHORT, "--store", "a.db"]
    whole = train("mdl", *small)
    reduced = train("mdl", *small, "--side", "4")
    assert reduced != whole
    assert train("mdl", small[0] + "#side=4", *small[1:]) == reduced
    kept = [run["id"] for run in report("runs", "list", "--store", "a.db")["runs"]]
    shown = report("runs", "show", *kept, "--store", "a.db")["runs"]
    places = sorted(run["config"]["dataset"] for run in shown)
    assert places == [str(Path(name).absolute()), str(Path(name).absolute()) + "#side=4"]


@test
def what_is_learned_counts():
    """Without an eraser a class's shade is learned; LEACE takes just that from a linear network."""
    lines = rows(train("mdl", make_set(600), "--net", "linear", "-e", "none,leace", "--seeds", "1",
                       "--max-epochs", "60", "--learning-rate", "0.02", "--no-augment"))
    last = {line["eraser"]: line["cross_entropy_bits"] for line in lines if line["block"] == 9}
    assert last["none"] < 1.4 and last["leace"] > 1.5, last


@test
def the_authors_estimator():
    name = make_set()
    found = rows(train("mdl", name, "-e", "none", *SHORT, "--estimator", "fixed-test"))
    check_code(found, 300)
    prequential = rows(train("mdl", name, "-e", "none", *SHORT))
    assert found[0] == prequential[0] and found[4] != prequential[3]
    # The last network is the same one, tested on the same block.
    assert found[4]["cross_entropy_bits"] == prequential[4]["cross_entropy_bits"]


@test
def the_same_command_gives_the_same_bytes():
    command = ["mdl", make_set(), "-e", "none,qleace,random", "--rank", "4", *SHORT]
    first = train(*command, "--store", "a.db")
    assert train(*command, "--store", "b.db") == first
    assert train(*command, "--no-store", "--no-cache") == first
    # One worker or two: runs do not know of each other.
    assert train(*command, "--no-store", "--cores", "1", "--threads", "1") == first
    assert train(*command, "--no-store", "--seed", "2") != first
    # Threads of one run split its sums.
    two = train(*command, "--no-store", "--threads", "2")
    assert train(*command, "--no-store", "--threads", "2") == two


def blocks_told(*arguments):
    done = run(*arguments, "--verbose")
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr.decode().count(": block ")


@test
def what_is_kept_is_not_trained_again():
    command = ["mdl", make_set(), "-e", "none,leace", *SHORT]
    first, told = blocks_told(*command)
    assert told == 10 and Path("data/rasura/runs.db").exists()
    assert blocks_told(*command) == (first, 0)
    assert blocks_told(*command, "--again") == (first, 10)
    more, told = blocks_told(*command, "--seeds", "2")
    assert told == 10 and more.startswith(first)
    # The history has one entry for each plan, however often it was given.
    kept = json.loads(succeed("runs", "list", "--json"))
    assert [c["runs"] for c in kept["collections"]] == [4, 2] and len(kept["runs"]) == 4
    assert {r["state"] for r in kept["runs"]} == {"finished"}
    assert rows(succeed("runs", "export", kept["collections"][1]["id"])) == rows(first)


# --- Killed, interrupted ---

LONG = ["mdl", "set.npy", "-e", "none,leace", "--seeds", "1", "--max-epochs", "40",
        "--patience", "40"]


def start():
    return subprocess.Popen([PROGRAM, *LONG, "--store", "runs.db"], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def count_points():
    try:
        with closing(sqlite3.connect("file:runs.db?mode=ro", uri=True, timeout=10)) as db:
            return db.execute("SELECT count(*) FROM points").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def stop(child, number):
    """Once some blocks are there, but not all."""
    while count_points() < 5:
        assert child.poll() is None, child.stderr.read()
        time.sleep(0.005)
    child.send_signal(number)
    out, err = child.communicate(timeout=200)
    assert out == b"", out
    assert 5 <= count_points() < 20, count_points()
    return err.decode()


def check_goes_on():
    there = count_points()
    done, told = blocks_told(*LONG, "--store", "runs.db")
    assert told == 20 - there
    assert done == train(*LONG, "--no-store")


@test
def killed_it_goes_on_to_the_same_numbers():
    make_set(1500)
    child = start()
    stop(child, signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    check_goes_on()


@test
def interrupted_it_goes_on_to_the_same_numbers():
    make_set(1500)
    child = start()
    err = stop(child, signal.SIGINT)
    assert child.returncode == 1
    estimate, last = err.splitlines()
    assert estimate.startswith("2 runs"), err
    assert last.startswith("rasura-cli: interrupted") and "runs.db" in last, err
    check_goes_on()


# --- Accidents ---


@test
def a_loss_that_is_not_finite():
    command = ["mdl", make_set(), "-e", "none,leace", *SHORT, "--learning-rate", "1e30", "--quiet"]
    for _ in range(2):
        # The second time the store tells.
        done = run(*command)
        *told, last = done.stderr.decode().splitlines()
        assert done.returncode == 1
        for eraser, line in zip(["leace", "none"], sorted(told), strict=True):
            assert f", {eraser}, seed 1: " in line and "a lower learning rate" in line, line
        assert "2 of 2 runs failed" in last, last
        assert [line["block"] for line in rows(done.stdout)] == [0, 0]
    kept = json.loads(succeed("runs", "list", "--json"))
    assert {r["state"] for r in kept["runs"]} == {"failed"}


@test
def what_cannot_be_is_refused():
    name = make_set()
    fail(2, ["300", "301"], "mdl", name, "--images", "301")
    fail(2, "at least 30", "mdl", name, "--images", "20")
    fail(2, "directions", "mdl", name, "-e", "random", "--rank", "49")
    fail(1, "nowhere", "mdl", name, "-o", "nowhere/x.csv")
    Path("runs.db").write_text("no store at all, but a text of some length")
    fail(1, "runs.db", "mdl", name, "--store", "runs.db", "--quiet")
    assert not Path("data").exists()


# --- What is written ---


@test
def presets_are_clamped_and_overridden():
    for preset, epochs, seeds in [("glance", 150, 1), ("lesson", 1000, 2), ("paper", 30000, 5)]:
        listed = succeed("sweep", make_set(), "--preset", preset, "--depths", "2", "-e", "none",
                         "--list").decode().splitlines()
        assert len(listed) == seeds
        assert f" --images 300 --max-epochs {epochs} " in listed[0]
    other = succeed("sweep", "set.npy", "-p", "paper", "--depths", "2", "-e", "none", "--list",
                    "--images", "200", "--seeds", "1", "--patience", "3").decode()
    assert other.count("\n") == 1 and "--images 200" in other and "--patience 3 " in other


@test
def the_estimate_comes_first():
    command = ["mdl", make_set(), *SHORT, "--threads", "1", "-e"]
    text = run(*command, "none").stderr.decode()
    assert re.fullmatch(r"1 run on 300 images of set\.npy: (a few|about \d+) seconds, "
                        r"[\d.]+\s.?B of memory\.\n", text), text
    text = run(*command, "none,leace").stderr.decode()
    assert text.startswith("2 runs on 300 images of set.npy, 1 of them kept from before: "), text


@test
def json_and_the_rank_of_a_target():
    data = json.loads(train("mdl", make_set(), "-e", "none,alf-qleace,random", *SHORT, "--target",
                            "0.5", "--json"))
    path = succeed("path", "set.npy", "--target", "0.5").decode().splitlines()
    assert [r["config"]["eraser"] for r in data["runs"]] == ["none", "alf-qleace", "random"]
    assert [r["config"]["rank"] for r in data["runs"]] == [0, len(path) - 1, len(path) - 1]
    assert data["dataset"]["train"] == 300 and data["store"].endswith("data/rasura/runs.db")
    none, alf, _ = data["summary"]
    assert none["increase"] is None and none["finished"] == 1
    assert math.isclose(alf["increase"], alf["mdl_bits_per_sample"] - none["mdl_bits_per_sample"])
    for point in data["runs"][0]["points"][1:]:
        assert len(point["validation_losses"]) == point["epochs"] == 3
        shares = point["augment_seconds"] + point["erase_seconds"] + point["learn_seconds"]
        assert 0 < shares < point["seconds"]


@test
def every_option_reaches_the_run():
    given = {"learning-rate": 0.003, "beta1": 0.8, "beta2": 0.99, "weight-decay": 0.1, "warm-up": 7,
             "batch": 50, "patience": 9, "eraser-seed": 5, "width": 20, "depth": 1, "threads": 2}
    words = [f"--{key}={value}" for key, value in given.items()]
    data = json.loads(train("mdl", make_set(), "-e", "random", "--rank", "2", *SHORT, *words,
                            "--act", "gelu", "--no-crop", "--no-flip", "--json"))
    config = data["runs"][0]["config"]
    for key, value in given.items():
        assert math.isclose(config[key.replace("-", "_")], value), key
    assert (config["activation"], config["crop"], config["flip"]) == ("gelu", False, False)
    data = json.loads(train("mdl", "set.npy", "-e", "qleace", *SHORT, "--no-shrinkage",
                            "--no-augment", "--json"))
    config = data["runs"][0]["config"]
    assert (config["shrinkage"], config["crop"], config["flip"]) == (False, False, False)


@test
def files():
    command = ["mdl", make_set(), "-e", "none,leace", *SHORT]
    fail(2, ["--dpi", "--plot"], *command, "--dpi", "300")
    done = run(*command, "-o", "out.csv", "--plot", "curves.png", "--style", "slide-dark", "--dpi",
               "72")
    assert done.returncode == 0, done.stderr
    table = done.stdout.decode().splitlines()
    assert len(table) == 3 and "leace" in table[2]
    assert len(rows(Path("out.csv").read_bytes())) == 10
    width, height, _, texts = png_parts("curves.png")
    assert (width, height) == (960, 540) and " ".join(map(str, command)) in texts["Description"]
    assert not [name for name in os.listdir() if name.startswith((".", "out.csv."))]
    assert train(*command, "--no-store") == Path("out.csv").read_bytes()


@test
def bench_learn():
    data = json.loads(succeed("bench", "learn", make_set(), "--nets", "linear,mlp", "--seconds",
                              "0.01", "--json"))
    assert [(row["net"], row["width"], row["eraser"]) for row in data["networks"]] == [
        ("mlp", 128, "none"), ("mlp", 512, "none"), ("mlp", 2048, "none"), ("linear", 0, "none"),
        ("mlp", 128, "leace"), ("mlp", 128, "alf-qleace"), ("mlp", 128, "random"),
        ("mlp", 128, "qleace")]
    for row in data["networks"]:
        assert row["peak_memory_bytes"] > 1e6
        for measure in row["measures"]:
            assert measure["images_per_second"] > 1
            assert 0 < sum(measure[f"{part}_share"] for part in ("augment", "erase", "learn")) < 1.01
    text = succeed("bench", "learn", "set.npy", "--nets", "linear", "--seconds", "0.01").decode()
    assert "Linear, none" in text


main()
