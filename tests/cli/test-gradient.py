#!/usr/bin/env python3
"""Gradient-based erasure: what is told of it, what is kept, and what learns from it."""
import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

from harness import (PROGRAM, REFERENCE, SMALL, fail, main, png_bytes, png_parts, read_npy, report,
                     succeed, test, write_pair)
from training import make_set, rows, train

D = 108


def kept():
    """Names and times of the files of edited images."""
    folder = Path("cache/rasura/fits")
    return {path.name: path.stat().st_ino for path in folder.glob("*.edited")} if folder.exists() else {}


def erase(dataset, *options, to="out.npy"):
    assert succeed("erase", dataset, "-o", to, "--eraser", "gradient", *options) == b""
    descr, shape, values = read_npy(to)
    assert descr == "<f4"
    return shape, values


@test
def fit_only_makes_the_target():
    data = report("fit", SMALL, "--erasers", "gradient")
    assert [f["eraser"] for f in data["fits"]] == ["gradient"] and "edits" not in data
    assert not kept() and len(os.listdir("cache/rasura/fits")) == 1


@test
def fit_edits_a_class():
    data = report("fit", SMALL, "--erasers", "leace,gradient", "--class", "class 2")
    (edit,) = data["edits"]
    assert (edit["class"], edit["images"], edit["method"]) == ("class 2", 500, "lbfgs")
    assert edit["weights"] == {"mean": 0.01, "covariance": 0.01, "change": 1}
    assert 0 < edit["iterations"] <= 100 and edit["evaluations"] > edit["iterations"]
    assert edit["ended"] in ("iterations", "converged") and not edit["from_cache"]
    assert edit["seconds"] > 0 and 0 < edit["seconds_per_evaluation"] < edit["seconds"]
    assert data["peak_memory_bytes"] > 1e6
    start, end = edit["start"], edit["end"]
    for state in (start, end):
        weighted = sum(edit["weights"][term] * state[term] for term in edit["weights"])
        assert abs(weighted - state["loss"]) < 1e-6 * start["loss"], state
    assert end["loss"] < 0.9 * start["loss"]
    assert end["mean"] < start["mean"] and end["covariance"] < start["covariance"]
    assert abs(start["change"]) < 1e-5 < end["change"]
    again = report("fit", SMALL, "--erasers", "gradient", "--class", "class 2")["edits"][0]
    assert again.pop("from_cache") and edit.pop("from_cache") is False and again == edit
    text = succeed("fit", SMALL, "--erasers", "gradient", "--class", "class 2").decode()
    assert "500 images" in text and f"{end['loss']:.5f}" in text


@test
def the_loss_is_told_on_a_terminal():
    ours, theirs = pty.openpty()
    options = [PROGRAM, "fit", SMALL, "--erasers", "gradient", "--class", "class 0"]
    with subprocess.Popen(options, stdout=subprocess.DEVNULL, stderr=theirs) as child:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
        child.wait()
    os.close(ours)
    assert child.returncode == 0
    assert re.search(rb"evaluation \d+, loss 0\.\d{4}", shown), shown
    assert shown.endswith(b"\r\x1b[K"), shown


@test
def fit_with_fewer_images_and_iterations():
    options = ["fit", SMALL, "--erasers", "gradient", "--class", "class 1"]
    few = report(*options, "--images", "40", "--iterations", "5")["edits"][0]
    assert few["images"] == 40 and few["iterations"] <= 5
    assert report(*options, "--images", "9999", "--iterations", "5")["edits"][0]["images"] == 500
    plain = report(*options, "--iterations", "5", "--no-shrinkage")["edits"][0]
    assert not plain["from_cache"]
    anew = report(*options, "--iterations", "5", "--no-cache")["edits"][0]
    assert not anew["from_cache"] and len(kept()) == 3


