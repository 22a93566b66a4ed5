#!/usr/bin/env python3
"""Checks that the folders of src/ keep to their layers.

Usage: layering.py SRC | layering.py --self-test

The data flow through the folders from left to right. A folder includes headers of its
own and of those to its left that LAYERS names, and links only their libraries. GTK is for
the window alone, BLAS for the stages that compute. One line for each breach, exit 1.
"""
import re
import sys
import tempfile
from pathlib import Path

# Folder: the project's folders that it may use.
LAYERS = {
    "base": [],
    "linalg": ["base"],
    "dataset": ["base"],
    "moments": ["base", "linalg", "dataset"],
    "erasure": ["base", "linalg", "dataset", "moments"],
    "audit": ["base", "linalg", "dataset", "moments", "erasure"],
    "fetch": ["base"],
    "points": ["base"],
    "learn": ["base", "linalg", "dataset", "moments", "erasure", "points"],
    "store": ["base", "points"],
    "draw": ["base", "points"],
    "cli": ["base", "dataset", "moments", "erasure", "audit", "fetch", "points", "learn", "store",
            "draw"],
    "app": ["base", "dataset", "moments", "erasure", "audit", "fetch", "points", "learn", "store",
            "draw"],
}
# Headers of a library outside, its name in meson.build, and the folders that may use it.
OUTSIDE = [
    (re.compile(r"(gtk|gdk|gsk|graphene)/|gtk.*\.h$|adwaita"), ["gtk_dep", "adw_dep"], {"app"}),
    (re.compile(r"(.*/)?(cblas|lapacke?|openblas|f77blas)\w*\.h$"), ["blas_dep", "lapacke_dep"],
     {"linalg", "moments", "erasure", "audit", "learn"}),
]
GENERATED = re.compile(r"config\.h$|[\w-]*resources\.h$")
MAX_LINES = 450

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
DEPENDENCY = re.compile(r"\b\w+_dep\b")
COMMENT = re.compile(r"#.*")


def allowed(folder):
    return {folder, *LAYERS[folder]}


def check_include(path, folder, name, owners):
    """A sentence on what is wrong with one #include "name", or None."""
    owner = owners.get(Path(name).name)
    if owner is None:
        return None if GENERATED.match(name) else f'{path} includes "{name}", which is not in src'
    if owner not in allowed(folder):
        return f'{path} includes "{name}" of {owner}, which {folder} may not use'
    return None


def check_source(path, folder, owners):
    text = path.read_text(encoding="utf-8")
    for own, system in INCLUDE.findall(text):
        if own:
            yield check_include(path, folder, own, owners)
        for pattern, _, folders in OUTSIDE:
            if pattern.match(own or system) and folder not in folders:
                yield f"{path} includes <{own or system}>, which is for {', '.join(sorted(folders))}"


def check_build_file(path, folder):
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    for name in sorted(set(DEPENDENCY.findall(text))):
        layer = name.removesuffix("_dep")
        if layer in LAYERS and layer not in allowed(folder):
            yield f"{path} links {name}, which {folder} may not use"
        for _, dependencies, folders in OUTSIDE:
            if name in dependencies and folder not in folders:
                yield f"{path} links {name}, which is for {', '.join(sorted(folders))}"


def check(src):
    """Everything that is wrong in the tree, as sentences."""
    problems = []
    folders = sorted(p for p in src.iterdir() if p.is_dir())
    owners = {}
    for header in sorted(src.glob("*/**/*.h")):
        folder = header.relative_to(src).parts[0]
        # Include folders are searched one after the other, so names must not repeat.
        if owners.setdefault(header.name, folder) != folder:
            problems.append(f"{header.name} is in both {owners[header.name]} and {folder}")
    for directory in folders:
        folder = directory.name
        if folder not in LAYERS:
            problems.append(f"{directory} has no place in LAYERS; say what it may use")
            continue
        for path in sorted(directory.rglob("*")):
            if path.suffix in {".c", ".h"}:
                problems += filter(None, check_source(path, folder, owners))
            elif path.name == "meson.build":
                problems += check_build_file(path, folder)
    for path in sorted(p for p in src.rglob("*") if p.is_file()):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MAX_LINES:
            problems.append(f"{path} has {lines} lines, more than {MAX_LINES}; split it by concern")
    if not owners:
        problems.append(f"no headers were found in {src}")
    return problems


def self_test():
    """A small good tree passes; every way of breaking it is found."""
    good = {
        "base/a.h": "#pragma once\n",
        "base/a.c": '#include "a.h"\n#include "config.h"\n#include <gio/gio.h>\n',
        "linalg/l.h": '#include "a.h"\n#include <cblas.h>\n',
        "draw/d.c": '#include "a.h"\n#include <cairo.h>\n#include <gdk-pixbuf/gdk-pixbuf.h>\n',
        "app/w.c": '#include "a.h"\n#include "rasura-resources.h"\n#include <adwaita.h>\n',
        "app/meson.build": "executable('x', dependencies: [base_dep, gtk_dep]) # no linalg_dep\n",
    }
    breaches = [
        ("base/b.c", '#include "l.h"\n', "may not use"),
        ("draw/b.c", '# include "l.h"\n', "may not use"),
        ("cli/b.c", '#include "l.h"\n', "may not use"),
        ("app/b.c", '#include "../linalg/l.h"\n', "may not use"),
        ("app/c.c", '#include <cblas.h>\n', "is for"),
        ("draw/c.c", '#include <openblas/lapacke.h>\n', "is for"),
        ("cli/c.c", '#include <gtk/gtk.h>\n', "is for"),
        ("draw/e.c", '#include <adwaita.h>\n', "is for"),
        ("base/n.c", '#include "nowhere.h"\n', "not in src"),
        ("draw/a.h", "", "in both"),
        ("magic/m.c", "", "no place"),
        ("app/meson.build", "executable('x', dependencies: [linalg_dep])\n", "may not use"),
        ("cli/meson.build", "executable('x', dependencies: [adw_dep])\n", "is for"),
        ("base/long.c", "\n" * (MAX_LINES + 1), "split it"),
    ]

    def problems_of(files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return check(Path(folder))

    assert problems_of(good) == [], problems_of(good)
    assert problems_of({}) != []
    for name, text, sentence in breaches:
        problems = problems_of({**good, name: text})
        assert len(problems) == 1 and sentence in problems[0], (name, text, problems)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        sys.exit(0)
    found = check(Path(sys.argv[1]))
    print("\n".join(found), file=sys.stderr)
    sys.exit(1 if found else 0)
