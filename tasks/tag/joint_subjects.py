"""Two organisations that make something together: one subject, though no word of alliance stands there."""

import itertools
import re
from collections.abc import Sequence

from tasks.tag.companies import Mention
from tasks.tag.document import Document

_AND = re.compile(r"(?: ?\([^()\n]{1,40}\))?と(?:[^\s、。はがをにで]{1,8}の)?")
_BOTH = re.compile(r"(?: ?\([^()\n]{1,40}\))?(?:の(?:共同)?(?:研究)?(?:グループ|チーム))?[はが]")
_MAKE = re.compile(
    r"開発(?:し|を始|に着手)|研究(?:を|し)|実証|検証し|立ち上げ|構築し|設計し|試作|実験|作った|つくった|調べる"
)
_APART = re.compile(r"それぞれ|各社|競|対抗|争|訴|買収|選ばれ|採択|出資|調達|販売|から受注|を使う|を使って")


def joint_subject(document: Document, mentions: Sequence[Mention]) -> tuple[int, int] | None:
    """The span 「XとY」 of two companies or institutes that make or study something, or None."""
    view = document.view
    for first, second in itertools.pairwise(mentions):
        if (
            first.company_id != second.company_id
            and view.find("と", first.end, second.start) >= 0
            and _AND.fullmatch(view, first.end, second.start)
            and _BOTH.match(view, second.end)
        ):
            text = document.sentence_at(second.start).text
            if _MAKE.search(text) and not _APART.search(text):
                return first.start, second.end
    return None