@test
def erased_twice_is_the_same():
    shape, values = erase(SMALL, "--iterations", "20")
    assert shape == (2000, 3, 6, 6)
    files = kept()
    assert len(files) == 4
    first = Path("out.npy").read_bytes()
    erase(SMALL, "--iterations", "20")
    # From the cache: nothing was written again.
    assert Path("out.npy").read_bytes() == first and kept() == files
    assert list(read_npy("out.labels.npy")[2]) == list(read_npy(REFERENCE / "small.labels.npy")[2])
    # Every class comes nearer to the mean of all.
    _, _, pixels = read_npy(SMALL)
    labels = read_npy("out.labels.npy")[2]

    def gap(x, scale):
        means = [[sum(x[i * D + j] for i in range(2000) if labels[i] == z) / 500 / scale
                  for j in range(0, D, 9)] for z in range(2)]
        return sum((a - b) ** 2 for a, b in zip(*means))

    assert gap(values, 1) < 0.2 * gap(pixels, 255)


@test
def what_was_fitted_serves_erase():
    report("fit", SMALL, "--erasers", "gradient", "--class", "class 3", "--iterations", "5")
    before = kept()
    erase(SMALL, "--iterations", "5")
    assert len(before) == 1 and before.items() <= kept().items() and len(kept()) == 4


@test
def a_limit_edits_only_those():
    shape, some = erase(SMALL, "--limit", "100", "--iterations", "10")
    assert shape[0] == 100 and read_npy("out.labels.npy")[1] == (100,)
    _, every = erase(SMALL, "--iterations", "10")
    # In other company they are edited otherwise.
    assert max(abs(a - b) for a, b in zip(some, every)) > 1e-3
    assert len(kept()) == 8


@test
def without_a_cache():
    _, one = erase(SMALL, "--iterations", "5", "--no-cache")
    assert not kept()
    _, two = erase(SMALL, "--iterations", "5")
    assert one == two


@test
def the_test_split():
    for split, n in (("train", 8), ("test", 5)):
        for z in range(2):
            Path(f"set/{split}/c{z}").mkdir(parents=True)
            name = write_pair("one", [z] * n, side=6, seed=3 * z + n)
            _, _, pixels = read_npy(name)
            for i in range(n):
                image = pixels[i * D:(i + 1) * D]
                rgb = bytes(image[c * 36 + p] for p in range(36) for c in range(3))
                Path(f"set/{split}/c{z}/{i}.png").write_bytes(png_bytes(6, 6, rgb))
    shape, train_values = erase("set", "--iterations", "5")
    assert shape == (16, 3, 6, 6)
    shape, test_values = erase("set", "--iterations", "5", "--split", "test")
    assert shape == (10, 3, 6, 6) and len(kept()) == 4
    assert list(read_npy("out.labels.npy")[2]) == [0] * 5 + [1] * 5


