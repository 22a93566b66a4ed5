"""What the tests of training share: a small set, and the CSV that comes out."""
import csv
import io

from harness import succeed, write_pair

COLUMNS = ("eraser,net,width,depth,seed,block,images,test_images,cross_entropy_bits,"
           "mdl_bits_per_sample").split(",")
CLASSES = 3


def make_set(n=300, name="set"):
    return write_pair(name, [i % CLASSES for i in range(n)])


def rows(text):
    """The lines of the CSV, numbers as numbers."""
    lines = list(csv.DictReader(io.StringIO(text.decode())))
    assert lines and list(lines[0]) == COLUMNS
    return [{key: value if key in ("eraser", "net") else float(value)
             for key, value in line.items()} for line in lines]


def train(*arguments):
    """The CSV of a command that says nothing else."""
    return succeed(*arguments, "--quiet")
