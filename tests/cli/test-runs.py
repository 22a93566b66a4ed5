#!/usr/bin/env python3
"""The runs that were trained: listed, shown, exported, merged, hidden."""
import csv
import io
import json
import os
import sqlite3
import struct
from pathlib import Path

from harness import fail, german, main, png_parts, report, run, succeed, test

COLUMNS = ("eraser,net,width,depth,seed,block,images,test_images,cross_entropy_bits,"
           "mdl_bits_per_sample").split(",")
BITS = [3.25, 3.0, 2.5]
SIZES = [100, 300, 1200]
LOSSES = [2.5, 1e-8]
FIRST, SECOND, LOOSE = "a" * 32, "b" * 32, "c" * 32
PLAN = "1f0e7d8a-0000-4000-8000-000000000000"
HIDDEN = "2f0e7d8a-0000-4000-8000-000000000000"


def config(eraser, seed):
    return json.dumps({"dataset": "/bilder", "title": "Bilder", "fingerprint": "0" * 32,
                       "n_classes": 10, "images": 2000, "eraser": eraser, "net": "mlp", "width": 128,
                       "depth": 2, "learning_rate": 5e-05, "seed": seed, "blocks": 3})


def add_run(db, name, eraser, seed, blocks):
    db.execute("INSERT INTO runs (id, config, version, created, state) VALUES (?, ?, '0.1', ?, ?)",
               (name, config(eraser, seed), 1700000000 + seed,
                "finished" if blocks == 3 else "started"))
    for block in range(blocks):
        db.execute("INSERT INTO points VALUES (?, ?, ?, ?, ?, 2, 1, 60, 1, 2, 3, ?, NULL)",
                   (name, block, sum(SIZES[:block]), SIZES[block], BITS[block],
                    struct.pack("<2f", *LOSSES)))


def add_collection(db, name, title, *runs):
    db.execute("INSERT INTO collections (id, name, plan, created) VALUES (?, ?, '{}', 1700000000)",
               (name, title))
    for position, member in enumerate(runs):
        db.execute("INSERT INTO members VALUES (?, ?, ?)", (name, member, position))


def make_store(path="runs.db"):
    """Two runs in a collection, one of them in another one, too, and one outside."""
    Path(path).touch()
    succeed("runs", "merge", "--store", path, path)
    with sqlite3.connect(path) as db:
        add_run(db, FIRST, "none", 1, 3)
        add_run(db, SECOND, "leace", 2, 2)
        add_run(db, LOOSE, "qleace", 3, 3)
        add_collection(db, PLAN, "Zürich", FIRST, SECOND)
        add_collection(db, HIDDEN, "other", SECOND)
    db.close()
    return path


def runs(*arguments, store="runs.db"):
    return succeed("runs", *arguments, "--store", store)


def rows(text):
    return list(csv.DictReader(io.StringIO(text.decode())))


@test
def a_list():
    make_store()
    text = runs("list").decode()
    assert "Zürich" in text and "1 of 2" in text and PLAN[:8] in text
    assert LOOSE[:8] in text and FIRST[:8] not in text
    data = report("runs", "list", "--store", "runs.db")
    assert [c["name"] for c in data["collections"]] == ["other", "Zürich"]
    zurich = data["collections"][1]
    assert zurich["id"] == PLAN and (zurich["runs"], zurich["finished"], zurich["failed"]) == (2, 1, 0)
    assert zurich["seconds"] == 300 and zurich["created"] == "2023-11-14T22:13:20Z"
    assert {r["id"] for r in data["runs"]} == {FIRST, SECOND, LOOSE}
    assert {r["title"] for r in data["runs"]} >= {"MLP 128 × 2, leace, seed 2"}


@test
def one_run():
    make_store()
    text = runs("show", FIRST[:5]).decode()
    assert "MLP 128 × 2, none, seed 1" in text and FIRST in text and "2.6406" in text
    data = report("runs", "show", FIRST, "--store", "runs.db")
    shown, = data["runs"]
    assert shown["state"] == "finished" and shown["config"]["eraser"] == "none"
    assert abs(shown["config"]["learning_rate"] - 5e-05) < 1e-19
    assert shown["mdl_bits_per_sample"] == 2.640625
    assert [p["cross_entropy_bits"] for p in shown["points"]] == BITS
    assert shown["points"][2]["images"] == 400 and shown["points"][2]["test_images"] == 1200
    first, last = shown["points"][0]["training_losses"]
    assert first == LOSSES[0] and abs(last / LOSSES[1] - 1) < 1e-6
    assert shown["points"][0]["validation_losses"] == []


@test
def several_runs():
    make_store()
    text = runs("show", PLAN[:4]).decode()
    assert FIRST[:8] in text and SECOND[:8] in text and LOOSE[:8] not in text
    shown = report("runs", "show", PLAN, LOOSE, FIRST, "--store", "runs.db")["runs"]
    assert [r["id"] for r in shown] == [FIRST, SECOND, LOOSE]


