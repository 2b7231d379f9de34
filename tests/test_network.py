import socket
import urllib.request

import pytest


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as client, pytest.raises(RuntimeError, match="may not connect"):
        client.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_a_name():
    with pytest.raises(RuntimeError, match=r"may not look up example\.invalid"):
        urllib.request.urlopen("http://example.invalid/")


def test_a_test_can_reach_its_own_machine():
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address) as client:
            assert client.getpeername() == address
