"""Processes that share the work: one that dies is told, and nobody waits for it."""

import multiprocessing
import os

import pytest

from readiness.errors import WorkerDied
from readiness.pipeline.processes import process_pool
from readiness.pipeline.processes.worker import Worker
from readiness.pipeline.processes.worker_pool import SingleWorker, worker_pool
from readiness.sources.ldif import partitions
from readiness.storage.temporary_folder import private_folder
from readiness.uniqueness.key_index import KeyShare
from tests.reading import DEADLY, job, scanned


def tasks(number):
    """So many tasks that are soon done: to compare keys of which there are none."""
    return ((KeyShare(range(one, one + 1), 1),) for one in range(number))


@pytest.fixture
def folder():
    with private_folder() as folder:
        yield folder


def test_one_process_does_the_work_of_a_pool_of_one(folder):
    with worker_pool(job(folder), 1) as pool:
        assert isinstance(pool, SingleWorker)
        assert list(pool.share(Worker.find_shared, tasks(3))) == [[], [], []]
        assert list(pool.each(Worker.flush)) == [{}]
    assert not multiprocessing.active_children()


def test_every_task_is_done_by_somebody(folder):
    with worker_pool(job(folder), 2) as pool:
        assert list(pool.share(Worker.find_shared, tasks(20))) == [[]] * 20
        assert list(pool.share(Worker.find_shared, [])) == []
        assert list(pool.each(Worker.flush)) == [{}, {}]
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("before", [None, "7"])
def test_the_environment_stays_as_it_was(folder, monkeypatch, before):
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    if before:
        monkeypatch.setenv("PYTHONHASHSEED", before)
    with worker_pool(job(folder), 2):
        assert os.environ.get("PYTHONHASHSEED") == before


@pytest.mark.parametrize("size", [1, 2])
def test_what_a_worker_raises_is_raised(folder, size):
    with pytest.raises(AttributeError, match="blocks"), worker_pool(job(folder), size) as pool:
        list(pool.share(Worker.evaluate, [(0, Unreadable())]))
    assert not multiprocessing.active_children()


def test_a_process_whose_parent_was_killed_ends_without_a_word(folder, mocker):
    mocker.patch("signal.signal")
    mocker.patch("os.umask")
    mocker.patch("gc.set_threshold")
    theirs, ours = multiprocessing.Pipe()
    theirs.send((Worker.flush, ()))
    theirs.close()
    process_pool.serve(ours, job(folder), "1")


class Unreadable:
    """No part at all."""

    is_kept = True


def test_an_error_leaves_no_process_behind(folder):
    with pytest.raises(ZeroDivisionError), worker_pool(job(folder), 2):
        raise ZeroDivisionError
    assert not multiprocessing.active_children()


def test_a_process_that_died_is_told_after_what_the_others_did(folder):
    with worker_pool(job(folder), 2) as pool:
        kill_one()
        done: list[object] = []
        with pytest.raises(WorkerDied, match="a worker process died"):
            done.extend(pool.share(Worker.find_shared, tasks(10)))
        assert len(done) >= 9
        assert list(pool.each(Worker.flush)) == [{}]


def test_nobody_waits_when_all_have_died(folder):
    with worker_pool(job(folder), 2) as pool:
        kill_one()
        kill_one()
        with pytest.raises(WorkerDied, match="signal 9"):
            list(pool.share(Worker.find_shared, tasks(10)))


def kill_one():
    [victim, *_] = multiprocessing.active_children()
    victim.kill()
    victim.join()


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(partitions, "_RANGE_MAX", 700)
    monkeypatch.setattr(partitions, "_RANGE_MIN", 500)


USERS = 200


@pytest.fixture
def export_of_users(tmp_path):
    path = tmp_path / "export.ldif"
    entries = (f"dn: CN=u{n}\nobjectClass: user\nsAMAccountName: u{n}\n\n" for n in range(USERS))
    path.write_text("".join(entries))
    return path


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("when", ["entry.dn == 'CN=u50'", "entry.dn.endswith('99')", "True"])
def test_a_worker_that_dies_makes_the_scan_incomplete(folder, tmp_path, export_of_users, when):
    file = tmp_path / "deadly.py"
    file.write_text(DEADLY.format(when=when))
    result = scanned(job(folder, check_files=[file]), export_of_users, jobs=2)
    assert result.counts.entries < USERS
    assert not result.is_complete
    assert result.verdict == "incomplete"
    assert "signal 9" in result.trouble[0]
    assert "--jobs 1" in result.trouble[0]


@pytest.mark.usefixtures("small")
def test_what_the_others_found_is_reported(folder, tmp_path, export_of_users):
    file = tmp_path / "deadly.py"
    file.write_text(DEADLY.format(when=f"entry.dn == 'CN=u{USERS - 1}'"))
    told = job(folder, check_files=[file], select=["deadly", "upn-missing"])
    result = scanned(told, export_of_users, jobs=2)
    assert "died" in result.trouble[0]
    assert result.counts.entries > 0
    assert list(result.findings())
