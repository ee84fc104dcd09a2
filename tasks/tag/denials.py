"""Names that stand in a text only to be denied: 「X社とは関係がない」, "unrelated to X", 「Xと同名の会社」."""

import re

from tasks.tag.document import Sentence
from tasks.tag.rules import RULES

_DENIAL = re.compile(
    r"とは?、?(?:直接|一切|何の|何ら)?(?:の)?(?:資本|取引|業務|人的)?(?:・(?:資本|取引|業務"
    r"|人的))?(?:上の)?関係(?:が|は|も|の)?(?:一切|まったく|全く)?(?:ない|無い|ありません|なく|無く|なし)"
    r"|とは?(?:、|まったく|全く|一切|何ら)*無関係|とは(?:まったく|全く)?(?:別の|異なる)(?:会社|企業|法人|団体|組織"
    r"|人物|製品)|とは別(?:会社|法人|組織)"
    r"|との関係(?:を否定|はない|はなく|は一切ない)|と(?:したのは|あるのは|書いたのは|記したのは)[^。]{0,12}(?:誤り"
    r"|間違い)"
    r"|\b(?:no (?:relation|connection|ties|link|affiliation)|not (?:affiliated|connected|related|associated"
    r"|to be confused)|unrelated|unaffiliated|has nothing to do)\b[^.]{0,40}"
)
_DENIAL_BEFORE = re.compile(
    r"(?:no (?:relation|connection|ties|link|affiliation) (?:to|with)|not (?:affiliated|connected|related|associated"
    r"|to be confused) (?:with|to)|unrelated to|unaffiliated with|nothing to do with) (?:the [\w-]+ )?$"
)
DENYING_WORDS = RULES.rule("関係|別の|異なる|とは別|誤り|間違い|同名|no |not |unrelated|unaffiliated|nothing")
"""One of these stands in the sentence of whatever is denied."""
_REACH = 400
"""More than ``_DENIAL_BEFORE`` looks at."""
_DENIED_AFTER = re.compile(rf"[」』\"]?(?:社|グループ|株式会社)?(?:{_DENIAL.pattern})")
_LISTED_AFTER = re.compile(r"(?:や|と|、|・|および|and )[^、。]{1,24}")
_NAMESAKE_AFTER = re.compile(r"[」』]?(?:社)?と(?:は)?同名の")
_MISTAKEN_AFTER = re.compile(r"[」』]?と(?:した|ある|書いた|記した|報じた|掲載した)のは")


def is_denied(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a sentence with one of those words denies any connection with the name at a span of the document."""
    text = sentence.text
    first, last = start - sentence.start, end - sentence.start
    before = text[max(0, first - _REACH) : first]
    if _DENIED_AFTER.match(text, last) or _DENIAL_BEFORE.search(before):
        return True
    listed = _LISTED_AFTER.match(text, last)
    if listed and _DENIAL.match(text, listed.end()):
        return True
    return _NAMESAKE_AFTER.match(text, last) is not None or bool(
        _MISTAKEN_AFTER.match(text, last) and re.search("誤り|間違い|同名", text)
    )
