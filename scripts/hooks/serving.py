"""`mkdocs serve` when something is wrong: a taken port, a broken page, an interrupt.

MkDocs lets every request hang until an error is mended. Here the last good pages stay, with the
error at their foot, and come anew once it is mended.
"""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from scripts.content import failures, preview

log = logging.getLogger("mkdocs.hooks.serving")


def on_startup(command: str, **_: object) -> None:
    preview.serving = command == "serve"
    preview.forget_scripts()  # as they are now


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Before the first build, which takes its time: whether there is a port to serve on."""
    if preview.serving and not preview.listening:
        host, port = config.dev_addr
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except (OSError, OverflowError) as error:
                raise Abort(no_port(host, port, error)) from None
    return config


def no_port(host: str, port: int, error: Exception) -> str:
    taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
    why = "is taken, by another `make serve` perhaps" if taken else f"cannot be had ({error})"
    other = port + 1 if 1024 <= port < 65535 else 8001
    return f"Port {port} of {host} {why}. Another one: make serve PORT={other}"


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None], **_: object
) -> LiveReloadServer:
    preview.listening = True
    bind = server.server_bind

    def bind_or_say() -> None:
        try:
            bind()
        except OSError as error:
            raise Abort(
                no_port(server.server_address[0], server.server_address[1], error)
            ) from None

    server.server_bind = bind_or_say  # type: ignore[method-assign]
    server.builder = lambda: rebuild(builder)
    server.set_app(with_problem(server.serve_request))
    return server


def rebuild(builder: Callable[[], None]) -> None:
    """Build; what fails is kept for the pages to show, and the old ones are served on."""
    preview.problem = ""
    try:
        if preview.forget_scripts():
            Hooks._load_hook.cache_clear()
        builder()
    except (Exception, SystemExit) as error:
        preview.problem = failures.words(error)
        log.error(f"{preview.problem}\nThe last good pages stay, with this on them.")


def with_problem(app: Callable[..., Iterable[bytes] | None]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application whose pages carry the error, if there is one."""

    def answer(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        said: list[Any] = []
        body = app(environ, lambda *status_and_headers: said.extend(status_and_headers)) or []
        status, headers = said
        if preview.problem and ("Content-Type", "text/html") in headers:
            page = preview.with_banner(b"".join(body))
            getattr(body, "close", lambda: None)()
            body = [page]
            headers = [one for one in headers if one[0] != "Content-Length"]
            headers.append(("Content-Length", str(len(page))))
        start_response(status, headers)
        return body

    return answer
