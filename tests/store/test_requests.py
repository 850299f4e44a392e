"""Requests are kept once, found again, and never said to be kept when they are not."""

from __future__ import annotations

import logging
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pin_advisor.errors import PinAdvisorError, StoreError
from pin_advisor.store import VARIABLE, RequestStore, Withdrawal, database_url
from tests.store.clock import NOON, Clock

PAYLOAD = {
    "pin_type": "soft_enamel",
    "quantity": 300,
    "needs": {"occasion": "award"},
    "design": "a blue heron",
}


def test_a_saved_request_is_found_again(url: str, clock: Clock) -> None:
    code = RequestStore(url, clock).save("quote", "conversation-1", "ann@example.com", PAYLOAD)

    (request,) = RequestStore(url, clock).list()

    assert request.id == code
    assert (request.kind, request.status) == ("quote", "new")
    assert (request.conversation, request.contact) == ("conversation-1", "ann@example.com")
    assert request.payload == PAYLOAD
    assert request.created == NOON
    assert RequestStore(url).get(code) == request


def test_a_retry_is_the_same_request(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", "ann@example.com", PAYLOAD)
    clock.pass_minutes(59)

    again = store.save("quote", "c", "ann@example.com", dict(reversed(PAYLOAD.items())))

    assert again == first
    assert len(store.list()) == 1


def test_the_same_wish_an_hour_later_is_a_new_request(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", None, PAYLOAD)
    clock.pass_minutes(61)
    second = store.save("quote", "c", None, PAYLOAD)
    clock.pass_minutes(30)
    retried = store.save("quote", "c", None, PAYLOAD)

    assert second != first
    assert retried == second
    assert [r.id for r in store.list()] == [first, second]


@pytest.mark.parametrize(
    ("kind", "conversation", "contact", "payload"),
    [
        ("question", "c", "ann@example.com", PAYLOAD),
        ("quote", "d", "ann@example.com", PAYLOAD),
        ("quote", "c", "bob@example.com", PAYLOAD),
        ("quote", "c", "ann@example.com", PAYLOAD | {"quantity": 301}),
    ],
)
def test_another_wish_is_another_request(
    file: Path, clock: Clock, kind: str, conversation: str, contact: str, payload: dict[str, object]
) -> None:
    store = RequestStore(f"sqlite:///{file}", clock)
    first = store.save("quote", "c", "ann@example.com", PAYLOAD)

    assert store.save(kind, conversation, contact, payload) != first  # type: ignore[arg-type]
    assert len(store.list()) == 2


def test_the_same_request_sent_many_times_at_once_is_kept_once(url: str) -> None:
    stores = [RequestStore(url) for _ in range(6)]
    together = threading.Barrier(len(stores))

    def save(store: RequestStore) -> str:
        together.wait()
        return store.save("quote", "c", None, PAYLOAD)

    with ThreadPoolExecutor(len(stores)) as pool:
        codes = set(pool.map(save, stores))

    assert len(codes) == 1
    assert [r.id for r in stores[0].list()] == list(codes)


def test_done_requests_leave_the_list_but_stay(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", None, PAYLOAD)
    clock.pass_minutes(1)
    second = store.save("question", "c", None, {"question": "Do you ship to Malta?"})

    assert store.mark_done(first) == first
    assert store.mark_done(first) == first

    assert [r.id for r in store.list()] == [second]
    assert [r.id for r in store.list("done")] == [first]
    assert [r.id for r in store.list(None)] == [first, second]


def test_ids_are_read_as_people_type_them(file: Path) -> None:
    store = RequestStore(f"sqlite:///{file}")
    code = store.save("quote", "c", None, PAYLOAD)

    for typed in (code, code.lower(), f" {code} ", code.removeprefix("Q-"), code.replace("-", " ")):
        found = store.get(typed)
        assert found is not None
        assert found.id == code


def test_an_unknown_id_is_said_to_be_unknown(url: str) -> None:
    store = RequestStore(url)

    assert store.get("Q-222222") is None
    with pytest.raises(StoreError, match="Q-222222") as caught:
        store.mark_done("q-222222")
    assert caught.value.code == "PA303"


def test_ids_are_short_varied_and_hard_to_misread(file: Path) -> None:
    store = RequestStore(f"sqlite:///{file}")

    codes = [store.save("quote", str(n), None, {}) for n in range(40)]

    assert len(set(codes)) == 40
    assert {len(c) for c in codes} == {8}
    assert all(c.startswith("Q-") for c in codes)
    assert not set("".join(c[2:] for c in codes)) & set("01AEIOUILSBZ")
    # Nothing of an id may follow from the one before: each place has varied.
    assert all(len({c[place] for c in codes}) > 5 for place in range(2, 8))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet=st.characters(), max_size=40),
    kept=st.text(alphabet="aé漢🙂\n\t\"'\\%;-{}", max_size=20),
)
def test_any_text_can_be_kept(file: Path, text: str, kept: str) -> None:
    store = RequestStore(f"sqlite:///{file}")

    code = store.save("quote", text + kept, text + kept, {"design": text + kept, text: [text, {"a": text}]})

    request = store.get(code)
    assert request is not None
    assert request.contact is not None
    assert request.payload["design"].endswith(kept)
    assert not any(0xD800 <= ord(c) <= 0xDFFF or (ord(c) < 32 and c not in "\n\t") for c in request.contact)


def test_what_no_database_holds_is_left_out(url: str) -> None:
    store = RequestStore(url)

    code = store.save("quote", "c\x00", "a\ud800nn\x1b[2J@example.com", {"de\x00sign": ["he\udfffron\x07"]})

    request = store.get(code)
    assert request is not None
    assert request.contact == "ann[2J@example.com"
    assert request.payload == {"design": ["heron"]}


def test_what_is_not_json_is_refused(file: Path) -> None:
    store = RequestStore(f"sqlite:///{file}")

    for payload in ({"quantity": float("nan")}, {"when": NOON}):
        with pytest.raises(ValueError, match="plain JSON"):
            store.save("quote", "c", None, payload)
    assert store.list(None) == ()


def test_a_locked_database_is_an_error_and_no_success(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pin_advisor.store.database.PATIENCE", 0.2)
    store = RequestStore(f"sqlite:///{file}")
    store.save("quote", "earlier", None, PAYLOAD)
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreError, match="locked") as caught:
        store.save("quote", "c", "ann@example.com", PAYLOAD)
    # The owner can still read: that is what write-ahead logging is for.
    assert [r.conversation for r in store.list()] == ["earlier"]
    writer.execute("ROLLBACK")
    writer.close()

    assert caught.value.code == "PA302"
    assert "ann@example.com" not in str(caught.value)
    store.save("quote", "c", "ann@example.com", PAYLOAD)
    assert len(store.list()) == 2


def test_a_file_that_is_no_database_is_named(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("This is a shopping list, not a database. " * 10)

    with pytest.raises(StoreError) as caught:
        RequestStore(f"sqlite:///{file}").save("quote", "c", None, PAYLOAD)

    assert caught.value.code == "PA301"
    assert str(file) in str(caught.value)
    assert "not a database" in str(caught.value)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")

    with pytest.raises(StoreError) as caught:
        RequestStore(f"sqlite:///{tmp_path}/store/pins.db").list()

    assert caught.value.code == "PA301"


def test_a_database_that_goes_missing_is_made_again(file: Path) -> None:
    store = RequestStore(f"sqlite:///{file}")
    store.save("quote", "c", None, PAYLOAD)
    for each in file.parent.iterdir():
        each.unlink()

    with pytest.raises(StoreError):
        store.list()
    code = store.save("quote", "c", None, PAYLOAD)

    assert [r.id for r in store.list()] == [code]


def test_a_server_that_is_not_there_is_an_error_without_its_password(tmp_path: Path) -> None:
    store = RequestStore(f"postgresql://shop:geheim@/pins?host={tmp_path}")

    with pytest.raises(StoreError, match=VARIABLE) as caught:
        store.save("quote", "c", "ann@example.com", PAYLOAD)

    assert caught.value.code == "PA301"
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.service("postgresql")
def test_a_server_that_hangs_up_loses_nobody(server: str) -> None:
    store = RequestStore(server)
    store.save("quote", "before", None, PAYLOAD)
    with psycopg2.connect(server) as connection:
        connection.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND usename = 'shop'"
        )
    store.save("quote", "after", None, PAYLOAD)

    assert {r.conversation for r in store.list()} == {"before", "after"}


@pytest.mark.parametrize(
    "url", ["pins.db", "oracle://scott:tiger@host/pins", "nosuchdb://a:geheim@b/c", "postgresql://h:port/x"]
)
def test_an_address_that_cannot_work_is_refused_at_once(url: str) -> None:
    with pytest.raises(StoreError, match=VARIABLE) as caught:
        RequestStore(url)

    assert caught.value.code == "PA304"
    assert "geheim" not in str(caught.value)
    assert isinstance(caught.value, PinAdvisorError)


def test_the_short_name_of_postgresql_is_understood(tmp_path: Path) -> None:
    store = RequestStore(f"postgres://shop@/pins?host={tmp_path}")

    with pytest.raises(StoreError, match="postgresql://shop"):
        store.list()


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert database_url().endswith("/data/store/pin_advisor.db")

    monkeypatch.setenv(VARIABLE, f"sqlite:///{file}")
    RequestStore().save("quote", "c", None, PAYLOAD)
    assert file.exists()


def test_only_the_owner_of_the_bot_may_look_into_the_folder(file: Path) -> None:
    RequestStore(f"sqlite:///{file}").list()

    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_sqlite_writes_ahead(file: Path) -> None:
    RequestStore(f"sqlite:///{file}").list()

    assert sqlite3.connect(file).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_nothing_personal_is_logged(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    store = RequestStore(f"sqlite:///{file}")
    code = store.save("quote", "conversation-77", "ann@example.com", PAYLOAD)
    store.mark_done(code)
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TABLE requests")
    with pytest.raises(StoreError) as caught:
        store.save("quote", "conversation-77", "ann@example.com", PAYLOAD)

    said = caplog.text + str(caught.value)
    assert "no such table" in said
    assert not any(secret in said for secret in ("ann@", "heron", "conversation-77"))


# -- taken back --------------------------------------------------------------------------------------


def test_the_last_request_is_taken_back_without_its_contact_and_words(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", "ann@example.com", PAYLOAD)
    clock.pass_minutes(1)
    last = store.save("quote", "c", "ann@example.com", PAYLOAD | {"design": "a hen, ask ann@example.com"})
    store.save("quote", "someone else", "bob@example.com", PAYLOAD)

    withdrawal = store.withdraw("c")

    assert withdrawal == Withdrawal(last, "quote", was_done=False, others=(first,))
    request = store.get(last)
    assert request is not None
    assert (request.status, request.contact) == ("withdrawn", None)
    assert request.payload == {name: PAYLOAD[name] for name in ("pin_type", "quantity", "needs")}
    assert {r.status for r in store.list(None) if r.id != last} == {"new"}


def test_what_a_request_replaced_is_taken_back_with_it(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", "ann@example.com", PAYLOAD)
    clock.pass_minutes(1)
    second = store.save("quote", "c", "ann@example.com", PAYLOAD | {"replaces": first})
    clock.pass_minutes(1)
    third = store.save("quote", "c", "ann@example.com", PAYLOAD | {"replaces": second, "quantity": 5})

    assert store.withdraw("c") == Withdrawal(third, "quote", was_done=False, others=())
    assert [one.id for one in store.withdrawn("c")] == [third]
    assert store.withdrawn("another") == ()
    assert {r.status for r in store.list(None)} == {"withdrawn"}


def test_a_request_is_answered_elsewhere_with_those_that_it_replaced(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", "ann@example.com or 0161 496 0000", PAYLOAD)
    clock.pass_minutes(1)
    second = store.save("quote", "c", "0161 496 0000", PAYLOAD | {"replaces": first})
    other = store.save("quote", "c", "0161 496 0001", PAYLOAD | {"quantity": 5})
    elsewhere = store.save("quote", "d", "0161 496 0002", PAYLOAD)
    store.readdress("c", second, "ann@example.com")
    store.readdress("c", elsewhere, "ann@example.com")
    assert {r.id: r.contact for r in store.list(None)} == {
        first: "ann@example.com",
        second: "ann@example.com",
        other: "0161 496 0001",
        elsewhere: "0161 496 0002",
    }


def test_requests_that_replace_each_other_do_not_hang(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    code = store.save("quote", "c", "ann@example.com", PAYLOAD | {"replaces": "Q-222222"})
    clock.pass_minutes(1)
    store.save("quote", "c", "ann@example.com", PAYLOAD | {"replaces": code})
    assert store.withdraw("c") is not None


def test_with_nothing_to_take_back_there_is_none(url: str) -> None:
    store = RequestStore(url)
    assert store.withdraw("c") is None
    store.save("quote", "c", "ann@example.com", PAYLOAD)
    assert store.withdraw("c") is not None
    assert store.withdraw("c") is None


def test_one_that_is_named_is_taken_back_and_the_others_stand(url: str, clock: Clock) -> None:
    store = RequestStore(url, now=clock)
    first = store.save("quote", "visitor-1", "ann@example.com", {"design": "a fox"})
    replaced = store.save("quote", "visitor-1", "ann@example.com", {"design": "a hen"})
    last = store.save("quote", "visitor-1", "ann@example.com", {"design": "hens", "replaces": replaced})
    foreign = store.save("quote", "visitor-2", "bob@example.com", {"design": "a cat"})
    assert {one.id for one in store.standing("visitor-1")} == {first, last}
    assert store.withdraw("visitor-1", foreign) is None
    withdrawn = store.withdraw("visitor-1", first)
    assert withdrawn is not None
    assert withdrawn.id == first
    assert [one.id for one in store.standing("visitor-1")] == [last]
    assert [one.id for one in store.standing("visitor-2")] == [foreign]


def test_what_was_taken_back_can_be_asked_for_again(url: str, clock: Clock) -> None:
    store = RequestStore(url, clock)
    first = store.save("quote", "c", "ann@example.com", PAYLOAD)
    store.withdraw("c")
    assert store.save("quote", "c", "ann@example.com", PAYLOAD) != first, (
        "a retry of what is gone is no retry"
    )


def test_the_shop_sees_what_was_taken_back_until_it_is_dealt_with(url: str) -> None:
    store = RequestStore(url)
    code = store.save("quote", "c", "ann@example.com", PAYLOAD)
    store.withdraw("c")
    assert [r.id for r in store.waiting()] == [code]
    store.mark_done(code)
    assert store.waiting() == ()
    assert store.withdraw("c") is None, "it was taken back already"


def test_what_the_shop_has_dealt_with_can_be_taken_back_and_is_told(url: str) -> None:
    store = RequestStore(url)
    code = store.save("quote", "c", "ann@example.com", PAYLOAD)
    store.mark_done(code)
    withdrawal = store.withdraw("c")
    assert withdrawal is not None
    assert withdrawal.was_done
    assert [r.status for r in store.waiting()] == ["withdrawn"]
