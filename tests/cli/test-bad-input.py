#!/usr/bin/env python3
"""Files that are damaged, unsuitable or in the way: one clear sentence, and nothing left."""
import os
import resource
import subprocess
from pathlib import Path

from harness import (PROGRAM, SMALL, fail, main, npy_bytes, png_bytes, report, run, succeed, test,
                     write_npy, write_pair)

FLOATS = [0.1, 0.5, 0.9, 0.3] * 4


def nothing_new(*expected):
    """Only these are in the folder, besides the cache."""
    found = {name for name in os.listdir() if name != "cache"}
    assert found == set(expected), found


@test
def missing():
    fail(1, "nowhere", "info", "nowhere")
    fail(1, "gone.npy", "fit", "gone.npy")


@test
def cifar():
    record = bytes([3]) + bytes(3072)
    other = bytes([4]) + bytes(3072)
    Path("cifar").mkdir()
    batch = Path("cifar/data_batch_1.bin")
    batch.write_bytes((record + other) * 4)
    assert report("info", "cifar")["dataset"]["train"] == 8
    batch.write_bytes((record + other) * 4 + record[:100])
    fail(1, "data_batch_1.bin", "info", "cifar")
    batch.write_bytes(record + bytes([10]) + bytes(3072))
    fail(1, ["data_batch_1.bin", "10"], "info", "cifar")
    batch.write_bytes(b"")
    fail(1, "cifar", "info", "cifar")
    batch.write_bytes(record * 4)
    fail(1, "class", "info", "cifar")


@test
def folder_of_classes():
    Path("set").mkdir()
    fail(1, "set", "info", "set")
    for name in ["cat", "dog"]:
        Path("set", name).mkdir()
    fail(1, "set", "info", "set")
    for i in range(3):
        Path(f"set/cat/{i}.png").write_bytes(png_bytes(5, 5, bytes([40 * i]) * 75))
    fail(1, "class", "info", "set")
    Path("set/dog/a.png").write_bytes(png_bytes(5, 5, bytes(range(75))))
    Path("set/dog/broken.png").write_bytes(png_bytes(5, 5, bytes(75))[:60])
    data = report("info", "set")
    assert [c["name"] for c in data["classes"]] == ["cat", "dog"]
    assert data["dataset"]["train"] == 4
    assert any("broken.png" in remark for remark in data["remarks"])
    assert "broken.png" in succeed("info", "set").decode()


@test
def arrays():
    def check(words, descr, shape, values, labels):
        write_npy("x.npy", descr, shape, values)
        write_npy("x.labels.npy", "<i8", (len(labels),), labels)
        fail(1, words, "info", "x.npy")

    shape, labels = (4, 1, 2, 2), [0, 1, 0, 1]
    write_npy("x.npy", "<f4", shape, FLOATS)
    fail(1, "x.labels.npy", "info", "x.npy")
    check("x", "<f4", shape, [0.1, float("nan"), 0.9, 0.3] * 4, labels)
    check("x", "<f4", shape, [0.1, 2000.0, 0.9, 0.3] * 4, labels)
    check("x.npy", "<c8", shape, bytes(128), labels)
    check("x.npy", "|S1", shape, bytes(16), labels)
    check("x", "<f4", shape, FLOATS, [0, 1, 0])
    check("x", "<f4", shape, FLOATS, [0, 1, 0, -1])
    check("x", "<f4", shape, FLOATS, [0, 1, 0, 1 << 40])
    check("class", "<f4", shape, FLOATS, [0, 0, 0, 0])
    check("x", "<f4", (16,), FLOATS, labels)
    check("x.npy", "<f4", (4, 1, 2, 3), FLOATS, labels)
    write_npy("x.npy", "<f4", shape, FLOATS)
    write_npy("x.labels.npy", "<i8", (4,), labels)
    assert report("info", "x.npy")["dataset"]["classes"] == 2
    data = npy_bytes("<f4", shape, bytes(64))
    Path("x.npy").write_bytes(data[:-5])
    fail(1, "x.npy", "info", "x.npy")
    Path("x.npz").write_bytes(b"PK\x03\x04 and no more")
    fail(1, "x.npz", "info", "x.npz")


