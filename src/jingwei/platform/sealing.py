"""Seals personal numbers at rest: SM4-GCM to keep them, HMAC-SM3 to find them again, a mask to show them."""

import base64
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
    nonce = os.urandom(_NONCE)
    sealing = Cipher(SM4(_key("seal")[:16]), GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(place.encode())
    content = sealing.update(text.encode()) + sealing.finalize()
    return base64.b64encode(nonce + content + sealing.tag).decode()


def open_sealed(sealed: str, *, place: str) -> str:
    """Return what was sealed for the place. Raises cryptography's InvalidTag when it was altered or moved."""
    raw = base64.b64decode(sealed)
    opening = Cipher(SM4(_key("seal")[:16]), GCM(raw[:_NONCE], raw[-_TAG:])).decryptor()
    opening.authenticate_additional_data(place.encode())
    return (opening.update(raw[_NONCE:-_TAG]) + opening.finalize()).decode()


def digest(text: str, *, place: str) -> str:
    """Return 64 hex digits by which equal texts of one place find each other, and nobody without the key can guess."""
    return hmac.new(_key("digest"), f"{place} {text}".encode(), "sm3").hexdigest()


def masked(number: str) -> str:
    """Return a personal number as lists show it: first four, last four (3203**********1234)."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def _key(purpose: str) -> bytes:
    return hmac.new(settings.SEALING_KEY.encode(), purpose.encode(), "sm3").digest()
