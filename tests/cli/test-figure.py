#!/usr/bin/env python3
"""figure: valid files that show the image that was asked for."""
import xml.etree.ElementTree as ET
from pathlib import Path

from harness import (REFERENCE, SMALL, fail, main, png_bytes, png_parts, read_npy, read_png, run,
                     succeed, test, write_npy, write_pair)

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
            if at % 3 == 0 and all(lines[y + i][at:at + len(row)] == row for i, row in enumerate(rows)):
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
def a_picture_of_ones_own_is_cropped_to_what_is_not_square():
    """The middle of it, as in the window."""
    narrow = bytes(b for i in range(40) for b in PIXELS[i * D:i * D + 3 * SIDE * 4])
    write_npy("narrow.npy", "|u1", (40, 3, SIDE, 4), narrow)
    write_npy("narrow.labels.npy", "<i8", (40,), [i % 2 for i in range(40)])
    Path("own.png").write_bytes(png_bytes(SIDE, SIDE, b"".join(rows_of(11))))
    succeed("figure", "narrow.npy", "-o", "x.png", "--style", "screen-light", "--scale", "1",
            "-e", "none", "--image", "own.png")
    assert shows("x.png", [row[3:15] for row in rows_of(11)])


@test
def a_class_of_one_image_is_not_edited():
    name = write_pair("lonely", [0] * 30 + [1] * 30 + [2])
    for command in [["figure", "--class", "class 2"], ["gallery", "--classes", "class 2"]]:
        done = run(command[0], name, "-o", "x.svg", "--no-cache", *command[1:])
        text = done.stderr.decode()
        assert done.returncode == 0 and Path("x.svg").exists(), done
        assert text.startswith("rasura-cli: ") and text.count("\n") == 1, text
        assert "is left out: “class 2” has too few" in text or "only one image" in text, text
        fail(1, "class 2", command[0], name, "-o", "x.svg", "--no-cache", "-e", "gradient",
             *command[1:])


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


def physical(path):
    """Dots per inch that a PNG file says."""
    data = Path(path).read_bytes()
    at = data.index(b"pHYs") + 4
    assert data[at + 8] == 1
    return round(int.from_bytes(data[at:at + 4], "big") * 0.0254)


@test
def sizes():
    few = ("figure", SMALL, "-e", "none,leace")
    for options, width, dpi in [(("--width", "85mm"), 1004, 300), (("--width", "8.5cm"), 1004, 300),
                                (("--width", "3in", "--dpi", "600"), 1800, 600),
                                (("--dpi", "150"), 1033, 150), (("--width", "720pt"), 3000, 300),
                                (("--width", "1600px"), 1600, 232),
                                (("--width", "1500px", "--dpi", "100"), 1500, 100)]:
        succeed(*few, "-o", "x.png", *options)
        assert (png_parts("x.png")[0], physical("x.png")) == (width, dpi), options
    for style in "slide", "slide-light", "slide-dark":
        succeed(*few, "-o", "x.png", "--style", style, "--width", "1280px")
        assert png_parts("x.png")[:2] == (1280, 720)
    succeed(*few, "-o", "x.svg", "--width", "85mm")
    assert abs(float(ET.parse("x.svg").getroot().get("width").removesuffix("pt")) - 240.94) < 0.02


@test
def sizes_that_cannot_be():
    few = ("figure", SMALL, "-e", "none", "-o")
    fail(2, "175mm", *few, "x.png", "--width", "175")
    fail(2, "175mm", *few, "x.png", "--width", "wide")
    fail(2, "175mm", *few, "x.png", "--width=-5mm")
    fail(2, ["30", "1500"], *few, "x.png", "--width", "2000mm")
    fail(2, ["64", "16384"], *few, "x.png", "--width", "50px")
    fail(2, "1200", *few, "x.png", "--dpi", "1201")
    fail(2, "px", *few, "x.svg", "--width", "800px")
    fail(2, "--dpi", *few, "x.pdf", "--dpi", "300")
    fail(2, ["--scale", "--width"], *few, "x.png", "--scale", "3", "--width", "80mm")
    fail(2, "slide-dark", *few, "x.png", "--style", "poster")
    assert not list(Path().glob("x.*"))


@test
def text_is_text():
    succeed("figure", SMALL, "-o", "x.svg", "-e", "none,leace", "--width", "120mm")
    root = ET.parse("x.svg").getroot()
    words = {e.text for e in root.iter() if e.tag.endswith("}text")}
    assert {"Original", "LEACE"} <= words, words
    assert not [e for e in root.iter() if e.tag.endswith("}symbol")]


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
