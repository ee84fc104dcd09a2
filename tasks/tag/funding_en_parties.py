"""Who paid in and who led, in English articles."""

import re

from tasks.tag.funding_parties import Parties
from tasks.tag.money import find_money
from tasks.tag.organisations import Organisation, Organisations
from tasks.tag.rules import RULES, Passage

_ASIDE = re.compile(r", (?:known|which|who|whose|an?|the|itself|best known)\b [^,;.]*(?=, (?:and )?[A-Z])")
"""What a list tells of one of its names, up to the comma before the next."""
_ITEMS = r"(?:[^.;]|(?:(?<=\bCorp)|(?<=\bInc)|(?<=\bLtd)|(?<=\bCo))\.(?! [A-Z][a-z]+ly,))+"
"""A list of names up to the full stop that is none of a legal form."""
_LED = RULES.rule(
    rf"\b(?:led|co-led|headed) by (?P<list>{_ITEMS}?)(?=,? (?:with (?:participation|support)|and (?:included|joined)"
    r"|which|who|at a|to |in a|that|while|as well|after|bringing|valuing)|[.;]|$)"
)
_LEADS = RULES.rule(
    r"(?<!\w)(?P<list>[A-Z][^.;,]*?) (?:led(?! by)|leads|co-led(?! by)|was the lead investor|is the lead investor"
    r"|acted as lead)\b"
)
_LEAD_IS = RULES.rule(
    r"[Ll]ead investor(?: was| is|,)? (?P<list>[^.;,]+)|(?P<list2>[A-Z][^.;,]*?) as (?:the )?lead investor"
)
_LISTS = (
    RULES.rule(rf"\b(?:facility|loan|line|agreement|debt|deal) with (?P<list>[A-Z]{_ITEMS})"),
    RULES.rule(
        r"\b(?:with )?(?:participation|support|backing|investment|money|funds|contributions?|commitments?|a loan"
        rf"|loans?|funding|capital) (?:from|by) (?P<list>{_ITEMS})"
    ),
    RULES.rule(
        r"\b(?:[Bb]ackers|[Ii]nvestors|[Ll]enders|[Pp]articipants|[Ss]hareholders)(?: in the round)? (?:include[sd]?"
        rf"|were|are|comprise[sd]?|included) (?P<list>{_ITEMS})"
    ),
    RULES.rule(
        r"\b(?:from) (?P<list>(?:existing |new )?(?:investors?|backers?|shareholders?|suppliers?|partners?"
        r"|carmaker|chipmaker|drugmaker|insurer|lender|retailer|trading house|bank)?(?: including"
        rf"| such as)? ?[A-Z]{_ITEMS})"
    ),
    RULES.rule(
        r"(?P<list>[A-Z](?:[^.;]|(?:(?<=\bCorp)|(?<=\bInc)|(?<=\bLtd)|(?<=\bCo))\.)*?) (?:also |both "
        r"|all )?(?:took part|participated|joined(?: the round)?|invested"
        r"|chipped in|put in|bought (?:new )?(?:shares|stock)|contributed|followed|came in|provided the (?:loan"
        r"|money)|subscribed|lent)\b"
    ),
    RULES.rule(
        r"\b(?:(?<!fund )(?<!firm )(?<!investor )backed by|joined by|alongside|together with|investors including"
        r"|backers including"
        rf"|including) (?P<list>{_ITEMS})"
    ),
)  # fmt: skip
_GIVER = RULES.rule(
    r"(?P<list>[A-Z][^;]*?),?(?: (?:said|says|announced)\b[^;]{0,30}?\b(?:it|they))?(?: has| have| had)?(?: also"
    r"| jointly"
    r"| together| each)? (?:invest(?:ed|s)?|put|lent|lends|pour(?:s|ed)|inject(?:s|ed))\b(?=[^;]{0,60}?\b(?:in|into"
    r"|to)\b)"
)
"""Denso said Monday it has invested $2M in X: who gives stands first."""
_DESCRIPTION = re.compile(
    r"^(?:as well as |and |the |a |an )*(?:(?:existing|new|current|early|Japanese|US|U\.S\.|American|European|local"
    r"|strategic"
    r"|returning|public|[Aa]ngel|trading house|investment firm|venture capital firm|venture firm|insurer|bank|carmaker"
    r"|chipmaker|state-backed|regional|unnamed|angel|fellow|lender|drugmaker|retailer|railway|operator|fund|group"
    r"|company|firm|giant|maker)[ ,]*)*"
    r"(?:investors?|backers?|shareholders?|lenders?|banks?|partners?)?(?: including| such as| like)? ?"
)
_OWNER = re.compile(
    r"^(?:and )?[A-Z][\w&]*(?:'s)?(?: [A-Z][\w&]*)*(?: (?:venture|capital|investment|corporate|supplier|subsidiary"
    r"|affiliate|arm|unit"
    r"|fund|firm|spin-?off))+ (?=[A-Z])"
)
"""Aoba venture capital fund Mori Capital: whose it is, before the name."""
_LIST_STOP = re.compile(
    r"(?<!well),? (?:that|which|who|to (?:build|develop|fund|expand|hire)|at a|in (?:its|a|the)|will|has|have|for|on"
    r"|bringing"
    r"|valuing|asked|as(?! well as (?!others))|through|after|while|also|took|joined|participated|as well as others"
    r"|among others|and others"
    r"|and (?:several|three|two|four) )\b.*$"
)


