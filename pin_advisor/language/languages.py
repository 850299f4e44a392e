"""Which foreign language a message is in, if it is clearly not English.

Languages are told apart by their script or by their commonest words; short or mixed messages count
as English, since a wrong guess would turn away a visitor who can be helped. Of the languages in Latin
script, six are named; some more are recognised, so that their speakers are not taken for people who
write bad English.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: The answer for a language that is foreign and none of the named ones.
OTHER: Final = "xx"

_WORD: Final = re.compile(r"[^\W\d_]{2,}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that hardly occur in English texts, nor in the names in them.
_STRONG: Final[dict[str, frozenset[str]]] = {
    "es": _words(
        " qué y está están puedo puede pueden podría quiero queremos quisiera cuánto cuanto cuántos cuesta"
        " cuestan cómo como cuál cual cuándo cuando tienen tiene necesito necesitamos nuestro nuestra más"
        " pero muy sí hay hacen hacer hago duro blando esmalte este esta estos son diferencia también aquí"
        " entiendo hablo habla hablar español inglés buenos buenas días tardes noches muchas muchos usted"
        " ustedes gustaría gustaria sería algo regalar para envío envíos envio precio pedir pedido somos"
        " quien dónde donde cien empresa llegaría lo hoy una unas unos información recomienda mínimo vale"
        " foto colegio insignias chapas poner se que"
    ),
    "de": _words(
        " der das eine einen einem und oder ist sind ich wir sie für mit auf nicht wie welche welcher"
        " welches können kann möchte möchten brauche brauchen haben habe zu zum zur im zwischen unterschied"
        " kostet kosten viel wird werden auch dem ein guten gibt es bei ihnen soll sollen lange halten unser"
        " unsere unseren unserem wann bis liefern lieferung kein keine sprechen verstehe vielen schön stück"
        " anstecker nadel abzeichen verein angebot teuer günstig machen wollen suchen hätte gern gerne"
        " dauert besser farben möglich echt jahre jahren alt deutsch dass aber nur noch"
    ),
    "fr": _words(
        " une et ou est sont je nous vous avec dans que qui quel quelle quels quelles combien pouvez peut"
        " voudrais voudrait voulons besoin elle pas sur aux entre différence coûte coûtent ça ce cette"
        " comment émail notre votre vos beaucoup français anglais parle parlez faites faire livrez livraison"
        " imprimer dessus cherche devis réponse pour plus très moins cher quelque chose il faut mes mon"
        " mariage cadeau entreprise délais pièces avez peut-on pouvons où aussi tienne longtemps taille"
        " marche des du les moi"
    ),
    "it": _words(
        " il lo gli della dei delle degli è sono cosa quanto quanti quanta quale quali costa costano vorrei"
        " vorremmo posso abbiamo bisogno può tra differenza smalto spille spilla questo questa nostro nostra"
        " serve servono qual anche fate che tempo vuole consegna possibile mettere parlo inglese matrimonio"
        " preventivo consiglia consigliate colore rovina pochi soldi avere calamita informazioni devono"
        " durare molti anni meno sapere italia spedite mille duecento trecento pezzi per ci buongiorno"
        " buonasera dipendenti tipo"
    ),
    "pt": _words(
        " um uma umas uns dos são posso pode podem quero queria queremos quanto custa custam como qual quais"
        " têm tem preciso precisamos meu minha nosso nossa mais não diferença entre vocês você brasil fazem"
        " isso esse essa gostaria orçamento entregam até é para os funcionários dá fazer foto falo falar"
        " inglês tiver dura tempo pedido mínimo gente broche relevo quando fica pronto muito muita pela pelo"
        " resposta mandar amostra escola preço por unidade esmalte macio risca fácil ajuda bom dia boa noite"
        " uns também que"
    ),
    "nl": _words(
        " het een ik jullie voor niet hoe wij welke kunnen willen graag hebben heeft tussen verschil kost"
        " kosten veel ook dit zachte harde wordt worden nog ons onze bedrijf speldjes honderd duurt levering"
        " laten zetten afname minimale spreek geen engels sterkst reliëf maken bruiloft mag offerte zacht"
        " raden aan wel uitleg moet moeten elke gedragen meegaan lang zoek verzenden wat kan zijn naar maar"
        " geld deze email dank je u dag"
    ),
    OTHER: _words(
        # Polish
        " czy jest nie dla jak ile kosztuje kosztują dzień dziękuję proszę potrzebuję potrzebujemy chcę"
        " chcemy chciałbym mam przypinki przypinek sztuk bardzo wysyłacie szkoły firmy ze się"
        # Swedish, Danish, Norwegian
        " jag jeg och vad hva hvad kostar koster behöver trenger brug vi vill vil hej tack takk tak något"
        " noget hundra vårt vores vår det inte ikke hur hvor mycket meget jobben och är"
        # Turkish
        " ne kadar bir için istiyorum istiyoruz merhaba teşekkürler fiyat fiyatı kaç para rozet tane"
        " yaptırmak"
        # Indonesian, Malay
        " saya kami mau pesan berapa harga yang untuk dengan terima kasih apakah bisa sekolah"
        # Czech, Slovak
        " dobrý dobrá jsem jsme kolik stojí stoji děkuji chtěli chtěl prosím odznaky odznak potrebujem"
        # Romanian
        " bună ziua aveți pentru cât costă mulțumesc insignă insigne vreau comandă"
        # Finnish
        " moi kiitos mitä maksaa tarvitsen tarvitsemme haluan onko yhdistykselle hei paljonko"
        # Hungarian
        " szia köszönöm mennyibe kerül szeretnék jelvény vagy és"
        # Vietnamese
        " xin chào tôi muốn bao nhiêu cảm ơn huy hiệu"
        # Tagalog
        " kumusta magkano ang mga salamat"
    ),
}  # fmt: skip
#: Words of a language that names, English or politeness bring along as well: no evidence alone.
_WEAK: Final[dict[str, frozenset[str]]] = {
    "es": _words("el la los las un de del en con por o me mi no si hola gracias es al sin lo"),
    "de": _words("die den am was hat von in an so war man hallo danke bitte des alles tag gut um euch mir"),
    "fr": _words("la le un de en on au a bonjour merci oui non c'est sans me chez pin's y si"),
    "it": _words("la le un di del e in non mi con ciao salve grazie si una al come a dal o"),
    "pt": _words("o a os as de do da em com no na e olá obrigado obrigada oi bom se me eu ou"),
    "nl": _words("de en of is we met van op in hallo hoi bedankt was er te dat die om aan ja nee wil"),
    OTHER: _words("to na po do i og en er for til hei selamat var si ce de la un pe și"),
}  # fmt: skip
#: Strong words that are English words, too, or common in names, count for a language only as weak ones.
_ALSO_ENGLISH: Final = _words(
    " se y vale donde como este esta cual son hay das der im zum zur wird alt halten es bei pour sur des du"
    " les on ou plus pas il ce est chose mon mes moi et per ci lo che tempo mille cosa um uma dos para dia"
    " bom boa noite pode foto dura tem tiver quanto kan wel dag mag wat u je email een ne bir para kadar vi"
    " vil mau tak moi bar ze hej det gold echt wie auf mit una tipo"
)
#: Signs that no English word has and few names do; each counts as a strong word of its language.
_SIGNS: Final[dict[str, re.Pattern[str]]] = {"es": re.compile("[¿¡]")}
#: By language: the words that count alone and those that only support them.
_EVIDENCE: Final = {
    code: (own - _ALSO_ENGLISH, (own & _ALSO_ENGLISH) | _WEAK[code]) for code, own in _STRONG.items()
}
#: English words. One that a language shares is no evidence against that language.
_ENGLISH: Final = _words(
    " the and are to for on with you your what how which does can it this that my our they need want have be"
    " not or would like please but just at from if hello hi hey thanks am will get make made any some much"
    " many more than them there i'm it's don't do we is was want's who when where why could should has had"
    " as by about all one two up out her his their us he she an of in so no me i is cheap cost price best"
    " good time day year new old first team gift word words says say school club company wedding look style"
    " shaped slogan motto fan souvenir tour trip choir memorial offices cast conference rescue staff reunion"
    " parade marathon tribute alumni"
)
#: Greek letters stand for fraternities, micrometres and pi; a sentence has small ones, several of them.
_GREEK: Final = re.compile(r"[α-ωά-ώ]{3,}")


def foreign_language(text: str) -> str | None:
    """The language of a message that is clearly not English.

    Args:
        text: a :func:`~pin_advisor.language.text.clean` message.

    Returns:
        An ISO 639-1 code, :data:`OTHER` for a foreign language that is not told further, or ``None``
        for English or where there is doubt.
    """
    script = None if text.isascii() else _script(text)
    if script:
        return script
    words = [w.lower() for w in _WORD.findall(text)]
    if not words:
        return None
    best, best_votes = None, (0, 0)
    for code, (sure, unsure) in _EVIDENCE.items():
        strong = sum(w in sure for w in words) + bool(code in _SIGNS and _SIGNS[code].search(text))
        weak = sum(w in unsure and w not in sure for w in words)
        english = sum(w in _ENGLISH and w not in sure | unsure for w in words)
        if _is_clear(strong, weak, english, len(words)) and (strong, weak) > best_votes:
            best, best_votes = code, (strong, weak)
    return best


def _is_clear(strong: int, weak: int, english: int, words: int) -> bool:
    """Whether votes for a language outweigh everything else in a message."""
    votes = strong + weak
    # What a visitor says in English may quote a foreign phrase; what has no English in it needs less.
    if english:
        mostly = strong >= 1 and votes >= 4 * english and votes >= 0.6 * words  # "des pins pour mon club"
        return mostly or (strong >= 2 and strong > 2 * english and votes >= 0.4 * words)
    return (strong >= 2 and votes >= 0.25 * words) or (strong == 1 and votes >= 2 and votes >= 0.5 * words)


def _script(text: str) -> str | None:
    counts = {"kana": 0, "han": 0, "latin": 0, "greek": 0, "other": 0}
    for c in filter(str.isalpha, text):
        name = unicodedata.name(c, "")
        if name.startswith(("HIRAGANA", "KATAKANA")):
            counts["kana"] += 1
        elif name.startswith("CJK"):
            counts["han"] += 1
        elif name.startswith(("LATIN", "MODIFIER", "FEMININE", "MASCULINE")):
            counts["latin"] += 1
        elif name.startswith("GREEK"):
            counts["greek"] += 1
        else:
            counts["other"] += 1
    # One Chinese or Japanese character says about as much as three letters.
    eastern = counts["kana"] + counts["han"]
    if eastern >= 2 and eastern > counts["latin"] / 3:
        return "ja" if counts["kana"] else "zh"
    if _GREEK.search(text):
        counts["other"] += counts["greek"]
    return OTHER if counts["other"] > max(1, counts["latin"]) else None
