"""Commands about repair plans."""

import json

from tests.running import run

MAKE = ("plan", "make", "--no-config", "--domain", "contoso.com")


def changes(path):
    content = json.loads(path.read_text("utf-8"))
    return [change for stage in content["stages"] for change in stage["changes"]]


def show(path, *options):
    return run("plan", "show", path, *options)


def export(path, form, output, *options):
    done = run("plan", "export", path, "--format", form, "-o", output, *options)
    assert done.returncode == 0, done.stderr
    return output.read_bytes().decode("utf-8")
