"""Rasa graph component that understands messages in the light of the conversation.

Rasa hands NLU components the tracker when their ``process`` has a parameter of that name
(``DefaultV1Recipe`` resolves it), so what was last asked shapes what the words mean, and slots can
be filled by plain ``from_entity`` mappings.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, takewhile
from typing import Any, Final, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.tokens import Doc

from pin_advisor.catalog import catalog_directory, load
from pin_advisor.catalog.models import Fact
from pin_advisor.language.amounts import AmountParser, Amounts
from pin_advisor.language.encoder import Encoder, EncodingStore
from pin_advisor.language.examples import Examples
from pin_advisor.language.labels import LabelReader
from pin_advisor.language.meaning import UNNUMBERED, Context, Understanding, intent_of
from pin_advisor.language.money_put_right import counts_for_total, of_what_was_told, put_right
from pin_advisor.language.needs import NeedReader
from pin_advisor.language.pipeline.digits import counted_text
from pin_advisor.language.pipeline.money import amounts_of
from pin_advisor.language.pipeline.spelling import meant
from pin_advisor.language.quantities import times_known
from pin_advisor.language.quotes import asks_for_a_quote, names_quote, says_more
from pin_advisor.language.request_details import recounted
from pin_advisor.language.telegrams import is_telegram, pieces_told
from pin_advisor.language.text import clean, is_cut
from pin_advisor.language.thresholds import Thresholds
from pin_advisor.language.told import told_in
from pin_advisor.language.understanding import Reader
from pin_advisor.paths import MODELS
from pin_advisor.vocabulary import DROPS, VALUES
from pin_advisor.weights import NETWORK, check_encoder, encoder_path

logger = logging.getLogger(__name__)

#: Environment variable that is "on" where training is to remember how the examples are encoded. That takes
#: 600 MB and saves two of six minutes, which is worth it only to who trains every hour.
_REMEMBER: Final = "PIN_ADVISOR_REMEMBER_ENCODINGS"
#: Key of the parse data under which everything but intent and entities travels to the actions.
UNDERSTANDING: Final = "understanding"
#: A number that may pick a choice, alone or called one.
_PICKS: Final = re.compile(
    r"\W*(?:(?:i(?:'ll| will)? (?:take|choose|pick)\s+)?(?:the\s+)?(?:option|choice|number|button|no|nr)\W*)?"
    r"(\d{1,2})\W{0,3}(?:please|pls|then)?\W*",
    re.I,
)
#: More of a number alone, asked how long the pins should last, are years.
_YEARS_FROM: Final = 3
#: What a quote request tells, apart from the contact.
_REQUEST: Final = ("quantity", "design", "deadline", "look")
#: Key of a message whose end was too much to read.
_CUT: Final = "cut"
#: What parts the items of a list.
_PARTING: Final = frozenset(",;.")
#: After these nothing counts that was said before.
_BEGIN_ANEW: Final = ("action_start_over", "action_delete_data")
#: So many messages bear on the next one, and with these intents none does.
_MOST_BEFORE: Final = 4
_TELLS_NOTHING: Final = frozenset({"ask", "not_sure", "refuse", "greet", "thank", "why_ask", "out_of_scope"})
#: Characters of a message up to which all of it tells what its one question was about.
_LONGEST_STORY: Final = 120
#: File in the model with what the bot itself offers to be said.
_CHOICES: Final = "choices.json"
#: File in the model with what visitors get right or wrong, as the catalog has it.
_FACTS: Final = "facts.json"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
    model_from="SpacyNLP",
)
class PinUnderstanding(GraphComponent):
    """Sets intent, entities and the key ``understanding`` on every message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``thresholds``: any of :class:`Thresholds` to set otherwise."""
        return {"thresholds": {}}

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        reader: Optional[Reader] = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._reader = reader

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PinUnderstanding:
        """Called by Rasa to train or to run a PinUnderstanding without training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> PinUnderstanding:
        """Called by Rasa to run a trained component; refuses an altered encoder."""
        check_encoder()
        encoder = Encoder(encoder_path().parent)
        with model_storage.read_from(resource) as directory:
            reader = Reader(
                encoder,
                LabelReader.load(directory),
                NeedReader.load(directory, encoder),
                Thresholds(**config.get("thresholds", {})),
                json.loads((directory / _CHOICES).read_text(encoding="utf-8")),
                [Fact(**fact) for fact in json.loads((directory / _FACTS).read_text(encoding="utf-8"))],
            )
        return cls(config, model_storage, resource, reader)

    def train(self, training_data: TrainingData, model: SpacyModel) -> Resource:
        """Fit the intent and need classifiers and keep them in the model."""
        digest = check_encoder()[NETWORK]
        encoder = Encoder(encoder_path().parent)
        examples = Examples(training_data, model)
        knowledge = load(catalog_directory())
        docs, labels = examples.with_questions_of(knowledge)
        logger.info("Reading %d utterances.", len(docs))
        folder = MODELS / "vectors"
        remembers = os.environ.get(_REMEMBER) == "on"
        if not remembers:
            shutil.rmtree(folder, ignore_errors=True)  # from a time when it did
        remembered = EncodingStore(folder if remembers else None, encoder, digest[:16])
        lines = remembered.read([meant(doc) for doc in docs])
        clauses = list(examples.clauses())
        logger.info("Reading %d clauses.", len(clauses))
        of_clauses = remembered.read([c.text for c in clauses])
        logger.info("Learning labels and needs.")
        # Computing goes on without Python's lock, in two threads; the others only wait for them.
        with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(2) as waiting:
            needing = waiting.submit(NeedReader.train, clauses, of_clauses, encoder, pool)
            labelling = waiting.submit(LabelReader.train, lines, labels, pool)
            intents, needs = labelling.result(), needing.result()
        remembered.save()
        with self._storage.write_to(self._resource) as directory:
            intents.save(directory)
            needs.save(directory)
            choices = json.dumps(examples.choices(), ensure_ascii=False, sort_keys=True)
            (directory / _CHOICES).write_text(choices, encoding="utf-8")
            facts = json.dumps([fact.dict() for fact in knowledge.facts], ensure_ascii=False, sort_keys=True)
            (directory / _FACTS).write_text(facts, encoding="utf-8")
        return self._resource

    def process(
        self, messages: list[Message], model: SpacyModel, tracker: Optional[DialogueStateTracker] = None
    ) -> list[Message]:
        """Understand ``messages`` in the light of ``tracker``. Never raises for any text."""
        assert self._reader is not None
        context = context_of(tracker) if tracker else Context()
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            picked = picked_by_number(message.get(TEXT) or "", context)
            if doc is None or picked:  # blank text: SpacyNLP makes no doc of it
                doc = model.model(picked or "")
            parser = model.model.get_pipe("pin_amounts").parser
            amounts = amounts_in(doc, context, parser)
            amounts = of_what_was_told(doc, context, amounts or doc._.amounts)
            number = None if picked else put_right(doc, context, amounts, parser)
            _write(message, self._reader.read(doc, context, amounts, number))
        return messages


