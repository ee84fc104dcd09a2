"""How English news introduce a company: what stands before and after its name, each with what it is worth."""

from collections.abc import Callable

from tasks.tag.rules import Passage, RuleBook

RULES = RuleBook()
"""What may stand before and after a name."""
_BASED_BEFORE = RULES.rule(
    r"(?:[A-Z][a-z]+(?:[ ,][A-Z][a-z]+)*|[a-z]+)-based (?:[a-z\-]+ ){0,4}$|headquartered (?:[a-z\-]+ ){0,3}$"
)
_PLACE_OWNER = RULES.rule(r"[A-Z](?<![A-Za-z].)[a-z]{3,}'s $")
_NOUN_BEFORE = RULES.rule(
    r"\b(?:start-?up|company|firm|maker|developer|provider|venture|unicorn|[Rr]ival|customer|client|investor|backer"
    r"|bank|retailer|insurer|operator|manufacturer|subsidiary|spin-?off|chipmaker|carmaker|lender|giant|group"
    r"|chain|broker|trader|builder|publisher|carrier|utility|wholesaler|distributor|producer|studio|agency|consultancy"
    r"|airline|brewer|shipper|hotelier|printer|trading house|[Rr]ivals|[Cc]ustomers|[Cc]lients|[Pp]artners|[Ss]uppliers"
    r"|supplier|parent|unit|arm|affiliate|fund|(?:(?:new|existing|other|strategic|returning) )?(?:investors|backers"
    r"|customers"
    r"|clients|partners|firms|companies|start-?ups|banks)|(?:[Ii]nvestors|[Bb]ackers|[Cc]ustomers|[Cc]lients|[Pp]artners"
    r"|[Rr]ivals|[Uu]sers|[Ss]uppliers) include(?: [A-Z][A-Za-z ]{2,30} and)?|called|named"
    r"|known as|renamed) $"
)
_DEAL_BEFORE = RULES.rule(
    r"\b(?:with|led by|from|acquired?|acquires|acquiring|bought|buy|backed by|invest(?:ed|s)? in|stake in|including"
    r"|joined by|partnership with|acquisition of|founded|by) (?:the |existing investor |existing backer )?$"
)
_ROUND_LED_BEFORE = RULES.rule(
    r"\b(?:round|Series [A-K]|funding|financing|investment|raise|was|is)\b[^.;,]{0,24}\b(?:co-)?led by $"
)
_ANNOUNCES = RULES.rule(r"(?: \([^)]{1,40}\))? (?:has )?announced(?: on \w+day| today)? (?:that )?(?:it|its)\b")
"""A person announces that he or she has; what announces that it has is an organisation."""
_PRODUCT_BEFORE = RULES.rule(
    r"\b(?:tool|app|product|model|system|service|platform|robot|software|device|chip|assistant|chatbot|feature"
    r"|program(?:me)?"
    r"|project|site|drone|game|engine|line|brand)s?,? (?:is |was |are )?(?:called|named|known as|dubbed) $"
)
"""A tool called X: a product's name."""
_WORKED_AT_BEFORE = RULES.rule(r"\b(?:work(?:s|ed|ing)?|job|career|years|intern(?:ed|ship)?) at $")
_COUNTS_BEFORE = RULES.rule(r"\bcounts? $")
_AMONG_AFTER = RULES.rule(
    r"(?:(?:,| and) [^.;]{2,60})? among (?:its|their) (?:first |biggest )?(?:clients|customers|users|backers"
    r"|investors|partners)"
)
"""Counts A and B among its clients."""
_AS_SUPPLIER = RULES.rule(
    r" as (?:its|their|a|the) (?:[a-z\-]+ ){0,2}(?:supplier|vendor|provider|partner|customer|client|contractor)\b"
)
_ACTS = RULES.rule(
    r"(?: \([^)]{1,40}\))?,?(?: has| have| will| had| also| is)? (?:pick(?:s|ed)|us(?:es|ed|ing)|releas(?:es|ed)"
    r"|acquir(?:es|ed)|buys|test(?:s|ed|ing)|train(?:s|ed)|hir(?:es|ed)|appoint(?:s|ed)|adopt(?:s|ed)|deploy(?:s|ed)"
    r"|select(?:s|ed)|invest(?:s|ed)|merg(?:es|ed)|expand(?:s|ed)|introduc(?:es|ed)|ship(?:s|ped)|start(?:s|ed)|began"
    r"|supplies|supplied|operat(?:es|ed)|count(?:s|ed)|employ(?:s|ed)|compet(?:es|ed)|provid(?:es|ed)|partner(?:s|ed)"
    r"|licens(?:es|ed)|lets?)\b"
)
"""Verbs whose subject is more often a company than a person."""
_BASED_AFTER = RULES.rule(r", an? (?:[A-Z][a-z]+, )?[A-Z][a-z]+-based\b|, (?:based|headquartered) in [A-Z]")
_KIND_AFTER = RULES.rule(r" (?:[a-z\-]+ )?(?:start-?up|company|firm|maker|developer|provider|venture)s? [A-Z]")
"""Seafood AI startup X: a description of the name that follows."""
_AFTER = RULES.rule(
    r"(?: \((?:[A-Z][a-z]+|Tokyo|Osaka)[^)]{0,30}\))?(?:,? (?:an? |the |which |whose |based in |headquartered in "
    r"|founded in |maker of |developer of |said|says|announced|has (?:raised|opened|signed|launched|developed)"
    r"|raised|raises|secures|secured|closed|closes|launched|launches|unveiled|unveils|opened|opens|develops"
    r"|developed|builds|makes|sells|picks up|picked up|plans to|(?:team|sign|agree|join|partner|merge)s? (?:up|to"
    r"|with|on|a)\b|maps|helps|offers|runs|will (?:use|open|launch|hire)|is (?:building"
    r"|developing|a)\b|and [A-Z][\w ]+ (?:sign|agree|team|will)))|'s (?:CEO|founder|chief|valuation|model|platform"
    r"|investors)"
)
_AFTER_STRONG = RULES.rule(
    r",? (?:a|an|the|which|maker|developer) [^,.]{0,40}(?:start-?up|company|firm|maker|developer|operator|provider"
    r"|studio|retailer|bank|broker|chain|publisher|consultancy|agency|insurer|supplier|distributor|brewer|airline"
    r"|railway"
    r"|utility|builds?|develops?|makes?|sells?|helps?|lets|offers?|provides?|runs?|grades?)|,? (?:said"
    r"|says)(?: on \w+day"
    r"| today)?,?"
    r" (?:that )?(?:it|the company)\b|,? (?:has |have )?(?:raise[sd]?|secure[sd]?|bag(?:s|ged)|land(?:s|ed)|net(?:s"
    r"|ted)|borrow(?:s|ed)"
    r"|obtain(?:s|ed)|closed|launch\w*|unveil\w*"
    r"|pick(?:s|ed) up|announced|opens|opened|signed?)\b|(?: \([A-Z][^)]{0,30}\)) (?:said|has|raised|announced)"
)
_PERSON_BEFORE = RULES.rule(
    r"\b(?:angel(?: investor)?|entrepreneur|executive|CEO|founder|co-founder|president|chief executive|professor"
    r"|Professor|Mr\.?|Ms\.?|Mrs\.?|Dr\.?|minister"
    r"|Minister|governor|mayor|analyst|engineer|researcher|director|chairman|spokes\w+),? $"
)
_PERSON_AFTER = RULES.rule(
    r",? (?:the |its |a )?(?:[a-z\-]+ )?(?:CEO|founder|co-founder|president|chief|professor|director|analyst|who"
    r"|engineer)\b"
)


