"""The address of a database is shown without its password, however it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.register.chain.database import Database
from vrede.register.chain.drivers import without_password
from vrede.register.refused import RegisterError
from vrede.web.site.database import django_database

SIGNS = "QZX/@:?#&=%[] "
"""Capitals stand nowhere else in these addresses: where one is shown, a part of the password is."""
FORMS = (
    "postgresql://user:{}@host:5432/name",
    "postgres://:{}@host/name?sslmode=require",
    "postgresql://us/er:{}@host",
    "postgresql://user@host:5432/name?password={}",
    "postgresql://user@host/name?sslmode=require&sslpassword={}",
    "postgresql://user@host/name?pass%77ord={}",
    "postgresql:/user:{}@host",
    "user:{}@host",
    "host=host user=user password={}",
    "host=host password = {}",
    "mysql://user:{}@host/name",
)


@pytest.mark.parametrize("form", FORMS)
@given(password=st.text(SIGNS, min_size=1, max_size=12) | st.sampled_from(["pass=Q", "Q?password=Z", "Q@Z/X"]))
def test_no_part_of_a_password_is_shown(form: str, password: str) -> None:
    shown = without_password(form.format(password))
    assert not set(shown) & set("QZX")
    assert shown.startswith(form.split(":")[0].split("=")[0])


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:secret@host:5432/name", "postgresql://u:***@host:5432/name"),
        ("postgresql://u:a/b@c@host/name", "postgresql://u:***@host/name"),
        ("postgresql://u@host/name?password=secret", "postgresql://u@host/name?password=***"),
        ("postgresql://u:a@host/name?sslpassword=b", "postgresql://u:***@host/name?sslpassword=***"),
        ("postgresql://u@host:5432/name?sslmode=require", "postgresql://u@host:5432/name?sslmode=require"),
        ("sqlite:////srv/a:b@c/password=d", "sqlite:////srv/a:b@c/password=d"),
        ("postgresql://u:secret/name", "postgresql://u:***"),
        ("postgresql://u:secret%40localhost", "postgresql://u:***"),
        ("postgresql://u:secret host/name", "postgresql://u:***"),
        ("postgresql://host@u:secret/name", "postgresql://host@u:***"),
        ("postgresql+psycopg://u:secret@host/name", "postgresql+psycopg://u:***@host/name"),
        ("postgresql://host:5432/name", "postgresql://host:5432/name"),
        ("postgresql://host:65535", "postgresql://host:65535"),
        ("postgresql://host:65536/name", "postgresql://host:***"),
        ("postgresql://host:0/name", "postgresql://host:***"),
        ("postgresql://host:5432secret/name", "postgresql://host:***"),
        ("postgresql://host:5432:secret/name", "postgresql://host:***"),
        ("postgresql://host:5432/u:secret", "postgresql://host:5432/u:***"),
        ("postgresql://one:5432,two:5433/name", "postgresql://one:5432,two:5433/name"),
        ("postgresql://u@[::1]:5432/name", "postgresql://u@[::1]:5432/name"),
        ("postgresql://host/name", "postgresql://host/name"),
        ("sqlite:/srv/register.sqlite3", "sqlite:/srv/register.sqlite3"),
        ("sqlite://u:secret/name", "sqlite://u:***"),
        ("u:secret", "u:***"),
        ("http://u:secret/name", "http:***"),
        ("user=u pwd=secret", "user=u pwd=***"),
    ],
)
def test_what_is_shown_of_an_address(url: str, shown: str) -> None:
    assert without_password(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:se%zzcret@127.0.0.1:1/db",
        "postgresql://u@127.0.0.1:1/db?password=se%zzcret",
        "postgresql://u@127.0.0.1:1/db?password=se&cret",
        "postgresql://u:se@cret@127.0.0.1:1/db",
        "host=127.0.0.1 password=se-cret",
    ],
)
def test_what_a_driver_says_of_an_address_holds_no_password(url: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(RegisterError) as trouble:
        Database(url)
    assert "cret" not in str(trouble.value)
    assert "127.0.0.1" in str(trouble.value)


BADLY = (
    "postgresql://u:{}/name",
    "postgresql://u:{}",
    "postgresql://u:{}%40127.0.0.1",
    "postgresql://u:{}%40127.0.0.1:1/name",
    "postgresql://u:{} 127.0.0.1/name",
    "postgresql://u:{}#127.0.0.1/name",
    "postgresql://127.0.0.1:1:{}/name",
    "postgresql://127.0.0.1:1@u:{}/name",
    "postgresql://[u:{}]/name",
    "postgresql://u:[{}@127.0.0.1]/name",
    "postgresql:/u:{}/name",
    "postgresql//u:{}/name",
    "postgres:u:{}/name",
    "mysql://u:{}/name",
    "sqlite://u:{}/name",
    "u:{}",
    "password: {}",
    "user=u wachtwoord={}",
)


@pytest.mark.parametrize("form", BADLY)
@given(drawn=st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=16))
def test_no_password_of_an_address_that_is_badly_written_is_told(form: str, drawn: str) -> None:
    """Not by the register, which says what to do, and not by the accounts, which are opened later."""
    pytest.importorskip("psycopg")
    secret = f"Q7{drawn}X9"  # these signs stand together in no address and no message
    with pytest.raises(RegisterError, match="VREDE_DATABASE") as trouble:
        Database(form.format(secret))
    assert secret not in str(trouble.value)
    assert secret not in str(django_database(form.format(secret)).get("PASSWORD", ""))
