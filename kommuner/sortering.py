"""Swedish order: å, ä and ö come after z, in that order."""

import unicodedata

# { | } are the code points next after z.
_EFTER_Z = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y", "ð": "d", "þ": "th"})


def svensk(text: str) -> str:
    """A sort key that compares by code point (in PostgreSQL: collation "C").

    Case is folded, other accents are dropped (é sorts as e), ü sorts as y, æ as ä, ø as ö, and a space comes
    before a hyphen and both before any letter.
    """
    nyckel = " ".join(unicodedata.normalize("NFC", text).casefold().split()).translate(_EFTER_Z)
    return "".join(t for t in unicodedata.normalize("NFD", nyckel) if not unicodedata.combining(t))