def amounts_in(doc: Doc, context: Context, parser: AmountParser) -> Optional[Amounts]:
    """The amounts in the light of the talk; ``None`` if it sheds none.

    After the advice, and in a telegram, a number that nothing else explains counts pieces.
    """
    if changed := _times_what_is_known(doc, context):
        return changed
    if counts_for_total(doc, context, parser):
        return parser.parse(counted_text(doc), "quantity")
    if context.form != "quote_form" and _quotes_a_number(doc, parser):
        return parser.parse(counted_text(doc), "quantity")
    if context.asked == "budget" and _counts_beside_a_budget(doc, context, parser):
        return parser.parse(counted_text(doc), "quantity")
    if context.asked in ("budget", "quantity", "durability"):
        return amounts_of(doc, parser, context.asked)
    if context.asked in UNNUMBERED and context.form != "quote_form":
        counted = pieces_told(parser.parse(counted_text(doc), "quantity"))
        spans = [(q.start, q.end) for q in counted.quantities]
        alone = bool(spans) and not counted.money and not says_more(doc.text, spans)
        listed = context.form == "advice_form" and is_telegram(doc)
        return counted if alone or listed else amounts_of(doc, parser, context.asked)
    if context.form is None and not doc._.amounts.quantities and is_telegram(doc):
        return pieces_told(parser.parse(counted_text(doc), "quantity"))
    later = context.form is None and (context.recommended or context.sent)
    asked = context.asked or ("quantity" if later else None)
    if not asked:
        return None
    amounts = amounts_of(doc, parser, asked)
    if context.form == "quote_form" and not amounts.quantities:
        return recounted(doc, pieces_told(parser.parse(counted_text(doc), "quantity")), asked) or amounts
    return amounts


