#!/usr/bin/env python3
"""Walks the running program as a screen reader does, through AT-SPI.

test-accessibility.py RASURA [3]: opens a small data set and visits every page and window. All that
takes the focus must have a name that a person understands, sliders and pictures must say what they
show, and Tab must reach what matters. With 3 the report goes to that file descriptor.
"""
import os
import re
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

# Services of the session bus print to where the bus prints; the report goes past them.
REPORT = os.fdopen(3, "w") if len(sys.argv) > 2 else sys.stdout
PROGRAM = os.path.abspath(sys.argv[1])
NAME = "org.rasura.Rasura"
PATIENCE = 40  # seconds, on a machine that is busy

# Names that GTK makes up where there is none, and mnemonics that were not taken out.
MADE_UP = re.compile(r"^(Gtk|Adw|Ras)[A-Z]|(^|\s)_\w")
# Focused only so that arrow keys scroll; what is in them has names.
UNNAMED = {"scroll pane"}


class Program:
    """The program on a session bus, its actions called as the desktop would."""

    def __init__(self, folder):
        environment = {**os.environ, "GTK_A11Y": "atspi", "XDG_CACHE_HOME": folder,
                       "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder, "GSETTINGS_BACKEND": "memory"}
        self.process = subprocess.Popen([PROGRAM, "moments:mean"], env=environment)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.accessible = wait(find_application, "the program's accessible tree")

    def activate(self, group, action, parameter=None):
        path = "/org/rasura/Rasura" + ("/window/1" if group == "win" else "")
        value = GLib.Variant("(sava{sv})", (action, [parameter] if parameter else [], {}))
        self.bus.call_sync(NAME, path, "org.gtk.Actions", "Activate", value, None,
                           Gio.DBusCallFlags.NONE, 10000, None)

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def wait(question, what):
    """The first answer that is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        answer = question()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {PATIENCE} s")


def find_application():
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(i)
        if application and "rasura" in (application.get_name() or "").lower() \
           and application.get_child_count():
            return application
    return None


def children(accessible):
    for i in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(i)
        if child:
            yield child


def walk(accessible):
    """Everything below; what vanishes meanwhile is passed over."""
    stack = [accessible]
    while stack:
        here = stack.pop()
        yield here
        try:
            stack += list(children(here))
        except GLib.Error:
            pass


def look(program):
    """Role, name and focusability of all there is."""
    things = []
    for accessible in walk(program.accessible):
        try:
            states = accessible.get_state_set()
            things.append((accessible.get_role_name(), (accessible.get_name() or "").strip(),
                           states.contains(Atspi.StateType.FOCUSABLE), accessible))
        except GLib.Error:
            pass
    return things


def find(program, role, pattern):
    for found_role, name, _, accessible in look(program):
        if found_role == role and re.search(pattern, name):
            return accessible
    return None


# --- The tests ---

tests = []


def test(function):
    tests.append(function)
    return function


def check_names(program):
    """Names for all that takes the focus on what was shown so far."""
    nameless = {(role, name) for role, name, focusable, accessible in look(program)
                if focusable and role not in UNNAMED and (not name or MADE_UP.search(name))
                and not is_hidden(accessible)}
    assert not nameless, f"without a name of their own: {sorted(nameless)}"


def is_hidden(accessible):
    """In a popover, or on a page of something, that was never shown: nobody can reach it."""
    extents = accessible.get_extents(Atspi.CoordType.WINDOW)
    return extents.width <= 0 or extents.height <= 0


@test
def pages(program):
    for page, title in [("compare", "Compare"), ("mdl", "MDL"), ("gallery", "Gallery")]:
        program.activate("win", "page", GLib.Variant("s", page))
        wait(lambda: find(program, "page tab", title), f"the page {page}")
        time.sleep(1)
        check_names(program)


def main():
    Atspi.init()
    print(f"1..{len(tests)}", file=REPORT, flush=True)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        program = Program(folder)
        try:
            for number, function in enumerate(tests, 1):
                try:
                    function(program)
                    print(f"ok {number} {function.__name__}", file=REPORT, flush=True)
                except Exception as error:
                    failed = True
                    print(f"# {error}\nnot ok {number} {function.__name__}", file=REPORT, flush=True)
        finally:
            program.end()
    sys.exit(1 if failed else 0)


main()
