"""`boredcrawl serve`: the archive in a browser."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated

import typer

from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.collecting import collect_seldom
from boredcrawl.db.asking.bounded import open_bounded
from boredcrawl.exceptions import WrongOption


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any.")] = 8642,
    name: Annotated[
        list[str] | None, typer.Option(help="A host name to answer to besides, repeatable.")
    ] = None,
    *,
    token: Annotated[
        str | None,
        typer.Option(envvar="BOREDCRAWL_TOKEN", help="Let in only who opens /?token=… once."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="End questions after so long.")] = 5.0,
    archive: Archive = Path("archive"),
    database: Database = DEFAULT,
) -> None:
    """Read the archive in a browser, on this machine only unless told otherwise.

    Example: boredcrawl serve --port 8642
    """
    try:
        import uvicorn  # noqa: PLC0415  # an extra, and the other commands do without

        from boredcrawl.web.app import make_app  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise WrongOption(
            f"the reader needs {error.name}: pip install 'boredcrawl[web]'"
        ) from error
    if token is not None and not token.strip():
        raise WrongOption("--token is empty: write a long word nobody guesses, or leave it out")
    if not is_loopback(host) and token is None:
        typer.echo(f"boredcrawl: anybody who reaches {host} can read this; see --token", err=True)
    engine = open_bounded(database, seconds=seconds)
    try:
        with listening(host, port) as listener:
            there = listener.getsockname()[1]
            shown = f"[{host}]" if ":" in host else host
            typer.echo(f"http://{shown}:{there}/{'?token=…' if token else ''}  (Ctrl-C ends it)")
            app = make_app(engine, archive, hosts=hosts(host, name or []), token=token)
            collect_seldom()  # of a thread it is thousands of new objects, none of them garbage
            config = uvicorn.Config(app, log_level="warning", server_header=False)
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        engine.dispose()


def listening(host: str, port: int) -> socket.socket:
    """Take a port; raises `WrongOption` where that cannot be."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise WrongOption(
            f"cannot listen at {host} port {port} ({error.strerror or error}): "
            "write another --host or --port"
        ) from error


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address.

    >>> is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def hosts(host: str, names: list[str]) -> list[str]:
    """Give the host names to answer to, so that no other site's name can be pointed here.

    >>> hosts("127.0.0.1", ["archive.example"])
    ['127.0.0.1', 'localhost', '[::1]', 'archive.example']
    >>> hosts("0.0.0.0", [])
    ['*']
    """
    if is_loopback(host):
        return list(dict.fromkeys(["127.0.0.1", "localhost", "[::1]", *names]))
    return [host, *names] if names else ["*"]
