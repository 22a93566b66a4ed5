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
# A list that only rows take the focus of.
LIST = ("list", "GtkListBox")
PAGES = [("compare", "Compare"), ("mdl", "MDL"), ("runs", "Runs"), ("gallery", "Gallery")]
ERASERS = {"Original", "LEACE", "Oracle LEACE", "QLEACE", "ALF-QLEACE", "Gradient-based",
           "Random projection"}
MENUS = {"Main menu", "What the panels show", "Export, print or copy", "More to open",
         "Import, export, columns", "How the images are edited"}


class Program:
    """The program on a session bus, its actions called as the desktop would."""

    def __init__(self, folder):
        environment = {**os.environ, "GTK_A11Y": "atspi", "XDG_CACHE_HOME": folder,
                       "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder, "GSETTINGS_BACKEND": "memory",
                       # GTK's own window of shortcuts warns of its labels' widths.
                       "G_DEBUG": "fatal-criticals"}
        self.process = subprocess.Popen([PROGRAM, "moments:mean"], env=environment)
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.accessible = wait(find_application, "the program's accessible tree")

    def activate(self, group, action, parameter=None):
        path = "/org/rasura/Rasura" + ("/window/1" if group == "win" else "")
        value = GLib.Variant("(sava{sv})", (action, [parameter] if parameter else [], {}))
        self.bus.call_sync(NAME, path, "org.gtk.Actions", "Activate", value, None,
                           Gio.DBusCallFlags.NONE, 10000, None)

    def show(self, page, title):
        self.activate("win", "page", GLib.Variant("s", page))
        wait(lambda: find(self, "page tab", title), f"the page {page}")
        time.sleep(1)

    def get_other_window(self):
        self.accessible.clear_cache()
        frames = list(children(self.accessible))
        return frames[-1] if len(frames) > 1 else None

    def end(self):
        self.process.terminate()
        self.process.wait(20)


