#!/usr/bin/env python3
"""audit: the table, its CSV and JSON, and accuracy along the path."""
import csv
import math
import random

from harness import SMALL, fail, main, report, succeed, test, write_npy

COLUMNS = ["eraser", "split", "linear_accuracy", "quadratic_accuracy", "chance", "mean_gap",
           "covariance_gap", "distortion", "psnr_db", "ssim", "rank"]
NAMES = ["none", "leace", "oracle-leace", "qleace", "alf-qleace", "random"]


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_folder_pair(labels_train, labels_test):
    """An NPZ-free set with both splits: two folders of tiny pictures would do, but .npy has no test
    split; so pictures."""
    from pathlib import Path

    from harness import png_bytes
    chance = random.Random(5)
    for split, labels in (("train", labels_train), ("test", labels_test)):
        for i, z in enumerate(labels):
            folder = Path("set", split, f"class{z}")
            folder.mkdir(parents=True, exist_ok=True)
            rgb = bytes(min(255, max(0, int(chance.gauss(100 + 12 * z, 20 + 12 * z)))) for _ in range(27))
            folder.joinpath(f"{i:03}.png").write_bytes(png_bytes(3, 3, rgb))
    return "set"


@test
def columns():
    text = succeed("audit", SMALL, "-o", "out.csv").decode()
    with open("out.csv", encoding="utf-8") as file:
        assert file.readline() == ",".join(COLUMNS) + "\n"
    table = rows("out.csv")
    assert [row["eraser"] for row in table] == NAMES
    assert {row["split"] for row in table} == {"train"}
    by_name = {row["eraser"]: row for row in table}
    assert all(float(row["chance"]) == 0.25 for row in table)
    for name in ["leace", "oracle-leace", "qleace", "alf-qleace"]:
        assert float(by_name[name]["linear_accuracy"]) == 0.25
    assert float(by_name["qleace"]["quadratic_accuracy"]) == 0.25
    assert float(by_name["none"]["linear_accuracy"]) > 0.9
    assert float(by_name["leace"]["quadratic_accuracy"]) > 0.9
    assert (by_name["none"]["psnr_db"], float(by_name["none"]["distortion"])) == ("inf", 0)
    assert float(by_name["none"]["ssim"]) == 1
    assert abs(float(by_name["leace"]["covariance_gap"]) - 1) < 1e-12
    assert float(by_name["alf-qleace"]["covariance_gap"]) <= 0.1
    ranks = {name: int(row["rank"]) for name, row in by_name.items()}
    assert (ranks["none"], ranks["leace"], ranks["oracle-leace"], ranks["qleace"]) == (0, 3, 3, 108)
    assert ranks["alf-qleace"] == 3 + ranks["random"]
    assert "25.0 ± 1.0\u202f% *" in text and "QLEACE" in text and "∞" in text


@test
def agrees_with_itself():
    """JSON and CSV say the same; one eraser alone says what it says among others."""
    succeed("audit", SMALL, "-o", "all.csv", "--rank", "5")
    table = {row["eraser"]: row for row in rows("all.csv")}
    data = report("audit", SMALL, "--rank", "5")
    assert data["path_rank"] == 5
    for row in data["rows"]:
        other = table[row["eraser"]]
        for column in COLUMNS[2:]:
            value = row[column]
            if value is None:
                assert other[column] in ("", "inf")
            else:
                assert math.isclose(value, float(other[column]), rel_tol=1e-9, abs_tol=1e-20), (row, other)
        assert row["linear_at_chance"] == (row["eraser"] not in ("none", "random")), row
    for name in NAMES:
        alone = report("audit", SMALL, "--erasers", name, "--rank", "5")["rows"]
        assert len(alone) == 1
        for column in ("linear_accuracy", "quadratic_accuracy"):
            assert math.isclose(alone[0][column], float(table[name][column]), abs_tol=1e-12), (name, column)


