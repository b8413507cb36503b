"""Somebody who opens hundreds of lines and says nothing on them keeps nobody out."""

import socket
from pathlib import Path

from deployment import Databases, Deployment

from tests.door.processes import serving
from tests.door.real_visitor import RealVisitor

AT_WORK = Path(__file__).parent / "at_work.py"
BEGUN = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\nf="


def test_four_hundred_forms_that_never_end_keep_nobody_out(tmp_path):
    databases = Databases()
    made = Deployment(tmp_path, databases.new())
    made.told("init")
    made.script(AT_WORK, "prepare")
    with serving(made, log=tmp_path / "door.log") as port:
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(400)]
        for line in idle:
            line.sendall(BEGUN)
        visitor = RealVisitor(port)
        visitor.look()
        assert visitor.at == "home"
        for line in (visitor.line, *idle):
            line.close()
    databases.drop()