_NOT_THE_OWNER = ("-affiliated", "-backed", "-linked", "-owned")
"""Sompo-affiliated investors are not Sompo."""
_PIECE = re.compile(r"(?:(?!, and |, | and | as well as ).)+")
_NAME = re.compile(r"[A-Z][A-Za-z0-9&.'\-]*(?: (?:of |& )?[A-Z0-9][A-Za-z0-9&.'\-]*)*")
_NO_NAME = re.compile(
    r"(?:Series [A-K]|Angels?|Existing|New|Other|The|It|Its|Tokyo|Japan|CEO|Tuesday|Monday|Wednesday|Thursday|Friday"
    r"|[A-Z][a-z]+ly|[A-Z][a-z]+'(?:re|ve|ll|m)|Additional|Among|Meanwhile|However|Moreover|Furthermore"
    r"|[A-Z][a-z]+ [0-9]+)"
)
_MIN_NAME = 2


def read_english_parties(story: list[Passage], organisations: Organisations, raisers: set[str]) -> Parties:
    """The investors, lenders and lead that the sentences name; the raisers themselves are none."""
    parties = Parties()
    for sentence in story:
        for rule in (_LED, _LEAD_IS, _LEADS):
            for match in sentence.matches(rule):
                group = "list2" if "list2" in match.groupdict() and match["list2"] else "list"
                for no, investor in enumerate(_listed(organisations, sentence, *match.span(group))):
                    parties.add(investor, raisers)
                    if parties.lead is None and no == 0 and investor.key not in raisers:
                        parties.lead = investor.key
        giver = sentence.match(_GIVER)
        if giver is not None and find_money(sentence.text[giver.end() :]):
            for investor in _listed(organisations, sentence, *giver.span("list")):
                parties.add(investor, raisers)
        for rule in _LISTS:
            for match in sentence.matches(rule):
                for investor in _listed(organisations, sentence, *match.span("list")):
                    parties.add(investor, raisers)
    return parties


_PEOPLE_OF = re.compile(
    r"\b(?:founders?|executives?|employees|alumni|owners?|president|CEO|head"
    r"|members) of (?:the )?$"
)
"""The founders of X put in money, not X."""


def _listed(organisations: Organisations, sentence: Passage, start: int, end: int) -> list[Organisation]:
    """The names of a list: known ones first of all, else capitals after their description."""
    text = _ASIDE.sub(lambda m: " " * len(m.group()), sentence.text[start:end])
    stop = _LIST_STOP.search(text)
    base = sentence.start + start
    result = []
    for piece in _PIECE.finditer(text, 0, stop.start() if stop else len(text)):
        first, last = base + piece.start(), base + piece.end()
        known = [o for o in organisations.within(first, last) if o.end <= last and not text[o.start - base].isspace()]
        if known and _PEOPLE_OF.search(text, 0, known[-1].start - base):
            continue
        named = known[-1] if known else _described(piece.group(), first)
        if named is not None:
            result.append(named)
    return result


def _described(piece: str, start: int) -> Organisation | None:
    """The capitals of an item after its description."""
    lead = _OWNER.match(piece) or _DESCRIPTION.match(piece)
    at = lead.end() if lead else 0
    match = _NAME.match(piece, at)
    if match is None:
        return None
    name = match.group()
    if len(name) < _MIN_NAME or name.endswith(_NOT_THE_OWNER) or _NO_NAME.fullmatch(name):
        return None
    return Organisation(start + at, start + match.end(), name.rstrip(".'"), False)
