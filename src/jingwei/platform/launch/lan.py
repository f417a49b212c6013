"""`--lan`: a certificate for this machine's address, because a phone's camera and position need HTTPS."""

import ipaddress
import sys
from datetime import datetime, timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from jingwei.platform import private

VALID = timedelta(days=365)  # Phones refuse certificates that are valid much longer than a year.


def certificate(folder: Path, address: str, now: datetime) -> tuple[Path, Path]:
    """Return the paths of a self-signed certificate for the address and of its key; made when absent or near its end."""
    chain, key = folder / f"{address}.pem", folder / f"{address}.key"
    if chain.exists() and key.exists():
        held = x509.load_pem_x509_certificate(chain.read_bytes())
        if held.not_valid_after_utc > now + timedelta(days=7):
            return chain, key
    private.make_folder(folder)
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "经纬（本机自签）")])
    addresses = [ipaddress.ip_address(text) for text in dict.fromkeys((address, "127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), *map(x509.IPAddress, addresses)]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(secret, hashes.SHA256())
    )
    private.write(
        key,
        secret.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return chain, key


def print_code(url: str) -> None:
    """Print the address as a QR code in the terminal."""
    segno.make(url, error="m").terminal(out=sys.stdout, compact=True, border=2)
