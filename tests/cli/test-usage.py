#!/usr/bin/env python3
"""Help, and status 2 with one line for a command line that is wrong in itself."""
import re

from harness import REFERENCE, SMALL, fail, main, run, succeed, test

COMMANDS = ["info", "fit", "erase", "figure", "gallery", "path", "audit", "mdl", "sweep", "runs", "bench",
            "bench learn", "cache", "get"]


@test
def help_and_version():
    assert succeed("--version").decode().split()[0] == "rasura-cli"
    text = succeed("--help").decode()
    for name in COMMANDS:
        assert name.split()[0] in text
        own = succeed(*name.split(), "--help").decode()
        assert f"rasura-cli {name}" in own.splitlines()[1], own


@test
def the_manual_has_every_option():
    manual = (REFERENCE.parent.parent / "data/rasura-cli.1").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f".Ss {name}\n" in manual and f".Cm {name}\n" in manual
        options = re.findall(r"--([a-z0-9-]+)", succeed(*name.split(), "--help").decode())
        for option in options:
            assert re.search(rf"^\.It.* Fl -{option}\b", manual, re.M), (name, option)


@test
def no_command():
    fail(2, "--help")
    fail(2, "nonsense", "nonsense")
    fail(2, "--nonsense", "--nonsense")


@test
def unknown_options():
    for name in COMMANDS:
        fail(2, "--nonsense", *name.split(), SMALL, "--nonsense")


@test
def missing_and_extra_arguments():
    for name in ["info", "fit", "path", "audit", "mdl", "sweep"]:
        fail(2, "data set", name)
    fail(2, "--eraser", "erase", SMALL, "-o", "x.npy")
    fail(2, "-o", "erase", SMALL, "--eraser", "leace")
    fail(2, "-o", "figure", SMALL)
    fail(2, "-o", "gallery", SMALL)
    fail(2, "-o", "figure", SMALL, "-o")
    for name in ["info", "fit", "path", "audit", "mdl", "sweep", "bench", "bench learn"]:
        fail(2, "extra", *name.split(), SMALL, "extra")
    fail(2, "extra", "cache", "extra")


@test
def bad_numbers():
    for number in ["x", "1.5", "-0.1", "nan", "inf", "", "0.9x"]:
        fail(2, "--target", "fit", SMALL, f"--target={number}")
    for number in ["x", "1.5", "-1", "", "99999999999999999999", "3 "]:
        fail(2, "--rank", "erase", SMALL, "--eraser", "random", "-o", "x.npy", f"--rank={number}")
    fail(2, "--max-rank", "path", SMALL, "--max-rank", "0")
    fail(2, "--limit", "erase", SMALL, "--eraser", "leace", "-o", "x.npy", "--limit", "0")
    fail(2, "--seed", "fit", SMALL, "--seed", "one")
    fail(2, "--scale", "figure", SMALL, "-o", "x.png", "--scale", "0")
    fail(2, "--gain", "figure", SMALL, "-o", "x.png", "--difference", "--gain", "0")


@test
def bad_numbers_of_training():
    counts = ["width", "depth", "rank", "images", "seeds", "max-epochs", "patience", "blocks", "batch",
              "threads", "cores"]
    for option in counts:
        for number in ["x", "0", "1.5", "-1", "", "99999999999999999999"]:
            fail(2, f"--{option}", "mdl", SMALL, f"--{option}={number}")
    for option in ["seed", "warm-up", "eraser-seed"]:
        for number in ["x", "1.5", "-1", ""]:
            fail(2, f"--{option}", "mdl", SMALL, f"--{option}={number}")
    for option in ["learning-rate", "beta1", "beta2", "weight-decay", "target", "drop-path"]:
        for number in ["x", "-0.1", "nan", "inf", "", "0.1x"]:
            fail(2, f"--{option} wants", "mdl", SMALL, "--net", "swin", f"--{option}={number}")
    for option in ["learning-rate", "beta1"]:
        fail(2, f"--{option}", "mdl", SMALL, f"--{option}=0")
    for option in ["beta1", "beta2", "drop-path"]:
        fail(2, f"--{option} wants", "mdl", SMALL, "--net", "swin", f"--{option}=1")
    for number in ["x", "0", "-1", "nan"]:
        fail(2, "--seconds", "bench", "learn", SMALL, f"--seconds={number}")


