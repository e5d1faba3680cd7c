"""Addresses of pages that another part of the site brings; "" as long as that part is not there."""

from django.urls import NoReverseMatch, reverse


def adress(namn: str, *argument: object) -> str:
    try:
        return reverse(namn, args=argument)
    except NoReverseMatch:
        return ""
