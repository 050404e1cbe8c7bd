"""Runs the command in processes that are forked from one which has loaded it.

Most of a short run is the start of Python and of a hundred checks, and the tests make thousands of
them. A forked process has streams, an environment, a folder and an exit status of its own, and ends
as any other. What it shares with the others was set when Python started, so whoever tests encodings
or the seed of hashes starts it anew: see `running.run`.

    python tests/fork_server.py DESCRIPTOR    # of the socket on which the tests ask
"""

import array
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

STREAMS = 3
PACKAGES = ("readiness", "readiness_checks")


class ForkServer:
    """The side of the tests."""

    def __init__(self):
        """Start the process that is forked; it ends with this one."""
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())], pass_fds=[theirs.fileno()]
            )

    def run(self, arguments, *, env, cwd, timeout):
        """The outcome of one run without standard input, as text.

        Raises:
            subprocess.TimeoutExpired: it took more than so many seconds, and was killed.
        """
        with ExitStack() as files:
            asked, out, err = (files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            nothing = files.enter_context(Path(os.devnull).open("rb"))
            asked.write(json.dumps([arguments, env, str(cwd or Path.cwd())]).encode())
            asked.seek(0)
            streams = [file.fileno() for file in (nothing, out, err, asked)]
            socket.send_fds(self._socket, [b"?"], streams)
            process = receive_number(self._socket)
            self._socket.settimeout(timeout)
            try:
                status = receive_number(self._socket)
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                self._socket.settimeout(None)
                receive_number(self._socket)
                raise subprocess.TimeoutExpired(arguments, timeout) from None
            self._socket.settimeout(None)
            texts = (os.pread(file.fileno(), 1 << 30, 0).decode() for file in (out, err))
            return subprocess.CompletedProcess(arguments, status, *texts)


def send_number(to, number):
    """Send a process's number, or its exit status."""
    to.sendall(array.array("l", [number]))


def receive_number(sender):
    """The number that was sent.

    Raises:
        TimeoutError: it did not come in time.
    """
    return array.array("l", sender.recv(array.array("l").itemsize))[0]


def serve(control):
    """Fork for every request; returns where it came to, in the process that is to run it.

    In the process that was started it returns None, once nobody can ask any more.
    """
    while True:
        question, descriptors, _, _ = socket.recv_fds(control, 1, STREAMS + 1)
        if not question:
            return None
        process = os.fork()
        if not process:
            control.close()
            return descriptors
        for descriptor in descriptors:
            os.close(descriptor)
        send_number(control, process)
        _, status = os.waitpid(process, 0)
        send_number(control, os.waitstatus_to_exitcode(status))


def become(descriptors):
    """Take over what a run was given: streams, arguments, environment and folder."""
    *streams, asked = descriptors
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with os.fdopen(asked, "rb") as request:
        sys.argv, env, cwd = json.load(request)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    # whoever starts Python anew imports the program that was started, and not this one
    sys.modules["__main__"].__file__ = sys.argv[0]
    sys.path[0] = str(Path(sys.argv[0]).parent)


def load():
    """Import what a run imports."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    gc.collect()
    gc.freeze()  # else the first collection of each process would copy all of it


if __name__ == "__main__":
    load()
    with socket.socket(fileno=int(sys.argv[1])) as asking:
        given = serve(asking)
    if given:
        become(given)
        from readiness.command.main import main

        main()
