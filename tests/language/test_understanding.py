"""Understanding messages: nothing that is said gets lost, and nothing is made of what was not said.

How often understanding is right is measured elsewhere, on the whole training data. Here it has learnt
from a part of it, which is enough to see how intents, needs and questions go together.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.language import Language

from pin_advisor.catalog import load
from pin_advisor.errors import WeightsError
from pin_advisor.language import component, moves
from pin_advisor.language.build import utterances
from pin_advisor.language.encoder import Encoder
from pin_advisor.language.labels import LabelReader
from pin_advisor.language.meaning import (
    EXPLAIN,
    FOLLOW_UP,
    OTHERS,
    REASON,
    TELL_MORE,
    WHY_ASK,
    Context,
    Understanding,
)
from pin_advisor.language.needs import NeedReader
from pin_advisor.language.pipeline import build
from pin_advisor.language.text import clean
from pin_advisor.language.understanding import Reader
from pin_advisor.language.wording import means_only_other_pins
from pin_advisor.vocabulary import ASPECTS, VALUES
from pin_advisor.weights import ENCODER_FOLDER, check_encoder

PROJECT = Path(__file__).resolve().parents[2]
CATALOG = load(PROJECT / "catalog")
DOMAIN = yaml.safe_load((PROJECT / "domain.yml").read_text("utf-8"))
INTENTS = {name for entry in DOMAIN["intents"] for name in entry}
#: What is learnt about; how many utterances of each label, and every how manyth that states needs.
TOPICS = {
    "feel",
    "cost",
    "durability",
    "what_is",
    "price",
    "lead_time",
    "rust",
    "best_for",
    "follow_up",
    "tell_more",
}
#: The catalog's own questions are learnt beside the utterances, so any of its topics may be understood.
#: All that a question may be about: pins, the answer before, or the advice.
KNOWN = {t.id for t in CATALOG.topics} | {*ASPECTS, FOLLOW_UP, TELL_MORE, REASON, OTHERS, *EXPLAIN, WHY_ASK}
OF_EACH = 60
EVERY = 6

Read = Callable[..., Understanding]


@pytest.fixture(scope="module")
def nlp() -> Language:
    texts = utterances(PROJECT / "data" / "nlu")
    return build(CATALOG, texts, PROJECT / "data" / "language")


@pytest.fixture(scope="module")
def reader(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    try:
        check_encoder()
    except WeightsError as error:
        pytest.skip(f"the sentence encoder: {error.message}")
    folder = tmp_path_factory.mktemp("model")
    storage, resource = LocalModelStorage(folder), Resource("understanding")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(component, "MODELS", folder)  # the memory of vectors belongs to the real training
        trainee = component.PinUnderstanding.create({}, storage, resource, None)  # type: ignore[arg-type]
        trainee.train(TrainingData(_part()), SpacyModel(nlp, "pin_advisor"))
    encoder = Encoder(ENCODER_FOLDER)
    with storage.read_from(resource) as directory:
        return Reader(encoder, LabelReader.load(directory), NeedReader.load(directory, encoder))


def _part() -> list[Any]:
    """Enough of each label, spread over the needs."""
    counts: Counter[str] = Counter()
    kept = []
    for example in load_data(str(PROJECT / "data" / "nlu")).training_examples:
        topic = ((example.get("metadata") or {}).get("intent") or {}).get("topic")
        label = f"{example.get('intent')}/{topic}"
        counts[label] += 1
        if example.get("intent") == "inform":
            if counts[label] % EVERY == 0:
                kept.append(example)
        elif counts[label] <= OF_EACH and (topic is None or topic in TOPICS):
            kept.append(example)
    return kept


@pytest.fixture(scope="module")
def read(reader: Reader, nlp: Language) -> Read:
    """Reads a message as the component does."""

    def read(text: str, **context: Any) -> Understanding:
        doc = nlp(clean(text))
        asked = context.get("asked")
        amounts = nlp.get_pipe("pin_amounts").parser.parse(doc.text, asked) if asked else None  # type: ignore[attr-defined]
        return reader.read(doc, Context(**context), amounts)

    return read


def stated(understanding: Understanding) -> dict[str, Any]:
    return {e.entity: e.value for e in understanding.entities}


ADVICE: dict[str, Any] = {"form": "advice_form"}


# -- one thing at a time ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Good morning!", "greet"),
        ("Thanks a lot", "thank"),
        ("Goodbye then", "goodbye"),
        ("Are you a robot?", "bot_challenge"),
        ("Can I speak to a human please?", "contact_shop"),
        ("I would like a quote please", "request_quote"),
        ("Let's start over", "start_over"),
    ],
)
def test_a_plain_message_has_its_intent(read: Read, text: str, intent: str) -> None:
    understanding = read(text)
    assert understanding.intent == intent
    assert stated(understanding) == {}


def test_a_question_has_its_topic_and_pin_types(read: Read) -> None:
    understanding = read("How does hard enamel feel?")
    (question,) = understanding.questions
    assert understanding.intent == "ask"
    assert (question.topic, question.pin_types, question.follows) == ("feel", ("hard_enamel",), False)


def test_a_misspelt_question_is_the_same_question(read: Read) -> None:
    (question,) = read("how dose sfot enamle feel").questions
    assert (question.topic, question.pin_types) == ("feel", ("soft_enamel",))


def test_a_superlative_is_recognised_with_its_direction(read: Read) -> None:
    (question,) = read("Which pin is the cheapest?").questions
    assert (question.topic, question.form, question.direction) == ("cost", "superlative", "least")


def test_two_types_are_compared(read: Read) -> None:
    (question,) = read("Is hard enamel smoother than soft enamel?").questions
    assert question.form == "compare"
    assert question.pin_types == ("hard_enamel", "soft_enamel")


def test_a_stated_need_is_an_entity(read: Read) -> None:
    understanding = read("They are medals for the winners of our spelling bee.")
    assert understanding.intent == "inform"
    assert stated(understanding) == {"occasion": "award"}


def test_money_and_pieces_are_entities(read: Read) -> None:
    understanding = read("We need 250 pins and can pay 3 euros each.")
    assert understanding.intent == "inform"
    found = stated(understanding)
    assert (found["quantity"], found["budget_amount"]) == (250, 3.0)
    assert (found["budget_currency"], found["budget_per"]) == ("EUR", "piece")


# -- after the advice -------------------------------------------------------------------------------

ADVISED: dict[str, Any] = {
    "recommended": True,
    "offer": "request_quote",
    "checking": True,
    "known": frozenset({"occasion", "budget", "dimensionality", "durability"}),
}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cheaper", "spend_less"),
        ("that's too expensive for us", "spend_less"),
        ("something nicer", "spend_more"),
        ("we can spend more", "spend_more"),
        ("yes", "request_quote"),
        ("yes please", "request_quote"),
        ("no", "deny"),
    ],
)
def test_what_is_said_to_a_recommendation(read: Read, text: str, intent: str) -> None:
    understanding = read(text, **ADVISED)
    assert understanding.intent == intent
    assert stated(understanding) == {}


def test_before_the_advice_nothing_is_too_expensive_yet(read: Read) -> None:
    assert read("that's too expensive for us").intent != "spend_less"


def test_money_that_is_named_is_a_budget_and_no_step(read: Read) -> None:
    understanding = read("too expensive, 1 dollar each at most", **ADVISED)
    assert understanding.intent == "inform"
    assert stated(understanding)["budget_amount"] == 1.0


def test_the_other_type_right_after_a_recommendation_is_asked_about_in_its_light(read: Read) -> None:
    assert read("and soft?", **ADVISED).intent == "explain_why_not"
    assert read("and soft?", **ADVISED, answered=True).intent == "ask"


@pytest.mark.parametrize("context", [{"answered": True}, ADVISED])
@pytest.mark.parametrize(("text", "topic"), [("how about the feel?", "feel"), ("and the price?", "price")])
def test_a_follow_up_in_a_few_words_names_its_topic(
    read: Read, text: str, topic: str, context: dict[str, Any]
) -> None:
    understanding = read(text, **context)
    (question,) = understanding.questions
    assert understanding.intent == "ask"
    assert (question.topic, question.follows) == (topic, True)


@pytest.mark.parametrize(
    ("sign", "context", "intent"),
    [
        ("👍", ADVISED, "request_quote"),
        ("👎", ADVISED, "deny"),
        ("😀", ADVISED, "chitchat"),
        ("👍", {}, "affirm"),
        ("🤷", {}, "help"),
        ("😡", {}, "abuse"),
        ("🤷", ADVICE | {"asked": "budget"}, "not_sure"),
        ("👍", ADVICE | {"asked": "budget"}, "chitchat"),
        ("👎", {"form": "quote_form", "asked": "design"}, "chitchat"),
        ("👍", {"form": "quote_form", "asked": "something_else"}, "affirm"),
    ],
)
def test_a_sign_means_what_fits_the_point_of_the_talk(
    read: Read, sign: str, context: dict[str, Any], intent: str
) -> None:
    understanding = read(sign, **context)
    assert understanding.intent == intent
    assert understanding.moves.sign is not None


# -- several things at once -------------------------------------------------------------------------


def test_two_questions_are_two_questions(read: Read) -> None:
    questions = read("How does hard enamel feel? And does soft enamel last long?").questions
    assert [(q.topic, q.pin_types) for q in questions] == [
        ("feel", ("hard_enamel",)),
        ("durability", ("soft_enamel",)),
    ]


def test_several_needs_are_stated_at_once(read: Read) -> None:
    text = (
        "Medals for the winners of the race, the design is flat, about 2 dollars each, must last for decades."
    )
    found = stated(read(text))
    assert found["occasion"] == "award"
    assert found["dimensionality"] == "2d"
    assert found["durability"] == "high"
    assert (found["budget_amount"], found["budget_currency"]) == (2.0, "USD")


@pytest.mark.parametrize(
    "text",
    [
        "They are medals for the winners of the race. How does hard enamel feel?",
        "How does hard enamel feel? They are medals for the winners of the race.",
    ],
)
def test_a_need_and_a_question_are_both_kept(read: Read, text: str) -> None:
    """Whichever of the two gives the message its one intent."""
    understanding = read(text)
    assert stated(understanding)["occasion"] == "award"
    assert [q.topic for q in understanding.questions] == ["feel"]
    assert understanding.intent in ("ask", "inform")


def test_politeness_does_not_hide_the_message(read: Read) -> None:
    assert read("Hi there! How does hard enamel feel? Thanks!").intent == "ask"
    assert read("Hello, thank you. The pins are medals for the winners of our chess cup.").intent == "inform"


# -- a question changes nothing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("How does hard enamel feel?", "dimensionality"),
        ("Is soft enamel cheaper than hard enamel?", "budget"),
        ("How long does hard enamel last?", "durability"),
        ("What is hard enamel?", "occasion"),
        ("How long does it take to make them?", "durability"),
    ],
)
def test_a_question_states_no_need_even_if_one_was_asked_for(read: Read, text: str, asked: str) -> None:
    understanding = read(text, asked=asked, **ADVICE)
    assert understanding.intent == "ask"
    assert stated(understanding) == {}


# -- in the light of the conversation ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("flat", "dimensionality", "2d"),
        ("3D", "dimensionality", "3d"),
        ("forever", "durability", "high"),
        ("just one evening", "durability", "low"),
        ("tight", "budget", "tight"),
        ("our wedding", "occasion", "wedding"),
    ],
)
def test_a_bare_word_answers_what_was_asked(read: Read, text: str, asked: str, value: str) -> None:
    understanding = read(text, asked=asked, **ADVICE)
    assert understanding.intent == "inform"
    assert stated(understanding)[asked] == value


@pytest.mark.parametrize("text", ["No idea", "I'm not sure"])
@pytest.mark.parametrize("asked", ["occasion", "dimensionality", "budget", "durability"])
def test_not_knowing_is_no_value(read: Read, text: str, asked: str) -> None:
    understanding = read(text, asked=asked, **ADVICE)
    assert understanding.intent == "not_sure"
    assert asked not in stated(understanding)


def test_a_refusal_is_no_value(read: Read) -> None:
    understanding = read("I'd rather not say", asked="budget", **ADVICE)
    assert understanding.intent == "refuse"
    assert stated(understanding) == {}


@pytest.mark.parametrize("offer", ["request_quote", "request_advice", "contact_shop"])
def test_yes_accepts_what_was_offered(read: Read, offer: str) -> None:
    assert read("Yes please", offer=offer).intent == offer
    assert read("Yes please").intent == "affirm"


def test_a_bare_follow_up_needs_something_to_follow(read: Read) -> None:
    understanding = read("And soft enamel?", answered=True)
    (question,) = understanding.questions
    assert understanding.intent == "ask"
    assert question.pin_types == ("soft_enamel",)
    assert question.follows or question.topic == "follow_up"


def test_a_question_with_a_pronoun_leans_on_the_one_before(read: Read) -> None:
    (question,) = read("And how does it feel?", answered=True).questions
    assert question.topic == "feel"
    assert question.follows


def test_a_supposition_is_no_statement(read: Read) -> None:
    understanding = read("What if it was 3D?", recommended=True, known=frozenset({"dimensionality"}))
    assert understanding.intent == "what_if"
    assert understanding.hypothesis["dimensionality"] == "3d"
    assert stated(understanding) == {}


def test_supposed_money_is_no_statement_either(read: Read) -> None:
    understanding = read("What if we could spend 6 dollars each?", recommended=True)
    assert understanding.intent == "what_if"
    assert understanding.hypothesis["budget_amount"] == 6.0
    assert stated(understanding) == {}


def test_a_correction_replaces_what_was_said(read: Read) -> None:
    understanding = read(
        "Sorry, I meant 3D, not flat.", known=frozenset({"dimensionality"}), asked="budget", **ADVICE
    )
    assert stated(understanding)["dimensionality"] == "3d"


def test_after_a_correction_the_later_amount_holds(read: Read) -> None:
    assert stated(read("2 dollars each, no, sorry, 5 dollars each"))["budget_amount"] == 5.0


# -- a request that is shown, taken back, types turned down, what was supposed -------------------------

REVIEW: dict[str, Any] = {"form": "quote_form", "asked": "quote_confirmed"}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Yes, send it", "affirm"),
        ("looks good", "affirm"),
        ("no", "deny"),
        ("Change something", "deny"),
        ("No, don't send it", "withdraw_quote"),
        ("never mind", "withdraw_quote"),
        ("Help me choose first", "request_advice"),
    ],
)
def test_a_request_that_is_shown_is_sent_changed_or_dropped(read: Read, text: str, intent: str) -> None:
    assert read(text, **REVIEW).intent == intent


@pytest.mark.parametrize(
    "text", ["yes but make it 300", "yes, 300 of them", "yes, to bob@example.com please"]
)
def test_a_yes_with_a_change_in_it_is_none(read: Read, text: str) -> None:
    understanding = read(text, **REVIEW)
    assert understanding.intent != "affirm"
    assert {"quantity", "contact"} & set(stated(understanding))


def test_another_type_is_chosen_for_a_request_that_is_shown(read: Read) -> None:
    understanding = read("wait, make it soft enamel", **REVIEW)
    assert (understanding.intent, understanding.moves.chooses) == ("inform", "soft_enamel")


@pytest.mark.parametrize("text", ["cancel it", "please cancel my quote request", "withdraw my request"])
def test_a_request_that_was_sent_is_taken_back(read: Read, text: str) -> None:
    assert read(text, sent=True).intent == "withdraw_quote"


@pytest.mark.parametrize("text", ["never mind", "forget it"])
def test_what_may_be_said_of_anything_takes_no_request_back(read: Read, text: str) -> None:
    assert read(text, sent=True).intent != "withdraw_quote"


@pytest.mark.parametrize(
    ("text", "rejected"),
    [
        ("anything but hard enamel", ("hard_enamel",)),
        ("I don't want soft", ("soft_enamel",)),
        ("not cloisonné please", ("cloisonne",)),
        ("no printed or etched ones", ("screen_printed", "photo_etched")),
    ],
)
@pytest.mark.parametrize("context", [{"recommended": True}, {}, {**ADVICE, "asked": "budget"}])
def test_pin_types_are_turned_down(
    read: Read, text: str, rejected: tuple[str, ...], context: dict[str, Any]
) -> None:
    understanding = read(text, **context)
    assert (understanding.intent, understanding.moves.rejects) == ("inform", rejected)
    assert stated(understanding) == {}


@pytest.mark.parametrize(
    "text", ["why not hard enamel?", "it's not hard to clean", "what if I don't want soft?", "soft or hard?"]
)
def test_no_pin_type_is_turned_down(read: Read, text: str) -> None:
    assert read(text, recommended=True).moves.rejects == ()


def test_a_type_that_was_turned_down_is_welcome_again(read: Read) -> None:
    unwanted = frozenset({"hard_enamel"})
    understanding = read("okay, hard is fine after all", recommended=True, unwanted=unwanted)
    assert (understanding.intent, understanding.moves.readmits) == ("inform", ("hard_enamel",))
    assert read("okay, hard is fine after all", recommended=True).moves.readmits == ()


@pytest.mark.parametrize("text", ["ok then do that", "yes please", "let's do that"])
def test_what_was_supposed_is_adopted(read: Read, text: str) -> None:
    understanding = read(text, recommended=True, supposing=True)
    assert (understanding.intent, understanding.moves.adopts) == ("inform", True)
    assert not read(text, recommended=True).moves.adopts


@pytest.mark.parametrize("text", ["yes", "yes please", "sounds good, go ahead"])
def test_a_yes_after_a_recommendation_takes_up_its_offer(read: Read, text: str) -> None:
    assert read(text, recommended=True, checking=True, offer="request_quote").intent == "request_quote"


@pytest.mark.parametrize("text", ["that's not right", "no"])
def test_a_no_after_a_recommendation_does_not(read: Read, text: str) -> None:
    assert read(text, recommended=True, checking=True, offer="request_quote").intent == "deny"


# -- contact, language, nothing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("ann.lee@example.com", "ann.lee@example.com"),
        ("You can reach me at ann@example.co.uk, thanks!", "ann@example.co.uk"),
        ("Call +44 20 7946 0958", "+44 20 7946 0958"),
        ("ann@example.com or +44 20 7946 0958", "ann@example.com or +44 20 7946 0958"),
        ("phone 020 7946 0958, mail ann@example.com", "ann@example.com or 020 7946 0958"),
    ],
)
def test_a_way_to_reach_the_visitor_is_found(read: Read, text: str, contact: str) -> None:
    understanding = read(text)
    assert understanding.intent == "give_contact"
    assert stated(understanding)["contact"] == contact


@pytest.mark.parametrize(
    "text",
    [
        "200 pins",
        "$1,500 in total",
        "by 12.06.2025",
        "2025-06-12",
        "for the season 2024-2025",
        "1500 - 2000 pins",
        "our budget is 1000-1500 euros",
    ],
)
def test_other_numbers_are_no_way_to_reach_anybody(read: Read, text: str) -> None:
    assert "contact" not in stated(read(text))


@pytest.mark.parametrize(
    "text", ["by 12.06.2025", "2025-06-12, in Leeds", "between 01.05.2026 and 15.05.2026"]
)
def test_a_date_is_a_deadline_and_no_contact(read: Read, text: str) -> None:
    """A quote that is sent to a date reaches nobody."""
    understanding = read(text, form="quote_form", asked="deadline")
    assert understanding.intent == "inform"
    assert "contact" not in stated(understanding)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hola, ¿cuánto cuesta hacer cien pines para nuestra escuela?", "es"),
        ("Guten Tag, wie viel kostet es, wenn wir hundert Anstecker brauchen?", "de"),
        ("硬珐琅和软珐琅有什么区别？", "zh"),
    ],
)
def test_another_language_is_named(read: Read, text: str, code: str) -> None:
    understanding = read(text)
    assert (understanding.intent, understanding.language) == ("other_language", code)


def test_who_leaves_an_address_in_another_language_is_not_turned_away(read: Read) -> None:
    """Just that is what the advisor asks for in that language."""
    understanding = read(
        "Hola, mi correo es ana@example.com, muchas gracias por la ayuda", offer="contact_shop"
    )
    assert understanding.intent == "give_contact"
    assert stated(understanding)["contact"] == "ana@example.com"


@pytest.mark.parametrize("text", ["", "   ", "\n", "...", "?!", "\u200b", "\x00\x07", "-"])
def test_what_says_nothing_is_not_understood(read: Read, text: str) -> None:
    for context in ({}, {"asked": "budget", "again": True, **ADVICE}):
        understanding = read(text, **context)
        assert understanding.intent == "out_of_scope"
        assert understanding.entities == ()


def test_suggestions_are_topics_and_at_most_two_times_three(read: Read) -> None:
    suggestions = read("wobbly enamel thing").suggestions
    assert 1 <= len(suggestions) <= 6
    assert set(suggestions) <= KNOWN - {"follow_up", "tell_more"}


# -- any text at all --------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    "I we need want pins flat 3D 2D hard soft enamel not no sorry and but ? . , ! how does it feel 200 $3 "
    "€1.50 each in total for awards wedding years the cheapest what if why ann@example.com +49301234567 / // "
    "\n 🙂 é 漢字 مرحبا Привет \u202e \u0301 {x} <b> ' \" \\ % ' OR 1=1 -- 1e999 ½ ٣ Ⅳ".split(" ")
)
ANY_TEXT = st.one_of(
    st.text(max_size=120),
    st.text(alphabet=st.characters(), max_size=60),
    st.lists(_WORDS, max_size=40).map(" ".join),
    st.sampled_from(
        ("a", "ha ", "?", "1", "9.", "$", "é", "漢", "🙂", "not ", "3D ", "\u0301", "a@a.", "\n")
    ).map(lambda piece: (piece * 1000)[:1000]),
)
CONTEXTS = st.builds(
    Context,
    asked=st.sampled_from(
        (None, "occasion", "dimensionality", "budget", "durability", "quantity", "design", "contact")
    ),
    form=st.sampled_from((None, "advice_form", "quote_form")),
    again=st.booleans(),
    known=st.frozensets(st.sampled_from(sorted(VALUES))),
    recommended=st.booleans(),
    offer=st.sampled_from((None, "request_quote", "request_advice", "contact_shop")),
    answered=st.booleans(),
)


@settings(max_examples=250, deadline=None)
@given(text=ANY_TEXT, context=CONTEXTS)
def test_any_text_in_any_context_is_understood_as_something(
    reader: Reader, nlp: Language, text: str, context: Context
) -> None:
    doc = nlp(clean(text))
    understanding = reader.read(doc, context)
    assert understanding.intent in INTENTS
    assert 0.0 <= understanding.confidence <= 1.0
    assert {e.entity for e in understanding.entities} <= set(DOMAIN["entities"])
    for entity in understanding.entities:
        assert 0 <= entity.start < entity.end <= len(doc.text), entity
        assert entity.value in VALUES.get(entity.entity, (entity.value,))
    for question in understanding.questions:
        assert question.topic in KNOWN
        assert question.text in doc.text
    assert json.loads(json.dumps(dataclasses.asdict(understanding), allow_nan=False))


@settings(max_examples=50, deadline=None)
@given(text=ANY_TEXT)
def test_a_message_means_the_same_however_often_it_is_read(reader: Reader, nlp: Language, text: str) -> None:
    """Nothing of one visitor's message may colour the next one's."""
    first = reader.read(nlp(clean(text)), Context())
    reader.read(
        nlp("They must be 3D, 200 of them, at 3 dollars each."), Context(asked="budget", form="advice_form")
    )
    assert reader.read(nlp(clean(text)), Context()) == first


@pytest.mark.parametrize(
    ("text", "only_other"),
    [
        ("I forgot the pin of my card", True),
        ("how do I polish a bowling pin", True),
        ("tooth enamel", True),
        ("a badge with a bowling pin on it", False),
        ("is soft enamel like tooth enamel?", False),
        ("we are dentists", False),
        ("50 pins", False),
    ],
)
def test_pins_of_another_kind_are_told_from_ours(nlp: Language, text: str, only_other: bool) -> None:
    assert means_only_other_pins(nlp(text)) is only_other


@pytest.mark.parametrize(
    "text", ["withdraw it", "no don't pass anything on", "I changed my mind, no", "cancel that"]
)
def test_a_message_that_was_passed_on_is_taken_back_in_plain_words(read: Read, text: str) -> None:
    assert read(text, passed_on=True).intent == "withdraw_quote"


@pytest.mark.parametrize("text", ["no don't pass anything on", "I changed my mind, no"])
def test_the_same_words_take_nothing_back_where_nothing_was_passed_on(read: Read, text: str) -> None:
    assert read(text).intent != "withdraw_quote"


@pytest.mark.parametrize("text", ["change the quantity to 500", "please change it to 500 pieces"])
def test_a_request_that_was_sent_is_amended_in_plain_words(read: Read, text: str) -> None:
    understanding = read(text, sent=True)
    assert understanding.moves.amends
    assert stated(understanding)["quantity"] == 500


def test_neither_a_withdrawal_nor_a_name_is_a_design(read: Read) -> None:
    for text in ("withdraw the first one", "my name is Tom Riddle"):
        assert not read(text, form="quote_form", asked="design").moves.details
    assert read("a fox named Tom", form="quote_form", asked="design").moves.details


def test_the_last_answer_or_one_wish_is_taken_back(read: Read) -> None:
    assert read("undo", form="advice_form", asked="budget").moves.undoes
    forgotten = read("forget the budget", recommended=True, known={"budget"})
    assert (forgotten.intent, forgotten.moves.unsets, stated(forgotten)) == ("inform", "budget", {})
    named = read("never mind the club", recommended=True, known={"occasion"}, values={"occasion": "club"})
    assert named.moves.unsets == "occasion"


def test_after_a_request_was_sent_undo_takes_that_back(read: Read) -> None:
    assert read("undo", sent=True).intent == "withdraw_quote"


def test_more_pins_beside_a_request_are_no_correction(read: Read) -> None:
    more = read("and another 50 in gold", sent=True, recommended=True)
    assert (more.intent, more.moves.further, more.moves.amends) == ("request_quote", True, False)
    assert stated(more)["quantity"] == 50


def test_numbers_of_pieces_that_come_on_top_add_up(read: Read) -> None:
    more = read("100 pins in silver and another 50 pins in gold", form="quote_form", asked="quantity")
    assert stated(more)["quantity"] == 150


def test_a_number_that_may_be_a_dimension_or_a_choice_is_asked_about(read: Read) -> None:
    doubtful = read("2", form="advice_form", asked="dimensionality")
    assert (doubtful.moves.reopens, stated(doubtful)) == ("dimensionality", {})


def test_questions_about_the_advice_and_about_pins_in_one_message(read: Read) -> None:
    both = read("why not soft enamel? and does it rust?", recommended=True)
    assert [q.topic for q in both.questions] == ["explain_why_not", "rust"]
    assert both.questions[0].pin_types == ("soft_enamel",)
    turned = read("does it rust, and why not soft enamel?", **ADVICE, asked="dimensionality")
    assert [q.topic for q in turned.questions] == ["rust", "explain_why_not"]


def test_a_supposition_beside_a_question_is_no_statement(read: Read) -> None:
    both = read("what if it was 3D? and does it rust?", recommended=True)
    assert [q.topic for q in both.questions] == ["what_if", "rust"]
    assert both.hypothesis == {"dimensionality": "3d"}
    assert stated(both) == {}


def test_why_it_asks_is_one_question_of_several(read: Read) -> None:
    asked = read("flat. why do you ask, and does it rust?", **ADVICE, asked="dimensionality")
    assert [q.topic for q in asked.questions] == ["why_ask", "rust"]
    assert stated(asked) == {"dimensionality": "2d"}


def test_a_condition_is_supposed_after_its_question_too(read: Read) -> None:
    imagined = read("what would you say if it was sculpted instead?", recommended=True)
    assert (imagined.intent, imagined.hypothesis) == ("what_if", {"dimensionality": "3d"})


def test_a_number_alone_asks_nothing(read: Read) -> None:
    assert [q.topic for q in read("what does it cost? two?").questions] in (["price"], ["cost"])


@pytest.mark.parametrize(
    ("text", "request_known", "counts"),
    [
        ("four fewer please", {"quantity": 80}, True),
        ("5 more", {"quantity": 80}, True),
        ("9", {}, True),
        ("3", {}, False),
        ("9 colours please", {}, False),
    ],
)
def test_a_few_pieces_after_the_advice_only_count(
    nlp: Language, text: str, request_known: dict[str, Any], counts: bool
) -> None:
    doc = nlp(text)
    amounts = nlp.get_pipe("pin_amounts").parser.parse(text, "quantity")  # type: ignore[attr-defined]
    assert moves.only_counts(doc, amounts, Context(recommended=True, request=request_known)) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("about 220 officers, and 10 spare", True),
        ("just the one... well, say 25 so the crew can have them", True),
        ("do you send 10 spare with 220?", False),
        ("220 officers wear them", False),
    ],
)
def test_numbers_that_add_up_after_the_advice_count_anew(nlp: Language, text: str, counts: bool) -> None:
    doc = nlp(text)
    amounts = nlp.get_pipe("pin_amounts").parser.parse(text, "quantity")  # type: ignore[attr-defined]
    assert moves.counts_anew(doc, amounts, Context(recommended=True)) is counts