def wait(question, what):
    """The first answer that is true."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = question()
            if answer:
                return answer
        except GLib.Error:
            pass  # what was asked vanished meanwhile
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


def look(program, below=None):
    """Role, name and focusability of all there is."""
    things = []
    for accessible in walk(below or program.accessible):
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


def describe(program, role, pattern):
    accessible = find(program, role, pattern)
    return accessible.get_description() if accessible else ""


def get_button(program, pattern):
    """A push button that can be seen."""
    for role, name, focusable, accessible in look(program):
        if role in ("push button", "toggle button") and focusable and re.search(pattern, name) \
           and not is_hidden(accessible):
            return accessible
    return None


def press(button):
    assert button.get_action_iface().do_action(0), f"{button.get_name()} cannot be pressed"


def is_shown(accessible):
    return accessible if accessible and not is_hidden(accessible) else None


# --- The tests ---

tests = []


def test(function):
    tests.append(function)
    return function


def check_names(program, below=None):
    """Names for all that takes the focus on what was shown so far."""
    nameless = {(role, name) for role, name, focusable, accessible in look(program, below)
                if focusable and role not in UNNAMED and (role, name) != LIST and (not name or MADE_UP.search(name))
                and not is_hidden(accessible)}
    assert not nameless, f"without a name of their own: {sorted(nameless)}"


def is_hidden(accessible):
    """In a popover, or on a page of something, that was never shown: nobody can reach it."""
    try:
        extents = accessible.get_extents(Atspi.CoordType.WINDOW)
    except GLib.Error:
        return True
    return extents.width <= 0 or extents.height <= 0


@test
def pages(program):
    for page, title in PAGES:
        program.show(page, title)
        check_names(program)


@test
def rank_slider(program):
    """What the slider says follows the rank, and what a panel says follows its picture."""
    program.show("compare", "Compare")
    wait(lambda: get_button(program, "^90"), "the shares of the gap")
    slider = find(program, "slider", "Directions removed")
    wait(lambda: re.search("distance", describe(program, "image", "^ALF-QLEACE$")), "a distance")
    before = describe(program, "image", "^ALF-QLEACE$")
    press(get_button(program, "^90"))
    wait(lambda: re.search(r"\d+ directions.*%", slider.get_description()), "the slider's text")
    said = slider.get_description()
    wait(lambda: describe(program, "image", "^ALF-QLEACE$") not in ("", before), "another picture")
    press(wait(lambda: get_button(program, "^99.%$"), "the next share"))
    wait(lambda: slider.get_description() not in ("", said), "another text of the slider")
    number = find(program, "spin button", "Directions removed")
    assert number.get_current_value() > 0, "the number beside the slider has no value"


@test
def panels(program):
    wait(lambda: all(describe(program, "image", f"^{name}$") for name in ERASERS), "all panels")
    described = [(name, accessible.get_description()) for role, name, _, accessible
                 in look(program) if role == "image" and name in ERASERS]
    assert len(described) == len(ERASERS), f"panels: {described}"
    silent = [name for name, said in described if not said]
    assert not silent, f"pictures that say nothing of themselves: {silent}"


@test
def audit(program):
    program.activate("win", "audit")
    wait(lambda: find(program, "image", "Images told apart"), "the audit")
    for page, name in [("ranks", "Images told apart"), ("spectra", "Eigenvalue spectra")]:
        program.activate("win", "audit-page", GLib.Variant("s", page))
        wait(lambda: is_shown(find(program, "image", name)), f"the chart {page}")
        check_names(program)
    program.activate("win", "audit")


@test
def gallery(program):
    program.show("gallery", "Gallery")
    grid = wait(lambda: find(program, "image", "Images by eraser"), "the gallery")
    assert is_shown(grid)


@test
def training(program):
    """A run of the smallest budget: the chart has a name, and it is there as a table."""
    program.show("mdl", "MDL")
    press(wait(lambda: get_button(program, "^Start"), "the button that starts"))
    chart = wait(lambda: is_shown(find(program, "image", "[Ll]earning curves|MDL")), "the chart")
    assert chart
    check_names(program)
    press(wait(lambda: get_button(program, "[Tt]able"), "the button for the table"))
    wait(lambda: is_shown(find(program, "tree table", "[Ll]earning curves|MDL")), "the chart's table")
    check_names(program)


@test
def runs_with_rows(program):
    program.show("runs", "Runs")
    wait(lambda: is_shown(find(program, "tree table", "^Runs$")), "the table of runs")
    check_names(program)


@test
def lessons(program):
    program.show("compare", "Compare")
    program.activate("win", "lessons")
    for step in range(3):
        wait(lambda: get_button(program, "^Next$"), "the lesson's next step")
        time.sleep(1)
        check_names(program)
        press(get_button(program, "^Next$"))
    program.activate("win", "lessons")


@test
def made_card(program):
    program.show("compare", "Compare")
    program.activate("win", "how-made")
    wait(lambda: find(program, "image", "centres lie"), "the chart")
    check_names(program)
    silent = [accessible for role, name, _, accessible in look(program)
              if role == "image" and not name and not is_hidden(accessible)]
    assert not silent, "pictures without a name"
    program.activate("win", "how-made")


@test
def menus(program):
    """All that hangs on a button, opened and closed."""
    for page, title in PAGES:
        program.show(page, title)
        buttons = {name: accessible for role, name, focusable, accessible in look(program)
                   if role == "push button" and focusable and name in MENUS
                   and not is_hidden(accessible)}
        assert len(buttons) >= 2, f"menus on {page}: {sorted(buttons)}"
        for button in buttons.values():
            press(button)
            time.sleep(0.5)
            check_names(program, button.get_parent())
            press(button)


@test
def windows(program):
    program.show("compare", "Compare")
    for group, action in [("app", "preferences"), ("app", "about"), ("win", "show-help-overlay"),
                          ("win", "export"), ("win", "get-data"), ("win", "clear-cache")]:
        program.activate(group, action)
        window = wait(lambda: program.get_other_window(), f"the window of {action}")
        time.sleep(1)
        assert window.get_name(), f"the window of {action} has no title"
        check_names(program, window)
        button = [accessible for role, name, _, accessible in look(program, window)
                  if role == "push button" and name in ("Close", "Cancel")
                  and not is_hidden(accessible)]
        assert button, f"{action} cannot be left"
        press(button[-1])
        wait(lambda: program.get_other_window() is None, f"the end of {action}")


@test
def stage(program):
    program.show("compare", "Compare")
    program.activate("win", "present")
    time.sleep(2)
    check_names(program)
    pictures = [name for role, name, _, accessible in look(program)
                if role == "image" and is_shown(accessible) and accessible.get_description()]
    assert len(pictures) >= 2, f"the stage's panels: {pictures}"


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
