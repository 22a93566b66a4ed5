"""Numbers where a comma separates the decimals: on the screen as people there write them, in files
and options as programs read them."""
import json
import os

from harness import SMALL, fail, german, main, succeed, test

FAST = ["-e", "none,leace,qleace", "--no-cache"]


def without_times(value):
    if isinstance(value, dict):
        return {name: without_times(part) for name, part in value.items() if "seconds" not in name}
    return [without_times(part) for part in value] if isinstance(value, list) else value


@test
def screens_have_commas():
    text = succeed("audit", SMALL, *FAST, env=german()).decode()
    plain = succeed("audit", SMALL, *FAST).decode()
    assert "25,0 ± 1,0" in text and "25.0" not in text, text
    assert text != plain and text.replace(",", ".") == plain.replace(",", "."), (text, plain)


@test
def tables_have_points():
    outputs = {}
    for name, env in {"plain": dict(os.environ), "german": german()}.items():
        succeed("audit", SMALL, "-e", "leace,alf-qleace", "--no-cache", "-o", f"{name}.csv",
                "--path", f"{name}-path.csv", env=env)
        succeed("path", SMALL, "--no-cache", "-o", f"{name}-gap.csv", env=env)
        outputs[name] = [open(f"{name}{part}.csv", encoding="utf-8").read()
                         for part in ("", "-path", "-gap")]
    assert outputs["plain"] == outputs["german"]
    assert all("." in text for text in outputs["german"]), outputs


@test
def json_has_points():
    plain, there = (json.loads(succeed("audit", SMALL, *FAST, "--json", env=env))
                    for env in (dict(os.environ), german()))
    assert without_times(there) == without_times(plain), (there, plain)
    assert any(isinstance(row["linear_accuracy"], float) for row in there["rows"]), there


@test
def pictures_have_points():
    """A comma between two coordinates would draw something else."""
    for name, env in {"plain": dict(os.environ), "german": german()}.items():
        succeed("figure", SMALL, "-e", "none,leace", "--no-cache", "-o", f"{name}.png", env=env)
        succeed("path", SMALL, "--no-cache", "-o", f"{name}.csv", "--plot", f"{name}.svg",
                "--width", "80.5mm", env=env)
    sizes = [open(f"{name}.svg", encoding="utf-8").read().split("viewBox")[0]
             for name in ("plain", "german")]
    assert sizes[0] == sizes[1] and "228.1" in sizes[1], sizes


@test
def options_want_points():
    env = german()
    succeed("path", SMALL, "--target", "0.5", "--no-cache", env=env)
    fail(2, ["--drop-path", "0.99", "“0,5”"], "mdl", SMALL, "--net", "swin", "--drop-path", "0,5", env=env)
    fail(2, ["--target", "“0,5”"], "path", SMALL, "--target", "0,5", env=env)


main()
