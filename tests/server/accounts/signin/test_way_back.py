"""Whoever was sent to another page first comes back to what they asked for, with the case that its address names."""

from django.test import RequestFactory

from fristad.server.accounts import gate


def test_a_page_keeps_what_its_address_says() -> None:
    way = gate.sign_in(RequestFactory().get("/export/?case=2345678"))
    assert way["Location"].endswith("?next=/export/%3Fcase%3D2345678")


def test_what_was_sent_is_not_taken_for_an_address() -> None:
    way = gate.sign_in(RequestFactory().post("/export/?case=2345678"))
    assert way["Location"].endswith("?next=/export/")
