#!/usr/bin/env python3
"""Checks what a desktop and a packager get: packaging.py ROOT BUILD.

Installs into an empty folder, looks at what is there, runs it, and uninstalls again; and holds
the desktop file, the MIME types, the metainfo, the Flatpak manifest and the manual against each
other. The first sentence that does not hold ends it with 1.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT, BUILD = Path(sys.argv[1]), Path(sys.argv[2])
ID = "org.rasura.Rasura"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
# What the GNOME runtime of the manifest has; all else must be a module of the manifest.
RUNTIME = {"glib-2.0", "gio-2.0", "gio-unix-2.0", "cairo", "cairo-svg", "cairo-pdf", "pangocairo", "libpng",
           "zlib", "gdk-pixbuf-2.0", "libarchive", "libsoup-3.0", "sqlite3", "json-glib-1.0",
           "gtk4", "libadwaita-1"}
MODULES = {"openblas": "openblas", "lapacke": "openblas", "libxxhash": "xxhash", "matio": "matio"}

WANTED = """
bin/rasura
bin/rasura-cli
share/applications/{id}.desktop
share/bash-completion/completions/rasura-cli
share/fish/vendor_completions.d/rasura-cli.fish
share/glib-2.0/schemas/{id}.gschema.xml
share/icons/hicolor/scalable/apps/{id}.svg
share/icons/hicolor/symbolic/apps/{id}-symbolic.svg
share/man/man1/rasura-cli.1
share/man/man1/rasura.1
share/metainfo/{id}.metainfo.xml
share/mime/packages/{id}.xml
share/zsh/site-functions/_rasura-cli
""".format(id=ID).split()


def check(holds, sentence):
    if not holds:
        sys.exit(f"packaging.py: {sentence}")


def installed(folder):
    return {p for p in folder.rglob("*") if p.is_file() or p.is_symlink()}


def check_installation():
    """Everything arrives, the program runs from there, and nothing stays behind."""
    log = BUILD / "meson-logs" / "install-log.txt"
    kept = log.read_bytes() if log.exists() else None
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder],
                           check=True, stdout=subprocess.DEVNULL)
            files = installed(folder)
            prefix = next(iter(folder.rglob("bin/rasura-cli"))).parent.parent
            for wanted in WANTED:
                check(prefix / wanted in files, f"{wanted} is not installed")
            for language in (ROOT / "po" / "LINGUAS").read_text(encoding="utf-8").split():
                check(prefix / f"share/locale/{language}/LC_MESSAGES/rasura.mo" in files,
                      f"the catalogue of {language} is not installed")
            version = subprocess.run([prefix / "bin/rasura-cli", "--version"], check=True,
                                     capture_output=True, text=True).stdout
            check(version.startswith("rasura-cli "), "the installed program does not run")
            # What `ninja uninstall` calls; another ninja may be running the tests.
            subprocess.run(["meson", "--internal", "uninstall"], cwd=BUILD, check=True,
                           stdout=subprocess.DEVNULL)
            left = installed(folder)
            check(not left, f"uninstalling left {sorted(left)[:3]}")
    finally:
        if kept is None:
            log.unlink(missing_ok=True)
        else:
            log.write_bytes(kept)


def check_mime_types():
    """The desktop file opens what the metainfo says, and our own types are described."""
    desktop = (BUILD / "data" / f"{ID}.desktop").read_text(encoding="utf-8")
    opened = set(re.search(r"^MimeType=(.*);$", desktop, re.M).group(1).split(";"))
    metainfo = ElementTree.parse(BUILD / "data" / f"{ID}.metainfo.xml").getroot()
    told = {e.text for e in metainfo.iter("mediatype")}
    described = {e.get("type") for e in
                 ElementTree.parse(ROOT / "data" / f"{ID}.mime.xml").getroot().iter(f"{MIME}mime-type")}
    check(told and told <= opened, f"the desktop file does not open {told - opened}")
    check(described <= opened, f"the desktop file does not open {described - opened}")
    check("application/x-rasura-session" in described, "session files have no MIME type")


def check_screenshots():
    """Every picture of the metainfo is in the tree under the same name."""
    metainfo = ElementTree.parse(BUILD / "data" / f"{ID}.metainfo.xml").getroot()
    images = [e.text for e in metainfo.iter("image")]
    check(len(images) >= 3, "the metainfo has too few screenshots")
    for image in images:
        path = ROOT / "resources" / "screenshots" / image.rsplit("/", 1)[1]
        check(path.exists(), f"{image} has no counterpart {path}")


def check_manifest():
    """The Flatpak builds every dependency that its runtime does not have."""
    manifest = json.loads((ROOT / "data" / f"{ID}.flatpak.json").read_text(encoding="utf-8"))
    modules = {m["name"] for m in manifest["modules"]}
    needed = set(re.findall(r"dependency\('([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8")))
    check(manifest["id"] == ID and manifest["command"] == "rasura", "the manifest is of another program")
    check(len(needed) > 10, "no dependencies were found in meson.build")
    for name in sorted(needed - RUNTIME):
        check(MODULES.get(name) in modules, f"the manifest has no module for {name}")
    for module in manifest["modules"]:
        for source in module["sources"]:
            check(source["type"] == "dir" or source["url"].startswith("https://"),
                  f"{module['name']} does not come over https")


def main():
    os.environ["LC_ALL"] = "C.UTF-8"
    check_mime_types()
    check_screenshots()
    check_manifest()
    check_installation()


main()
