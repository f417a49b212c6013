"""What is asked of the machine before and while serving."""

import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from jingwei.platform.launch.lan import certificate
from jingwei.platform.launch.probes import LaunchError, check_port, free_port, wait_until_it_answers

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_a_port_in_use_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        # The web server shares its port like this; the probe must see it all the same.
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for host in ("127.0.0.1", "0.0.0.0"):
            with pytest.raises(LaunchError, match=f"端口 {port} 已被占用"):
                check_port(host, port)
    check_port("127.0.0.1", port)


def test_a_server_that_ends_before_it_answers_is_reported_at_once() -> None:
    process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(LaunchError, match="退出码 3"):
        wait_until_it_answers(f"http://127.0.0.1:{free_port()}", process)


def test_the_certificate_names_the_address_and_is_kept_until_near_its_end(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "192.0.2.7", NOW)
    made = x509.load_pem_x509_certificate(chain.read_bytes())
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "192.0.2.7" in map(str, names.get_values_for_type(x509.IPAddress))
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    first = chain.read_bytes()
    certificate(tmp_path, "192.0.2.7", NOW + timedelta(days=300))
    assert chain.read_bytes() == first
    certificate(tmp_path, "192.0.2.7", NOW + timedelta(days=360))
    assert chain.read_bytes() != first
