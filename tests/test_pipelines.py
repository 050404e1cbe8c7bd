"""The ready-made action and pipelines: valid, and their steps run as they are."""

import os
import re
import shutil
import subprocess

import jsonschema
import pytest
import yaml

from tests.running import CLEAN, COMMAND, CONTOSO, ROOT, environment
from tests.schemas import schema

pytestmark = pytest.mark.skipif(not shutil.which("bash"), reason="the steps are for bash")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
AZURE, GITLAB, GITHUB = (
    yaml.safe_load((ROOT / "pipelines" / name).read_text())
    for name in ("azure-pipelines.yml", "gitlab-ci.yml", "github.yml")
)


def stepped(script, folder, **env):
    """The outcome of a step, in a folder with an export."""
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607 - the one on the path, as build services do
        cwd=folder,
        env=environment(PATH=path, **env),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(params=[(CLEAN, 0), (CONTOSO, 1)], ids=["ready", "not-ready"])
def folder(request, tmp_path):
    """A folder with an export, and the exit status that it deserves."""
    (tmp_path / "exports").mkdir()
    export, status = request.param
    shutil.copy(export, tmp_path / "exports" / "contoso.ldif")
    return tmp_path, status


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (ACTION, "GitHub Action"),
        (AZURE, "Azure Pipelines"),
        (GITLAB, "gitlab-ci"),
        # to YAML 1.1, which PyYAML reads, the key `on` is true
        (
            {"on": GITHUB[True]} | {key: GITHUB[key] for key in GITHUB if key is not True},
            "GitHub Workflow",
        ),
    ],
)
def test_it_is_as_the_schema_of_the_service_says(facts, name):
    found = schema(name)
    validator = jsonschema.validators.validator_for(found, jsonschema.Draft7Validator)
    errors = [error.message for error in validator(found).iter_errors(facts)]
    assert errors == []


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_every_action_is_pinned_by_its_hash():
    """A tag can be moved to something else: https://docs.github.com/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions."""
    files = [*WORKFLOWS, ROOT / "action.yml", *(ROOT / "pipelines").glob("*.yml")]
    used = [
        found for path in files for found in re.findall(r"uses: (\S.*)", path.read_text("utf-8"))
    ]
    assert len(used) > 8
    pinned = re.compile(r"(\./readiness|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)")
    assert not [one for one in used if not pinned.fullmatch(one)]


def expression(text, inputs):
    """A text with the inputs of the action in it."""
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], text)


def test_the_action_scans_and_tells_the_outcome(folder):
    ordinal, status = folder
    inputs = {name: one.get("default", "") for name, one in ACTION["inputs"].items()}
    inputs["source"] = "exports/contoso.ldif\n"
    inputs["arguments"] = "--domain=contoso.com\n\n--exclude-ou=OU=With Blank,DC=x\n"
    step = ACTION["runs"]["steps"][-1]
    assert "${{" not in step["run"]
    env = {name: expression(text, inputs) for name, text in step["env"].items()}
    env |= {name: str(ordinal / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    done = stepped(step["run"], ordinal, **env)
    assert done.returncode == status, done.stderr
    assert (ordinal / "GITHUB_OUTPUT").read_text() == (
        f"status={status}\nverdict={'not-ready' if status else 'ready'}\n"
        f"gate={'failed' if status else 'passed'}\nready={'false' if status else 'true'}\n"
    )
    assert "eady" in (ordinal / "GITHUB_STEP_SUMMARY").read_text()
    for name in ("readiness.html", "readiness.json", "readiness.sarif"):
        assert (ordinal / name).exists()
    assert all(line.startswith("::") for line in done.stdout.splitlines())


def test_an_input_of_the_action_cannot_become_a_command(tmp_path):
    step = ACTION["runs"]["steps"][-1]
    env = dict.fromkeys(step["env"], "") | {"SOURCES": "$(touch x)\n`touch y`; touch z"}
    env["GITHUB_OUTPUT"] = str(tmp_path / "out")
    done = stepped(step["run"], tmp_path, **env)
    assert done.returncode == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_example_for_github_names_inputs_that_there_are():
    steps = GITHUB["jobs"]["readiness"]["steps"]
    (ours,) = [step for step in steps if step.get("uses") == "./readiness"]
    assert set(ours["with"]) <= set(ACTION["inputs"])


def test_the_step_for_azure_runs(folder):
    ordinal, status = folder
    (script,) = [one["bash"] for one in AZURE["steps"] if "readiness scan" in one.get("bash", "")]
    done = stepped(script, ordinal, TF_BUILD="True")
    assert done.returncode == status, done.stderr
    *orders, upload = done.stdout.splitlines()
    assert all(line.startswith("##vso[task.logissue ") for line in orders)
    assert upload == f"##vso[task.uploadsummary]{ordinal}/readiness.md"
    assert (ordinal / "readiness.xml").exists()


def test_the_script_for_gitlab_runs(folder):
    ordinal, status = folder
    (script,) = [one for one in GITLAB["readiness"]["script"] if "readiness scan" in one]
    done = stepped(script, ordinal, GITLAB_CI="true")
    assert done.returncode == status, done.stderr
    assert "Camille" not in done.stdout
    assert (ordinal / "readiness.html").exists()
