"""Which time zones there are."""

from accounts.rules.timezones import timezone_names


def test_keys_of_the_iana_database_are_known() -> None:
    names = timezone_names()
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= names
    assert {"localtime", "", "CEST", "../etc/passwd"} & names == set()
