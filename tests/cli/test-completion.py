#!/usr/bin/env python3
"""Completion: what the program answers, and what bash and fish make of it."""
import os
import re
import subprocess
from pathlib import Path

from harness import PROGRAM, REFERENCE, main, succeed, test

COMPLETIONS = REFERENCE.parent.parent / "data" / "completions"


def complete(*words):
    """The candidates for the last word, and what else may stand there."""
    lines = succeed("--complete", *words).decode().splitlines()
    assert lines[-1] in {":files", ":nothing"}, lines
    return [line.split("\t")[0] for line in lines[:-1]], lines[-1]


def shell(*command):
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False,
                          env={**os.environ, "PATH": path})
    assert done.returncode == 0 and done.stderr == "", (command, done)
    return done.stdout.splitlines()


def bash(line):
    script = f"source '{COMPLETIONS / 'rasura-cli.bash'}'; COMP_LINE=$1 COMP_POINT=${{#1}}; " \
             "_rasura_cli; printf '%s\\n' \"${COMPREPLY[@]}\""
    return shell("bash", "-c", script, "bash", line)


def fish(line):
    script = f"source '{COMPLETIONS / 'rasura-cli.fish'}'; complete -C '{line}'"
    return [line.split("\t")[0] for line in shell("fish", "--no-config", "-c", script)]


@test
def commands():
    names, _ = complete("")
    listed = re.findall(r"^  ([a-z]+)  ", succeed("--help").decode(), re.M)
    assert len(listed) > 10 and names == [*listed, "--help", "--version"], names
    assert complete("f") == (["fit", "figure"], ":nothing")
    assert succeed("--complete", "nonsense", "") == b""


@test
def every_option_of_every_command():
    for name in complete("")[0][:-2] + ["bench learn"]:
        words = name.split()
        options = set(re.findall(r"--[a-z0-9-]+(?=[=\s])", succeed(*words, "--help").decode()
                                 .split("Options:", 1)[1].split("\n\n")[1]))
        assert options and options <= set(complete(*words, "--")[0]), (name, options)


@test
def values():
    assert complete("figure", "drawn", "--split", "") == (["train", "test"], ":nothing")
    assert complete("figure", "--split=t") == (["--split=train", "--split=test"], ":nothing")
    assert complete("figure", "-e", "none,q") == (["none,qleace"], ":nothing")
    assert complete("mdl", "--erasers=q") == (["--erasers=qleace"], ":nothing")
    assert complete("mdl", "--act", "")[0] == ["relu", "gelu", "swiglu"]
    assert complete("runs", "plot", "--kind", "b")[0] == ["bars"]
    assert complete("figure", "-o", "") == ([], ":files")
    assert complete("figure", "--rank", "") == ([], ":nothing")
    assert complete("figure", "--rank=") == ([], ":nothing")


@test
def arguments():
    assert complete("info", "drawn") == (["drawn", "drawn:64"], ":files")
    assert complete("info", "drawn", "") == ([], ":nothing")
    assert complete("figure", "-i", "3", "mom")[0][0] == "moments"
    assert "merge" in complete("runs", "")[0]
    assert complete("runs", "merge", "") == ([], ":files")
    assert complete("get", "ci")[0] == ["cifar10"]
    assert "learn" in complete("bench", "")[0]
    assert complete("cache", "") == ([], ":nothing")


@test
def nothing_is_run():
    complete("cache", "--clear", "")
    complete("erase", "drawn", "-e", "leace", "-o", "x.npy", "")
    assert os.listdir(".") == [] or os.listdir(".") == ["cache"], os.listdir(".")


@test
def in_bash():
    Path("pictures of mine").mkdir()
    assert bash("rasura-cli fi") == ["fit", "figure"]
    assert bash("rasura-cli figure --split=") == ["train", "test"]
    assert bash("rasura-cli figure --erasers none,q") == ["none,qleace"]
    assert bash("rasura-cli info drawn:") == ["64"]
    assert bash("rasura-cli info pict") == ["pictures of mine"]


@test
def in_fish():
    Path("pictures").mkdir()
    assert sorted(fish("rasura-cli fi")) == ["figure", "fit"]
    assert sorted(fish("rasura-cli figure --split=")) == ["--split=test", "--split=train"]
    assert fish("rasura-cli figure --erasers none,q") == ["none,qleace"]
    assert fish("rasura-cli info pict") == ["pictures/"]


@test
def in_zsh():
    shell("zsh", "-n", str(COMPLETIONS / "_rasura-cli"))


main()
