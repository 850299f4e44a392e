"""What a message says of a quote request, by its wording."""

from __future__ import annotations

import pytest

from pin_advisor.language import quotes


@pytest.mark.parametrize(
    "text",
    [
        "cancel",
        "please stop",
        "Forget it.",
        "forget the quote",
        "never mind",
        "actually, never mind, thanks",
        "I changed my mind",
        "we don't want a quote any more",
        "drop that",
        "no quote please",
    ],
)
def test_the_request_is_dropped(text: str) -> None:
    assert quotes.drops(text)


@pytest.mark.parametrize(
    "text",
    [
        "a stop sign",
        "never mind the colour, a red bus",
        "forget that, make it 300",
        "cancel the blue, use green",
        "a forget-me-not",
        "don't stop believing, in gold letters",
        "skip that question",
    ],
)
def test_the_request_is_not_dropped(text: str) -> None:
    assert not quotes.drops(text)


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("a red kite", True),
        ("our school crest", True),
        ("lighthouse, 25 mm", True),
        ("just a few", False),
        ("a couple of dozen", False),
        ("not many", False),
    ],
)
def test_a_description(text: str, described: bool) -> None:
    assert quotes.describes(text) is described


def test_what_only_announces_a_correction_is_left_out() -> None:
    assert quotes.own_words("wait, the kite should be red") == "the kite should be red"
    assert quotes.own_words("no, by July") == "by July"
    assert quotes.own_words("no text, only a star") == "no text, only a star"
    assert quotes.own_words("sorry") == "sorry"


# -- all of it shown, taken back -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Yes, send it",
        "yes",
        "Yep!",
        "ok",
        "sure, go ahead",
        "please send it off",
        "looks good to me",
        "looks good, send it off",
        "that's right, send it",
        "perfect, thanks",
        "yes that's it",
    ],
)
def test_it_may_be_sent(text: str) -> None:
    assert quotes.confirms(text)
    assert not quotes.holds_back(text)
    assert not quotes.drops(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "not yet",
        "don't send it",
        "yes but make it 300",
        "send it to bob",
        "yes, but by June",
        "ok wait",
        "send me a sample first",
        "soft enamel",
        "the fox should be red",
        "yes if it is cheap",
    ],
)
def test_it_may_not_be_sent(text: str) -> None:
    assert not quotes.confirms(text)


@pytest.mark.parametrize("text", ["no", "Nope.", "not yet", "wait", "Change something", "that's not right"])
def test_something_is_to_be_different(text: str) -> None:
    assert quotes.holds_back(text)
    assert not quotes.drops(text)


@pytest.mark.parametrize("text", ["No, don't send it", "cancel my quote request", "I don't want it sent"])
def test_what_was_shown_is_dropped(text: str) -> None:
    assert quotes.drops(text)
    assert not quotes.holds_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "please cancel my quote request",
        "take that back, I don't want to be contacted",
        "withdraw my request",
        "don't contact me any more",
        "I take my request back",
    ],
)
def test_a_request_is_withdrawn(text: str) -> None:
    assert quotes.withdraws(text)


@pytest.mark.parametrize(
    "text", ["cancel the blue", "contact me by phone", "a bird taking back its egg", "my request"]
)
def test_no_request_is_withdrawn(text: str) -> None:
    assert not quotes.withdraws(text)


@pytest.mark.parametrize(
    ("text", "recalls"),
    [
        ("cancel it please", True),
        ("forget the quote", True),
        ("never mind", False),
        ("forget it", False),
        ("no", False),
    ],
)
def test_only_plain_words_recall_what_was_sent(text: str, recalls: bool) -> None:
    assert quotes.recalls(text) is recalls


@pytest.mark.parametrize(
    "text",
    ["withdraw the first one", "cancel Q-7F3K2M", "withdraw both requests please", "take Q-7F3K2M back"],
)
def test_one_that_is_named_is_withdrawn(text: str) -> None:
    assert quotes.withdraws(text)


@pytest.mark.parametrize("text", ["cancel all the blue ones", "I want a second request", "a first prize"])
def test_nothing_is_withdrawn(text: str) -> None:
    assert not quotes.withdraws(text)