@test
def images_too_large_to_fit():
    side = 256
    write_npy("big.npy", "|u1", (4, 3, side, side), os.urandom(4 * 3 * side * side))
    write_npy("big.labels.npy", "<i8", (4,), [0, 1, 0, 1])
    data = report("info", "big.npy")
    assert data["memory"]["fit_bytes"] > 3e11
    fail(1, ["memory", "GB"], "fit", "big.npy")
    fail(1, ["memory", "GB"], "erase", "big.npy", "--eraser", "qleace", "-o", "out.npy")
    nothing_new("big.npy", "big.labels.npy")


@test
def unwritable_outputs():
    fail(1, "no/x.png", "figure", SMALL, "-o", "no/x.png")
    fail(1, "no/x.npy", "erase", SMALL, "--eraser", "leace", "-o", "no/x.npy")
    fail(1, "no/x.csv", "path", SMALL, "-o", "no/x.csv")
    fail(1, "no/x.svg", "path", SMALL, "-o", "x.csv", "--plot", "no/x.svg")
    Path("a.npy").mkdir()
    fail(1, "a.npy", "erase", SMALL, "--eraser", "leace", "-o", "a.npy")
    Path("b.labels.npy").mkdir()
    fail(1, "b.labels.npy", "erase", SMALL, "--eraser", "leace", "-o", "b.npy")
    nothing_new("a.npy", "b.labels.npy")


@test
def full_disk():
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    Path("keep.npy").write_bytes(b"before")
    fail(1, "keep.npy", "erase", SMALL, "--eraser", "leace", "--limit", "100", "-o", "keep.npy",
         preexec_fn=limit)
    assert Path("keep.npy").read_bytes() == b"before"
    fail(1, "x.png", "figure", SMALL, "-e", "none,leace", "-o", "x.png", preexec_fn=limit)
    fail(1, "x.png", "path", SMALL, "-o", "x.csv", "--plot", "x.png", preexec_fn=limit)
    nothing_new("keep.npy")


def run_into(file, *arguments):
    return subprocess.run([PROGRAM, *arguments], stdout=file, stderr=subprocess.PIPE, check=False)


@test
def full_standard_output():
    with open("/dev/full", "wb") as full:
        for arguments in [("info", SMALL), ("path", SMALL), ("fit", SMALL, "--json"), ("--help",)]:
            done = run_into(full, *arguments)
            assert done.returncode == 1, arguments
            assert done.stderr.startswith(b"rasura-cli: ") and done.stderr.count(b"\n") == 1


@test
def no_such_image():
    name = write_pair("pair", [0, 1, 1] * 20)
    fail(1, ["pair.npy", "60"], "figure", name, "-o", "x.png", "--index", "60")
    fail(1, "20", "figure", name, "-o", "x.png", "--class", "class 0", "--index", "20")
    fail(1, ["pair.npy", "ship", "class 0"], "figure", name, "-o", "x.png", "--class", "ship")
    fail(1, "test", "figure", name, "-o", "x.png", "--split", "test")
    fail(1, "test", "erase", name, "--eraser", "leace", "-o", "x.npy", "--split", "test")
    fail(1, "own.png", "figure", name, "-o", "x.png", "--image", "own.png")
    Path("own.png").write_bytes(b"no picture")
    fail(1, "own.png", "figure", name, "-o", "x.png", "--image", "own.png")
    nothing_new("pair.npy", "pair.labels.npy", "own.png")


@test
def names_with_line_ends():
    done = run("info", "no\nsuch\nthing")
    assert done.returncode == 1 and done.stderr.count(b"\n") == 1


main()
