"""The local server: who may ask it, what it answers, and that it starts and ends as it should."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from groundup import Data, Network
from groundup.page import security
from groundup.page.security import MOST_BODY, Guard, known, new_token
from groundup.page.server import PORTS, Server, listen, tell
from groundup.page.site import Site
from groundup.page.trainer import Trainer


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Asks the server, as the page does unless told otherwise."""

    def __init__(self, port: int, token: str) -> None:
        self.port, self.token = port, token
        self.address = f"127.0.0.1:{port}"
        self._open: list[http.client.HTTPConnection] = []

    def ask(
        self, path: str, body: bytes | None = None, *, post: bool = False, **headers: str | None
    ) -> Answer:
        """Headers as keywords, `_` for `-`; None leaves one out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST" if post else "GET", path, body, self._with(headers, post))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def order(self, command: str, value: Any = None) -> Answer:
        asked = {"command": command} | ({} if value is None else {"value": value})
        return self.ask("/control", json.dumps(asked).encode(), post=True)

    def events(self) -> Generator[dict[str, Any], None, None]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._open.append(connection)
        connection.request("GET", f"/events?token={self.token}")
        response = connection.getresponse()
        assert response.getheader("content-type") == "text/event-stream; charset=utf-8"
        try:
            while line := response.readline():
                if line.startswith(b"data: "):
                    yield json.loads(line[6:])
        finally:
            response.close()
            connection.close()

    def _with(self, headers: dict[str, str | None], post: bool) -> dict[str, str]:
        usual: dict[str, str | None] = {security.HEADER: self.token, "Host": self.address}
        usual["Origin"] = f"http://{self.address}" if post else None
        given = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        return {name: value for name, value in given.items() if value is not None}


@pytest.fixture
def trainer(few: Data) -> Iterator[Trainer]:
    trainer = Trainer(few)
    yield trainer
    trainer.close()


@pytest.fixture
def client(trainer: Trainer, tmp_path: Path) -> Iterator[Client]:
    site, token = Site(Network([784, 9, 10]), trainer, tmp_path), new_token()
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = Server(site, Guard(site.app, token, "127.0.0.1"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield Client(port, token)
    server.should_exit = True
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_the_page_comes_with_the_strictest_policy_that_it_can_live_with(client: Client) -> None:
    for path, token in ((f"/?token={client.token}", None), ("/", client.token)):
        answer = client.ask(path, x_groundup_token=token)
        assert answer.status == 200
        assert b'<section id="train"' in answer.body
    policy = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/events", "/weights", "/model", "/export", "/nothing"])
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    for token in (None, "", "wrong", client.token[:-1], "é".encode().decode("latin-1")):
        answer = client.ask(path, x_groundup_token=token)
        assert answer.status == 403
        assert b"the token is missing or wrong" in answer.body
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "no-store"
    for path in ("/control", "/save"):
        assert client.ask(path, b"{}", post=True, x_groundup_token=None).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:80", "", "["])
def test_another_name_that_leads_here_is_not_answered(client: Client, host: str) -> None:
    answer = client.ask("/", Host=host)
    assert answer.status == 421
    assert client.ask("/save", post=True, Host=host).status == 421


def test_localhost_is_a_name_of_it(client: Client) -> None:
    name = f"localhost:{client.port}"
    assert client.ask("/", Host=name).status == 200
    assert client.ask("/save", post=True, Host=name, Origin=f"http://{name}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
def test_another_page_may_not_steer(client: Client, tmp_path: Path, origin: str | None) -> None:
    for path in ("/control", "/save"):
        assert client.ask(path, b"{}", post=True, Origin=origin).status == 403
    if origin:
        assert client.ask("/events", Origin=origin).status == 403
    assert list(tmp_path.iterdir()) == []


def test_names_by_which_the_server_is_known() -> None:
    for name in ("127.0.0.1", "localhost:9000", "[::1]:8765", "LOCALHOST"):
        assert known(name, "127.0.0.1")
    for name in ("192.168.1.7:8765", "somewhere", socket.gethostname() + ".evil.example"):
        assert not known(name, "127.0.0.1")
    for name in ("192.168.1.7:8765", f"{socket.gethostname()}:8765", "[fe80::1]"):
        assert known(name, "0.0.0.0")
    assert known("mine.example:8765", "mine.example")
    assert not known("evil.example", "0.0.0.0")


def test_requests_are_bounded(client: Client) -> None:
    large = json.dumps({"command": "start", "value": "x" * MOST_BODY}).encode()
    assert client.ask("/control", large, post=True).status == 413
    assert client.ask("/save", large, post=True).status == 413
    assert client.ask("/control", b"{}", post=True, Content_Length="-1").status in (400, 413)


def test_a_body_of_unknown_length_is_bounded_too(client: Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=30)
    headers = {security.HEADER: client.token, "Origin": f"http://{client.address}"}
    pieces = iter([b"x" * 1000] * 100)
    try:
        connection.request("POST", "/control", pieces, headers, encode_chunked=True)
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has hung up already
    finally:
        connection.close()


def test_who_hangs_up_in_the_middle_of_a_command_leaves_no_traceback(
    client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(("127.0.0.1", client.port)) as connection:
        names = {security.HEADER: client.token, "Host": client.address, "Content-Length": "50"}
        names["Origin"] = f"http://{client.address}"
        head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
        connection.sendall(f"POST /control HTTP/1.1\r\n{head}\r\n{{".encode())
        time.sleep(0.2)
    for _ in range(5):
        assert client.order("pause").status == 200
    assert capfd.readouterr().err == ""


def test_commands_that_make_no_sense_are_answered_in_words(client: Client) -> None:
    for body, said in (
        (b"", "JSON"),
        (b"{", "JSON"),
        (b'{"command": "rm"}', "a command is one of start"),
        (b'{"command": "eta", "value": -3}', "eta is a number from 0.001 to 100, not -3"),
        (b'{"command": "sizes", "value": [1000]}', "from 1 to 800, not 1000"),
    ):
        answer = client.ask("/control", body, post=True)
        assert answer.status == 400
        assert said in answer.json["error"]
    assert client.ask("/control").status == 405
    assert client.ask("/../pyproject.toml").status == 404


def test_events_tell_all_and_then_what_is_new(client: Client) -> None:
    events = client.events()
    first = next(events)
    assert first["run"]["sizes"] == [784, 30, 10]
    assert not first["run"]["running"]
    assert first["known"] == 0
    assert client.order("epoch").status == 200
    points = list(first["points"])
    for event in events:
        assert event["known"] == len(points)
        points += event["points"]
        if event.get("run", {}).get("epoch") == 1 and points[-1][0] == 1:
            break
    assert points[0][0] == 0
    events.close()


def test_many_readers_see_the_same_and_who_comes_back_misses_nothing(client: Client) -> None:
    readers = [client.events() for _ in range(5)]
    before = [next(reader)["points"] for reader in readers]
    readers[0].close()  # its page is gone
    client.order("start")
    seen = []
    for reader, points in zip(readers[1:], before[1:], strict=True):
        for event in reader:
            points = points[: event["known"]] + event["points"]
            if "run" in event and event["run"]["epoch"] == 30 and points[-1][0] == 30:
                break
        seen.append(points)
        reader.close()
    back = client.events()
    assert [*seen, next(back)["points"]] == [seen[0]] * 5
    back.close()


def test_who_reads_slowly_gets_the_latest_and_no_more(trainer: Trainer, tmp_path: Path) -> None:
    async def slow() -> list[str]:
        changes = Site(Network([784, 9, 10]), trainer, tmp_path).changes()
        said = [await anext(changes), await anext(changes)]
        for k in range(1000):
            trainer.board.put("count", k)
        said.append(await anext(changes))
        await changes.aclose()
        return said

    last = asyncio.run(slow())[-1]
    assert json.loads(last.removeprefix("data: "))["count"] == 999


def test_weights_are_those_of_the_moment(client: Client, trainer: Trainer) -> None:
    client.order("sizes", [5])
    deadline = time.monotonic() + 10
    while trainer.board.network()[0].sizes[1] != 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    answer = client.ask("/weights")
    about, numbers = json.loads(answer.headers["x-network"]), np.frombuffer(answer.body, "<f4")
    assert about["sizes"] == [784, 5, 10]
    assert about["activations"] == ["sigmoid", "sigmoid"]
    assert "def feedforward(x)" in about["recogniser"]
    network = trainer.board.network()[0]
    parts = [network.w[0], network.b[0], network.w[1], network.b[1]]
    assert np.array_equal(numbers, np.concatenate([part.ravel() for part in parts]).astype("f4"))


def test_the_model_is_saved_under_a_name_of_the_servers(client: Client, tmp_path: Path) -> None:
    client.order("sizes", [5])
    names = [client.ask("/save?name=../x", post=True).json["saved"] for _ in range(3)]
    assert len(set(names)) == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert all(name.startswith("groundup-") and name.endswith(".safetensors") for name in names)
    Network.load(tmp_path / names[0])


def test_downloads_hold_the_network_that_answers(client: Client, tmp_path: Path) -> None:
    answer = client.ask("/model")
    assert 'filename="groundup.safetensors"' in answer.headers["content-disposition"]
    (tmp_path / "before").write_bytes(answer.body)
    assert Network.load(tmp_path / "before").sizes == [784, 9, 10]  # what it was given
    assert b"784-9-10" in client.ask("/export").body
    client.order("epoch")
    (tmp_path / "after").write_bytes(client.ask("/model").body)
    assert Network.load(tmp_path / "after").sizes == [784, 30, 10]
    page = client.ask("/export")
    assert page.headers["content-disposition"].startswith("attachment")
    assert b"784-30-10" in page.body
    assert client.token.encode() not in page.body


def test_a_busy_port_moves_on_and_twenty_are_enough() -> None:
    first = listen("127.0.0.1", 0)
    port = first.getsockname()[1]
    second = listen("127.0.0.1", port)
    assert port < second.getsockname()[1] < port + PORTS
    first.close()
    second.close()
    with pytest.raises(ValueError, match=r"cannot listen on 203\.0\.113\.1"):
        listen("203.0.113.1", 0)
    with pytest.raises(ValueError, match="not nothing"):
        listen("", 0)


def test_who_lets_others_in_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    tell(listener, "0.0.0.0", port, "t", train=False, open_browser=False)
    tell(listener, "127.0.0.1", port - 1, "t", train=True, open_browser=False)
    listener.close()
    said = capsys.readouterr()
    assert said.err.count("whoever reaches this computer") == 1
    assert f"http://{socket.gethostname()}:{port}/?token=t\nCtrl-C stops\n" in said.out
    assert (
        f"port {port - 1} is busy; taking {port}\nhttp://127.0.0.1:{port}/?token=t#train"
        in said.out
    )


@pytest.mark.skipif(os.name != "posix", reason="signals as on Unix")
def test_ctrl_c_ends_it_at_once_while_it_trains(tmp_path: Path) -> None:
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    command = [sys.executable, "-m", "groundup", "draw", "--train", "--no-open", "--port"]
    with subprocess.Popen(
        [*command, str(port)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert server.stderr
        assert server.stdout.readline() == f"port {port} is busy; taking {port + 1}\n"
        address = server.stdout.readline()
        client = Client(port + 1, address.split("token=")[1].split("#")[0])
        events = client.events()
        for event in events:
            if "run" in event and event["run"]["running"] and event["run"]["done"]:
                break
        client.order("sizes", [300, 100])
        client.order("start")
        began = time.monotonic()
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=10) == 0
        assert time.monotonic() - began < 2
        assert server.stdout.read() == "Ctrl-C stops\nstopped\n"
        assert server.stderr.read() == ""
        events.close()
    taken.close()
    assert list(tmp_path.iterdir()) == []
