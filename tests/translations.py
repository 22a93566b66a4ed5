#!/usr/bin/env python3
"""Checks that every text a person reads can be translated, and is.

Usage: translations.py ROOT | translations.py ROOT --update | translations.py --self-test

POTFILES must list exactly the files with texts; a text must be one literal (a format macro
inside it hides the rest from gettext); every catalogue in LINGUAS must pass `msgfmt -c` and
leave nothing untranslated or fuzzy. --update rewrites POTFILES.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3"]
CALL = re.compile(r"(?<![\w\"])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext)\s*\(\s*(?=\")")
LITERAL = re.compile(r'(?:"(?:\\.|[^"\\\n])*"\s*)+')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
MARKED = {
    ".ui": re.compile(r'translatable="(yes|true)"'),
    ".xml": re.compile(r"<(summary|description)>"),
}


def has_texts(path):
    if path.suffix in {".c", ".h"}:
        return bool(CALL.search(COMMENT.sub("", path.read_text(encoding="utf-8"))))
    if path.name.endswith((".desktop.in", ".metainfo.xml.in")):
        return True
    if path.suffix == ".xml" and not path.name.endswith(".gschema.xml"):
        return False
    pattern = MARKED.get(path.suffix)
    return bool(pattern and pattern.search(path.read_text(encoding="utf-8")))


def files_with_texts(root):
    """Sorted paths relative to `root`, as POTFILES lists them."""
    paths = (p for folder in ("data", "src", "ui") for p in (root / folder).rglob("*"))
    return sorted(str(p.relative_to(root)) for p in paths if p.is_file() and has_texts(p))


def read_list(path):
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def check_potfiles(root):
    listed, found = read_list(root / "po/POTFILES"), files_with_texts(root)
    for name in sorted(set(found) - set(listed)):
        yield f"{name} has texts but is not in po/POTFILES; run tests/translations.py . --update"
    for name in sorted(set(listed) - set(found)):
        yield f"{name} is in po/POTFILES but has no texts; run tests/translations.py . --update"


def check_literals(root):
    """xgettext stops at a macro between two literals, and the text is never found again."""
    for name in files_with_texts(root):
        if not name.endswith((".c", ".h")):
            continue
        text = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), (root / name).read_text("utf-8"))
        for call in CALL.finditer(text):
            literal = LITERAL.match(text, call.end())
            # C_() and ngettext() take further literals after the comma.
            if literal and text[literal.end()] not in "),":
                line = text.count("\n", 0, call.start()) + 1
                yield f"{name}:{line}: a text must be one literal; write %zu rather than a macro"


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr.strip()


def check_catalogues(root):
    with tempfile.TemporaryDirectory() as folder:
        template, merged = f"{folder}/rasura.pot", f"{folder}/merged.po"
        code, _, message = run("xgettext", f"--directory={root}", f"--files-from={root}/po/POTFILES",
                               "--from-code=UTF-8", f"--output={template}",
                               *(f"--keyword={k}" for k in KEYWORDS))
        if code != 0 or not Path(template).exists():
            yield f"xgettext failed: {message}"
            return
        for language in read_list(root / "po/LINGUAS"):
            catalogue = root / f"po/{language}.po"
            code, _, message = run("msgfmt", "-c", "-o", "/dev/null", str(catalogue))
            if code != 0:
                yield f"{catalogue} does not pass msgfmt -c: {message}"
                continue
            run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", merged, str(catalogue), template)
            for state in ("untranslated", "only-fuzzy"):
                _, entries, _ = run("msgattrib", f"--{state}", "--no-obsolete", "--no-wrap", merged)
                for lines in re.findall(r'^msgid ((?:".*"\n)+)', entries, re.M):
                    text = "".join(re.findall(r'"(.*)"', lines))
                    if text:  # the header has none
                        yield f"{catalogue} lacks a finished translation of: {text}"


def check(root):
    problems = [*check_potfiles(root), *check_literals(root)]
    return problems or list(check_catalogues(root))


def self_test():
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    source = '/* _ ("never") */\nf (_ ("one %d"\n " two"), N_("three"));\n'
    good = {
        "src/a.c": source,
        "src/silent.c": 'f ("nothing", a_("no"));\n',
        "ui/a.ui": '<interface><object class="GtkLabel"><property name="label" translatable="yes">'
                   "four</property></object></interface>\n",
        "data/a.txt": "nothing\n",
        "po/LINGUAS": "de\n",
        "po/POTFILES": "src/a.c\nui/a.ui\n",
        "po/de.po": header + '#, c-format\nmsgid "one %d two"\nmsgstr "eins %d zwei"\n\n'
                    'msgid "three"\nmsgstr "drei"\n\nmsgid "four"\nmsgstr "vier"\n',
    }
    breaches = [
        ("src/b.c", 'g_print (_ ("five"));\n', "not in po/POTFILES"),
        ("po/POTFILES", "src/a.c\nsrc/silent.c\nui/a.ui\n", "has no texts"),
        ("src/a.c", source + 'f (_ ("six %" G_GSIZE_FORMAT " seven"));\n', "src/a.c:4: a text must"),
        ("src/a.c", source + 'f (_ ("eight"));\n', "translation of: eight"),
        ("src/a.c", source + 'f (_ ("nine\\nten\\n"));\n', "translation of: nine\\nten"),
        ("po/de.po", good["po/de.po"].replace("zwei", "%s zwei"), "does not pass"),
        ("po/de.po", good["po/de.po"].replace("drei", ""), "translation of: three"),
        ("po/de.po", good["po/de.po"].replace('msgid "four"', '#, fuzzy\nmsgid "four"'),
         "translation of: four"),
    ]

    def problems_of(files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = Path(folder, name)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return check(Path(folder))

    assert problems_of(good) == [], problems_of(good)
    for name, text, sentence in breaches:
        problems = problems_of({**good, name: text})
        assert len(problems) == 1 and sentence in problems[0], (name, text, problems)


def main():
    if sys.argv[1:] == ["--self-test"]:
        self_test()
        return 0
    root = Path(sys.argv[1])
    if sys.argv[2:] == ["--update"]:
        text = "".join(f"{name}\n" for name in files_with_texts(root))
        (root / "po/POTFILES").write_text(text, encoding="utf-8")
        return 0
    if not shutil.which("xgettext"):
        print("xgettext is not here; install gettext", file=sys.stderr)
        return 1
    found = check(root)
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