@test
def the_table():
    make_store()
    table = runs("export")
    assert table.decode().splitlines()[0].split(",") == COLUMNS
    assert len(rows(table)) == 8
    last = rows(runs("export", FIRST))[-1]
    assert last == dict(zip(COLUMNS, "none,mlp,128,2,1,2,400,1200,2.5,2.640625".split(",")))
    assert runs("export", PLAN, "-o", "out.csv") == b""
    assert Path("out.csv").read_bytes() == runs("export", FIRST, SECOND)
    data = json.loads(runs("export", SECOND, "--json", "-o", "out.csv"))
    assert [r["id"] for r in data["runs"]] == [SECOND]
    assert len(rows(Path("out.csv").read_bytes())) == 2


@test
def numbers_are_the_same_in_every_locale():
    make_store()
    env = german("de")
    assert succeed("runs", "export", "--store", "runs.db", env=env) == runs("export")
    assert (succeed("runs", "show", FIRST, "--json", "--store", "runs.db", env=env)
            == runs("show", FIRST, "--json"))


@test
def pictures():
    make_store()
    assert runs("plot", "-o", "all.svg") == b""
    assert "<svg" in Path("all.svg").read_text(encoding="utf-8")
    runs("plot", PLAN, "--kind", "bars", "-o", "bars.png")
    width, height, _, texts = png_parts("bars.png")
    assert width > height / 4 > 0 and "--kind bars" in texts["Description"]
    runs("plot", PLAN, "--kind", "bars", "-o", "bars.png", "--style", "slide-dark", "--width", "960px")
    assert png_parts("bars.png")[:2] == (960, 540)
    runs("plot", FIRST, "-o", "curves.png", "--width", "85mm", "--dpi", "600")
    assert png_parts("curves.png")[0] == 2008
    runs("plot", FIRST, "--kind=curves", "-o", "curves.pdf")
    assert Path("curves.pdf").read_bytes().startswith(b"%PDF")
    fail(1, "two widths", "runs", "plot", "--kind", "widths", "-o", "x.svg", "--store", "runs.db")
    fail(1, "two depths", "runs", "plot", "--kind", "depths", "-o", "x.svg", "--store", "runs.db")
    fail(1, "finished", "runs", "plot", SECOND, "--kind", "bars", "-o", "x.svg",
         "--store", "runs.db")
    assert not Path("x.svg").exists()


@test
def sweeps():
    make_store()
    with sqlite3.connect("runs.db") as db:
        for i, (width, depth) in enumerate([(64, 2), (128, 4)]):
            add_run(db, f"e{i}" * 16, "none", 1, 3)
            other = json.loads(config("none", 1)) | {"width": width, "depth": depth}
            db.execute("UPDATE runs SET config = ? WHERE id = ?", (json.dumps(other), f"e{i}" * 16))
    db.close()
    runs("plot", "--kind", "widths", "-o", "widths.svg", "e0", FIRST)
    runs("plot", "--kind", "depths", "-o", "depths.png", "e1", FIRST)
    assert "<svg" in Path("widths.svg").read_text(encoding="utf-8")
    assert png_parts("depths.png")[0] > 100
    fail(1, "two depths", "runs", "plot", "--kind", "depths", "-o", "x.svg", "e0", FIRST,
         "--store", "runs.db")


@test
def merging():
    make_store("a.db")
    make_store("b.db")
    with sqlite3.connect("b.db") as db:
        add_run(db, "d" * 32, "random", 7, 1)
        db.execute("INSERT INTO points SELECT run, 2, 400, 1200, 2.5, 0, 0, 1, 0, 0, 0, NULL, NULL"
                   " FROM points WHERE run = ? AND block = 1", (SECOND,))
    db.close()
    first, second = report("runs", "merge", "a.db", "b.db", "--store", "new/all.db")["merged"]
    assert first == {"file": "a.db", "new_runs": 3, "new_points": 8, "new_collections": 2}
    assert second == {"file": "b.db", "new_runs": 1, "new_points": 2, "new_collections": 0}
    text = runs("merge", "b.db", "a.db", store="new/all.db").decode()
    assert text.count("0 new runs, 0 new blocks, 0 new collections") == 2
    assert len(rows(runs("export", store="new/all.db"))) == 10
    assert len(rows(runs("export", SECOND, store="new/all.db"))) == 3


@test
def what_is_hidden_comes_back():
    make_store()
    assert b"restore" in runs("delete", PLAN[:5], HIDDEN[:5])
    assert report("runs", "list", "--store", "runs.db")["collections"] == []
    assert {r["eraser"] for r in rows(runs("export"))} == {"qleace"}
    runs("restore", HIDDEN)
    assert {r["eraser"] for r in rows(runs("export"))} == {"qleace", "leace"}
    runs("purge")
    fail(1, PLAN, "runs", "restore", PLAN, "--store", "runs.db")
    fail(1, FIRST, "runs", "show", FIRST, "--store", "runs.db")
    assert {r["eraser"] for r in rows(runs("export"))} == {"qleace", "leace"}