def _times_what_is_known(doc: Doc, context: Context) -> Optional[Amounts]:
    """So many times the pieces that are known, unless it was money that was told last: "double that"."""
    known = context.request.get("quantity")
    only_money = context.told is not None and context.told.last == {"money"} and context.told.directly
    open_to_it = context.asked in (None, "quantity") or context.form == "quote_form"
    if not known or only_money or not open_to_it or (context.sent and context.form is None):
        return None
    quantity = times_known(doc.text, int(known))
    return Amounts(quantities=(quantity,)) if quantity else None


def _quotes_a_number(doc: Doc, parser: AmountParser) -> bool:
    """Whether a quote is asked for with a number alone, which counts the pins: "a quote for a hundred"."""
    if doc._.amounts.quantities or not (asks_for_a_quote(doc.text) or names_quote(doc.text)):
        return False
    counted = parser.parse(counted_text(doc), "quantity")
    return not counted.money and not counted.durations and len(counted.quantities) == 1


def _counts_beside_a_budget(doc: Doc, context: Context, parser: AmountParser) -> bool:
    """Whether a number stands by itself beside words that tell the budget: "cheapest possible, 1000"."""
    if "quantity" in context.request or not any(
        need == "budget" and s.start not in doc._.denied for need, _, _, s in doc._.cues
    ):
        return False
    text = counted_text(doc)
    found = parser.parse(text, "quantity")
    if found.money or len(found.quantities) != 1:
        return False
    counted = found.quantities[0]
    before, after = text[: counted.start].rstrip(), text[counted.end :].lstrip()
    return (not before or before[-1] in _PARTING) and (not after or after[0] in _PARTING)


def picked_by_number(text: str, context: Context) -> Optional[str]:
    """What a small number alone says: the words of the choice that it picks, "1", "option 3", or a number of
    years; ``None`` if it says neither.

    Where a number answers what was asked, it does that; and "2" may be 2D, so it is asked what was meant
    (:func:`pin_advisor.language.moves.reopened`).
    """
    found = _PICKS.fullmatch(text)
    if not found or context.form == "quote_form" or context.asked == "budget":
        return None
    number = int(found[1])
    if context.asked == "dimensionality" and number > 1:
        return None
    if context.asked == "durability" and number > _YEARS_FROM:
        return f"{number} years"
    return context.choices[number - 1] if 0 < number <= len(context.choices) else None


