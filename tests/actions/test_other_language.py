"""``action_other_language``: in the visitor's own language, that English is needed."""

from __future__ import annotations

from typing import Any

import pytest

from actions.other_language import ActionOtherLanguage
from pin_advisor.language.languages import foreign_language

#: What visitors write, and words that a reply in the same language holds.
SAMPLES = {
    "es": ("Hola, ¿cuánto cuesta hacer cien pines para nuestra escuela?", "inglés"),
    "de": (
        "Guten Tag, wie viel kostet es, wenn wir hundert Anstecker für unseren Verein brauchen?",
        "Englisch",
    ),
    "fr": ("Bonjour, combien coûte une série de cent épinglettes pour notre club ?", "anglais"),
    "it": ("Buongiorno, quanto costa una serie di cento spille per la nostra scuola?", "inglese"),
    "pt": ("Olá, quanto custa fazer uns cem pins para a nossa escola? Obrigado", "inglês"),
    "nl": ("Hallo, hoeveel kost het als wij honderd speldjes voor onze vereniging nodig hebben?", "Engels"),
    "zh": ("你好，硬珐琅和软珐琅有什么区别？", "英语"),
    "ja": ("こんにちは、ピンバッジを百個作りたいです。", "英語"),
}


@pytest.mark.parametrize("code", SAMPLES)
async def test_the_reply_is_in_the_visitors_language(talk: Any, code: str) -> None:
    said, word = SAMPLES[code]
    assert foreign_language(said) == code
    talk.hears(said, "other_language", language=code)
    reply = await talk.run(ActionOtherLanguage())
    assert word in reply.text
    assert "English" in reply.text
    assert reply.payload == {"type": "handoff"}
    assert talk.slots["offer"] == "contact_shop"


@pytest.mark.parametrize(
    "said", ["Здравствуйте, сколько стоят значки?", "مرحبا كم السعر", "สวัสดีครับ ราคาเท่าไหร่"]
)
async def test_another_script_gets_an_answer_in_plain_english(talk: Any, said: str) -> None:
    code = foreign_language(said)
    assert code is not None
    reply = await talk.hears(said, "other_language", language=code).run(ActionOtherLanguage())
    assert reply.responses == ["utter_other_language"]


async def test_an_unknown_language_gets_an_answer_too(talk: Any) -> None:
    reply = await talk.hears("Hej, vad kostar det?", "other_language", language=None).run(
        ActionOtherLanguage()
    )
    assert reply.responses == ["utter_other_language"]


async def test_in_a_form_the_question_closes_the_turn(talk: Any) -> None:
    talk.asks("advice_form", "budget").hears("Hola, ¿cuánto cuesta?", "other_language", language="es")
    assert (await talk.run(ActionOtherLanguage())).payloads == []
