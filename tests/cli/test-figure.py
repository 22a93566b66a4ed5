#!/usr/bin/env python3
"""figure: valid files that show the image that was asked for."""
import xml.etree.ElementTree as ET
from pathlib import Path

from harness import (REFERENCE, SMALL, fail, main, png_bytes, png_parts, read_npy, read_png, succeed,
                     test, write_pair)

PIXELS = read_npy(SMALL)[2]
LABELS = read_npy(REFERENCE / "small.labels.npy")[2]
D, SIDE = 108, 6


def rows_of(index):
    """The rows of an image as RGB bytes."""
    image = PIXELS[index * D:(index + 1) * D]
    plane = SIDE * SIDE
    return [bytes(image[c * plane + y * SIDE + x] for x in range(SIDE) for c in range(3))
            for y in range(SIDE)]


def shows(path, rows):
    """Whether the picture stands in the figure, pixel for pixel."""
    _, height, lines = read_png(path)
    for y in range(height - len(rows) + 1):
        at = lines[y].find(rows[0])
        while at >= 0:
            if at % 3 == 0 and all(lines[y + i][at:at + 3 * SIDE] == row for i, row in enumerate(rows)):
                return True
            at = lines[y].find(rows[0], at + 1)
    return False


def draw(*options):
    succeed("figure", SMALL, "-o", "x.png", "--style", "screen-light", "--scale", "1", *options)


@test
def the_image_that_was_asked_for():
    draw("-e", "none")
    assert shows("x.png", rows_of(0)) and not shows("x.png", rows_of(7))
    draw("-e", "none", "--index", "7")
    assert shows("x.png", rows_of(7)) and not shows("x.png", rows_of(0))
    draw("-e", "none", "--class", "class 2")
    assert shows("x.png", rows_of(LABELS.index(2)))
    third = [i for i, z in enumerate(LABELS) if z == 2][3]
    draw("-e", "none", "--class", "class 2", "--index", "3")
    assert shows("x.png", rows_of(third))


@test
def a_picture_of_ones_own():
    Path("own.png").write_bytes(png_bytes(SIDE, SIDE, b"".join(rows_of(11))))
    draw("--image", "own.png", "-e", "none,leace")
    assert shows("x.png", rows_of(11))
    draw("--image", "own.png", "--as", "class 1", "-e", "none,qleace")
    assert shows("x.png", rows_of(11))
    fail(2, "--as", "figure", SMALL, "-o", "x.png", "--image", "own.png", "-e", "qleace")
    fail(1, "class 9", "figure", SMALL, "-o", "x.png", "--image", "own.png", "--as", "class 9")


@test
def those_that_need_a_class_are_left_out_without_one():
    Path("own.png").write_bytes(png_bytes(SIDE, SIDE, b"".join(rows_of(11))))
    draw("--image", "own.png")
    without = png_parts("x.png")[0]
    draw("--image", "own.png", "--as", "class 1")
    assert without < png_parts("x.png")[0]


@test
def png_is_the_same_every_time():
    arguments = ("figure", SMALL, "-o", "x.png", "--target", "0.9")
    succeed(*arguments)
    first = Path("x.png").read_bytes()
    succeed(*arguments)
    assert Path("x.png").read_bytes() == first
    assert png_parts("x.png")[3]["Description"] == "rasura-cli " + " ".join(arguments)


@test
def svg():
    succeed("figure", SMALL, "-o", "x.svg", "--class", "class 1")
    root = ET.parse("x.svg").getroot()
    assert root.tag.endswith("svg")
    texts = {child.tag.rpartition("}")[2]: child.text for child in root}
    assert texts["desc"] == "rasura-cli figure " + SMALL + " -o x.svg --class 'class 1'", texts
    assert sum(1 for e in root.iter() if e.tag.endswith("image")) >= 6


@test
def pdf():
    succeed("figure", SMALL, "-o", "x.PDF")
    data = Path("x.PDF").read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


@test
def options_change_the_picture():
    seen = set()
    for options in [(), ("--rescale",), ("--difference",), ("--difference", "--gain", "9"),
                    ("--not-recentred",), ("--rank", "3"), ("--rank", "0"), ("--seed", "7"),
                    ("--no-shrinkage",), ("--style", "slide-dark"), ("--scale", "3")]:
        succeed("figure", SMALL, "-o", "x.png", *options)
        seen.add(png_parts("x.png")[2])
    assert len(seen) == 11


@test
def clipping_is_the_default():
    succeed("figure", SMALL, "-o", "x.png", "-e", "qleace")
    rows = png_parts("x.png")[2]
    succeed("figure", SMALL, "-o", "x.png", "-e", "qleace", "--clip")
    assert png_parts("x.png")[2] == rows


@test
def grey_images():
    name = write_pair("grey", [0, 1] * 100, side=5, channels=1)
    succeed("figure", name, "-o", "x.png")
    assert png_parts("x.png")[0] > 500


main()
