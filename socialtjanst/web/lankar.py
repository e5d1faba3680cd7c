"""Links to pages that another part of the site owns."""

from django.urls import NoReverseMatch, reverse


def lank(namn: str, *argument: object) -> str:
    """The page's address; empty where the site has no such page, and the text then stands without a link."""
    try:
        return reverse(namn, args=argument)
    except NoReverseMatch:
        return ""