@test
def killed_and_gone_on():
    name = write_pair("many", [i % 3 for i in range(900)], side=12)
    options = [PROGRAM, "erase", name, "--eraser", "gradient", "-o", "out.npy", "--iterations", "60"]
    with subprocess.Popen(options, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        while not kept() and child.poll() is None:
            time.sleep(0.002)
        child.send_signal(signal.SIGKILL)
    files = kept()
    assert len(files) > 0
    _, values = erase(name, "--iterations", "60")
    assert files.items() <= kept().items() and len(kept()) == 3
    _, fresh = erase(name, "--iterations", "60", "--no-cache")
    assert values == fresh


@test
def figure_with_all_panels():
    def width(*options):
        succeed("figure", SMALL, "-o", "x.png", "--scale", "4", "--class", "class 1", *options)
        return png_parts("x.png")[0]

    every = width()
    assert every > width("-e", "none,leace,oracle-leace,qleace,alf-qleace,random")
    assert every == width("-e", "none,leace,oracle-leace,qleace,alf-qleace,random,gradient")
    assert width("--transport", "class 2") > every


@test
def figure_options_count():
    seen = set()
    for options in [(), ("--images", "50"), ("--images", "all"), ("--iterations", "3"),
                    ("--images", "50", "--seed", "2"), ("--no-shrinkage",), ("--index", "1")]:
        succeed("figure", SMALL, "-o", "x.png", "-e", "gradient", *options)
        seen.add(png_parts("x.png")[2])
    # All of the class are the 500 that are edited without a choice, but in another order.
    assert len(seen) >= 6
    files = kept()
    succeed("figure", SMALL, "-o", "y.png", "-e", "gradient", "--index", "1")
    assert kept() == files and png_parts("y.png")[2] == png_parts("x.png")[2]


@test
def figure_of_a_picture_of_ones_own():
    Path("own.png").write_bytes(png_bytes(6, 6, bytes(range(108))))
    fail(2, "--as", "figure", SMALL, "-o", "x.png", "--image", "own.png", "-e", "gradient")
    fail(2, "--as", "figure", SMALL, "-o", "x.png", "--image", "own.png", "--transport", "class 1")
    succeed("figure", SMALL, "-o", "x.png", "--image", "own.png")
    without = png_parts("x.png")[0]
    assert not kept()
    succeed("figure", SMALL, "-o", "x.png", "--image", "own.png", "--as", "class 1", "--transport",
            "class 0,class 2")
    assert png_parts("x.png")[0] > without and len(kept()) == 1


@test
def learning_from_edited_images():
    name = make_set(600)
    options = ["-e", "none,gradient", "--seeds", "1", "--max-epochs", "40", "--learning-rate", "0.02",
               "--width", "16", "--json"]
    data = json.loads(succeed("mdl", name, *options, "--quiet", "--no-store"))
    none, gradient = data["runs"]
    assert (none["config"]["eraser"], gradient["config"]["eraser"]) == ("none", "gradient")
    assert gradient["mdl_bits_per_sample"] > none["mdl_bits_per_sample"] + 0.01
    assert len(kept()) == 3
    again = json.loads(succeed("mdl", name, *options, "--quiet", "--no-store"))
    assert [run["id"] for run in again["runs"]] == [run["id"] for run in data["runs"]]
    assert [run["mdl_bits_per_sample"] for run in again["runs"]] == \
        [run["mdl_bits_per_sample"] for run in data["runs"]]


@test
def training_with_a_rank_for_others():
    lines = rows(train("mdl", make_set(), "-e", "gradient,random", "--rank", "3", "--max-epochs", "2",
                       "--blocks", "3", "--seeds", "1"))
    assert {line["eraser"] for line in lines} == {"gradient", "random"}


@test
def wrong_usage():
    fail(2, "gradient", "fit", SMALL, "--erasers", "leace", "--class", "class 1")
    fail(2, "--class", "fit", SMALL, "--erasers", "gradient", "--images", "5")
    fail(2, "--class", "fit", SMALL, "--erasers", "gradient", "--iterations", "5")
    fail(1, "class 9", "fit", SMALL, "--erasers", "gradient", "--class", "class 9")
    fail(2, "two", "fit", SMALL, "--erasers", "gradient", "--class", "class 1", "--images", "1")
    for number in ["x", "0", "1.5", "-1", "", "9999999"]:
        fail(2, "--iterations", "fit", SMALL, "--erasers", "gradient", "--class", "class 1",
             f"--iterations={number}")
        fail(2, "--iterations", "figure", SMALL, "-o", "x.png", f"--iterations={number}")
    for number in ["x", "1", "1.5", "-1", ""]:
        fail(2, "--images", "figure", SMALL, "-o", "x.png", f"--images={number}")
    fail(2, "--iterations", "erase", SMALL, "--eraser", "leace", "-o", "x.npy", "--iterations", "5")
    fail(1, "only one image", "erase", SMALL, "--eraser", "gradient", "-o", "x.npy", "--limit", "1")
    fail(2, "class 9", "figure", SMALL, "-o", "x.png", "--transport", "class 1,class 9")
    assert not any(name.startswith("x.") for name in os.listdir())


@test
def a_lone_image_is_refused_at_once():
    # Before the classes in front of it are edited.
    name = write_pair("lone", [0, 1] * 20 + [2])
    fail(1, "class 2", "erase", name, "--eraser", "gradient", "-o", "lone-out.npy")
    assert not kept() and not os.path.exists("lone-out.npy")


main()
