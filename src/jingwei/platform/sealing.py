"""Seals personal numbers at rest: SM4-GCM to keep them, HMAC-SM3 to find them again, a mask to show them."""

import base64
import functools
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings

_NONCE, _TAG = 12, 16  # bytes


def seal(text: str, *, place: str) -> str:
    """Return the text sealed for one place, such as ``registry.officer.id``; sealed twice it differs.

    A sealed text moved to another place cannot be opened there.
    """
    return base64.b64encode(seal_bytes(text.encode(), place=place)).decode()


def open_sealed(sealed: str, *, place: str) -> str:
    """Return what was sealed for the place. Raises cryptography's InvalidTag when it was altered or moved."""
    return open_sealed_bytes(base64.b64decode(sealed), place=place).decode()


def seal_bytes(content: bytes, *, place: str) -> bytes:
    """Return a file's content sealed for one place."""
    nonce = os.urandom(_NONCE)
    sealing = Cipher(_cipher(settings.SEALING_KEY), GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(place.encode())
    return nonce + sealing.update(content) + sealing.finalize() + sealing.tag


def open_sealed_bytes(sealed: bytes, *, place: str) -> bytes:
    """Return the content that was sealed for the place. Raises cryptography's InvalidTag when altered or moved."""
    opening = Cipher(_cipher(settings.SEALING_KEY), GCM(sealed[:_NONCE], sealed[-_TAG:])).decryptor()
    opening.authenticate_additional_data(place.encode())
    return opening.update(sealed[_NONCE:-_TAG]) + opening.finalize()


def digest(text: str, *, place: str) -> str:
    """Return 64 hex digits by which equal texts of one place find each other, and nobody without the key can guess."""
    keyed = _keyed(settings.SEALING_KEY, place).copy()
    keyed.update(text.encode())
    return keyed.hexdigest()


def masked(number: str) -> str:
    """Return a personal number as lists show it: first four, last four (3203**********1234)."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


# Rosters seal and digest by the hundred thousand: what is the same for all of them is made once.


@functools.lru_cache(maxsize=8)
def _cipher(key: str) -> SM4:
    return SM4(_derived(key, "seal")[:16])


@functools.lru_cache(maxsize=8)
def _keyed(key: str, place: str) -> hmac.HMAC:
    return hmac.new(_derived(key, "digest"), f"{place} ".encode(), "sm3")


def _derived(key: str, purpose: str) -> bytes:
    return hmac.new(key.encode(), purpose.encode(), "sm3").digest()
