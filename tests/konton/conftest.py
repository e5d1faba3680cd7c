import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _tom_cache():
    """Attempts are counted in the cache: each test begins at none."""
    cache.clear()
