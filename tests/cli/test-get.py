#!/usr/bin/env python3
"""Getting data sets, from a server in this very process that is neither quick nor honest."""
import os
import re
import signal
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from harness import PROGRAM, fail, main, report, succeed, test

IMAGES, LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
SIZES = {IMAGES: 9912422, LABELS: 28881, "t10k-images-idx3-ubyte.gz": 1648877,
         "t10k-labels-idx1-ubyte.gz": 4542}
HALF = 5_000_000
OURS = "data/rasura/datasets/mnist"
PART = Path(OURS, f".{IMAGES}.part")


class Handler(BaseHTTPRequestHandler):
    """Zeroes of the right length; the server says what else is to happen."""

    def do_GET(self):
        server, name = self.server, self.path.rpartition("/")[2]
        server.requests.append((self.path, self.headers.get("Range"), self.headers.get("If-Range")))
        if name not in SIZES or server.status != 200:
            self.send_error(404 if server.status == 200 else server.status)
            return
        start = int(re.match(r"bytes=(\d+)-", self.headers.get("Range", "bytes=0-"))[1])
        size = SIZES[name]
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - start))
        self.send_header("ETag", '"1"')
        self.end_headers()
        length = HALF if server.stalls else size - start
        try:
            self.wfile.write(bytes(length))
            if server.stalls:
                server.go_on.wait(100)
        except OSError:
            pass

    def log_message(self, *_):
        pass


class Server:
    """with Server() as server: its address, and what it was asked for."""

    def __enter__(self):
        self.inner = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.inner.requests, self.inner.status, self.inner.stalls = [], 200, False
        self.inner.go_on = threading.Event()
        self.requests = self.inner.requests
        self.address = f"http://127.0.0.1:{self.inner.server_address[1]}/mirror/"
        threading.Thread(target=self.inner.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.inner.go_on.set()
        self.inner.shutdown()
        self.inner.server_close()


def own_home():
    """No copies of the person who runs the tests, and no proxy."""
    os.environ["HOME"] = os.getcwd()
    os.environ["XDG_CONFIG_HOME"] = os.path.join(os.getcwd(), "config")
    for name in ["TORCH_HOME", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]:
        os.environ.pop(name, None)
    os.environ["GIO_USE_PROXY_RESOLVER"] = "dummy"


def make(path, size):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        file.truncate(size)


@test
def listed():
    own_home()
    text = succeed("get").decode()
    for word in ["cifar10", "svhn", "mnist", "fashion-mnist", "non-commercial", "170.1", "Krizhevsky",
                 "https://www.cs.toronto.edu/~kriz/cifar.html", "Not here"]:
        assert word in text, word
    assert succeed("get", "--list").decode() == text
    only = succeed("get", "svhn", "--list").decode()
    assert "svhn" in only and "cifar10" not in only
    sets = {s["name"]: s for s in report("get")["datasets"]}
    assert list(sets) == ["cifar10", "svhn", "mnist", "fashion-mnist"]
    assert sets["cifar10"]["download_bytes"] == 170052171
    assert all(s["state"] == "missing" and "location" not in s for s in sets.values())
    assert not os.path.exists(OURS)


@test
def found():
    own_home()
    for name, size in SIZES.items():
        make(f"datasets/MNIST/raw/{name}", size)
    make("datasets/cifar-10-batches-py/data_batch_1", 31035704)
    sets = {s["name"]: s for s in report("get")["datasets"]}
    assert sets["mnist"]["state"] == "ready"
    assert sets["mnist"]["location"].endswith("datasets/MNIST/raw")
    assert sets["cifar10"]["state"] == "unusable"
    assert "Python" in succeed("get", "cifar10", "--list").decode()
    text = succeed("get", "MNIST").decode()
    assert "rasura-cli info " in text and "datasets/MNIST/raw" in text and "ShareAlike" in text
    assert report("get", "mnist")["location"].endswith("datasets/MNIST/raw")
    # In the folder that is named, and only there.
    assert report("get", "mnist", "--to", "datasets/MNIST/raw")["location"].startswith("/")
    assert report("get", "mnist", "--list", "--to", "elsewhere")["datasets"][0]["state"] == "missing"


@test
def not_there():
    own_home()
    with Server() as server:
        server.inner.status = 404
        fail(1, ["404", "has moved", IMAGES], "get", "mnist", "--from", server.address)
        assert [r[0] for r in server.requests] == [f"/mirror/{IMAGES}"]
    assert not PART.exists()


@test
def nobody_there():
    own_home()
    with Server() as server:
        address = server.address
    fail(1, ["127.0.0.1", "cannot be reached"], "get", "mnist", "--from", address)


@test
def wrong_bytes():
    own_home()
    with Server() as server:
        fail(1, [IMAGES, "checksum", "removed"], "get", "mnist", "--from", server.address)
    assert os.listdir(OURS) == []


def start(*arguments):
    return subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def finish(child):
    out, err = child.communicate(timeout=200)
    assert child.returncode == 1 and out == b"", (child.returncode, out, err)
    assert err.count(b"\n") == 1, err
    return err.decode()


def stop_in_the_middle(server, number):
    """Half of the first file arrives and nothing more; then the signal."""
    server.inner.stalls = True
    child = start("get", "mnist", "--from", server.address)
    while not PART.exists() or PART.stat().st_size < HALF:
        assert child.poll() is None, child.stderr.read()
    child.send_signal(number)
    return child


def go_on(server):
    """Asks for the rest; that these are zeroes shows once all of them are here, twice."""
    server.inner.stalls = False
    fail(1, "checksum", "get", "mnist", "--from", server.address)
    assert server.requests[1] == (f"/mirror/{IMAGES}", f"bytes={HALF}-", '"1"')
    assert server.requests[2] == (f"/mirror/{IMAGES}", None, None)
    assert len(server.requests) == 3
    assert not PART.exists()


@test
def interrupted():
    own_home()
    with Server() as server:
        text = finish(stop_in_the_middle(server, signal.SIGINT))
        assert "5.0 MB of 11.6 MB" in text.replace("\u00a0", " ") and "goes on" in text, text
        assert PART.stat().st_size == HALF
        assert report("get", "mnist", "--list")["datasets"][0]["kept_bytes"] == HALF
        assert "Begun" in succeed("get", "mnist", "--list").decode()
        go_on(server)


@test
def killed():
    own_home()
    with Server() as server:
        child = stop_in_the_middle(server, signal.SIGKILL)
        child.communicate(timeout=100)
        assert PART.stat().st_size == HALF
        go_on(server)


@test
def wrong_usage():
    own_home()
    fail(2, ["cifar", "cifar10, svhn, mnist, fashion-mnist"], "get", "cifar")
    fail(2, "extra", "get", "mnist", "extra")
    fail(2, "--from", "get", "--from", "https://example.org/")
    for address in ["file:///srv/mirror/", "/srv/mirror", "example.org", "ftp://example.org/"]:
        fail(2, address, "get", "mnist", "--from", address)


@test
def no_place():
    own_home()
    Path("file").write_bytes(b"x")
    fail(1, ["file", "choose another folder"], "get", "mnist", "--to", "file")


main()
