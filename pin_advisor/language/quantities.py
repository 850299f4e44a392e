"""Which figures count the pins that a visitor wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pin_advisor.language.figures import FOR_COUNT, REACH, Duration, Figure, Money, Quantity
from pin_advisor.language.numerals import MASK

#: More is no order but a slip; it also bounds what is handed on.
MOST_PIECES: Final = 100_000_000
#: A number alone in its sentence is a quantity from here on: "80." is one, "2." numbers a list.
_LEAST_ALONE: Final = 10

#: Words that no adjective before "pins" is: "3 questions about pins", "2 types of pins".
_STOP: Final = (
    r"a|an|the|about|for|with|without|and|or|but|in|on|at|to|from|by|per|each|every|is|are|was|were|be|if|as"
    r"|than|then|we|i|you|they|it|who|can|do|does"
    r"|did|need|want|have|has|had|when|what|which|how|that|this|there|our|my|your|so|of|more|less|extra|most"
    r"|best|different|times?|questions?"
    r"|options?|types?|kinds?|sorts?|styles?|variet\w+|ways?|colou?r\w*|designs?|versions?|models?|sizes?"
    r"|sides?|sided|tones?|layers?|posts?"
    r"|inch(?:es)?|mm|cm|years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|percent"
    r"|points?|letters?|lines?|words?|clutch\w*"
    r"|examples?|pictures?|photos?|samples?|prototypes?|logos?|shades?|suppliers?|quotes?|degrees?|countries"
    r"|boats|miles|steps|euros?|dollars?"
)
#: What is bought, owned or gone over, and gets no pin.
_THINGS_PASSED_OVER: Final = (
    r"years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|seconds?|am|pm|o'?clock|mm|cm|inch(?:es)?"
    r"|met(?:er|re)s?"
    r"|feet|foot|miles?|kms?|kilomet\w+|laps|steps|degrees?|percent|points?|goals?|runs|games|matches|rounds"
    r"|shows|gigs"
    r"|concerts|events|races|wins|titles|countries|cities|towns|villages|counties|states|streets|colou?rs?"
    r"|shades|tones|designs?"
    r"|versions?|types?|kinds?|sorts?|styles?|models?|sizes?|sides?|layers?|letters?|words?|lines?|logos?"
    r"|stars?|stripes"
    r"|photos?|pictures?|questions?|options?|samples?|quotes?|suppliers?|boats|ships|cars|trucks|lorries"
    r"|vans|trains|planes"
    r"|horses|dogs|cats|sheep|cows|hens|trees|acres|rooms|floors|seats|beds|stalls|stands|pubs|bars|cafes"
    r"|restaurants|bakeries"
    r"|pharmacies|hotels|churches|banks|firms|companies|hospitals|clinics|galleries|museums|bottles|books"
    r"|songs|times?"
    r"|sessions|lessons|stamps|donations|flights|trips|tours|routes|peaks|cards|stickers|shirts|t-?shirts"
    r"|mugs|hats|caps|posters|tickets"
)
_BETWEEN: Final = (
    r"(?:of\s+(?:(?:the|our|my|these|those|your|them|us|same)\s+)?)?"
    rf"(?:(?!(?:{_STOP})\b)[a-zà-ÿ][a-zà-ÿ'-]*\s+){{0,3}}?"
)
_PIECES: Final = (
    r"pieces?|peices?|pices?|pcs?|pc's|pces?|pzs?|pins?|pinz|badges?|bages?|bagdes?|brooch(?:es)?|emblems?"
    r"|medals?|tokens?|buttons?|units?|nos\b\.?"
    r"|un\b\.?|copies|items?|ps|stk|stück|sets?|shields?|insignias?|of (?:them|these|those|each)|off"
)
_PEOPLE: Final = (
    r"people|persons?|ppl|pax|folks?|guys|guests?|members?|staff|employees?|workers?|students?|kids?|childrens?"
    r"|pupils?|heads|headcount|gals|players?|volunteers?|attendees?"
    r"|colleagues?|participants?|graduates?|winners?|runners?|riders?|finishers?|scouts?|customers?|clients?"
    r"|visitors?|teachers?|nurses?|drivers?"
    r"|boys?|girls?|lads?|lasses|men|women|ladies|brothers?|sisters?|veterans?|officers?|fire ?fighters?"
    r"|soldiers?|cadets?|trainees?|delegates?"
    r"|friends?|donors?|sponsors?|exhibitors?|recipients?|dancers?|singers?|musicians?|swimmers?|supporters?"
    r"|prefects?|managers?|agents?|retirees?"
    r"|blokes|chaps|fellas|mates|buddies|pals|apprentices|godparents|bridesmaids|groomsmen|ushers|marshals"
    r"|stewards|helpers|carers|pensioners|rowers|paddlers|skaters|choristers|pilgrims|parishioners|households"
    r"|coaches|referees|judges|leaders|fans"
    r"|adults|grown-?ups|neighbou?rs|residents|tenants|sailors|hikers|cyclists|trustees|dads|mums|moms|uncles"
    r"|aunts|cousins|seniors|juniors|(?!(?:speci|regi|abdo|acu)men\b)[a-z]{3,}men"
    r"|crew|teammates?|of us|(?:through|at|past) the (?:doors?|gates?)|(?:coming|attending|invited"
    r"|signed up)\b"
    r"|in (?:the|our|my) (?:group|team|class|troop|squad|choir|band|club|crew|cast|pack|department|party)"
    r"|waiters?|miners?|parents|grandkids|grandchildren|families|couples|teams"
)
_COUNTED: Final = re.compile(
    rf"\s?(?:\+|plus\b)?\s*(?:or so\s|or more\s|-?odd\s|-?ish\s|[x×]\s?)?\s?(?P<between>{_BETWEEN})"
    rf"(?:(?P<pieces>{_PIECES})|(?P<people>{_PEOPLE}))(?!\w)",
    re.I,
)
#: "two-piece", "three-piece suit": said of one thing that has parts.
_PARTS: Final = re.compile(r"-(?:piece|pin|badge|man|person|member)\b(?!\s(?:order|run|batch))", re.I)
#: "22 girls and each needs 20 to trade": between the people and what each of them gets.
_EACH_WANTS: Final = re.compile(
    r"[^.!?;\n\d]{0,40}?\W{1,3}(?:(?:who|they|and|so|that)\W+)*"
    r"(?:(?:each|every)(?:\s(?:of (?:them|whom|us)|one|single one|(?!of\b)[a-z]+))?|they)"
    r"\s(?:(?:will|would|should|shall|can|may|must|of course|then|all)\s)*"
    r"(?:needs?|wants?|gets?|takes?|receives?|brings?|swaps?|trades?|carry|carries|is to have|will have"
    r"|should have"
    r"|requires?)\s(?:(?:about|around|some|at least|up to|roughly|exactly|to (?:have|get|bring|carry))\s)*",
    re.I,
)
_EACH_TOLD: Final = re.compile(r"\beach\b|\bevery\b", re.I)
_OF_EACH: Final = re.compile(
    rf"\s{_BETWEEN}(?:{_PIECES})(?!\w)|\s(?:each|apiece)\b|\s(?:to|for) (?!\d)|\s*(?:$|[.,;!?)\n])", re.I
)
#: "20 pins each", where the number of people is said elsewhere.
_FOR_EACH: Final = re.compile(
    r"\W{0,2}(?:each\b|apiece\b|a head\b|(?:for|to) each\b|(?:per|for every|a|every) (?:person|head|guest"
    r"|kid|child|player|member|student|pupil|boy|girl|"
    r"employee|couple|team|scout|volunteer)\b)",
    re.I,
)
#: What people come in: "3 classes, 28 kids each", "4 teams of 11 players".
_GROUPS: Final = (
    r"class(?:es|rooms)|groups|teams|squads|troops|packs|patrols|schools|departments|branches|chapters|shifts"
    r"|crews|offices|shops|stores|sections|tables|buses|choirs|clubs|families|sites|houses"
    r"|cohorts|courses"
)
_GROUP: Final = re.compile(rf"\s(?:{_BETWEEN})(?:{_GROUPS})\b", re.I)
#: What only people or pins are counted in: "four wards, 25 nurses each", "3 boxes of 50".
_LOTS: Final = (
    rf"{_GROUPS}|wards|units|regiments|companies|platoons|lodges|parishes|boxes|bags|packets|batches|bundles"
    r"|lots|sets|cartons|rounds"
)
_LOT: Final = re.compile(rf"\s(?:{_BETWEEN})(?:{_LOTS})\b", re.I)
_IN_A_LOT: Final = re.compile(r"\s(?:of|with|x)\s(?:(?:about|around|roughly|some)\s)?", re.I)
#: "20 in each", "20 for each of the three schools"
_IN_EACH: Final = re.compile(r"\s(?:in|from|at) (?:each|every one)\b", re.I)
_OF_EACH_LOT: Final = re.compile(
    rf"\s(?:{_BETWEEN}(?:{_PIECES}|{_PEOPLE})\s)?(?:for|in|from|at|to) each of (?:the|our|my|these)\s", re.I
)
_LOT_ENDS: Final = re.compile(
    r"(?:\s(?:each|apiece|please|pls|in all|then|or so|maybe|now|for now))*"
    r"\s*(?:$|[.,;:!?)\n]|(?:and|plus|for|in|at|to)\b)",
    re.I,
)
#: "2 x 250", "thrice 40"
_TIMES_BETWEEN: Final = re.compile(r"\s?(?:[x×]|times|lots of)\s?", re.I)
_MOST_TIMES_TAKEN: Final = 20
_LEAST_TAKEN: Final = 10
_TIMES_TOLD: Final = {"twice": 2, "thrice": 3}
_TWICE: Final = re.compile(rf"\b(?P<times>{'|'.join(_TIMES_TOLD)})\s$", re.I)
#: "15 players each side"
_EACH_SIDE: Final = re.compile(r"\s(?:on )?(?:each|every|per|either|a) side\b", re.I)
#: "We're about 60, and each would want three": people that no noun names.
_WE_ARE: Final = re.compile(
    r"\b(?:we(?:'re| are|'ll be| will be)|there(?:'s|'re| are| will be|'ll be))"
    r"\s(?:(?:about|around|roughly|some|only|just|maybe|nearly|almost|over)\s)*$",
    re.I,
)
_OF_GROUPS: Final = re.compile(rf"\b(?:{_GROUPS})$", re.I)
_IN_A_GROUP: Final = re.compile(r"\s(?:of|with|having|and)\s(?:(?:about|around|roughly|some)\s)?", re.I)
_THEN_PEOPLE: Final = re.compile(
    r"\W{1,3}(?:(?:and|with|of|each|there are|that's|about|around|roughly|some|we have)\W+)*", re.I
)
_EACH_GROUP: Final = re.compile(
    r"\W{0,2}(?:each\b|(?:in|per|for|to|from) (?:each|every|a|all)\b"
    rf"|(?:per|an?|every) (?:{_GROUPS}|class|group|team|squad|troop|department|branch|shift|office|shop)\b)",
    re.I,
)
#: "100 managers and 300 workers", "20 kids, 30 adults and 5 teachers": of all of them.
_AND_OTHERS: Final = re.compile(
    r"\s*,?\s*(?:and|plus|&|\+)\s+(?:(?:then|the|our|their|about|around|some|another|also|maybe|over|of)\s)*",
    re.I,
)
_LISTED_OTHERS: Final = re.compile(r"\s*,\s*(?:(?:the|our|about|around|some)\s)*", re.I)
#: Words for people of any kind: what follows them in a list is part of them, or puts them right.
_ANYBODY: Final = re.compile(
    r"\b(?:people|persons?|ppl|folks?|guests?|members?|heads|headcount|participants?|attendees?"
    r"|recipients?|of us)$",
    re.I,
)
#: "a company of 5000 employees" orders pins for whom it likes.
_HEADCOUNT: Final = re.compile(
    r"\b(?:company|firm|start-?up|business|corporation|organi[sz]ation|enterprise|city|town|village"
    r"|university|hospital|factory|college|agency|plant)\b"
    r"[^.!?;,]{0,12}\b(?:of|with|has|employs?|employing)\W*(?:about|around|over|some|roughly|only)?\W*$",
    re.I,
)
#: "a youth group of 40", "our choir of thirty": everyone in it.
_GROUP_OF: Final = re.compile(
    r"\b(?:group|team|class|troop|squad|choir|band|crew|cast|party|club|pack|department|congregation"
    r"|orchestra)"
    r" of (?:(?:about|around|roughly|some|over|nearly|almost)\s)?$",
    re.I,
)
#: "The committee (seven of us) voted 210": who decides for the others.
_WHO_DECIDES: Final = re.compile(
    r"\b(?:committee|board|council|jury|panel|trustees)\W{1,3}(?:(?:is|are|of|has|with|all|the)\s)*$", re.I
)
_ALL_OF_IT: Final = re.compile(
    r"\s*(?:$|[.,;:!?)\n]|(?:and|who|that|so|going|on|at|in|with|for|from|to|is|are|wants?|needs?)\b)", re.I
)
_BY_THE_YEAR: Final = re.compile(r"\W{0,2}(?:a|per|each|every)\s?(?:year|season)\b", re.I)
_AGAIN: Final = re.compile(r"\W{0,2}(?:a|per|each|every)\s?(?:day|week|month|year|season|hour)\b", re.I)
#: "set it to 90", "reduce the number of pins to", "put me down for".
_CHANGED: Final = (
    r"(?:set|chang(?:e|ed|ing)|put|increas(?:e|ed)|rais(?:e|ed)|lower(?:ed)?|reduc(?:e|ed)|cut|bump(?:ed)?"
    r"|bring|drop"
    r"|updat(?:e|ed)|correct(?:ed)?|switch(?:ed)?|go|mov(?:e|ed)|turn|take)"
)
_COUNT: Final = (
    r"(?:(?:the|my|our)\s)?(?:number|quantity|amount|count|qty|total|order|figure|run|batch|pieces|pins"
    r"|badges)"
    r"(?:\sof\s(?:pins|pieces|badges|them))?"
)
_SET: Final = (
    rf"{_CHANGED}(?:\s(?:it|that|this|them|me|us|{_COUNT}))?(?:\s(?:up|down|back|over))?\s(?:to|for|at)"
)
_WANTED: Final = re.compile(
    r"\b(?:need(?:ing|s|ed)?|orders?|ordering|wants?|wanted|tak(?:e|ing)|get(?:ting)?|buy(?:ing)?|made?"
    r"|mak(?:e|ing)|requires?|produce|print"
    r"|(?:quote|quotation|prices?|cost|estimate|rate|budget)(?: me)?(?: for| of)|looking (?:for|at)"
    r"|(?:the|our) number is|how much (?:for|is|are|would)|how about|what (?:does|do|would|about)"
    rf"|go (?:for|with)|let'?s (?:say|do|have|take)|so do|(?:we|i)'ll (?:do|have)|{_SET}|instead of|quantity"
    rf"|quantities|qty|amount|moq"
    r"|batch|run|drop|edition|how many|think(?:ing)? of|(?:make|say) (?:it"
    r"|that)|became|meant|i mean|(?:i|we)(?:'d| would) like)\b"
    r"(?:\W+(?:is|of|it|me|us|be|would|will|for|are|the|at|on|about|around|approx\w*|maybe|say|like|roughly"
    r"|circa|ca|some|somewhere|only|just|probably|least|between"
    r"|from|have|no|exactly|over|up|to|another|a)\b)*\W*$",
    re.I,
)
_WANTED_END: Final = re.compile(
    r"\s?(?:\+|[x×]\b)?(?:\s*(?:or so|-?ish|-?odd|please|pls|plz|thanks|max\w*|in total|total|altogether"
    r"|to start"
    r"|for now|i think|maybe|now|then|too))*\s*"
    rf"(?:$|[.,;!?){MASK}\n]|\b(?:(?:a|per|each|every) year|and|or|but|of|in|with|for|by|so|if|because|to|at"
    r"|on|as|made|from|cost|off|instead|not|rather|only|actually)\b)",
    re.I,
)
_ALONE_BEFORE: Final = re.compile(
    r"(?:^|[.!?;:\n(]|,\s?(?=about|around|approx|prob|maybe|say|roughly|circa|ca\b|some"
    r"|like))\s*(?P<hedge>(?:(?:about|around|approx\w*\.?|roughly"
    r"|prob(?:ably)?|maybe|say|circa|ca\.?|some|at least|only|just|like|so|ok|and|we(?:'re| are)|it's|that's"
    r"|i(?:'d)? say|i think|i guess|perhaps"
    r"|more or less|let's say|also|total|over|under|the|all|not many|no|sorry|is)[\s,]+)*)$",
    re.I,
)
_ALONE_AFTER: Final = re.compile(
    r"(?P<hedge>(?:\s?\+|\s?[x×]\b|\s*(?:or so|-?ish|i think|i guess|maybe|max\w*|at most|probably|tops"
    r"|please|pls|give or take|in total|total|(?:a|per|each|every) year)\b)*)"
    rf"(?P<noun>\s(?!(?:{_STOP}|am|pm|dpi)\b)[a-z'-]{{3,}}s\b)?\s*(?:$|[.!?;\n]|,\s)",
    re.I,
)
#: "…, 150, around 2 dollars each", "flat, 30 of them": an item of a list.
_LISTED_BEFORE: Final = re.compile(
    r"(?:^|[,;.!?\n]\s*)(?:(?:and|so|about|around|approx\w*\.?|roughly|circa|ca\.?|say|maybe|like|only"
    r"|just)\s)*$",
    re.I,
)
_LISTED_AFTER: Final = re.compile(
    r"(?P<said>\s?\+|\s?[x×]\b|\s(?:or so|in total|of (?:'em|em|these|those|them)))?"
    r"\s*(?:$|[,;.!?\n]\s*|\s(?:for|to|at|each|with|in)\b)",
    re.I,
)
#: "for two hundred pilgrims", "we require forty decorations": what is counted is any noun at all.
_THINGS_BEFORE: Final = re.compile(
    r"(?:^|[.!?;:\n(]\s*|\b(?:for|need|needs|require|requires|want|wants|order|ordering)\s"
    r"(?:(?:the|our|my|all|these|about|around|some|roughly|over)\s)*)$",
    re.I,
)
_THINGS: Final = re.compile(
    rf"\s(?:(?!(?:{_STOP}|am|pm"
    rf"|dpi)\b)[a-z][a-z'-]+\s){{0,2}}?(?!(?:{_STOP})\b)[a-z][a-z'-]{{2,}}s\b(?!['’])",
    re.I,
)
#: In a list of so many short items a number by itself counts pieces, from here on; less may be 2D or 3D.
_FEWEST_ITEMS: Final = 3
_MOST_ITEM_WORDS: Final = 6
_LEAST_ITEM: Final = 4
#: Words up to which what follows such a number only goes on with the list.
_FEW_WORDS: Final = 2
#: What makes a sentence of it: "my dad is, well, 92, and collects them".
_SENTENCE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|had|will|would|does|did|he|she|his|her|they|who|turns|turning|aged"
    r"|collects?|age|birthday|dad|mum|mom|grandma|grandpa|uncle|aunt|founder|coach|husband|wife)\b|'s\b",
    re.I,
)
_ALL_TOLD: Final = re.compile(r"\s(?:in all|all told|in total)\s*(?:$|[.,;!?\n])", re.I)
#: "300 not 200", "not 200 but 300": of two numbers that are set against each other one is taken back.
_NOT: Final = r"(?:,\s?)?\s*(?:and\s)?(?:not|instead of|rather than)\s(?:the\s)?"
_STANDS: Final = (
    r"(?:\s(?:it is|is it|it's|that's it|is (?:right|correct|fine|enough|what i \w+)|will (?:do|be fine)"
    r"|then|please|in total|after all|is the (?:right )?number))?"
)
_HELD: Final = re.compile(rf"(?:\s(?:{_PIECES}))?{_STANDS}\s*{_NOT}$", re.I)
_TAKEN_BACK: Final = re.compile(r"\b(?:not|instead of|rather than)\s(?:the\s)?$", re.I)
_AFTER_TAKEN_BACK: Final = re.compile(
    rf"(?:\s(?:{_PIECES}))?\s*[,;.!]?\s*(?:(?:but|it's|it is|it should be|should be|that's|that is"
    r"|they are|we are|is|rather|make (?:it|that)|sorry|i meant?|(?:we|i) (?:need|want)|only|just)\s)+$",
    re.I,
)
_PUTS_RIGHT: Final = (
    r"(?:well|no|nope|sorry|actually|wait|oops|(?:or )?rather|i meant?|make (?:it|that)"
    r"|scratch that|correction|hang on|hold on)"
)
_LEADS_UP: Final = (
    r"(?:hm+|ah|oh|but|better|it's|it is|it should be|(?:we|i) (?:need|want)|(?:let'?s )?say|only|just"
    r"|about|around)"
)
#: "20 pieces, well 2000": what stands before a number alone that takes the place of the one before.
_INSTEAD_BEFORE: Final = re.compile(
    r"(?:[,;:.!?\n(]|\.{2,}|\s-+|\s–|(?=\sor\s))\s*"
    rf"(?:{_LEADS_UP}[\s,.;:!-]+)*(?:{_PUTS_RIGHT}[\s,.;:!-]+)+"
    rf"(?:(?:{_LEADS_UP}|{_PUTS_RIGHT})[\s,.;:!-]+)*$",
    re.I,
)
_INSTEAD_AFTER: Final = re.compile(
    r"(?:\s(?:then|please|actually|instead|rather|now|in total|after all))*\s*(?:$|[.,;!?)\n])", re.I
)
_ADD: Final = re.compile(r"\badd(?:ing)?\W*$", re.I)
_DROPPED: Final = re.compile(
    r"\b(?:forget|drop|skip|without|cancel|scrap|minus|remove|leave out|take off)\W+(?:about\W+)?"
    r"(?:the|those|these)?\W*$",
    re.I,
)
_FEWER: Final = re.compile(r"\s(?:less|fewer)(?=\s*(?:$|[.,;!?\n]|(?:please|then|now|pins|pieces)\b))", re.I)
_IN_ALL: Final = re.compile(r"\b(?:in all|in total|altogether|all told)\b", re.I)
_OF_THEM: Final = re.compile(r"\bof (?:them|these|those|each)$", re.I)
#: "ten of them need to say 20 years": some that were ordered already.
_SOME_MUST: Final = re.compile(
    r"\s(?:need|needs|should|must|have to|has to|are to|shall|with)\b(?!\s(?:do|be (?:enough|fine"
    r"|ok|okay)|suffice)\b)",
    re.I,
)
_OF_PEOPLE: Final = re.compile(rf"\b(?:{_PEOPLE})$", re.I)
#: What each share of an order is for or like: "100 in silver and 50 in gold", "40 with the text, 20 without".
_SHARE: Final = re.compile(
    rf"(?:\s(?:{_PIECES}))?\s(?:for|in|with|without|of|to|by|before|until|are|shall be|should be)\b"
    r"(?!\s(?:total|all)\b)",
    re.I,
)
_NEXT_SHARE: Final = re.compile(
    r"[^.;!?\n\d]{0,40}?\W*(?:,|and|plus|&)\W*(?:then|another|the other)?\W*", re.I
)
#: What is ordered in turn adds up: "50 now and 50 later".
_FIRST_PART: Final = re.compile(
    r"\W*(?:pieces|pins|badges)?\s?(?:right now|now|first|at first|at once|straight ?away|right away"
    r"|immediately"
    r"|to start(?: with)?|to begin with|soon)\W+(?:and|then|plus)?\W*"
    r"(?:then|the other|another|a further)?\W*$",
    re.I,
)
_SECOND_PART: Final = re.compile(
    r"\W*(?:pieces|pins|badges|more|others)?\W*"
    r"(?:later|afterwards|after that|after|then|next|in|by|at|next year)\b",
    re.I,
)
#: What stands before a number of pieces, or after it, that comes on top of another.
ON_TOP: Final = re.compile(r"\b(?:another|plus|additional(?:ly)?|extra|further)\W*$|\+\s?$", re.I)
MORE: Final = re.compile(
    r"\s(?:more|additional|extra|further|spares?|in reserve)(?:\s(?:pins|pieces|badges|pcs))?"
    r"(?=\s*(?:$|[.,;!?\n]|(?:in|with|of|for|please)\b))",
    re.I,
)
#: "30, 20 and 5 of each"
_LISTED_KINDS: Final = re.compile(r"\s*(?:,|,?\s(?:and|plus|&))\s*", re.I)
_EACH_KIND: Final = re.compile(r"\s(?:of each|respectively)\b", re.I)
#: "a hundred a day for three days": between what each day takes and how many they are.
_FOR_A_TIME: Final = re.compile(
    r"(?:\s(?:pins|pieces|badges|of them))?\s(?:a|per|each|every)\s(?P<unit>day|week|month)\W{1,3}"
    r"(?:(?:for|over|and|it's|it is|there are|that's|lasts?|all|the|about)\W+)*",
    re.I,
)
_UNIT_DAYS: Final = {"day": 1, "week": 7, "month": 30}
#: "Just a couple", where pieces are what a number counts.
_A_COUPLE: Final = re.compile(
    r"\W*(?:(?:oh|ah|ok|okay|well|just|only|maybe|perhaps|about|say|we need|i need|i want|i'd like|it's)"
    r"[\s,]+)*(?:a|one)\s(?:couple|pair)(?:\s(?:of (?:them|those|pins|pieces)|pins))?"
    r"(?:\s(?:please|pls|will do|is enough|only|really|then))*\W*",
    re.I,
)
#: "Can you double that?", "half of it is enough after all": of the number of pieces that is known.
_OF_THE_KNOWN: Final = re.compile(
    r"\W*(?:(?:oh|ah|ok|okay|well|hm+|wait|sorry|no|yes|actually|please|and|but|so|maybe|perhaps|then|can|could"
    r"|would|will|may|might|you|we|i|i'd|let's|just|only|have to|need(?: to)?|want(?: to)?|like to|think"
    r"|on second thoughts?|make (?:it|that)|better)[\s,.!]+)*"
    r"(?P<times>(?P<double>double(?: up)?|twice)|(?P<triple>triple|treble|three times|thrice)"
    r"|(?P<half>half(?: of)?|halve))"
    r"\s(?:it|that|this|them|those|as many|so many|the (?:number|order|quantity|amount|pieces|pins))"
    r"(?:\s(?:of (?:pins|pieces|them)|is|are|would be|will|would|do|be|enough|plenty|fine|suffices?|needed"
    r"|after all|now|then|please|pls|for us|really|actually|instead|too|for me))*\W*",
    re.I,
)
#: More than that is no number of years.
_MOST_YEARS: Final = 100
#: "20 more pins"
_MORE_INSIDE: Final = re.compile(r"\w\s(?:more|additional|extra|further)\s", re.I)
_FEWER_INSIDE: Final = re.compile(r"\w\s(?:less|fewer)\s", re.I)
_TIMES: Final = re.compile(r"(?<!\w)x\s?$", re.I)
#: What is counted is a size, a share, a colour, an age ...: neither money nor pieces nor use.
_NOT_COUNTED: Final = re.compile(
    r"\s?(?:%|°|″|''|µm|℃|(?:mm|cm|dm|m|kms?|ft|px|dpi|ppi|mb|kb|gb|kg|g|gr|oz|lbs?|um|deg|pt|mil|bpm|mph|ml"
    r"|l)(?!\w)"
    r"|(?:milli|centi|kilo)?met(?:er|re)s?\b|(?:feet|foot|miles?|pixels?|grams?|ounces?|degrees?|microns?"
    r"|percent|per cent|points?)\b"
    r"|years?[\s-]olds?\b|y/?o\b|yrs? old\b)"
    r"|[\s-]?inch(?:es)?\b|[\s-](?:(?:spare|extra)\s)?"
    r"(?:quarter inch|sided|side|tone|colou?r(?:s|ed)?|layer(?:ed|s)?|dimension\w*"
    r"|posts?|designs?|types?|kinds?|sorts?"
    r"|styles?|versions?|different|questions?|options?|samples?|times?|shades?|logos?|letters?|quotes?"
    r"|suppliers?|clutch(?:es)?|things to)\b",
    re.I,
)
_INCHES: Final = re.compile(
    r"\s?\"|\s?in\b(?!\s*(?:total|all|the|a|an|each|every|our|my|one|this|that|gold|silver|\d|jan|feb|mar"
    r"|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.I,
)
_MOST_INCHES: Final = 6


#: Beside money that is told the one number that is left counts what it is for ("there's 85", "640
#: out at the gate", "80 speakers to cover"), unless the words before it say that it numbers something else:
#: "turning 90", "house 14", "flight 815", "last year 200".
_NUMBERS_ELSE_BEFORE: Final = re.compile(
    r"(?:(?i:\b(?:aged?|turn(?:s|ed|ing)?|i'?m|i am|he'?s|she'?s|(?:he|she|who|mum|mom|dad|grandma|grandpa"
    r"|granny|nan"
    r"|husband|wife|founder|boss|father|mother) (?:is|was|will be)"
    r"|until|till|since|before|after|past|at|on|in|than|every|from|under|over|up to|against|minus|says?"
    r"|if it is|(?:\d|" + MASK + r") of"
    r"|target(?: is)?|goal(?: is)?|(?:cook|feed|cater)(?:s|ed|ing)?(?: for)?"
    r"|gate|flight|bus|line|route|squad|squadron|troop|regiment|station|studio|street|road|highway|lodge"
    r"|local"
    r"|branch|chapter|channel|world|cup|edition|volume|u|ward|bay|type|model|mark|windows|euro|expo|con|den"
    r"|scored?|won|lost|beat|ran|run|ride|rode|climb(?:ed)?|drove|swam|walk(?:ed)?)"
    r"\s*(?:(?:the|about|around|only|just)\s)*"
    r"|\b(?:last (?:year|time|season|summer|month)|previously|used to|paid|fetch|bought)\b[^.!?;\n]*"
    r")|[\"“£$€#&/-]\s?|[a-z,]\s[A-Z][\w.'’]+\s)$"
)
#: What follows where it counts no pieces: "40 below", "30 miles", "12 shops", "60 shifts a month".
_NUMBERS_ELSE_AFTER: Final = re.compile(
    rf"[-/:&]\w|\s?[%°]|\s(?:(?!(?:this|that|last|next|in|at|on|for"
    rf"|to)\b)[a-z'-]+\s){{0,2}}?(?:{_THINGS_PASSED_OVER}|{_GROUPS})\b(?!-)"
    r"|\s(?:below|above|under|more|less|times|and a half|out of|to \d|(?:who|that) (?:fell|died))\b"
    r"|(?:\s[a-z'-]+){1,3}\s(?:a|per|each|every|an)\s(?:day|week|month|hour|piece)\b",
    re.I,
)
#: "seven of my tellers": so few, too.
_OF_OURS: Final = re.compile(
    rf"\sof (?:my|our) (?:(?!(?:{_THINGS_PASSED_OVER}|{_GROUPS})\b)[a-z'-]+\s){{0,2}}?"
    rf"(?!(?:{_THINGS_PASSED_OVER}|{_GROUPS})\b)[a-z'-]+s\b",
    re.I,
)
#: "we'd start with 75", "there's 85", "they are only ten": words that say it counts what is ordered.
_COUNTS_BEFORE: Final = re.compile(
    r"\b(?:start(?:ing)? (?:off )?with|begin(?:ning)? with|try(?:ing)?|there(?:'s|'re| is| are|'ll be"
    r"| will be)"
    r"|(?:we|they)(?:'re| are)|expect(?:ed|ing)?|number(?:ing|s)?|total(?:l?ing|s)?|for)"
    r"\s(?:(?:a|the|all|all of|about|around|some|roughly|maybe|say|only|just|over)\s)*$",
    re.I,
)
#: "Last year it was 90 people, this time 140".
_LAST_TIME: Final = re.compile(r"\blast (?:year|time|season|summer)\b[^.,;!?\n\d]*$", re.I)
_COUNTS_AFTER: Final = re.compile(r"\s(?:wanted|needed|required|expected|to start(?: with)?)\b", re.I)
_ENDS_THERE: Final = re.compile(r"\s*(?:$|[.,;!?)\n])")
#: So near behind a price, from such a share of it to so many times of it, a number is another price:
#: "400 yen, perhaps 450".
_NEAR_A_PRICE: Final = 40
_LEAST_SHARE: Final = 0.2
_MOST_TIMES: Final = 8.0

#: What may stand between a number and those that are part of it: not "turning 90 and there are forty of us".
_NEXT_TO: Final = re.compile(
    r"\W*(?:(?:and|with|of which|of those|but|about|around|maybe|say|please|pls|total|in all)\W+)*", re.I
)


def is_not_counted(text: str, figure: Figure) -> bool:
    """Whether the figure measures or numbers something that no order is made of: "25 mm", "3 colours"."""
    if figure.money:
        return False
    inches = _INCHES.match(text, figure.end) and figure.high <= _MOST_INCHES and not figure.article
    return bool(inches or _NOT_COUNTED.match(text, figure.end))


def read_quantities(text: str, found: Sequence[Figure]) -> tuple[list[Quantity], list[Figure]]:
    """Figures that count pieces, or the people who get one each, and the figures that remain.

    People are left out where pieces are named: "200 pins for 40 members" are 200. "20 pins each" are
    multiplied by the people.
    """
    pieces: list[tuple[Figure, Quantity, bool]] = []
    people: list[tuple[Figure, Quantity]] = []
    rest: list[Figure] = []
    found = [_taken_times(text, figure) for figure in found]
    for_each = _for_each(text, found)
    if for_each:
        return for_each, [f for f in found if f.start > for_each[0].start]
    in_groups = _in_groups(text, found) or _of_each_kind(text, found)
    if in_groups:
        return in_groups, [f for f in found if not any(q.start <= f.start < q.end for q in in_groups)]
    for figure in found:
        counted = _COUNTED.match(text, figure.end)
        number = _pieces(figure)
        if number is None or figure.money:
            rest.append(figure)
        elif _is_group(text, figure):
            people.append((figure, Quantity(number, figure.start, figure.end)))
        elif figure.scale in (12, 144) and _WANTED_END.match(text, figure.end):
            pieces.append((figure, Quantity(number, figure.start, figure.end), False))
        elif counted is None or _PARTS.match(text, figure.end) or not _means_it(text, figure, counted):
            rest.append(figure)
        elif counted["pieces"]:
            each = _FOR_EACH.match(text, counted.end()) is not None
            pieces.append((figure, Quantity(number, figure.start, counted.end()), each))
        elif _HEADCOUNT.search(text, max(0, figure.start - REACH), figure.start) or _AGAIN.match(
            text, counted.end()
        ):
            if _BY_THE_YEAR.match(text, counted.end()):
                rest.append(figure)  # "there are 90 guests a season"
        elif _EACH_SIDE.match(text, counted.end()):
            people.append((figure, Quantity(min(2 * number, MOST_PIECES), figure.start, counted.end())))
        elif _gives_way(text, figure, found):
            continue
        else:
            people.append((figure, Quantity(number, figure.start, counted.end())))
    if not pieces:
        return [q for _, q in people], rest
    heads = [q.pieces for _, q in people]
    return [
        Quantity(min(q.pieces * heads[0], MOST_PIECES), q.start, q.end) if each and len(heads) == 1 else q
        for _, q, each in pieces
    ], rest


def _of_each_kind(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The sum of a list of one number for each kind: "30, 20 and 5 of each"; none if there is no such."""
    run: list[Figure] = []
    for figure in found:
        if _pieces(figure) is None or figure.money:
            run = []
            continue
        goes_on = run and _LISTED_KINDS.fullmatch(text, run[-1].end, figure.start)
        run = [*run, figure] if goes_on else [figure]
        kinds = _EACH_KIND.match(text, figure.end)
        if kinds and len(run) > 1:
            return [Quantity(sum(int(f.high) for f in run), run[0].start, kinds.end())]
    return []


