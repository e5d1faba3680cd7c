"""Search in everything that is public: an inverted index in the database, the same on SQLite and PostgreSQL."""

from atgarder.sok.indexering import bygg_om, uppdatera
from atgarder.sok.sokning import Svar, Traff, hitta, nycklar, sok
from atgarder.sok.utdrag import Bit

__all__ = ["Bit", "Svar", "Traff", "bygg_om", "hitta", "nycklar", "sok", "uppdatera"]
