"""The dates that a reader sees: which of them are of the article, and in which role."""

import re
from datetime import datetime
from typing import Literal

from tasks.dates import FoundDate, StatedDate
from tasks.dates.folding import fold
from tasks.dates.reading import find_in_folded
from tasks.extract.noise import is_surely_noise_name, split_names
from tasks.extract.page import Page

Role = Literal["published", "updated", "other"]

PUBLISHED_LABEL = re.compile(
    r"公開|掲載|配信|初出|公表|発表|投稿|発行|作成|登録|発信|posted|published|publi|veröffentlicht|erstellt|first ",
    re.IGNORECASE,
)
UPDATED_LABEL = re.compile(
    r"更新|改訂|改定|修正|追記|updated?|modified|last\s?up|aktualisiert|geändert|mis à jour|actualizado|aggiornato",
    re.IGNORECASE,
)
LABEL_END = re.compile(
    r"(?:公開|掲載|配信|初出|公表|発表|投稿|発行|作成|登録|更新|改訂)[年月]?(?:日時?|時刻)?\s?[:>】\])]\s?$"
)
OTHER_LABEL = re.compile(
    r"開催|締切|〆切|締め切|期限|期間|会期|日時|日程|開始|終了|発売|予定|開演|開場|受付|申込|応募|募集|実施"
    r"|施行|有効|生年月日"
    r"|設立|創業|まで|から|以降|現在|付け?で|原文|元記事|参照|時点|ビルド|バージョン|ver|deadline|copyright"
    r"|©|expires?|event"
    r"|予約|リリース日|発効|納期|適用|セール",
    re.IGNORECASE,
)
RANGE = re.compile(
    r"^\s*(?:[~〜～]|－|[-–]\s?\d{1,2}[:時]|ー\s*\d|から|より|まで|以降|開催|発売|締切|現在|時点|号|に|の|、)"
)
RANGE_END = re.compile(r"(?:[~〜～–]|から)\s*$")
DATED_AS = frozenset({"付", "付け"})
DATE_NAME = re.compile(r"date|time|publish|posted|update|(?<![a-z])(?:day|nichiji|hizuke|pub|released?)(?![a-z])")
DATE_LETTERS = re.compile(r"[\W\d_年月日時分秒午前後]")
MAYBE = re.compile(r"[\d元今昨本]|[〇一二三四五六七八九十]年")
DATEISH = re.compile(
    r"[\d０-９][\s　]*[年/／.．\-‐月:：時'’]|[日分間月秒]前|昨日|本日|今日|たった今|日[（(]"
    r"|元年|[〇一二三四五六七八九十]年"
    r"|\d(?:st|nd|rd|th)?,?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d",
    re.IGNORECASE,
)
"""What every written date contains; checked first because it is cheap."""

LABELLED_CELLS, LABEL_CELLS = frozenset({"td", "dd"}), frozenset({"th", "td", "dt"})
MAX_DEPTH = 80
"""Of a page that nests deeper, by mistake or malice, only the nearest boxes are asked."""
MAX_MASS = 260
SEARCHED_CHARS = 400
NEAR_WORTH, AFTER_WORTH = 1.5, 0.8
"""Beside the headline, and right after the text, where older pages sign and date."""
ENOUGH = 0.8


