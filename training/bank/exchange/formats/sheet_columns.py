"""The columns of a table of questions: what each is called in English and in Chinese, and what stands in it."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from training.bank.exchange.values import FileRefused

COLUMNS: dict[str, tuple[str, str, object]] = {
    "identifier": ("identifier", "标识", gettext_lazy("what a second import knows the question again by")),
    "language": (
        "language",
        "语言",
        gettext_lazy(
            "of the texts of this row; a second row with the same identifier and another language is its translation"
        ),
    ),
    "kind": ("kind", "题型", gettext_lazy("one of the kinds below")),
    "name": ("name", "名称", gettext_lazy("what trainers call the question")),
    "category": ("category", "分类", gettext_lazy("below the category that you import into; “/” stands between names")),
    "tags": ("tags", "标签", gettext_lazy("with “;” between them")),
    "difficulty": ("difficulty", "难度", gettext_lazy("1 (easy) to 5 (hard)")),
    "objective": ("objective", "目标", gettext_lazy("what answering right shows")),
    "question": (
        "question",
        "题目",
        gettext_lazy("the text, plain or HTML; of gaps, in the notation of Moodle: {1:SHORTANSWER:=90~=ninety}"),
    ),
    "answer": (
        "answer",
        "答案",
        gettext_lazy(
            "the right options (A or 1; several with “;” between them), or true or false; "
            "not needed where worth says it"
        ),
    ),
    "option": (
        "option",
        "选项",
        gettext_lazy(
            "1, 2, 3…: an option, an accepted value (120±5, 120±10%, 118..122) or wording, an item in the right order, "
            "a prompt, the name of a region, a line of the rubric"
        ),
    ),
    "match": (
        "match",
        "对应",
        gettext_lazy(
            "1, 2, 3…: what belongs to the prompt; the outline of the region; the levels of the line (0: no | 3: yes)"
        ),
    ),
    "worth": ("worth", "得分比例", gettext_lazy("1, 2, 3…: per cent of the mark; below 0 costs")),
    "feedback": (
        "feedback",
        "反馈",
        gettext_lazy("1, 2, 3…: told to whoever answered so; of true or false, 1 is true and 2 is false"),
    ),
    "explanation": ("explanation", "解析", gettext_lazy("told to everyone with the result")),
    "hint": ("hint", "提示", gettext_lazy("1, 2, 3…: shown one by one when asked for")),
    "fixed": (
        "fixed",
        "固定选项",
        gettext_lazy("the options that keep their place when others are shuffled (E; or 5)"),
    ),
    "shuffle": ("shuffle", "打乱顺序", gettext_lazy("yes or no; empty: yes")),
    "all_or_nothing": ("all or nothing", "全对才得分", gettext_lazy("yes or no; empty: no")),
    "case_sensitive": ("case sensitive", "区分大小写", gettext_lazy("yes or no; empty: no")),
    "units": ("units", "单位", gettext_lazy("N·m=1; lbf·ft=1.3558: what a number in the unit is multiplied by")),
    "unit_required": ("unit required", "必须写单位", gettext_lazy("yes or no; empty: no")),
    "unit_penalty": ("unit penalty", "单位错误扣分", gettext_lazy("per cent of the mark lost when the unit is wrong")),
    "picture": (
        "picture",
        "图片",
        gettext_lazy("of a question that points in a picture: its number in the bank (64 digits)"),
    ),
    "most_points": ("points", "可选位置数", gettext_lazy("how many places may be pointed at; empty: 1")),
    "pictures": (
        "pictures",
        "题图",
        gettext_lazy("beside the question: numbers in the bank, one a line, each with what it shows"),
    ),
    "model_answer": ("model answer", "参考答案", gettext_lazy("for whoever grades an essay")),
    "most_characters": ("most characters", "字数上限", gettext_lazy("of an essay; empty: 20000")),
    "files": ("files", "附件数", gettext_lazy("how many files may be handed in; empty: 0")),
    "text_required": ("text required", "必须写文字", gettext_lazy("yes or no; empty: yes")),
}
NUMBERED = ("option", "match", "worth", "feedback", "hint")
MOST_NUMBERED = 100
KINDS = {
    "choice": ("choice", "单选"),
    "multiple": ("multiple", "多选"),
    "true_false": ("true or false", "判断"),
    "numeric": ("number", "数值"),
    "short_text": ("short text", "简答"),
    "ordering": ("order", "排序"),
    "matching": ("match", "匹配"),
    "gap_fill": ("gaps", "填空"),
    "hotspot": ("point", "看图指点"),
    "essay": ("essay", "论述"),
}
_YES = {"yes", "y", "true", "t", "1", "是", "对", "正确", "√", "x"}
_NO = {"no", "n", "false", "f", "0", "否", "错", "错误", "×"}
_NUMBER = re.compile(r"^(.*?)[ _]?(\d{1,3})$")


def key_of(heading: str) -> str:
    """The column that a heading names ("Option 3" is "option_3"), "" for none."""
    word = " ".join(heading.replace("_", " ").split()).lower()
    found = _NUMBER.match(word)
    if found and (name := _NAMES.get(found[1].strip())) in NUMBERED and 1 <= int(found[2]) <= MOST_NUMBERED:
        return f"{name}_{int(found[2])}"
    name = _NAMES.get(word, "")
    return "" if name in NUMBERED else name


_NAMES = {word: name for name, (english, chinese, _text) in COLUMNS.items() for word in (english, chinese)}
_NAMES |= {name.replace("_", " "): name for name in COLUMNS}
_KINDS = {word: kind for kind, words in KINDS.items() for word in (*words, kind, kind.replace("_", " "))}


def heading(key: str, *, chinese: bool) -> str:
    """What a column is called."""
    name, _line, number = key.partition("_") if key.partition("_")[0] in NUMBERED else (key, "", "")
    word = COLUMNS[name][int(chinese)]
    return f"{word} {number}".strip() if not chinese else f"{word}{number}"


def keys_of(headings: list[str]) -> list[str]:
    """The columns of a file by their headings. Raises FileRefused for one that is not known or there twice."""
    keys = [key_of(one) if one.strip() else "" for one in headings]
    unknown = [one.strip()[:40] for one, key in zip(headings, keys, strict=True) if one.strip() and not key]
    if unknown:
        raise FileRefused(
            _("Unknown columns in line 1: %(names)s. The template shows the columns there are.")
            % {"names": ", ".join(unknown[:5])}
        )
    named = [key for key in keys if key]
    if twice := sorted({key for key in named if named.count(key) > 1}):
        raise FileRefused(_("The column “%(name)s” is there twice.") % {"name": heading(twice[0], chinese=False)})
    if missing := [key for key in ("kind", "question") if key not in named]:
        raise FileRefused(_("Line 1 has no column “%(name)s”.") % {"name": heading(missing[0], chinese=False)})
    return keys


def kind_of(word: str) -> str | None:
    """The kind that a cell names."""
    return _KINDS.get(" ".join(word.lower().split()))


def truth_of(word: str) -> bool | None:
    """A yes or no, in either language; None for neither."""
    bare = word.strip().lower()
    return True if bare in _YES else False if bare in _NO else None
