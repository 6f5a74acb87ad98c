"""Whatever Digest refuses or reports at the desk has its Ukrainian: no sentence is forgotten."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.desk.rendering import FOLDER
from digest.store.addresses import normalise_address
from digest.wording.words import Words, words_for

PACKAGE = Path(__file__).parents[2] / "digest"
KYIV = ZoneInfo("Europe/Kyiv")

ELSEWHERE = {
    "cli/": "the command line speaks English",
    "config.py": "settings are read before there is a desk",
    "errors.py": "settings are read before there is a desk",
    "incidents.py": "what fails in a running process is in the log and the operator's mail",
    "store/secret_key.py": "keys are compared when a command begins",
    "store/inspection.py": "the doctor is asked on the command line",
    "store/backup.py": "backups are made and put back on the command line",
    "mistakes.py": "settings are read before there is a desk",
    "alert_note.py": "mails to the operator speak English",
    "model/alert.py": "mails to the operator speak English",
    "model/languages.py": "settings are read before there is a desk",
    "approval_note.py": "mails that ask for approval have words of their own",
    "collect.py": "sources are reported on the command line",
    "compose/": "why a story stands where it does is in uk.reasons.toml",
    "gather/": "sources are reported on the command line; but for pictures, see below",
    "readers/": "readers have pages and words of their own",
    "returns.py": "mail that came back is reported on the command line and in the log",
    "deliver/bounce.py": "mail that came back is reported on the command line and in the log",
    "deliver/mailbox.py": "mail that came back is reported on the command line and in the log",
    "deliver/maildir.py": "mail that came back is reported on the command line and in the log",
    "deliver/postbox.py": "mail that came back is reported on the command line and in the log",
    "store/returns.py": "mail that came back is reported on the command line and in the log",
    "present/check/": "what the checker finds is in uk.findings.toml",
    "present/lint.py": "templates are looked through on the command line",
    "present/trial.py": "templates are looked through on the command line",
    "present/mjml_tags.py": "templates are looked through on the command line",
    "present/theme.py": "the technical part of a template's mistake",
    "present/words.py": "the technical part of a template's mistake",
    "scheduler.py": "the names of jobs, in the log",
    "store/recipient": "lists of recipients are kept on the command line",
    "store/users.py": "people are given access on the command line",
}
"""Modules with sentences that reach no page of the desk, and why."""

PICTURES = ("gather/fetch.py", "gather/connect.py", "gather/addresses.py")
"""Pictures are fetched by what gathers articles, and editors are told of those left out."""

NOT_SHOWN = {
    "NewsroomDigest/1 (feed reader)": "a header",
    "img-src 'self' data:": "a header",
    "<!doctype html>": "a part of a mail",
    '<mj-style inline="inline">(.*?)</mj-style>': "a part of a mail",
    "digest approve link": "salts a signature",
    "digest device cookie": "salts a signature",
    ": still here\n\n": "a comment in a stream",
    "sign in first": "answers a stream, which a browser does not show",
    '<!doctype html>\n<html lang="held"><head><meta charset="utf-8"><meta name="viewport"'
    ' content="width=device-width, initial-scale=1"><title>held</title></head>\n<body><main>'
    '<h1>held</h1><p role="alert">held</p></main></body></html>\n': "a page around its words",
    "closed connection": "in what h11 says",
    "disconnected without": "in what httpcore says",
    "Could not decode": "how Python's own error begins",
    "send now failed": "the subject of an alert, in the operator's mail",
    "refused by the checker": "the subject of an alert, in the operator's mail",
    "letters unknown": "the subject of an alert, in the operator's mail",
    "held: this is over: held": "an all-clear, in the operator's mail",
    "letters failed": "the subject of an alert, in the operator's mail",
    "sent before": "the subject of an alert, in the operator's mail",
    "too few stories": "the subject of an alert, in the operator's mail",
    "not approved in time": "the subject of an alert, in the operator's mail",
    "not sent in time": "the subject of an alert, in the operator's mail",
    "not begun in time": "the subject of an alert, in the operator's mail",
    "no letter taken": "the subject of an alert, in the operator's mail",
    "held is held now; this is over: held": "an all-clear, in the operator's mail",
    "what you were told of held is over: held": "an all-clear, in the operator's mail",
    "it is a folder or device": "of a source's file",
    "there is no such file": "of a source's file",
    "held: held; correct the source's path": "of a source's file",
    "held: it cannot be read (held); check its permissions": "of a source's file",
    "deleted since the audience was frozen": "of a reader who is written to no more",
    "held since the audience was frozen": "of a reader who is written to no more",
    "placed here by held": "a reason, in uk.reasons.toml",
    "split from another story by an editor": "a reason, in uk.reasons.toml",
    "held is held: it cannot be built againheld": "put together, see below",
    "; `digest release held` first": "put together, see below",
    "held is at held, which": "put together, see below",
}
"""Sentences that reach no page although others of their modules do, and what they are."""

KEYS = {"security", "every_minutes", "timeout_seconds", "maximum_megabytes", "never_after"}
KEYS |= {"allow_private_addresses"}
NAMES = KEYS | {"http", "https", "toml", "schedules", "gathering", "import", "true"}
"""English that Ukrainian sentences have as well."""


@pytest.fixture(scope="module")
def ukrainian() -> Words:
    return words_for(["uk"], KYIV)


def test_whatever_digest_says_to_the_desk_has_its_ukrainian(ukrainian: Words) -> None:
    said = {*sentences()}
    assert len(said) > 150
    assert sorted(NOT_SHOWN.keys() - said) == []
    left = sorted(said - NOT_SHOWN.keys())
    assert [each for each in left if is_english(each, ukrainian)] == []


def test_a_new_sentence_without_its_ukrainian_is_found(ukrainian: Words) -> None:
    module = ast.parse('raise StateError(f"{edition} is far too blue: paint it")')
    (sentence,) = [each for each in texts(module) if is_sentence(each)]
    assert is_english(sentence, ukrainian)


@pytest.mark.parametrize(
    ("sentence", "said"),
    {
        "with a state's own word": (
            "morning-2026-03-12 is killed: it cannot become approved",
            "morning-2026-03-12 — знято: перевести випуск у стан «схвалено» не можна",
        ),
        "an end for one state": (
            "a-1 is approved: it cannot be built again; `digest release a-1` first",
            "a-1 — схвалено: скласти знову не можна, спершу відпустіть випуск",
        ),
        "without that end": (
            "a-1 is sent: it cannot be built again",
            "a-1 — надіслано: скласти знову не можна",
        ),
        "a refusal within a refusal": (
            "a-1: nothing was changed: its source withdrew “Ferry: it stays”",
            "a-1: нічого не змінено: джерело відкликало «Ferry: it stays»",
        ),
        "a reason within": (
            "the build leaves it out: already sent on Tuesday, 10 March as lead",
            "не ввійшло в останнє складання: уже надіслано 10 березня як «Головне»",
        ),
        "several reasons": (
            "7 of 9 letters went out. The rest: 1 × 550 no such user; 1 × not taken before the"
            " edition's last minute: no answer within 60 seconds",
            "надіслано листів: 7 з 9. Решта: 1 × 550 no such user; 1 × не прийнято до крайнього"
            " часу випуску: немає відповіді, чекали 60 с",
        ),
        "a picture that is left out": (
            "story a-3: the picture https://a.example/b.png cannot be fetched (https://a.example/"
            "b.png: the server answered 404; there is nothing; correct the source's url), left out",
            "матеріал a-3: зображення https://a.example/b.png не отримано (https://a.example/"
            "b.png: сервер відповів 404; там нічого немає; виправте адресу); пропущено",
        ),
        "a link that is left out": (
            "story a-3: the link 'javascript:x' may not stand in a mail, left out",
            "матеріал a-3: посилання «javascript:x» не може стояти в листі, його пропущено",
        ),
        "an address of one's own network": (
            "intra.example is at 10.0.0.7, which is private: for sources on your own network, set"
            " allow_private_addresses = true under [gathering]",
            "intra.example має адресу 10.0.0.7 (приватна): для джерел у власній мережі задайте"
            " allow_private_addresses = true у [gathering]",
        ),
        "the checker's": (
            "a-1: the checker found 2 error(s), first no-script: a script; see all with"
            " `digest check a-1`",
            "a-1: перевірка знайшла помилок: 2; перша — no-script: a script; усі — на вкладці"
            " «Перевірки»",
        ),
        "a template's line, and the parser's own words": (
            "parts/lead.mjml line 7: 'headlin' is undefined",
            "parts/lead.mjml, рядок 7: 'headlin' is undefined",
        ),
        "a locked database": (
            "cannot write the editions: database is locked",
            "зараз не вдається записати випуски: база даних зайнята",
        ),
        "who holds it": (
            "a-1 is being sent by process 17 on mill",
            "a-1 уже надсилає процес 17 на mill",
        ),
        "one word": ("built", "складено"),
        "another": ("interrupted", "перервано"),
    }.values(),
)
def test_a_sentence_that_is_put_together_is_said_in_whole(
    ukrainian: Words, sentence: str, said: str
) -> None:
    assert ukrainian.refusal(sentence) == said


@pytest.mark.parametrize(
    "address",
    [
        *("oksana", "a@", "@b.com", "a@b", "a..b@c.com", "a@b@c.com", "a(b@c.com", "a@b_c.com"),
        *("a@-b.com", ".a@b.com", "a@b.com.", "a@b.test", "a@[1.2.3.4]", f"a@{'b' * 70}.com"),
        *(f"{'a' * 300}@b.com", "a@b.com\nBcc"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_ukrainian(ukrainian: Words, address: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        normalise_address(address)
    assert not english_in(ukrainian.refusal(str(refused.value)))


@pytest.mark.parametrize(
    "words",
    [
        "waiting for the mayor: he calls at six",
        "the budget is late: it cannot be built again",
        "it was in the paper; we ran it yesterday",
    ],
)
def test_what_a_person_wrote_stays_as_it_is(ukrainian: Words, words: str) -> None:
    assert ukrainian.refusal(words) == words


def test_what_only_begins_like_one_of_ours_is_shown_all_the_same(ukrainian: Words) -> None:
    odd = "already sent on Today, 40 Marchember as lead"
    assert ukrainian.refusal(f"the build leaves it out: {odd}").endswith(odd)


def test_english_is_said_as_it_is() -> None:
    english = words_for(["en"], KYIV)
    assert [each for each in sentences() if english.refusal(each) != each] == []


def test_the_modules_that_reach_no_page_are_there() -> None:
    for module in ELSEWHERE:
        assert [*PACKAGE.glob(f"{module}*")] or (PACKAGE / module).is_dir(), module


def test_no_page_has_words_of_its_own() -> None:
    for page in sorted((FOLDER / "pages").glob("*.html")):
        text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", page.read_text("utf-8"), flags=re.DOTALL)
        labels = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', text)
        without = re.sub(r"""[\w:-]+=(?:"[^"]*"|'[^']*')|<[^>]*>""", " ", text)
        shown = " ".join([re.sub(r"<[^>]*>", " ", without), *labels])
        assert set(re.findall(r"[A-Za-z]{2,}", shown)) <= {"Ctrl", "Alt", "px", "https"}, page.name


