"""A WordPress of its own: Debian's files, its own MariaDB on a socket, PHP's own server.

`python tests/wordpress/real_wordpress.py` starts one to try things on, until Enter is pressed.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

HERE = Path(__file__).parent
SOURCE = Path("/usr/share/wordpress")
PROGRAMS = ("php", "mariadbd", "mariadb-install-db")
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"

PATIENCE = 40.0
"""Seconds until a server that says nothing is given up."""


def missing():
    """Name what cannot be had here, or give nothing."""
    absent = [name for name in PROGRAMS if shutil.which(name, path=PATH) is None]
    if not (SOURCE / "wp-includes/version.php").is_file():
        absent.append(str(SOURCE))
    if absent:
        return (
            f"a real WordPress needs {', '.join(absent)}: "
            "apt-get install wordpress php-cli php-mysql php-gd mariadb-server"
        )
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    lacking = [name for name in ("mysqli", "gd") if name not in modules.split()]
    return f"PHP lacks {', '.join(lacking)}: apt-get install php-mysql php-gd" if lacking else ""


class WordPress:
    """Runs from `with` to its end; `posts` is what was published, as it must be read."""

    def __init__(self, posts=12):
        self.wanted = posts
        self.posts = []
        self.processes = []
        self.logs = []

    def __enter__(self):
        # MariaDB will not run as root, and must be able to enter: pytest's folders are closed.
        self.folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
        self.folder.chmod(0o755)
        self.root = self.folder / "site"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PATH": PATH,
            "WP_ORIGIN": self.origin,
            "WP_SOCKET": str(self.folder / "socket"),
            "PHP_CLI_SERVER_WORKERS": "3",
        }
        try:
            self._copy()
            self._start_database()
            self._serve()
            self._install()
            self.posts = json.loads(self.php("fill.php", str(self.wanted)))["posts"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            # The whole group: PHP's workers outlive the process that forked them.
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for log in self.logs:
            log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def php(self, script, *words):
        """Run one of the scripts beside this file inside the site."""
        done = subprocess.run(
            ["php", str(HERE / script), str(self.root), *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def _copy(self):
        self.root.mkdir()
        for entry in SOURCE.iterdir():
            # What is only read may stay where it is; PHP resolves links, so WordPress' own
            # entry points must be real files to find their site beside them.
            if entry.name in ("wp-includes", "wp-admin"):
                shutil.copytree(entry, self.root / entry.name)
            elif entry.name != "wp-content" and entry.suffix == ".php":
                shutil.copy(entry, self.root / entry.name)
        shutil.copy(HERE / "wp-config.php", self.root)
        shutil.copytree(HERE / "theme", self.root / "wp-content/themes/plain")
        plugins = self.root / "wp-content/mu-plugins"
        plugins.mkdir(parents=True)
        quiet = "<?php\nfunction wp_mail() { return true; }  // no letters from a test\n"
        (plugins / "quiet.php").write_text(quiet, encoding="utf-8")

    def _start_database(self):
        data = self.folder / "data"
        data.mkdir()
        user = ["--user=mysql"] if os.getuid() == 0 else []
        if user:
            shutil.chown(data, "mysql")
            shutil.chown(self.folder, "mysql")
        log = self._log("database.log")
        subprocess.run(
            [
                *("mariadb-install-db", "--no-defaults", f"--datadir={data}", *user),
                *("--auth-root-authentication-method=normal", "--skip-test-db"),
            ],
            env=self.environment,
            stdout=log,
            stderr=log,
            timeout=120,
            check=True,
        )
        self._run(
            *("mariadbd", "--no-defaults", f"--datadir={data}", *user, "--skip-networking"),
            *(f"--socket={self.folder / 'socket'}", f"--pid-file={self.folder / 'pid'}"),
            *("--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"),
            log=log,
        )
        create = (
            "mysqli_report(MYSQLI_REPORT_OFF);"
            "$db = @new mysqli('localhost', 'root', '', '', 0, getenv('WP_SOCKET'));"
            "exit(!$db->connect_errno && $db->query('CREATE DATABASE IF NOT EXISTS wordpress')"
            " ? 0 : 1);"
        )
        self._until(
            lambda: (
                not subprocess.run(
                    ["php", "-r", create], env=self.environment, check=False
                ).returncode
            ),
            "MariaDB",
        )

    def _serve(self):
        self._run(
            *("php", "-S", f"127.0.0.1:{self.port}", "-t", str(self.root)),
            str(HERE / "router.php"),
            log=self._log("php.log"),
        )
        self._until(self._answers, "PHP's server")

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def _install(self):
        form = {
            "weblog_title": "Goats and Harbours",
            "user_name": "editor",
            "admin_password": "a password of no worth 7",
            "admin_password2": "a password of no worth 7",
            "pw_weak": "1",
            "admin_email": "editor@example.org",
            "blog_public": "1",
        }
        address = f"{self.origin}/wp-admin/install.php?step=2"
        try:
            with urlopen(address, urlencode(form).encode(), timeout=60) as answer:  # noqa: S310
                text = answer.read().decode()
        except URLError as error:
            raise RuntimeError((self.folder / "php.log").read_text()) from error
        if "Success!" not in text:
            raise RuntimeError(text)

    def _log(self, name):
        self.logs.append((self.folder / name).open("w", encoding="utf-8"))
        return self.logs[-1]

    def _run(self, *words, log):
        process = subprocess.Popen(
            words,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        self.processes.append(process)

    def _until(self, is_up, what):
        end = time.monotonic() + PATIENCE
        while not is_up():
            if self.processes[-1].poll() is not None or time.monotonic() > end:
                logs = "\n".join(p.read_text() for p in self.folder.glob("*.log"))
                raise RuntimeError(f"{what} does not start:\n{logs}")
            time.sleep(0.1)


if __name__ == "__main__":
    if reason := missing():
        raise SystemExit(reason)
    with WordPress() as site:
        print(f"{len(site.posts)} posts at {site.origin}/ (Enter ends it)")  # noqa: T201
        input()