@pytest.mark.parametrize(
    "text",
    ["withdraw it", "no don't pass anything on", "I changed my mind, no", "cancel that", "don't send it"],
)
def test_a_message_that_was_passed_on_is_recalled(text: str) -> None:
    assert quotes.recalls(text)


@pytest.mark.parametrize("text", ["no", "I changed my mind, make it 300", "don't pass on the blue"])
def test_no_message_is_recalled(text: str) -> None:
    assert not quotes.recalls(text)


@pytest.mark.parametrize("text", ["change the quantity to 500", "please change it to 250 pieces"])
def test_a_request_to_change_the_number_amends(text: str) -> None:
    assert quotes.asks_to_amend(text)


@pytest.mark.parametrize("text", ["yes, pass it on", "ok pass that on to the shop please"])
def test_a_yes_to_passing_on(text: str) -> None:
    assert quotes.confirms_passing_on(text)
    assert not quotes.confirms_passing_on(f"don't {text}")


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("and another 50 in gold", True),
        ("can I get 50 more?", True),
        ("I'd also like a quote for 40 pins", True),
        ("a second request, for 80", True),
        ("also by June", False),
        ("make it 300", False),
        ("the fox is more red", False),
    ],
)
def test_more_is_wanted_beside_a_request(text: str, more: bool) -> None:
    assert quotes.asks_for_more(text) is more


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("could I get a quote, please?", True),
        ("hello, we are a choir and we need an offer for badges", True),
        ("can you quote me 60 badges", True),
        ("what is in a quote?", False),
        ("quote of the day", False),
    ],
)
def test_a_quote_is_asked_for(text: str, asks: bool) -> None:
    assert quotes.asks_for_a_quote(text) is asks


def test_something_more_is_to_be_on_the_pin() -> None:
    assert quotes.adds_to_the_design("can you put her name on it as well")
    assert quotes.asks_to_amend("can you put her name on it as well?")
    assert not quotes.adds_to_the_design("put it in the post")


def test_how_long_the_pins_should_last_is_no_date() -> None:
    assert quotes.speaks_of_lasting("they must last for two weeks")
    assert not quotes.speaks_of_lasting("in two weeks")


@pytest.mark.parametrize(
    "text", ["what did you send?", "is it sent?", "what's my reference number", "did you really withdraw it?"]
)
def test_what_was_sent_is_asked_for(text: str) -> None:
    assert quotes.asks_for_sent(text)


@pytest.mark.parametrize(
    "text", ["can you send it?", "when is it sent?", "how many can I request?", "what is a request"]
)
def test_what_else_is_asked(text: str) -> None:
    assert not quotes.asks_for_sent(text)


def test_a_bare_right_is_no_consent() -> None:
    assert not quotes.confirms("right")
    assert quotes.merely_hears("ok, right")
    assert quotes.confirms("right, send it")
    assert quotes.says_both("no, I mean yes")
    assert not quotes.says_both("yes, send it")


def test_an_approval_is_no_part_of_a_change() -> None:
    assert quotes.own_words("looks good, but gold instead of silver") == "gold instead of silver"
    assert quotes.own_words("a good but old star") == "a good but old star"


@pytest.mark.parametrize(
    "text",
    ["no magnets, they work near an MRI", "10 of them need to say 20 years", "it must not contain nickel"],
)
def test_how_the_pins_must_be_made(text: str) -> None:
    assert quotes.requires(text)
    assert not quotes.requires("a red bus, no rush")


@pytest.mark.parametrize(
    ("text", "sends"),
    [
        ("ok no do send it", True),
        ("forget what I said, send it", True),
        ("sorry, do send it after all", True),
        ("don't send it", False),
        ("send it to my boss first", False),
    ],
)
def test_it_is_to_be_sent_after_all(text: str, sends: bool) -> None:
    assert quotes.sends_after_all(text) is sends


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("I want to change my order from May", True),
        ("it's about order number 4711", True),
        ("please change the delivery to Leeds", False),
        ("change the order to 90 pieces", False),
    ],
)
def test_an_earlier_order(text: str, earlier: bool) -> None:
    assert quotes.names_an_earlier_order(text) is earlier