@test
def bad_words_of_training():
    fail(2, ["lace", "leace"], "mdl", SMALL, "--erasers", "lace")
    fail(2, ["mpl", "mlp"], "mdl", SMALL, "--net", "mpl")
    fail(2, ["tanh", "gelu"], "mdl", SMALL, "--act", "tanh")
    fail(2, ["glimpse", "glance"], "mdl", SMALL, "--preset", "glimpse")
    fail(2, ["prequential", "fixed-test"], "mdl", SMALL, "--estimator", "test")
    fail(2, ["x.gif", "png"], "mdl", SMALL, "--plot", "x.gif")
    fail(2, ["mpl", "mlp"], "bench", "learn", SMALL, "--nets", "linear,mpl")
    for option in [["--width", "8"], ["--depth", "2"], ["--size", "atto"], ["--act", "relu"],
                   ["--drop-path", "0.1"]]:
        fail(2, [option[0], "Linear"], "mdl", SMALL, "--net", "linear", *option)
    fail(2, ["huge", "atto"], "mdl", SMALL, "--net", "swin", "--size", "huge")
    for first, second in [("size=atto --net=swin", "width=8"), ("size=atto --net=swin", "depth=2"),
                          ("rank=3", "target=0.5"), ("store=x.db", "no-store"),
                          ("verbose", "quiet")]:
        fail(2, [f"--{first.split('=')[0]} ", f"--{second.split('=')[0]} "], "mdl", SMALL,
             *f"--{first}".split(), f"--{second}")


@test
def bad_words():
    fail(2, ["lace", "leace"], "fit", SMALL, "--erasers", "lace")
    fail(2, ["lace", "leace"], "erase", SMALL, "--eraser", "lace", "-o", "x.npy")
    fail(2, "leace,qleace", "erase", SMALL, "--eraser", "leace,qleace", "-o", "x.npy")
    fail(2, "--split", "erase", SMALL, "--eraser", "leace", "-o", "x.npy", "--split", "all")
    fail(2, "neon", "figure", SMALL, "-o", "x.png", "--style", "neon")
    fail(2, ["x.jpg", "png", "svg", "pdf"], "figure", SMALL, "-o", "x.jpg")
    fail(2, ["x.csv", "png"], "path", SMALL, "--plot", "x.csv")
    fail(2, [".npy"], "erase", SMALL, "--eraser", "leace", "-o", "x.npz")


@test
def contradictions():
    fail(2, ["--rank", "--target"], "erase", SMALL, "--eraser", "alf-qleace", "-o", "x.npy",
         "--rank", "3", "--target", "0.9")
    fail(2, ["--target", "--max-rank"], "path", SMALL, "--max-rank", "3", "--target", "0.9")
    fail(2, ["--image", "--class"], "figure", SMALL, "-o", "x.png", "--image", "a", "--class", "b")
    fail(2, ["--image", "--index"], "figure", SMALL, "-o", "x.png", "--image", "a", "--index", "1")
    fail(2, ["--image", "--split"], "figure", SMALL, "-o", "x.png", "--image", "a", "--split", "test")
    fail(2, "--image", "figure", SMALL, "-o", "x.png", "--as", "b")
    fail(2, ["--clip", "--rescale"], "figure", SMALL, "-o", "x.png", "--clip", "--rescale")
    fail(2, "--difference", "figure", SMALL, "-o", "x.png", "--gain", "2")
    fail(2, "dimensions", "erase", SMALL, "--eraser", "random", "-o", "x.npy", "--rank", "109")


@test
def a_name_that_looks_like_an_option():
    fail(1, "-dash", "info", "--", "-dash")


@test
def no_graphical_library_is_linked():
    done = run("--version", env={"LD_TRACE_LOADED_OBJECTS": "1"})
    libraries = done.stdout.decode()
    assert "libcairo" in libraries
    assert "libgtk" not in libraries and "libadwaita" not in libraries


main()
