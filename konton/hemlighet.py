"""Secrets that are handed out once, and kept only as a hash: too long to guess, so a plain hash is enough."""

import hashlib
import secrets


def ny() -> str:
    return secrets.token_urlsafe(32)


def avtryck(hemlighet: str) -> str:
    return hashlib.sha256(hemlighet.encode()).hexdigest()
