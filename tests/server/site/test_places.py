"""What an installation says in its environment becomes Django's settings, or one sentence."""

import pytest

from fristad.server.site import places


def test_without_a_mail_server_no_mail_is_sent_and_none_is_kept_in_memory() -> None:
    assert places.mail("") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "port", "starts_tls", "is_tls"),
    [
        ("smtp://mail.example", 587, True, False),
        ("smtp://mail.example:25", 25, True, False),
        ("smtps://mail.example", 465, False, True),
    ],
)
def test_mail_is_never_sent_in_clear(url: str, port: int, starts_tls: bool, is_tls: bool) -> None:  # noqa: FBT001
    made = places.mail(url)
    assert (made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (port, starts_tls, is_tls)


def test_a_password_may_hold_any_letter() -> None:
    made = places.mail("smtp://office%40example:p%2Fw%3A%40@mail.example")
    assert (made["EMAIL_HOST_USER"], made["EMAIL_HOST_PASSWORD"]) == ("office@example", "p/w:@")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_an_address_that_is_none_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(places.SettingError, match="FRISTAD_MAIL must look like"):
        places.mail(url)