def is_english(sentence: str, words: Words) -> bool:
    """Whether English is left of it. Some sentences are said of something that is named before."""
    named = (sentence, f"held {sentence}", f"held: {sentence}")
    numbered = (each.replace("held", "3") for each in named)
    return all(english_in(words.refusal(each)) for each in (*named, *numbered))


def english_in(said: str) -> set[str]:
    return set(re.findall(r"\b[a-z]\w+", re.sub(r"`[^`]*`|held", "", said))) - NAMES


def sentences() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if module in PICTURES or not module.startswith(tuple(ELSEWHERE)):
            tree = ast.parse(path.read_text("utf-8"))
            yield from filter(is_sentence, texts(tree))


def is_sentence(text: str) -> bool:
    own = re.sub("'?held'?", "…", text)
    looks = re.search(r"[a-z’']{2,} [a-z“`(]{2,}", own) is not None
    code = re.search(r"\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ALTER|WHERE|FROM)\b|\\", own)
    return looks and not code


def texts(node: ast.AST) -> Iterator[str]:
    """Every text below the node, "held" for each value in it; no docstring, nothing logged."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
            return
        case ast.Constant(value=str(text)):
            yield text
            return
        case ast.JoinedStr(values=parts):
            yield "".join(sample(part) for part in parts)
    pieces = isinstance(node, ast.JoinedStr)
    for child in ast.iter_child_nodes(node):
        if pieces and isinstance(child, ast.Constant):
            continue
        yield from texts(child)


def sample(part: ast.expr) -> str:
    match part:
        case ast.Constant(value=str(text)):
            return text
        case ast.FormattedValue(conversion=114):  # !r
            return "'held'"
    return "held"
