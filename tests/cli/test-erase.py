#!/usr/bin/env python3
"""erase: the figures of the reference, whatever is asked for in between."""
import os

from harness import REFERENCE, SMALL, main, read_npy, report, succeed, test, write_pair

# Rows of reference/erased.npy.
ANSWERS = [
    (["leace"], 1e-5),
    (["oracle-leace"], 1e-5),
    (["qleace", "--no-shrinkage"], 1e-5),
    (["qleace"], 1e-4),
    (["alf-qleace", "--rank", "8"], 1e-5),
    (["alf-qleace", "--rank", "32"], 1e-5),
]


def erase(dataset, *options):
    assert succeed("erase", dataset, "-o", "out.npy", "--eraser", *options) == b""
    descr, shape, values = read_npy("out.npy")
    assert descr == "<f4"
    return shape, values


def largest(a, b):
    return max(abs(p - q) for p, q in zip(a, b))


@test
def agrees_with_the_reference():
    _, (n_answers, n, d), answers = read_npy(REFERENCE / "erased.npy")
    assert n_answers == len(ANSWERS)
    for i, (options, tolerance) in enumerate(ANSWERS):
        shape, values = erase(SMALL, *options, "--limit", n)
        assert shape == (n, 3, 6, 6)
        off = largest(values, answers[i * n * d:(i + 1) * n * d])
        assert off < tolerance, (options, off)


@test
def labels_and_order():
    shape, values = erase(SMALL, "none")
    assert shape == (2000, 3, 6, 6)
    _, _, pixels = read_npy(SMALL)
    assert largest(values, [p / 255 for p in pixels]) < 1e-7
    descr, shape, labels = read_npy("out.labels.npy")
    assert (descr, shape) == ("<i8", (2000,))
    assert list(labels) == list(read_npy(REFERENCE / "small.labels.npy")[2])


@test
def the_beginning_is_that_of_all():
    for eraser in [("leace",), ("qleace",), ("random", "--rank", "5")]:
        _, all_values = erase(SMALL, *eraser)
        shape, values = erase(SMALL, *eraser, "--limit", "70")
        assert shape[0] == 70 and largest(values, all_values) < 1e-6, eraser
        assert read_npy("out.labels.npy")[1] == (70,)


@test
def blocks_make_no_difference():
    # More images than go into one block.
    name = write_pair("many", [i % 3 for i in range(4500)], side=2, channels=1)
    _, values = erase(name, "qleace")
    _, rest = erase(name, "qleace", "--limit", "4001")
    assert len(values) == 4500 * 4 and largest(values, rest) < 1e-6
    # All class means coincide, so every image took part with its own label.
    means = [[sum(values[i * 4 + j] for i in range(z, 4500, 3)) / 1500 for j in range(4)] for z in range(3)]
    assert max(largest(means[0], mean) for mean in means[1:]) < 1e-6, means


@test
def targets_are_ranks():
    data = report("fit", SMALL, "--erasers", "alf-qleace", "--target", "0.99")
    rank = data["fits"][0]["ranks"]["0.9"]
    for eraser in ["alf-qleace", "random"]:
        _, by_target = erase(SMALL, eraser, "--target", "0.9", "--limit", "50")
        _, by_rank = erase(SMALL, eraser, "--rank", rank, "--limit", "50")
        _, other = erase(SMALL, eraser, "--rank", rank + 1, "--limit", "50")
        assert largest(by_target, by_rank) < 1e-7 < largest(other, by_rank)


@test
def no_directions_at_all():
    _, leace = erase(SMALL, "leace", "--limit", "20")
    _, alf = erase(SMALL, "alf-qleace", "--rank", "0", "--limit", "20")
    assert largest(leace, alf) < 1e-7


@test
def more_directions_than_differ():
    # Thirty images can differ in so many directions only: the rest is rounding, and no reason to search.
    name = write_pair("few", [i % 3 for i in range(30)], side=6)
    _, some = erase(name, "alf-qleace", "--rank", "27")
    _, more = erase(name, "alf-qleace", "--rank", "100")
    assert largest(some, more) < 1e-6


@test
def as_many_classes_as_pixels():
    name = write_pair("many", [i % 20 for i in range(200)], side=4, channels=1)
    _, first = erase(name, "alf-qleace")
    _, again = erase(name, "alf-qleace")  # from the cache
    assert list(first) == list(again)
    # Nothing is left but the mean.
    assert largest(first[:16], first[16:32]) < 1e-6
    assert report("path", name)["max_rank"] == 0


@test
def every_direction():
    _, values = erase(SMALL, "random", "--rank", "108", "--limit", "2")
    assert largest(values[:108], values[108:]) < 1e-6


@test
def switches_matter():
    _, base = erase(SMALL, "alf-qleace", "--rank", "8", "--limit", "20")
    _, dark = erase(SMALL, "alf-qleace", "--rank", "8", "--limit", "20", "--not-recentred")
    assert sum(dark) < sum(base)
    _, one = erase(SMALL, "random", "--rank", "8", "--limit", "20")
    _, two = erase(SMALL, "random", "--rank", "8", "--limit", "20", "--seed", "2")
    assert largest(one, two) > 1e-3


@test
def what_is_written_can_be_opened():
    erase(SMALL, "none")
    before, after = report("info", SMALL), report("info", "out.npy")
    assert after["dataset"]["fingerprint"] == before["dataset"]["fingerprint"]
    assert sorted(os.listdir()) == ["out.labels.npy", "out.npy"]


main()