def visible_dates(
    page: Page, head: tuple[int, int, int], reference: datetime | None
) -> tuple[list[StatedDate], list[StatedDate]]:
    """The best visible date of publication and of update, each a list of none or one."""
    ranked: dict[Role, list[tuple[float, int, StatedDate]]] = {"published": [], "updated": [], "other": []}
    start, end, tail = head
    searched = [*range(max(start - 40, 0), end + 25), *range(max(tail - 4, end + 25), tail + 9)]
    for index in searched:
        if index >= len(page.blocks):
            break
        block = page.blocks[index]
        is_near = start - 6 <= index <= end + 3
        if (block.mass > MAX_MASS and not is_near) or not MAYBE.search(block.text):
            continue
        if not DATEISH.search(block.text[:SEARCHED_CHARS]):
            continue
        text = fold(block.text[:SEARCHED_CHARS])
        hits = find_in_folded(text, reference)
        letters = len(DATE_LETTERS.sub("", text)) if hits else 0
        if not hits or (not (is_near and letters == 0) and is_in_list(page, block.element)):
            continue
        place = 0.0
        if is_near:
            place = NEAR_WORTH
        elif tail < index <= tail + 8:
            place = AFTER_WORTH if letters < 24 else 0.0
        else:
            place = -0.02 * min(abs(index - start), abs(index - end), 60)
        place += 1.0 if DATE_NAME.search(split_names(page.names[block.element])) else 0.0
        place += 0.5 if letters < 16 else 0.0
        is_other = _is_cell_of_other(page, index)
        for order, hit in enumerate(hits):
            role, worth = role_of(text, hits, order)
            role = "other" if is_other else role
            is_running_text = worth == 0 and letters > 40 and block.mass > 90
            if not is_running_text:
                score = worth + place + (0.5 if hit.date.at else 0.0)
                ranked[role].append((score, -index * 10 - order, hit.date))
    best = {role: max(dates)[2:] if dates and max(dates)[0] >= ENOUGH else () for role, dates in ranked.items()}
    return list(best["published"]), list(best["updated"])


def _is_cell_of_other(page: Page, index: int) -> bool:
    """Whether a cell's date is that of something else by the cell before it: 設立 | 2019年4月1日."""
    if index == 0 or page.blocks[index].tag not in LABELLED_CELLS:
        return False
    label = page.blocks[index - 1]
    is_beside = page.parents[label.element] == page.parents[page.blocks[index].element]
    return is_beside and label.tag in LABEL_CELLS and label.mass < 60 and OTHER_LABEL.search(label.text) is not None


def role_of(text: str, hits: list[FoundDate], order: int) -> tuple[Role, float]:
    """The role of one of the dates of a folded text, and how sure a label makes it."""
    hit = hits[order]
    before = text[hits[order - 1].end if order else 0 : hit.start][-16:]
    after = text[hit.end : hits[order + 1].start if order + 1 < len(hits) else len(text)][:12]
    if (
        RANGE.match(after)
        or (order and RANGE_END.search(before))
        or OTHER_LABEL.search(before)
        or OTHER_LABEL.search(after[:6])
    ):
        return "other", 0.0
    if label := LABEL_END.search(before):
        return ("updated", 1.0) if UPDATED_LABEL.search(label[0]) else ("published", 1.2)
    if UPDATED_LABEL.search(after[:6]) and not PUBLISHED_LABEL.search(before):
        return "updated", 1.0
    if PUBLISHED_LABEL.search(after[:5]) or after.strip() in DATED_AS:
        return "published", 1.2
    if UPDATED_LABEL.search(before) and not PUBLISHED_LABEL.search(before):
        return "updated", 1.0
    return "published", 1.2 if PUBLISHED_LABEL.search(before) else 0.0


def is_in_list(page: Page, at: int) -> bool:
    """Whether an element belongs to a teaser of another page: a long list, a box about others, a nested article."""
    articles = 0
    for _ in range(MAX_DEPTH):
        if at <= 0:
            break
        tag = page.tags[at]
        if tag in ("nav", "footer", "aside") or is_surely_noise_name(page.names[at]):
            return True
        if tag == "li" and _count_items(page, page.parents[at]) > 3:
            return True
        articles += tag == "article"
        at = page.parents[at]
    return articles > 1


def _count_items(page: Page, at: int) -> int:
    """How many children an element has, counted up to a few."""
    count, inner = 0, at + 1
    while inner < page.ends[at] and count < 5:
        count += 1
        inner = page.ends[inner]
    return count