def _choices_offered(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """What the choices say that the bot's last turn offered, in the order shown."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        buttons = (event.data.get("buttons") or ()) if isinstance(event, BotUttered) else ()
        if buttons:
            return tuple(str(b.get("payload") or b.get("title") or "") for b in buttons)
    return ()


def context_of(tracker: DialogueStateTracker) -> Context:
    """What the conversation so far adds to the meaning of the next message."""
    slots = tracker.current_slot_values()
    loop = tracker.active_loop_name
    return Context(
        asked=slots.get("requested_slot") if loop else None,
        form=loop,
        recommended=bool(slots.get("recommended")),
        offer=slots.get("offer"),
        again=bool(slots.get("misunderstood")),
        known=frozenset(need for need in VALUES if slots.get(need)),
        answered=bool(slots.get("last_question")),
        sent=bool(slots.get("sent_quote")),
        passed_on=bool(slots.get("passed_on")),
        checking=bool(slots.get("checking")),
        supposing=bool(slots.get("hypothesis")),
        waiting=bool(slots.get("waiting")),
        unwanted=frozenset(slots.get("unwanted_types") or ()),
        choices=_choices_offered(tracker),
        values={need: str(slots[need]) for need in VALUES if slots.get(need)},
        request=_known_of(slots),
        sent_request=_known_of(slots.get("sent_quote")),
        dropped=_dropped(tracker),
        talked_of=_talked_of(slots.get("last_question"), slots.get("recommended")),
        told=told_in(tracker.events, slots),
        last_topic=(slots.get("last_question") or {}).get("topic"),
        last_asked=_last_asked(tracker) if slots.get("last_question") else None,
        replies=tuple(_replies(tracker, slots.get("requested_slot"))) if loop else (),
        before=_before(tracker) if loop == "advice_form" else (),
        guessed=slots.get("guessed") if loop == "advice_form" else None,
    )


def _last_asked(tracker: DialogueStateTracker) -> Optional[str]:
    """The question of the message before, with its story where it was the only one; or ``None``."""
    message = tracker.latest_message
    questions = ((message.parse_data.get(UNDERSTANDING) or {}) if message else {}).get("questions")
    if not questions or message is None:
        return None
    story = message.text or ""
    return story if len(questions) == 1 and len(story) <= _LONGEST_STORY else str(questions[-1]["text"])


def _replies(tracker: DialogueStateTracker, asked: Optional[str]) -> Iterator[str]:
    """What was said in a row, latest first, where ``asked`` had been asked for already and still is."""
    said: Optional[str] = None
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            said = event.text or ""
        elif isinstance(event, SlotSet) and event.key == REQUESTED_SLOT:
            if event.value != asked:
                return
            if said is not None:
                yield said
            said = None


def _before(tracker: DialogueStateTracker) -> tuple[str, ...]:
    """The visitor's latest messages since the advice began, in their order, but for those that only ask."""
    since = takewhile(lambda event: not _begins_anew(event), reversed(tracker.events))
    said = (event for event in since if isinstance(event, UserUttered))
    told = (event.text or "" for event in said if event.intent_name not in _TELLS_NOTHING)
    return tuple(reversed(list(islice(told, _MOST_BEFORE))))


def _begins_anew(event: Event) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name in _BEGIN_ANEW


def _dropped(tracker: DialogueStateTracker) -> bool:
    """Whether the last that became of a quote request is that it was turned down or taken back."""
    ended = (*DROPS, "action_send_quote", *_BEGIN_ANEW)
    names = (e.action_name for e in reversed(tracker.events) if isinstance(e, ActionExecuted))
    return next((name for name in names if name in ended), None) in DROPS


def _known_of(request: Any) -> dict[str, Any]:
    """What is known of a quote request; nothing of what is none."""
    known = request if isinstance(request, Mapping) else {}
    return {name: known[name] for name in _REQUEST if known.get(name)}


def _talked_of(last_question: Any, recommended: Optional[str]) -> Optional[str]:
    """The one pin type that the last question was about; of none, the one that was recommended."""
    types = tuple(last_question.get("pin_types") or ()) if isinstance(last_question, dict) else ()
    return str(types[0]) if len(types) == 1 else None if types else recommended


def _write(message: Message, understanding: Understanding) -> None:
    message.set(
        INTENT, {"name": understanding.intent, "confidence": understanding.confidence}, add_to_output=True
    )
    ranking: dict[str, float] = {}
    for label, confidence in understanding.ranking:
        name = intent_of(label)
        ranking[name] = ranking.get(name, 0.0) + confidence
    message.set(
        "intent_ranking", [{"name": n, "confidence": c} for n, c in ranking.items()], add_to_output=True
    )
    message.set(
        ENTITIES,
        [vars(e) | {"extractor": "PinUnderstanding"} for e in understanding.entities],
        add_to_output=True,
    )
    message.set(
        UNDERSTANDING,
        {
            "questions": [dataclasses.asdict(q) for q in understanding.questions],
            "hypothesis": dict(understanding.hypothesis),
            "hints": {need: dict(vars(h)) for need, h in understanding.hints.items()},
            "suggestions": list(understanding.suggestions),
            "pin_types": list(understanding.pin_types),
            "language": understanding.language,
            "cut": bool(message.get(_CUT)),
            **vars(understanding.moves),
        },
        add_to_output=True,
    )


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class MessageCleaner(GraphComponent):
    """Puts :func:`pin_advisor.language.text.clean` text in front of the rest of the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageCleaner:
        """Called by Rasa to train or to run a MessageCleaner without training."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Clean the text of ``messages`` in place."""
        for message in messages:
            if message.get(TEXT) is not None:
                message.set(_CUT, is_cut(message.get(TEXT)))
                message.set(TEXT, clean(message.get(TEXT)), add_to_output=True)
        return messages