@test
def path():
    succeed("audit", SMALL, "--erasers", "alf-qleace", "--rank", "12", "--path", "path.csv", "-o", "row.csv")
    table = rows("path.csv")
    assert list(table[0]) == ["rank", "split", "linear_accuracy", "quadratic_accuracy", "covariance_gap"]
    assert [int(row["rank"]) for row in table] == list(range(13))
    assert all(float(row["linear_accuracy"]) == 0.25 for row in table)
    gaps = succeed("path", SMALL, "--max-rank", "12").decode().splitlines()[1:]
    for row, line in zip(table[1:], gaps):
        assert abs(float(row["covariance_gap"]) - float(line.split(",")[1])) < 1e-9
    last = rows("row.csv")[0]
    for column in ("linear_accuracy", "quadratic_accuracy", "covariance_gap"):
        assert last[column] == table[-1][column]


@test
def both_splits():
    place = write_folder_pair([0] * 40 + [1] * 60, [0] * 30 + [1] * 10)
    succeed("audit", place, "--erasers", "none,leace,qleace", "-o", "out.csv")
    table = rows("out.csv")
    assert [(row["eraser"], row["split"]) for row in table] == [
        (name, split) for name in ("none", "leace", "qleace") for split in ("train", "test")]
    assert [float(row["chance"]) for row in table] == [0.6, 0.75] * 3
    # What knows nothing names the training split's larger class.
    assert [float(row["linear_accuracy"]) for row in table[2:]] == [0.6, 0.25, 0.6, 0.25]


@test
def without_shrinkage():
    data = report("audit", SMALL, "--erasers", "leace,qleace", "--no-shrinkage")
    assert data["shrinkage"] is False
    assert [row["linear_accuracy"] for row in data["rows"]] == [0.25, 0.25]
    assert data["rows"][1]["quadratic_accuracy"] == 0.25
    assert data["rows"][1]["covariance_gap"] < 1e-6


@test
def few_images():
    data = report("audit", SMALL, "--images", "100", "--no-quadratic", "--erasers", "none")
    row = data["rows"][0]
    assert row["images"] == 100 and row["quadratic_accuracy"] is None
    succeed("audit", SMALL, "--no-quadratic", "--erasers", "none", "-o", "out.csv")
    assert rows("out.csv")[0]["quadratic_accuracy"] == ""


@test
def singular():
    """Fewer images than pixels: there is an answer, and a sentence."""
    chance = random.Random(1)
    write_npy("few.npy", "|u1", (24, 3, 4, 4), bytes(chance.randrange(256) for _ in range(24 * 48)))
    write_npy("few.labels.npy", "<i8", (24,), [i % 3 for i in range(24)])
    data = report("audit", "few.npy", "--erasers", "none,leace,qleace", "--no-shrinkage")
    assert "singular" in data["remark"]
    for row in data["rows"]:
        assert 0 <= row["linear_accuracy"] <= 1 and 0 <= row["quadratic_accuracy"] <= 1
    assert "singular" in succeed("audit", "few.npy", "--erasers", "none", "--no-shrinkage").decode()


@test
def edited():
    """What is no map is audited on the training images that were edited."""
    succeed("audit", SMALL, "--erasers", "none,gradient", "--iterations", "4", "-o", "out.csv")
    table = rows("out.csv")
    assert [(row["eraser"], row["split"]) for row in table] == [("none", "train"), ("gradient", "train")]
    none, gradient = table
    assert int(gradient["rank"]) == 108
    for column in ("mean_gap", "covariance_gap"):
        assert 0 < float(gradient[column]) < float(none[column]), column
    assert float(gradient["distortion"]) > 0 and float(gradient["ssim"]) < 1
    assert 0.25 < float(gradient["quadratic_accuracy"]) <= 1
    alone = report("audit", SMALL, "--erasers", "gradient", "--iterations", "4")["rows"]
    assert len(alone) == 1 and math.isclose(alone[0]["mean_gap"], float(gradient["mean_gap"]), rel_tol=1e-9)


@test
def refused():
    fail(2, "--iterations", "audit", SMALL, "--erasers", "leace", "--iterations", "3")
    fail(2, "alf-qleace", "audit", SMALL, "--erasers", "leace", "--path", "x.csv")
    fail(2, "--images", "audit", SMALL, "--images", "0")
    fail(2, ["--rank", "--target"], "audit", SMALL, "--rank", "3", "--target", "0.5")
    fail(1, "nowhere", "audit", SMALL, "-o", "nowhere/out.csv")


main()
