#!/usr/bin/env python3
"""gallery: random images of the classes asked for, others with another seed, valid files."""
import xml.etree.ElementTree as ET
from pathlib import Path

from harness import (REFERENCE, SMALL, fail, main, png_parts, read_npy, read_png, succeed, test,
                     write_pair)

PIXELS = read_npy(SMALL)[2]
LABELS = read_npy(REFERENCE / "small.labels.npy")[2]
D, SIDE = 108, 6
QUICK = ("--images", "40", "--iterations", "3")


def first_row_of(index):
    """The first row of an image as RGB bytes."""
    image = PIXELS[index * D:(index + 1) * D]
    return bytes(image[c * SIDE * SIDE + x] for x in range(SIDE) for c in range(3))


ROWS = {first_row_of(i): i for i in range(len(LABELS))}


def draw(*options):
    """The indices of the images in the gallery, from top to bottom."""
    succeed("gallery", SMALL, "-o", "x.png", "--style", "screen-light", "--scale", "1", *options)
    found = []
    for line in read_png("x.png")[2]:
        found += [ROWS[line[at:at + 3 * SIDE]] for at in range(0, len(line) - 3 * SIDE, 3)
                  if line[at:at + 3 * SIDE] in ROWS]
    return found


@test
def so_many_of_every_class():
    shown = draw("-e", "none")
    assert [LABELS[i] for i in shown] == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3, shown
    assert len(set(shown)) == 12
    shown = draw("-e", "none", "--per-class", "5", "--classes", "class 3,class 1")
    assert [LABELS[i] for i in shown] == [1] * 5 + [3] * 5
    assert [LABELS[i] for i in draw("-e", "none", "-c", "all", "-p", "1")] == [0, 1, 2, 3]


@test
def another_seed_shows_others():
    first = draw("-e", "none")
    assert draw("-e", "none", "--gallery-seed", "1") == first
    assert not set(draw("-e", "none", "--gallery-seed", "2")) & set(first)
    # The seed of the erasers is another matter, and so are the erasers.
    assert draw("-e", "none", "--seed", "7") == first
    assert draw("-e", "none,leace") == first


@test
def fewer_images_than_asked_for():
    name = write_pair("few", [0] * 60 + [1] * 60 + [2] * 2, side=4)
    succeed("gallery", name, "-o", "x.svg", "-e", "none", "--per-class", "4")
    images = [e for e in ET.parse("x.svg").getroot().iter() if e.tag.endswith("}image")]
    assert len(images) == 4 + 4 + 2, len(images)


@test
def every_eraser():
    arguments = ("gallery", SMALL, "-o", "x.png", "--target", "0.9", *QUICK)
    succeed(*arguments)
    first = Path("x.png").read_bytes()
    succeed(*arguments)
    assert Path("x.png").read_bytes() == first
    assert png_parts("x.png")[3]["Description"] == "rasura-cli " + " ".join(arguments)


@test
def options_change_the_picture():
    seen = set()
    for options in [(), ("--rank", "3"), ("--seed", "7"), ("--no-shrinkage",), ("--not-recentred",),
                    ("--iterations", "9"), ("--images", "60"), ("--style", "slide-dark"),
                    ("--scale", "9"), ("-g", "2"), ("-e", "leace,gradient")]:
        succeed("gallery", SMALL, "-o", "x.png", *QUICK, *options)
        seen.add(png_parts("x.png")[2])
    assert len(seen) == 11
    succeed("gallery", SMALL, "-o", "x.png", *QUICK, "--images", "all")
    everything = png_parts("x.png")[2]
    succeed("gallery", SMALL, "-o", "x.png", *QUICK, "--images", "0")
    assert png_parts("x.png")[2] == everything and everything not in seen


@test
def sizes_and_styles():
    few = ("gallery", SMALL, "-e", "none,leace", *QUICK)
    succeed(*few, "-o", "x.png", "--width", "85mm", "--dpi", "200")
    assert png_parts("x.png")[0] == 669
    succeed(*few, "-o", "x.png", "--style", "slide", "--width", "1920px")
    assert png_parts("x.png")[:2] == (1920, 1080)
    fail(2, "--scale", *few, "-o", "x.png", "--scale", "3", "--dpi", "300")


@test
def pdf_of_grey_images():
    name = write_pair("grey", [0, 1] * 100, side=5, channels=1)
    succeed("gallery", name, "-o", "x.pdf", *QUICK)
    data = Path("x.pdf").read_bytes()
    assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")


@test
def all_images_together():
    options = ("gallery", SMALL, "-p", "1", "-c", "class 1", "-e", "gradient", "--iterations", "2")
    succeed(*options, "--images", "all", "-o", "all.png")
    succeed(*options, "--images", "0", "-o", "zero.png")
    assert read_png("all.png") == read_png("zero.png")


@test
def wrong_usage():
    fail(2, "--images 1", "gallery", SMALL, "-o", "x.png", "--images", "1")
    fail(2, "--per-class", "gallery", SMALL, "-o", "x.png", "--per-class", "0")
    fail(2, "--gallery-seed", "gallery", SMALL, "-o", "x.png", "--gallery-seed", "-1")
    fail(2, "--iterations", "gallery", SMALL, "-o", "x.png", "--iterations", "0")
    fail(2, "--images 1", "gallery", SMALL, "-o", "x.png", "--images", "1")
    fail(2, "x.jpg", "gallery", SMALL, "-o", "x.jpg")
    fail(2, "neon", "gallery", SMALL, "-o", "x.png", "--style", "neon")
    fail(1, ["class 9", "class 0"], "gallery", SMALL, "-o", "x.png", "-c", "class 0,class 9")
    fail(1, "test split", "gallery", SMALL, "-o", "x.png", "-e", "none", "--split", "test")
    fail(1, "test split", "gallery", SMALL, "-o", "x.png", "-c", "class 0", "--split", "test")
    assert not Path("x.png").exists()


main()
