#!/usr/bin/env python3
"""Kept fits: used, left alone, repaired, cleared."""
import os
from pathlib import Path

from harness import SMALL, main, read_npy, report, succeed, test

FOLDER = "cache/rasura/fits"


def sources(*options):
    return {f["eraser"]: f["from_cache"] for f in report("fit", SMALL, *options)["fits"]}


@test
def used_the_second_time():
    first, second = report("fit", SMALL), report("fit", SMALL)
    assert not any(f["from_cache"] for f in first["fits"])
    assert all(f["from_cache"] for f in second["fits"])
    assert second["moments_seconds"] == 0


@test
def not_used_when_told_so():
    sources("--no-cache")
    assert not os.path.exists("cache")
    sources()
    assert not any(sources("--no-cache").values())


@test
def other_options_are_other_fits():
    sources("-e", "qleace,random")
    assert not sources("-e", "qleace", "--no-shrinkage")["qleace"]
    assert not sources("-e", "random", "--seed", "2")["random"]
    assert sources("-e", "qleace,random") == {"qleace": True, "random": True}


@test
def a_longer_path_goes_on_from_a_shorter():
    short = report("fit", SMALL, "-e", "alf-qleace", "--target", "0.8")["fits"][0]
    long = report("fit", SMALL, "-e", "alf-qleace", "--target", "0.95")["fits"][0]
    again = report("fit", SMALL, "-e", "alf-qleace", "--target", "0.8")["fits"][0]
    assert not long["from_cache"] and again["from_cache"]
    assert short["directions"] < long["directions"] == again["directions"]


@test
def damaged_files_are_fitted_again():
    arguments = ("erase", SMALL, "--limit", "30", "-o", "out.npy", "--eraser", "qleace")
    succeed(*arguments)
    before = read_npy("out.npy")
    files = list(Path(FOLDER).iterdir())
    assert len(files) == 1
    data = files[0].read_bytes()
    middle = len(data) // 2
    for damage in [data[:middle], b"", data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:]]:
        files[0].write_bytes(damage)
        succeed(*arguments)
        assert read_npy("out.npy") == before
        assert files[0].read_bytes() == data
        files[0].write_bytes(damage)
        assert sources("-e", "qleace") == {"qleace": False}


@test
def size_and_clearing():
    assert report("cache")["bytes"] == 0
    sources()
    size = sum(file.stat().st_size for file in Path(FOLDER).iterdir())
    data = report("cache")
    assert data["bytes"] == size > 0
    assert data["folder"].endswith(FOLDER)
    assert FOLDER in succeed("cache").decode()
    assert report("cache", "--clear")["bytes"] == 0
    assert list(Path(FOLDER).iterdir()) == []
    assert not any(sources().values())


@test
def an_unusable_cache_is_no_obstacle():
    Path("cache").write_bytes(b"in the way")
    assert not sources("-e", "leace")["leace"]


main()
