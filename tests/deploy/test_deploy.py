"""The files of deploy/: read as their readers read them, and their commands run."""

import configparser
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from boredcrawl.replica import Replica

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
INSTRUCTIONS = {
    "FROM", "WORKDIR", "COPY", "RUN", "USER", "VOLUME", "ENV", "STOPSIGNAL", "ENTRYPOINT", "CMD"
}  # fmt: skip


@pytest.fixture(scope="module")
def replica():
    with Replica(articles=3, seed=7, partial=0) as replica:
        yield replica


@pytest.fixture
def home(tmp_path):
    """An installation at another place than /opt/boredcrawl: this one."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home/.venv").symlink_to(sys.prefix)
    return tmp_path / "home"


@pytest.fixture
def run(tmp_path, home, replica):
    """Run a command of a file, at its places here and on the replica instead of the site."""

    def command(line, environment):
        given = {name: moved(value, tmp_path, home) for name, value in environment.items()}
        line = moved(line, tmp_path, home)
        line = line.replace("crawl articles", f"crawl articles -a origin={replica.origin}")
        ended = subprocess.run(
            ["/bin/sh", "-c", line],
            env={"PATH": os.environ["PATH"], **given},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        log = tmp_path / "crawl.log"
        return ended.returncode, ended.stderr + (log.read_text() if log.exists() else "")

    return command


def moved(text, data, home):
    return text.replace("/var/lib/boredcrawl", str(data)).replace("/opt/boredcrawl", str(home))


def test_the_lines_of_the_crontab_run(run, tmp_path):
    lines = (DEPLOY / "crontab").read_text().splitlines()
    environment = dict(re.findall(r"^(\w+)=(.*)$", "\n".join(lines), re.MULTILINE))
    jobs = [line.split(maxsplit=5)[5] for line in lines if re.match(r"[*\d]", line)]
    assert len(jobs) == 2

    for job in jobs:
        # To cron a bare % would be the end of the line.
        code, told = run(job.replace(r"\%", "%"), environment)
        assert code == 0, told
    assert list(tmp_path.glob("backup-*.db"))


def section(name, file):
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read(DEPLOY / file)
    return dict(unit[name])


def test_the_command_of_the_systemd_service_runs(run, tmp_path):
    text = (DEPLOY / "boredcrawl.service").read_text()
    environment = dict(re.findall(r"^Environment=(\w+)=(.*)$", text, re.MULTILINE))
    code, told = run(section("Service", "boredcrawl.service")["ExecStart"], environment)

    assert code == 0, told
    assert (tmp_path / "boredcrawl.db").exists()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_systemd_understands_its_units(tmp_path, home):
    for unit in ("boredcrawl.service", "boredcrawl.timer"):
        text = moved((DEPLOY / unit).read_text(), tmp_path, home)
        (tmp_path / unit).write_text(re.sub("^User=.*$", "User=root", text, flags=re.MULTILINE))
    units = [str(tmp_path / "boredcrawl.service"), str(tmp_path / "boredcrawl.timer")]
    verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units]
    ended = subprocess.run(verify, capture_output=True, text=True, check=False)
    calendar = section("Timer", "boredcrawl.timer")["OnCalendar"]
    spoken = subprocess.run(["systemd-analyze", "calendar", calendar], check=False)

    assert ended.returncode == 0, ended.stderr
    assert spoken.returncode == 0


def test_the_container_is_made_of_what_there_is():
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#"]
    copied = [word for name, rest in lines if name == "COPY" for word in rest.split()[:-1]]

    assert {name for name, _ in lines} <= INSTRUCTIONS
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert yaml.safe_load(dict(lines)["CMD"])[:2] == ["crawl", "articles"]


def test_the_job_of_the_cluster_runs(tmp_path):
    job = yaml.safe_load((DEPLOY / "cronjob.yaml").read_text())
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    given = {
        one["name"]: one.get("value", f"sqlite:///{tmp_path}/b.db") for one in container["env"]
    }
    command = shlex.join([sys.executable, "-m", "scrapy", *container["args"]])
    ended = subprocess.run(
        ["/bin/sh", "-c", command],
        env={**os.environ, **given, "SCRAPY_SETTINGS_MODULE": "boredcrawl.settings"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (job["kind"], pod["restartPolicy"]) == ("CronJob", "Never")
    assert {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in pod["volumes"]}
    assert ended.returncode == 0, ended.stderr


def test_scrapyd_finds_the_settings():
    assert importlib.import_module(section("settings", "scrapyd.conf")["boredcrawl"]).BOT_NAME
