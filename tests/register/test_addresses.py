"""The address of a database is shown without its password, however it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vrede.register.database import Database
from vrede.register.drivers import without_password
from vrede.register.refused import RegisterError

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
