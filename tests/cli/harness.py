"""What the tests of the command line share: running it, small files, TAP."""
import array
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib
from pathlib import Path

PROGRAM = os.path.abspath(sys.argv[1])
REFERENCE = Path(os.environ["G_TEST_SRCDIR"], "reference")
SMALL = str(REFERENCE / "small.npy")

tests = []
locales = [] # the folder that german() makes


def test(function):
    tests.append(function)
    return function


def main():
    """Runs every test in a folder of its own, with a cache and a run store of its own."""
    print(f"1..{len(tests)}", flush=True)
    failed = False
    for number, function in enumerate(tests, 1):
        name = function.__name__.replace("_", "-")
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            os.environ["XDG_CACHE_HOME"] = os.path.join(folder, "cache")
            os.environ["XDG_DATA_HOME"] = os.path.join(folder, "data")
            try:
                function()
            except Exception:
                traceback.print_exc()
                failed = True
                print(f"not ok {number} {name}", flush=True)
            else:
                print(f"ok {number} {name}", flush=True)
            os.chdir("/")
    sys.exit(1 if failed else 0)


# --- Running the program ---


def run(*arguments, **options):
    """Output and status; the bytes of standard output as they are."""
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True,
                          stdin=subprocess.DEVNULL, timeout=250, check=False, **options)


def succeed(*arguments, **options):
    """Standard output of a run that ends well and, piped, says nothing of its progress."""
    done = run(*arguments, **options)
    assert done.returncode == 0, (arguments, done.returncode, done.stderr)
    assert done.stderr == b"", (arguments, done.stderr)
    return done.stdout


def german(language="C"):
    """An environment with decimal commas: a locale of the tests' own, whatever is installed."""
    if not locales:
        locales.append(tempfile.TemporaryDirectory())
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8",
                               f"{locales[0].name}/de_DE.UTF-8"], capture_output=True, check=False)
        assert os.path.isfile(f"{locales[0].name}/de_DE.UTF-8/LC_NUMERIC"), (
            "no German locale could be made; install the sources of locales", made)
    return {**os.environ, "LOCPATH": locales[0].name, "LC_ALL": "de_DE.UTF-8",
            "LANGUAGE": language}


def report(*arguments):
    return json.loads(succeed(*arguments, "--json"))


def fail(status, expected, *arguments, **options):
    """A run that must fail with this status and one line that has these words in it."""
    done = run(*arguments, **options)
    text = done.stderr.decode()
    assert done.returncode == status, (arguments, done.returncode, text)
    assert done.stdout == b"", (arguments, done.stdout)
    assert text.startswith("rasura-cli: ") and text.count("\n") == 1, (arguments, text)
    assert text.endswith("\n") and len(text) > 20, (arguments, text)
    for word in [expected] if isinstance(expected, str) else expected:
        assert word in text, (arguments, word, text)


# --- NumPy files ---

TYPES = {"|u1": "B", "<u1": "B", "<f4": "f", "<f8": "d", "<i8": "q"}


def npy_bytes(descr, shape, data):
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {tuple(shape)}, }}"
    header += " " * (-(11 + len(header)) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


def write_npy(path, descr, shape, values):
    data = values if isinstance(values, bytes) else array.array(TYPES[descr], values).tobytes()
    Path(path).write_bytes(npy_bytes(descr, shape, data))


def read_npy(path):
    """Type, shape and values."""
    data = Path(path).read_bytes()
    assert data[:8] == b"\x93NUMPY\x01\x00", path
    start = 10 + struct.unpack("<H", data[8:10])[0]
    header = eval(data[10:start])  # a dict of literals
    values = array.array(TYPES[header["descr"]])
    values.frombytes(data[start:])
    return header["descr"], header["shape"], values


def write_pair(name, labels, side=4, channels=3, seed=1):
    """NAME.npy and NAME.labels.npy: noise around a shade that depends on the class."""
    chance = random.Random(seed)
    d = channels * side * side
    pixels = bytes(min(255, max(0, int(chance.gauss(90 + 20 * z + 3 * (j % (z + 2)), 20 + 5 * z))))
                   for z in labels for j in range(d))
    write_npy(f"{name}.npy", "|u1", (len(labels), channels, side, side), pixels)
    write_npy(f"{name}.labels.npy", "<i8", (len(labels),), labels)
    return f"{name}.npy"


# --- PNG ---


def png_bytes(width, height, rgb):
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + rgb[y * 3 * width:(y + 1) * 3 * width] for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def png_chunks(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(data):
        length = struct.unpack(">I", data[at:at + 4])[0]
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        yield kind, body
        at += 12 + length


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def png_parts(path):
    """Width, height, filtered rows and the texts of an 8-bit RGB file."""
    body, texts, last = b"", {}, None
    for last, part in png_chunks(Path(path).read_bytes()):
        if last == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", part[:10])
            assert (depth, colour) == (8, 2)
        elif last == b"IDAT":
            body += part
        elif last == b"tEXt":
            key, _, text = part.partition(b"\0")
            texts[key.decode("latin-1")] = text.decode("latin-1")
    assert last == b"IEND"
    data = zlib.decompress(body)
    assert len(data) == height * (3 * width + 1)
    return width, height, data, texts


def read_png(path):
    """Width, height and rows of RGB bytes."""
    width, height, data, _ = png_parts(path)
    stride, rows, above = 3 * width, [], bytes(3 * width)
    for y in range(height):
        kind, row = data[y * (stride + 1)], bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left = row[i - 3] if i >= 3 else 0
            corner = above[i - 3] if i >= 3 else 0
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2,
                                paeth(left, above[i], corner))[kind]) & 255
        above = bytes(row)
        rows.append(above)
    return width, height, rows