@test
def another_name():
    make_store()
    runs("rename", PLAN[:3], "Größe – \"x\"")
    names = [c["name"] for c in report("runs", "list", "--store", "runs.db")["collections"]]
    assert names == ["other", "Größe – \"x\""]


@test
def the_default_store():
    os.environ["XDG_DATA_HOME"] = os.path.abspath("data")
    fail(1, "no runs yet", "runs", "list")
    fail(1, "no runs yet", "runs", "purge")
    assert not Path("data").exists()
    make_store()
    succeed("runs", "merge", "runs.db")
    assert Path("data/rasura/runs.db").exists()
    assert succeed("runs", "export") == runs("export")


@test
def an_empty_store():
    Path("runs.db").touch()
    runs("merge", "runs.db")
    assert b"no runs" in runs("list")
    assert rows(runs("export")) == []


@test
def ids_that_are_none():
    make_store()
    with sqlite3.connect("runs.db") as db:
        add_run(db, PLAN[:8] + "0" * 24, "random", 7, 1)
    db.close()
    fail(1, "zzz", "runs", "show", "zzz", "--store", "runs.db")
    fail(1, "list", "runs", "export", "", "--store", "runs.db")
    fail(1, PLAN[:8], "runs", "export", PLAN[:8], "--store", "runs.db")
    fail(1, "zzz", "runs", "rename", "zzz", "x", "--store", "runs.db")
    fail(1, FIRST, "runs", "delete", FIRST, "--store", "runs.db")
    assert len(rows(runs("export", PLAN[:9]))) == 5


@test
def stores_that_are_none():
    Path("noise.db").write_bytes(bytes(range(256)) * 20)
    Path("text.csv").write_text("eraser,net\n")
    make_store()
    for action in [["list"], ["export"], ["purge"], ["show", FIRST], ["merge", "runs.db"]]:
        fail(1, "noise.db", "runs", *action, "--store", "noise.db")
    fail(1, "text.csv", "runs", "merge", "text.csv", "--store", "runs.db")
    fail(1, "missing.db", "runs", "merge", "missing.db", "--store", "runs.db")
    fail(1, "missing.db", "runs", "list", "--store", "missing.db")
    fail(1, "missing.db", "runs", "delete", PLAN, "--store", "missing.db")
    assert not Path("missing.db").exists()
    with sqlite3.connect("runs.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    fail(1, ["runs.db", "newer"], "runs", "list", "--store", "runs.db")


@test
def what_is_damaged_is_left_out():
    make_store()
    with sqlite3.connect("runs.db") as db:
        db.execute("UPDATE runs SET config = '{' WHERE id = ?", (SECOND,))
    db.close()
    for action, there in [(["list"], "Zürich"), (["list", "--json"], FIRST), (["export"], "none"),
                          (["show", PLAN], "none"), (["export", "--json"], FIRST)]:
        done = run("runs", *action, "--store", "runs.db")
        assert done.returncode == 0 and there in done.stdout.decode(), (action, done)
        assert done.stderr.decode().startswith("rasura-cli: 1 entry of the store is damaged"), done
        assert SECOND not in done.stdout.decode(), (action, done)
    assert {row["eraser"] for row in rows(run("runs", "export", "--store", "runs.db").stdout)} \
        == {"none", "qleace"}
    fail(1, "runs.db is damaged", "runs", "show", SECOND, "--store", "runs.db")


@test
def wrong_use():
    fail(2, ["list", "merge"], "runs")
    fail(2, ["bake", "list"], "runs", "bake")
    fail(2, "runs list", "runs", "list", "x")
    fail(2, "runs show ID", "runs", "show")
    fail(2, "runs rename ID NAME", "runs", "rename", "x")
    fail(2, "runs merge OTHER.db", "runs", "merge")
    fail(2, "-o", "runs", "list", "-o", "x.csv")
    fail(2, "--json", "runs", "purge", "--json")
    fail(2, "--json", "runs", "plot", "-o", "x.svg", "--json")
    fail(2, "--kind", "runs", "export", "--kind", "bars")
    fail(2, ["pies", "curves"], "runs", "plot", "-o", "x.svg", "--kind", "pies")
    fail(2, "--width", "runs", "export", "--width", "85mm")
    fail(2, "--dpi", "runs", "list", "--dpi", "300")
    fail(2, "-o", "runs", "plot")
    fail(2, ["x.csv", "png"], "runs", "plot", "-o", "x.csv")
    make_store()
    fail(1, "missing", "runs", "export", "-o", "missing/x.csv", "--store", "runs.db")


main()
