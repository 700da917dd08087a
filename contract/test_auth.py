"""Authentication: register, login, me, password."""

import secrets
import threading
from collections.abc import Callable
from typing import Any

import pytest
from requests import Response

from contract.client import PASSWORD, Client
from contract.expect import ANY_TEXT, Anything, body, invalid, problem, token_body
from contract.server import Server

Person = Callable[..., Client]


def registration(**fields: Any) -> dict[str, Any]:
    name = f"new-{secrets.token_hex(5)}"
    return {"username": name, "email": f"{name}@example.org", "password": PASSWORD, **fields}


def refused_as_taken(answer: Response, field: str, words: str) -> None:
    fault = {"field": field, "code": f"{field}_taken", "message": words}
    problem(answer, 400, f"{field}_taken", words, errors=[fault])


def test_register_answers_tokens(anonymous: Client) -> None:
    sent = registration(full_name="New Person")
    answer = anonymous.post("/auth/register", sent)
    assert body(answer, 201) == token_body(Anything(int), sent["username"])
    anonymous.token = answer.json()["access_token"]
    assert body(anonymous.get("/auth/me")) == {
        "id": answer.json()["user_id"],
        "username": sent["username"],
        "email": sent["email"],
        "full_name": "New Person",
        "role": "user",
        "is_active": True,
        "timezone": "UTC",
        "free_busy_visibility": "shared",
    }


def test_full_name_is_optional_and_null_when_not_set(anonymous: Client) -> None:
    answer = body(anonymous.post("/auth/register", registration()), 201)
    anonymous.token = answer["access_token"]
    assert body(anonymous.get("/auth/me"))["full_name"] is None


@pytest.mark.parametrize("username", ["abc", "A.b_c+d-9", "x" * 50])
def test_register_takes_these_usernames(anonymous: Client, username: str) -> None:
    unique = username[: 50 - 10] + secrets.token_hex(5) if len(username) > 3 else secrets.token_hex(2)[:3]
    answer = anonymous.post("/auth/register", registration(username=unique))
    # a name of three letters may have been taken by an earlier run on the same server
    assert answer.status_code == 201 or (len(unique) == 3 and answer.status_code == 400), answer.text


@pytest.mark.parametrize(
    "username", ["ab", "x" * 51, "a@b", "a b", "ünï", "", "a\nbc", "a/b", "null\u0000char"], ids=repr
)
def test_register_refuses_other_usernames(anonymous: Client, username: str) -> None:
    invalid(anonymous.post("/auth/register", registration(username=username)), "username")


@pytest.mark.parametrize("email", ["", "nonsense", "@example.org", "a@", "a" * 250 + "@example.org"], ids=len)
def test_register_refuses_what_is_no_email(anonymous: Client, email: str) -> None:
    invalid(anonymous.post("/auth/register", registration(email=email)), "email")


def test_a_malformed_email_is_called_that(anonymous: Client) -> None:
    document = invalid(anonymous.post("/auth/register", registration(email="nonsense")), "email")
    assert document["detail"] == "email: Enter a valid email address."


@pytest.mark.parametrize("password", ["", "1234567", "password", "12345678", "qwertyuiop"])
def test_register_refuses_short_and_common_passwords(anonymous: Client, password: str) -> None:
    invalid(anonymous.post("/auth/register", registration(password=password)), "password")


def test_register_names_every_fault(anonymous: Client) -> None:
    invalid(anonymous.post("/auth/register", {}), "username", "email", "password")
    faulty = {"username": "a@b", "email": "nonsense", "password": "short", "full_name": 7}
    invalid(anonymous.post("/auth/register", faulty), "username", "email", "password", "full_name")


def test_names_and_addresses_are_unique_without_regard_to_case(anonymous: Client, ann: Client) -> None:
    taken = anonymous.post("/auth/register", registration(username=ann.username.upper()))
    refused_as_taken(taken, "username", "Username already registered")
    taken = anonymous.post("/auth/register", registration(email=ann.email.upper()))
    refused_as_taken(taken, "email", "Email already registered")


