#!/usr/bin/env python3
"""Files that are damaged, unsuitable or in the way: one clear sentence, and nothing left."""
import gzip
import os
import resource
import subprocess
from pathlib import Path

from harness import (PROGRAM, REFERENCE, SMALL, fail, main, npy_bytes, png_bytes, report, run,
                     succeed, test, write_npy, write_pair)

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
def cifar_for_python():
    Path("py").mkdir()
    Path("py/data_batch_1").write_bytes(b"\x80\x02}q\x01.")
    fail(1, ["py", "cifar-10-binary.tar.gz", "rasura-cli get cifar-10"], "info", "py")
    Path("cifar-10-binary.tar.gz").write_bytes(b"\x1f\x8b")
    fail(1, ["cifar-10-binary.tar.gz", "unpack"], "info", "cifar-10-binary.tar.gz")


@test
def matlab_files():
    good = (REFERENCE / "mat/octave-v7.mat").read_bytes()
    path = Path("digits.mat")
    path.write_bytes(good)
    data = report("info", "digits.mat")["dataset"]
    assert data["format"] == "svhn" and data["train"] == 20
    path.write_bytes(good[:-40])
    fail(1, ["digits.mat", "damaged"], "info", "digits.mat")
    path.write_bytes(b"MATLAB 7.3".ljust(512) + b"\x89HDF\r\n\x1a\n")
    fail(1, ["digits.mat", "7.3", "savemat"], "info", "digits.mat")
    path.write_bytes(b"")
    fail(1, ["digits.mat", "version 5"], "info", "digits.mat")
    Path("svhn").mkdir()
    Path("svhn/test_32x32.mat").write_bytes(good)
    fail(1, ["svhn", "train_32x32.mat"], "info", "svhn")


@test
def idx_files():
    Path("mnist").mkdir()
    images, labels = Path("mnist/train-images-idx3-ubyte"), Path("mnist/train-labels-idx1-ubyte.gz")
    pixels = bytes([0, 0, 8, 3, 0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 2]) + bytes(range(32))
    numbers = gzip.compress(bytes([0, 0, 8, 1, 0, 0, 0, 8]) + bytes([0, 1] * 4))
    images.write_bytes(pixels)
    fail(1, ["train-images-idx3-ubyte", "labels"], "info", "mnist")
    labels.write_bytes(numbers)
    data = report("info", str(images))["dataset"]
    assert data["format"] == "idx" and data["train"] == 8 and data["height"] == 2
    images.write_bytes(pixels[:-1])
    fail(1, ["train-images-idx3-ubyte", "item 8 of the 8"], "info", "mnist")
    images.write_bytes(pixels)
    labels.write_bytes(numbers[:-3])
    fail(1, "train-labels-idx1-ubyte.gz", "info", "mnist")


@test
def sides():
    small = report("info", SMALL, "--side", "4")["dataset"]
    assert small["height"] == 4 and small["width"] == 4
    assert small == report("info", SMALL + "#side=4")["dataset"]
    fail(1, ["small.npy", "6 × 6"], "info", SMALL, "--side", "7")
    for wrong in ["3", "0", "-4", "x", "4.5", ""]:
        fail(2, ["--side", "from 4"], "info", SMALL, f"--side={wrong}")
    fail(2, "--side", "cache", "--side", "8")


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
