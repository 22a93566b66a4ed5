#!/usr/bin/env python3
"""info, fit, path and bench: what they report, as text and as JSON."""
import os
import pty
import subprocess

from harness import PROGRAM, REFERENCE, SMALL, fail, main, png_parts, read_npy, report, succeed, test


@test
def info():
    data = report("info", SMALL)
    assert (data["dataset"]["train"], data["dataset"]["test"]) == (2000, 0)
    assert [data["dataset"][key] for key in ("channels", "height", "width", "dimension")] == [3, 6, 6, 108]
    assert len(data["dataset"]["fingerprint"]) == 32
    assert [c["train"] for c in data["classes"]] == [500] * 4
    assert 0 < data["memory"]["fit_bytes"] < data["memory"]["available_bytes"]
    text = succeed("info", SMALL).decode()
    assert "2000" in text and data["dataset"]["fingerprint"] in text


@test
def fit():
    data = report("fit", SMALL, "--no-cache")
    fits = {f["eraser"]: f for f in data["fits"]}
    assert {"leace", "oracle-leace", "qleace", "alf-qleace", "random"} <= set(fits)
    assert data["moments_seconds"] > 0 and data["peak_memory_bytes"] > 1e6
    assert fits["qleace"]["iterations"] > 0 and fits["qleace"]["residual"] < 1e-8
    ranks = fits["alf-qleace"]["ranks"]
    assert 0 < ranks["0.9"] < ranks["0.99"] == fits["alf-qleace"]["directions"]
    text = succeed("fit", SMALL, "--no-cache").decode()
    assert "QLEACE" in text and str(ranks["0.99"]) in text


@test
def fit_only_some():
    data = report("fit", SMALL, "--erasers", "random,leace", "--no-cache")
    assert [f["eraser"] for f in data["fits"]] == ["leace", "random"]
    data = report("fit", SMALL, "--erasers", "alf-qleace", "--max-rank", "5", "--no-cache")
    assert data["fits"][0]["directions"] == 5


@test
def path_agrees_with_the_reference():
    _, (_, n), values = read_npy(REFERENCE / "path.npy")
    lines = succeed("path", SMALL, "--max-rank", n).decode().splitlines()
    assert lines[0] == "rank,relative_gap,class,abs_eigenvalue"
    assert len(lines) == n + 1
    for r, line in enumerate(lines[1:]):
        rank, gap, label, eigenvalue = map(float, line.split(","))
        assert rank == r + 1
        assert abs(gap - values[r]) < 1e-6, line
        assert label == values[n + r], line
        assert abs(eigenvalue - values[2 * n + r]) < 1e-6, line


@test
def path_ends_at_its_target_whatever_is_kept():
    long = succeed("path", SMALL, "--target", "0.95").decode().splitlines()
    short = succeed("path", SMALL, "--target", "0.8").decode().splitlines()
    assert short == long[:len(short)] and len(short) < len(long)
    gaps = [float(line.split(",")[1]) for line in short[1:]]
    assert gaps[-1] <= 0.2 < gaps[-2]


@test
def path_into_files():
    text = succeed("path", SMALL)
    assert succeed("path", SMALL, "-o", "gap.csv", "--plot", "gap.png") == b""
    fail(2, ["--style", "--plot"], "path", SMALL, "--style", "slide")
    succeed("path", SMALL, "-o", "gap.csv", "--plot", "slide.png", "--style", "slide", "--width",
            "960px")
    assert png_parts("slide.png")[:2] == (960, 540)
    with open("gap.csv", "rb") as file:
        assert file.read() == text
    width, height, rows, texts = png_parts("gap.png")
    assert width > height > 100 and len(set(rows)) > 50
    assert texts["Description"].startswith("rasura-cli path ")
    data = report("path", SMALL)
    assert len(data["path"]) == len(text.splitlines()) - 1
    assert data["path"][0]["rank"] == 1 and data["path"][-1]["relative_gap"] <= 0.01


@test
def bench():
    data = report("bench", SMALL)
    measures = {m["name"]: m["value"] for m in data["measures"]}
    assert {"open_seconds", "moments_and_leace_seconds", "alf_90_seconds", "alf_99_seconds",
            "qleace_seconds", "gradient_evaluation_seconds", "peak_memory_bytes",
            "slider_move_milliseconds"} <= set(measures)
    assert all(value >= 0 for value in measures.values())
    assert measures["alf_90_seconds"] <= measures["alf_99_seconds"]
    quick = {m["name"] for m in report("bench", SMALL, "--quick")["measures"]}
    assert "alf_90_seconds" in quick and not quick & {"alf_99_seconds", "qleace_seconds"}
    assert "LEACE" in succeed("bench", SMALL, "--quick").decode()


@test
def progress_on_a_terminal_only():
    ours, theirs = pty.openpty()
    with subprocess.Popen([PROGRAM, "info", "drawn"], stdout=subprocess.DEVNULL, stderr=theirs) as child:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        child.wait()
    os.close(ours)
    assert child.returncode == 0
    assert b"%" in shown and b"\r" in shown and b"\n" not in shown, shown
    assert shown.endswith(b"\r\x1b[K"), shown


main()