def test_of_two_who_register_one_name_at_once_one_gets_it(server: Server) -> None:
    name = registration()["username"]
    answers: list[int] = []

    def register(number: int) -> None:
        email = f"{name}-{number}@example.org"
        sent = registration(username=name.upper() if number % 2 else name, email=email)
        answers.append(Client(server.url).post("/auth/register", sent).status_code)

    threads = [threading.Thread(target=register, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 400, 400, 400]


@pytest.mark.parametrize("spelled", ["username", "USERNAME", "email", "EMAIL"])
def test_login_takes_name_or_email_in_any_case(anonymous: Client, ann: Client, spelled: str) -> None:
    login = ann.username if spelled.lower() == "username" else ann.email
    login = login.upper() if spelled.isupper() else login
    answer = anonymous.post("/auth/login", {"username": login, "password": PASSWORD})
    assert body(answer) == token_body(ann.id, ann.username)


def test_login_refuses_with_the_same_words_whether_or_not_the_user_exists(
    anonymous: Client, ann: Client
) -> None:
    words = "Incorrect username/email or password"
    for login, password in [
        (ann.username, "wrong password"),
        (ann.email, "wrong password"),
        ("nobody-of-that-name", PASSWORD),
        ("nobody@example.net", PASSWORD),
        (ann.username, PASSWORD.upper()),
        (ann.username, f"{PASSWORD} "),
    ]:
        answer = anonymous.post("/auth/login", {"username": login, "password": password})
        problem(answer, 401, "incorrect_credentials", words)


def test_login_names_what_is_missing(anonymous: Client) -> None:
    invalid(anonymous.post("/auth/login", {}), "username", "password")
    invalid(anonymous.post("/auth/login", {"username": "ann"}), "password")


def test_an_inactive_user_hears_so_only_after_the_right_password(
    own_server: Server, person: Person, anonymous: Client
) -> None:
    closed = person("closed")
    own_server.manage(
        "shell",
        "-c",
        f"from accounts.models import User; User.objects.filter(pk={closed.id}).update(is_active=False)",
    )
    wrong = anonymous.post("/auth/login", {"username": closed.username, "password": "wrong password"})
    problem(wrong, 401, "incorrect_credentials", "Incorrect username/email or password")
    right = anonymous.post("/auth/login", {"username": closed.username, "password": PASSWORD})
    problem(right, 400, "inactive_user", "Inactive user")
    problem(closed.get("/auth/me"), 401, "invalid_token")
    refresh = anonymous.post("/auth/refresh", {"refresh_token": closed.refresh_token})
    problem(refresh, 401, "invalid_token")


def test_staff_have_the_role_admin(own_server: Server, anonymous: Client) -> None:
    name = f"staff-{secrets.token_hex(4)}"
    own_server.manage(
        *("createsuperuser", "--noinput", "--username", name, "--email", f"{name}@example.org"),
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    answer = anonymous.post("/auth/login", {"username": name, "password": PASSWORD})
    assert body(answer) == token_body(Anything(int), name, role="admin")
    anonymous.token = answer.json()["access_token"]
    assert body(anonymous.get("/auth/me"))["role"] == "admin"


def test_patch_me_changes_name_and_zone(ann: Client) -> None:
    before = body(ann.get("/auth/me"))
    answer = ann.patch("/auth/me", {"full_name": "Ann Other", "timezone": "Asia/Tokyo"})
    assert body(answer) == {**before, "full_name": "Ann Other", "timezone": "Asia/Tokyo"}
    assert body(ann.get("/auth/me")) == answer.json()
    assert body(ann.patch("/auth/me", {"full_name": None}))["full_name"] is None
    assert body(ann.patch("/auth/me", {})) == {**before, "full_name": None, "timezone": "Asia/Tokyo"}


def test_patch_me_refuses_a_zone_that_is_none(ann: Client) -> None:
    before = body(ann.get("/auth/me"))
    for zone in ("Mars/Olympus", "", "../etc/passwd", "europe/Berlin/x"):
        invalid(ann.patch("/auth/me", {"timezone": zone, "full_name": "X"}), "timezone")
    assert body(ann.get("/auth/me")) == before


def test_a_new_email_needs_the_password(ann: Client, ben: Client) -> None:
    new = f"new-{ann.email}"
    invalid(ann.patch("/auth/me", {"email": new}), "password")
    wrong = ann.patch("/auth/me", {"email": new, "password": "wrong password"})
    invalid(wrong, "password")
    taken = ann.patch("/auth/me", {"email": ben.email.upper(), "password": PASSWORD})
    refused_as_taken(taken, "email", "Email already registered")
    invalid(ann.patch("/auth/me", {"email": "nonsense", "password": PASSWORD}), "email")
    assert body(ann.get("/auth/me"))["email"] == ann.email
    assert body(ann.patch("/auth/me", {"email": new, "password": PASSWORD}))["email"] == new
    assert Client(ann.server).log_in(new).id == ann.id


def test_password_changes_and_ends_all_other_sessions(ann: Client, anonymous: Client) -> None:
    other = ann.another_device()
    sent = {"current_password": PASSWORD, "new_password": "quite another one"}
    assert body(ann.post("/auth/password", sent)) == {"message": ANY_TEXT}
    assert body(ann.get("/auth/me"))["id"] == ann.id
    problem(other.get("/auth/me"), 401, "invalid_token")
    refresh = other.post("/auth/refresh", {"refresh_token": other.refresh_token})
    problem(refresh, 401, "invalid_token")
    old = anonymous.post("/auth/login", {"username": ann.username, "password": PASSWORD})
    problem(old, 401, "incorrect_credentials")
    assert anonymous.log_in(ann.username, "quite another one").id == ann.id


def test_password_refuses_a_wrong_current_one_and_a_bad_new_one(ann: Client) -> None:
    wrong = {"current_password": "wrong password", "new_password": "quite another one"}
    problem(ann.post("/auth/password", wrong), 401, "incorrect_password")
    for new in ("short", "password"):
        refused = ann.post("/auth/password", {"current_password": PASSWORD, "new_password": new})
        invalid(refused, "new_password")
    invalid(ann.post("/auth/password", {}), "current_password", "new_password")
    assert ann.another_device().id == ann.id


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/auth/me"), ("PATCH", "/auth/me"), ("POST", "/auth/password"), ("POST", "/auth/logout")],
)
def test_calls_about_oneself_need_a_token(anonymous: Client, method: str, path: str) -> None:
    problem(anonymous.call(method, path, {} if method != "GET" else None), 401, "not_authenticated")
