"""A real mail server on loopback: Dovecot as a child process, with its own folder, certificate and
users.

    dovecot.put(b"Subject: Hello\\r\\n\\r\\nText", folder="INBOX")
    with dovecot.client() as client: ...                       # what a mail program would see
"""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.outside.certificates import Authority

PROGRAM = "/usr/sbin/dovecot"
PASSWORD = 'Käse und "Wein"'
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
mail_location = maildir:{folder}/mail/%u
auth_mechanisms = plain login
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
ssl_dh =
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_max_userip_connections = 100
auth_failure_delay = 0
mail_fsync = never
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """`plain` and `tls` are ports; each user has the same password."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = Authority(folder)
        self.plain, self.tls = _free_port(), _free_port()
        self._uid, self._gid, names = _accounts()
        (folder / "mail").mkdir()
        os.chown(folder / "mail", self._uid, self._gid)
        folder.chmod(0o755)
        # The server reads the file once a second, so everybody is in it from the start.
        users = [f"ada{number}" for number in range(500)]
        (folder / "users").write_text("".join(f"{one}:{PASSWORD}\n" for one in users))
        self._users = iter(users)
        certificate, key = self.authority.issue("localhost")
        (folder / "dovecot.conf").write_text(
            CONFIG.format(
                folder=folder,
                certificate=certificate,
                key=key,
                plain=self.plain,
                tls=self.tls,
                uid=self._uid,
                gid=self._gid,
                **names,
            )
        )
        self._process = subprocess.Popen([PROGRAM, "-F", "-c", str(folder / "dovecot.conf")])

    def user(self) -> str:
        """Somebody new, with an empty mailbox."""
        return next(self._users)

    @contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.plain, ssl=False, timeout=20) as client:
            client.plain_login(user, PASSWORD)
            yield client

    def put(
        self, user: str, *mails: bytes, folder: str = "INBOX", at: datetime | None = None
    ) -> None:
        with self.client(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            for one in mails:
                client.append(folder, one, msg_time=at or datetime.now(UTC))

    def fill(self, user: str, mails: Sequence[bytes], *, at: datetime) -> None:
        """Many at once, as files."""
        home = self.folder / "mail" / user / "cur"
        for each in (home.parent, home, home.parent / "new", home.parent / "tmp"):
            each.mkdir(exist_ok=True)
            os.chown(each, self._uid, self._gid)
        for number, one in enumerate(mails):
            path = home / f"{int(at.timestamp())}.M{number:06}.host:2,"
            path.write_bytes(one)
            os.chown(path, self._uid, self._gid)

    def flags(self, user: str, folder: str = "INBOX") -> list[tuple[bytes, ...]]:
        """Of each mail, without that it is new to this program."""
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            found = client.get_flags(client.search())
        return [tuple(flag for flag in flags if flag != b"\\Recent") for flags in found.values()]

    def wait(self) -> None:
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.tls)) == 0:
                    return
            assert self._process.poll() is None, (self.folder / "log").read_text()[-2000:]
        raise AssertionError("Dovecot did not start")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


def started(folder: Path) -> Dovecot:
    if not Path(PROGRAM).exists():
        pytest.skip("Dovecot is not installed, so nothing is proved against a real mail server")
    server = Dovecot(folder)
    server.wait()
    return server


def _accounts() -> tuple[int, int, dict[str, str]]:
    """Who owns the mails, and as whom the server's parts run: only root may choose."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        names = {"internal": "dovecot", "group": "dovecot", "login": "dovenull"}
        return nobody.pw_uid, nobody.pw_gid, names
    me = getpass.getuser()
    group = pwd.getpwnam(me).pw_gid
    return os.getuid(), group, {"internal": me, "group": str(group), "login": me}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