def _taken_times(text: str, figure: Figure) -> Figure:
    """The figure as often as the word before it says: "thrice 40"."""
    times = _TWICE.search(text, max(0, figure.start - REACH), figure.start)
    if not times or figure.money or not figure.whole:
        return figure
    by = _TIMES_TOLD[times["times"].lower()]
    return replace(figure, low=figure.low * by, high=figure.high * by, start=times.start())


def _gives_way(text: str, figure: Figure, found: Sequence[Figure]) -> bool:
    """Whether people are no recipients where another number is told: those of last time, or who decide."""
    start = max(0, figure.start - REACH)
    if _LAST_TIME.search(text, start, figure.start):
        return len(found) > 1
    others = any(not other.money and other is not figure for other in found)
    return others and bool(_WHO_DECIDES.search(text, start, figure.start))


def _is_group(text: str, figure: Figure) -> bool:
    before = _GROUP_OF.search(text, max(0, figure.start - REACH), figure.start)
    return bool(before and _ALL_OF_IT.match(text, figure.end))


def _in_groups(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The people of all groups, where it is told how many are in each: "3 classes, 28 kids each"."""
    for one, other in pairwise(found):
        group, people = _GROUP.match(text, one.end), _COUNTED.match(text, other.end)
        groups, heads = _pieces(one), _pieces(other)
        if one.money or other.money or not (groups and heads):
            continue
        product = Quantity(min(groups * heads, MOST_PIECES), one.start, other.end)
        named = any(_names_pieces(text, f) for f in found if f not in (one, other))
        if not named and (_in_lots(text, one, other) or _is_multiplied(text, one, other)):
            return [_with_others(text, product, found)]
        if not (group and people and people["people"]):
            continue
        each = _EACH_GROUP.match(text, people.end()) and _THEN_PEOPLE.fullmatch(
            text, group.end(), other.start
        )
        if each or _IN_A_GROUP.fullmatch(text, group.end(), other.start):
            if not each and text[group.end() : other.start].split()[0].lower() == "and":
                continue  # "4 teams and 11 helpers"
            return [Quantity(min(groups * heads, MOST_PIECES), one.start, people.end())]
    return []


def _names_pieces(text: str, figure: Figure) -> bool:
    counted = None if figure.money else _COUNTED.match(text, figure.end)
    return bool(counted and counted["pieces"])


def _with_others(text: str, counted: Quantity, found: Sequence[Figure]) -> Quantity:
    """The quantity with the people named next: "8 teams of 12 and 5 coaches"."""
    reached = _COUNTED.match(text, counted.end)
    end = reached.end() if reached and reached["people"] else counted.end
    for figure in found:
        others, number = _COUNTED.match(text, figure.end), _pieces(figure)
        joined = figure.start >= end and _AND_OTHERS.fullmatch(text, end, figure.start)
        if joined and number and others and others["people"] and not figure.money:
            return Quantity(min(counted.pieces + number, MOST_PIECES), counted.start, others.end())
    return counted


def _in_lots(text: str, one: Figure, other: Figure) -> bool:
    """Whether so many lots are told and what is in each: "8 teams of 12", "four wards, 25 nurses each"."""
    if _OF_EACH_LOT.fullmatch(text, one.end, other.start) and _LOT.match(text, other.end):
        return True
    lot, counted = _LOT.match(text, one.end), _COUNTED.match(text, other.end)
    if not lot:
        return False
    end = counted.end() if counted else other.end
    if _IN_A_LOT.fullmatch(text, lot.end(), other.start):
        return bool(_LOT_ENDS.match(text, end))
    each = (counted and counted["people"] and _EACH_GROUP.match(text, end)) or _IN_EACH.match(text, other.end)
    return bool(each and _THEN_PEOPLE.fullmatch(text, lot.end(), other.start))


def _is_multiplied(text: str, one: Figure, other: Figure) -> bool:
    """Whether a number of pieces is taken so many times: "2 x 250"."""
    few = one.high <= _MOST_TIMES_TAKEN and other.high >= _LEAST_TAKEN and one.end < other.start
    return few and bool(_TIMES_BETWEEN.fullmatch(text, one.end, other.start) and _ends_or_counts(text, other))


def _ends_or_counts(text: str, figure: Figure) -> bool:
    """Whether nothing follows that it counts, or pieces do."""
    return _names_pieces(text, figure) or bool(_LOT_ENDS.match(text, figure.end))


def _for_each(text: str, found: Sequence[Figure]) -> list[Quantity]:
    """The pieces of all people, where it is told what each of them gets: "45 kids, each wants ten"."""
    for one, other in pairwise(found):
        people = _COUNTED.match(text, one.end)
        heads, number = _pieces(one), _pieces(other)
        named = people and people["people"]
        we_are = _WE_ARE.search(text, max(0, one.start - REACH), one.start)
        if one.money or other.money or not ((named or we_are) and heads and number):
            continue
        after = people.end() if people and named else one.end
        wants = _EACH_WANTS.fullmatch(text, after, other.start)
        own = _OF_EACH.match(text, other.end)
        if wants and own and (_EACH_TOLD.search(wants.group()) or _EACH_TOLD.search(own.group())):
            # The heads may stand in the sentence before.
            return [Quantity(min(heads * number, MOST_PIECES), other.start, other.end)]
    return []


def without_parts(
    text: str, quantities: Sequence[Quantity], rest: Sequence[Figure]
) -> tuple[list[Quantity], list[Figure]]:
    """The quantities without those that are only part of another: "120, ten of them for the committee".

    Of the figures that remain, the one that they are part of is then a quantity.
    """
    parts = [q for q in quantities if _OF_THEM.search(text[q.start : q.end])]
    some = [q for q in parts if len(quantities) == 1 and _SOME_MUST.match(text, q.end)]
    quantities, parts = [[q for q in qs if q not in some] for qs in (quantities, parts)]
    wholes = [
        q
        for q in map(as_quantity, rest)
        if q and any(q.pieces > p.pieces and _NEXT_TO.fullmatch(text, q.end, p.start) for p in parts)
    ]
    named = [q for q in quantities if q not in parts]
    whole = named or wholes[:1]
    kept = [q for q in parts if not any(w.end < q.start and w.pieces > q.pieces for w in whole)]
    taken = [] if named else whole
    return (
        sorted([*named, *taken, *kept], key=lambda q: q.start),
        [f for f in rest if not any(f.start == w.start for w in taken)],
    )


def read_wanted(
    text: str, found: Sequence[Figure], asked: str | None, prices: Sequence[Money]
) -> tuple[list[Quantity], list[Figure]]:
    """Quantities that only their place tells, "we need 300", "$500 for 200", and the figures that remain."""
    wanted: list[Quantity] = []
    rest: list[Figure] = []
    found, held = _set_against(text, found)
    for figure in found:
        number = _pieces(figure)
        start = max(0, figure.start - REACH)
        if number is None or figure.money or figure.merely_one:
            rest.append(figure)
        elif (
            figure is held
            or _TIMES.search(text, start, figure.start)
            or (_WANTED.search(text, start, figure.start) and _WANTED_END.match(text, figure.end))
            or _ALL_TOLD.match(text, figure.end)
            or (ON_TOP.search(text, start, figure.start) and _WANTED_END.match(text, figure.end))
            or MORE.match(text, figure.end)
            or any(FOR_COUNT.fullmatch(text, m.end, figure.start) for m in prices)
            or _stands_alone(text, figure, asked)
            or _is_listed(text, figure)
            or _counts_things(text, figure)
        ):
            wanted.append(Quantity(number, figure.start, figure.end))
        else:
            rest.append(figure)
    return wanted, rest


def left_over(text: str, free: Sequence[Figure], prices: Sequence[Money]) -> list[Quantity]:
    """The one number that is left beside ``prices``, if it counts what they are paid for; else none.

    "I have £160 altogether and there are 180 readers".
    """
    counted = [f for f in free if _is_left_over(text, f, prices)]
    told = [f for f in counted if _is_said_to_count(text, f)]
    if len(counted) != 1 and len(told) == 1:
        counted = told
    return [q for q in map(as_quantity, counted) if q] if len(counted) == 1 else []


def _is_left_over(text: str, figure: Figure, prices: Sequence[Money]) -> bool:
    if not figure.whole or figure.spoken:
        return False
    if figure.high < _LEAST_ALONE and not _OF_OURS.match(text, figure.end):
        return False
    start = max(0, figure.start - REACH)
    if _HEADCOUNT.search(text, start, figure.start) or _NUMBERS_ELSE_AFTER.match(text, figure.end):
        return False
    if _is_said_to_count(text, figure):
        return not _is_year(figure)
    year = figure.scale == 1 and 1900 <= figure.high < 2100
    return not (
        year
        or _NUMBERS_ELSE_BEFORE.search(text, start, figure.start)
        or any(_is_another_price(text, figure, price) for price in prices)
    )


def _is_said_to_count(text: str, figure: Figure) -> bool:
    before = _COUNTS_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    return bool(before or _COUNTS_AFTER.match(text, figure.end))


def _is_another_price(text: str, figure: Figure, price: Money) -> bool:
    """Whether it rather goes on with ``price``: "400 yen, perhaps 450", "one euro and thirty"."""
    between = text[price.end : figure.start]
    if figure.start < price.end or len(between) > _NEAR_A_PRICE:
        return False
    near = _LEAST_SHARE * price.low <= figure.low <= _MOST_TIMES * price.high
    cents = between.strip().lower() == "and" and figure.high < 100 and _ENDS_THERE.match(text, figure.end)
    return bool(cents) or (near and price.per != "total")


def _set_against(text: str, found: Sequence[Figure]) -> tuple[Sequence[Figure], Figure | None]:
    """Figures without one that is taken back in favour of another, and that other one."""
    for one, other in pairwise(found):
        if any(f.money or f.article or f.vague or _is_year(f) for f in (one, other)):
            continue
        if _HELD.fullmatch(text, one.end, other.start):
            return [f for f in found if f is not other], one
        if _TAKEN_BACK.search(text[: one.start]) and _AFTER_TAKEN_BACK.fullmatch(text, one.end, other.start):
            return [f for f in found if f is not one], other
    return found, None


def set_right(text: str, counted: Sequence[Quantity], rest: Sequence[Figure]) -> list[Quantity]:
    """The numbers in ``rest`` that take the place of one before them: "20 pieces, well 2000"."""
    return [
        quantity
        for quantity in map(as_quantity, rest)
        if quantity
        and any(one.end <= quantity.start for one in counted)
        and _INSTEAD_BEFORE.search(text, max(0, quantity.start - REACH), quantity.start)
        and _INSTEAD_AFTER.match(text, quantity.end)
    ]


def change_by(text: str, start: int, end: int) -> int:
    """1 if the number between two offsets comes on top of another, -1 if it is taken from it, else 0."""
    counted = text[start:end]
    fewer = _FEWER_INSIDE.search(counted) or _FEWER.match(text, end)
    if fewer or (_DROPPED.search(text[:start]) and MORE.match(text, end)):
        return -1
    added = ON_TOP.search(text[:start]) or _ADD.search(text[:start]) or MORE.match(text, end)
    added = added or _MORE_INSIDE.search(counted)
    return 1 if added and not _IN_ALL.search(text, end) else 0


def of_people(text: str, quantity: Quantity) -> bool:
    """Whether it counts people, who may be no more than that: "for 40 guests"."""
    return bool(_OF_PEOPLE.search(text[quantity.start : quantity.end]))


def by_the_day(text: str, quantity: Quantity, durations: Sequence[Duration]) -> Quantity:
    """The quantity for the whole time where it is told for each day: "a hundred a day for three days"."""
    for duration in durations:
        each = _FOR_A_TIME.fullmatch(text, quantity.end, duration.start)
        times = duration.days / _UNIT_DAYS[each["unit"].lower()] if each else 0.0
        if times > 1 and times.is_integer():
            return Quantity(min(quantity.pieces * int(times), MOST_PIECES), quantity.start, duration.end)
    return quantity


def times_known(text: str, known: int) -> Quantity | None:
    """So many times the ``known`` number of pieces, if that is all that is said: "can you double that?"."""
    said = _OF_THE_KNOWN.fullmatch(text)
    if not said:
        return None
    pieces = known * 2 if said["double"] else known * 3 if said["triple"] else (known + 1) // 2
    return Quantity(min(pieces, MOST_PIECES), *said.span("times")) if pieces else None


def is_put_right(text: str, quantity: Quantity) -> bool:
    """Whether it takes the place of what was said before it: "just the one... well, say 25"."""
    return bool(_INSTEAD_BEFORE.search(text, max(0, quantity.start - REACH), quantity.start))


def is_of_a_group(text: str, quantity: Quantity) -> bool:
    """Whether it is all of a group that is named before it: "class of 42"."""
    return bool(_GROUP_OF.search(text, max(0, quantity.start - REACH), quantity.start))


def a_couple(text: str) -> list[Quantity]:
    """Two pieces where the whole message asks for a couple; else none."""
    return [Quantity(2, 0, len(text))] if _A_COUPLE.fullmatch(text) else []


def no_years(text: str, figure: Figure) -> Quantity | None:
    """A number alone as a quantity, where it is asked how long they last and it is too much for years."""
    much = figure.high > _MOST_YEARS and not (figure.scale == 1 and 1900 <= figure.high <= 2100)
    alone = much and _stands_alone(text, figure, "quantity")
    return as_quantity(figure) if alone else None


def adds_up(text: str, quantities: Sequence[Quantity]) -> bool:
    """Whether all of several numbers are wanted: "100 in silver, another 50 in gold"."""
    return all(
        ON_TOP.search(text[one.end : other.start])
        or MORE.match(text, other.end)
        or comes_in_turn(text, one, other)
        or comes_in_shares(text, one, other)
        or _are_others(text, one, other)
        for one, other in pairwise(quantities)
    )


def _are_others(text: str, one: Quantity, other: Quantity) -> bool:
    """Whether two numbers count different people, who get one each: "100 managers and 300 workers"."""
    if not (of_people(text, one) and of_people(text, other)):
        return False
    if any(_OF_GROUPS.search(text[q.start : q.end]) for q in (one, other)):
        return False  # "4 teams and 11 helpers"
    if _AND_OTHERS.fullmatch(text, one.end, other.start):
        return True
    kinds = [text[q.start : q.end] for q in (one, other)]
    some = not any(_ANYBODY.search(kind) for kind in kinds) and kinds[0].split()[-1] != kinds[1].split()[-1]
    return some and bool(_LISTED_OTHERS.fullmatch(text, one.end, other.start))


def comes_in_turn(text: str, one: Quantity | Figure, other: Quantity | Figure) -> bool:
    """Whether two numbers are ordered one after the other: "50 now and 50 later"."""
    first = _FIRST_PART.fullmatch(text, one.end, other.start)
    return bool(first and _SECOND_PART.match(text, other.end))


def comes_in_shares(text: str, one: Quantity | Figure, other: Quantity | Figure) -> bool:
    """Whether two numbers are shares of one order: "50 for the office and 30 for the warehouse"."""
    share = _SHARE.match(text, one.end)
    return bool(
        share and _NEXT_SHARE.fullmatch(text, share.end(), other.start) and _SHARE.match(text, other.end)
    )


def as_quantity(figure: Figure) -> Quantity | None:
    """A figure as a quantity, because the visitor was asked for one."""
    number = _pieces(figure)
    return None if number is None or figure.money else Quantity(number, figure.start, figure.end)


def _pieces(figure: Figure) -> int | None:
    number = figure.high
    if figure.spoken and figure.spoken[0] >= 10:  # "ten fifteen people"
        number = figure.spoken[1] if figure.spoken[1] > figure.spoken[0] else 0
    return int(number) if figure.whole and 1 <= number <= MOST_PIECES else None


def _means_it(text: str, figure: Figure, counted: re.Match[str]) -> bool:
    """Not "one pin" of "which one pin is best?"."""
    if not figure.merely_one:
        return True
    return bool(
        re.search(r"\b(?:just|only|exactly|single)\s$", text[max(0, figure.start - 10) : figure.start], re.I)
    )


def _stands_alone(text: str, figure: Figure, asked: str | None) -> bool:
    before = _ALONE_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    after = _ALONE_AFTER.match(text, figure.end)
    if not before or not after or figure.high < _LEAST_ALONE or _is_year(figure):
        return False
    if before.start() == 0 and after.end() >= len(text.rstrip()) and asked != "quantity":
        # The whole message: an answer to whatever was asked, or nothing in particular.
        return asked is None and bool(before["hedge"] or after["hedge"].strip() or after["noun"])
    return True


def _is_listed(text: str, figure: Figure) -> bool:
    before = _LISTED_BEFORE.search(text, max(0, figure.start - REACH), figure.start)
    after = _LISTED_AFTER.match(text, figure.end)
    least = _LEAST_ITEM if _is_item(text, figure) else _LEAST_ALONE
    if not before or not after or figure.high < least or _is_year(figure):
        return False
    if before.start() == 0 and after.end() >= len(text.rstrip()):  # an answer to whatever was asked
        return False
    # Not "our founder, 92, collects them".
    return bool(after["said"]) or not figure.high % 5 or _is_item(text, figure)


def _is_item(text: str, figure: Figure) -> bool:
    """Whether it is all that stands between two commas of a list: "tie pins for groomsmen, 6, flat"."""
    items = [item.strip() for item in re.split(r"[,;\n]", text)]
    number = text[figure.start : figure.end].strip()
    alone = number in items[1:] and all(
        len(item.split()) <= _FEW_WORDS for item in items[items.index(number, 1) :]
    )  # not "our treasurer, 83, pays for them"
    short = all(len(item.split()) <= _MOST_ITEM_WORDS for item in items)
    return alone and short and len(items) >= _FEWEST_ITEMS and not _SENTENCE.search(text)


def _counts_things(text: str, figure: Figure) -> bool:
    start = max(0, figure.start - REACH)
    wanted = _THINGS_BEFORE.search(text, start, figure.start)
    things = _THINGS.match(text, figure.end)
    return bool(
        wanted
        and things
        and figure.high >= _LEAST_ALONE
        and not _is_year(figure)
        and not _HEADCOUNT.search(text, start, figure.start)
        and not _AGAIN.match(text, things.end())
    )


def _is_year(figure: Figure) -> bool:
    return figure.scale == 1 and 1900 < figure.high < 2100 and bool(figure.high % 50)