def weigh_before(before: Passage, add: Callable[[str, float], None]) -> None:
    """Adds kinds of evidence and their points for what stands before a name."""
    if before.search(_BASED_BEFORE):
        add("address", 2.5)
    if before.search(_PLACE_OWNER):
        add("place", 0.8)
    if before.search(_PRODUCT_BEFORE):
        add("product", -3.0)
    elif before.search(_NOUN_BEFORE):
        add("apposition", 2.0)
    if before.search(_WORKED_AT_BEFORE):
        add("employer", 2.0)
    if before.search(_COUNTS_BEFORE):
        add("counted", 1.2)
    if before.search(_ROUND_LED_BEFORE):
        add("lead", 2.4)
    if before.search(_DEAL_BEFORE):
        add("deal", 0.8)
    if before.search(_PERSON_BEFORE):
        add("person", -3.0)


def weigh_after(after: Passage, name: str, add: Callable[[str, float], None], *, has_legal_form: bool) -> None:
    """Adds kinds of evidence and their points for what stands after a name."""
    if after.match(_BASED_AFTER):
        add("address", 2.5)
    if after.match(_ANNOUNCES):
        add("announces", 2.0)
    if after.match(_KIND_AFTER) and name.endswith(" AI"):
        add("description", -3.0)
    if after.match(_AFTER_STRONG):
        add("subject", 2.0 if after.text.startswith(",") else 1.4)
    elif after.match(_AFTER) or after.match(_ACTS):
        add("subject", 0.8)
    if after.match(_PERSON_AFTER) and not has_legal_form:
        add("person", -3.0)
    if after.match(_AMONG_AFTER) or after.match(_AS_SUPPLIER):
        add("customer", 2.0)
