"""The staff site for a browser, over the test's own connection."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from waitress import create_server


@contextmanager
def serving() -> Iterator[str]:
    """Serve the staff site over the connection of whoever asks, inside its transaction; gives the address.

    One worker shares that connection, so nobody else may touch the database while a page loads.
    """
    shared = connections["default"]
    django = get_wsgi_application()

    def answer(environ: Any, start_response: Any) -> Any:
        connections["default"] = shared
        return django(environ, start_response)

    with pytest.MonkeyPatch.context() as patch:
        # Each request would end by closing a connection that is inside a transaction: the test's own.
        patch.setattr(shared, "close_if_unusable_or_obsolete", lambda: None)
        shared.inc_thread_sharing()
        server = create_server(answer, host="127.0.0.1", port=0, threads=1)
        closing = threading.Event()

        def run() -> None:
            try:
                server.run()
            except OSError:  # the socket it waits on is closed under it
                if not closing.is_set():
                    raise

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.effective_port}"
        closing.set()
        server.close()
        thread.join(5)
        shared.dec_thread_sharing()
