"""What Digest refuses or reports at the desk are messages of the catalogues, not text in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.check.checker import RULES
from digest.check.clients import FeatureRole
from digest.check.styles import View
from digest.check.template_check import EDITIONS
from digest.desk.page_templates import FOLDER
from digest.model.article import Status
from digest.model.catalogue import read_folder
from digest.model.edition import State, StoryPlace
from digest.model.errors import StateError, text_of
from digest.model.mail import RecipientStatus
from digest.model.message import Message, Text
from digest.present.mjml_tags import FORBIDDEN
from digest.present.templates import line_of
from digest.recipients.addresses import normalise_address
from digest.wording.desk_words import DeskWords, words_for
from tests.wording.test_reasons import keys_of

PACKAGE = Path(__file__).parents[2] / "digest"
KYIV = ZoneInfo("Europe/Kyiv")

ELSEWHERE = {
    "cli/": "the command line speaks English",
    "settings/load.py": "settings are read before there is a desk",
    "model/errors.py": "settings are read before there is a desk",
    "store/secret_key.py": "keys are compared when a command begins",
    "store/integrity.py": "the doctor is asked on the command line",
    "store/backup.py": "backups are made and put back on the command line",
    "settings/validate.py": "settings are read before there is a desk",
    "settings/block_tables.py": "settings are read before there is a desk",
    "model/languages.py": "settings are read before there is a desk",
    "compose/brief.py": "words that begin sentences",
    "gather/page_boilerplate.py": "what a line of a copied page is, for those who fit the model",
    "gather/page_labels.py": "what a line of a copied page is, for those who fit the model",
    "gather/page_dates.py": "what copied pages say",
    "readers/page_style.py": "a style sheet",
    "model/sentences.py": "abbreviations",
    "check/rules.py": "where rules come from, for their documentation",
    "check/vocabulary.py": "what mails say",
    "model/toml_file.py": "mistakes in settings and words are said before there is a desk",
    "model/catalogue.py": "mistakes in catalogues are said before there is a desk",
    "present/mjml_tags.py": "names of attributes",
    "store/recipient": "lists of recipients are kept on the command line",
    "recipients/files.py": "lists of recipients are kept on the command line",
    "store/users.py": "people are given access on the command line",
}
"""Modules with sentences that reach no page of the desk, and why."""

MADE_UP = (
    "What the first witness said",
    "A made-up story stands trial in every template",
    "It has all that a story can have. No reader will ever see it, if all goes well.",
    "Read the story of the trial",
    "A court room",
    "The court room before the trial.",
    "What is wrong here is wrong in the morning.",
    "A brief on trial",
    "Good morning. This edition is made up. — Ann",
    "A headline and no more",
    "A swallow nests above the bench.",
    "A wig on its stand",
    "Curled by hand.",
    "I was asleep",
    "Nor is the clerk.",
    "On duty since four",
    "See the wigs",
    "The court sits.",
    "The judge is not on trial.",
    "The second witness",
    "The trial in sound",
    "Wigs for every court",
    "With all the witnesses.",
    "pages in the file",
    "words in all the files",
)

NOT_SHOWN = {
    "NewsroomDigest/1 (feed reader)": "a header",
    "img-src 'self' data:": "a header",
    "sandbox allow-same-origin": "a header",
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src https: data:;"
    " style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'": "a header",
    "digest approve link": "salts a signature",
    "digest device cookie": "salts a signature",
    "digest check": "names a program in SARIF",
    ": still here\n\n": "a comment in a stream",
    "sign in first": "answers a stream, which a browser does not show",
    "closed connection": "in what h11 says",
    "disconnected without": "in what httpcore says",
    "send now failed": "the subject of an alert, in the operator's mail",
    "refused by the checker": "the subject of an alert, in the operator's mail",
    "letters unknown": "the subject of an alert, in the operator's mail",
    "letters failed": "the subject of an alert, in the operator's mail",
    "sent before": "the subject of an alert, in the operator's mail",
    "too few stories": "the subject of an alert, in the operator's mail",
    "not approved in time": "the subject of an alert, in the operator's mail",
    "not sent in time": "the subject of an alert, in the operator's mail",
    "not begun in time": "the subject of an alert, in the operator's mail",
    "no letter taken": "the subject of an alert, in the operator's mail",
    "not begun": "what an alert is about, by its name",
    "not approved": "what an alert is about, by its name",
    "not sent": "what an alert is about, by its name",
    "approve by": "a step of the timetable, by its name in the log",
    "send at": "a step of the timetable, by its name in the log",
    "send by": "a step of the timetable, by its name in the log",
    "never after": "a step of the timetable, by its name in the log",
    "standard input": "the name of a message that is handed over",
    "it is no file": "an error as the system names it",
    "no element found": "in what a parser of XML says",
    "unclosed token": "in what a parser of XML says",
    " starting at": "in what Python's parser of JSON says",
    "The council has opened the harbour again.": "read once, to load a model",
    **dict.fromkeys(MADE_UP, "in the made-up editions that templates are tried with"),
    "html head": "a part of a mail, named in places.py",
    "html as Word reads it": "a part of a mail, named in places.py",
    "html as Word reads it,": "a part of a mail, named in places.py",
    "untitled document": "what other programs call a mail",
    "npm caniemail, data/caniemail.json; https://www.caniemail.com": "where data come from",
}
"""Sentences that reach no page although others of their modules do, and what they are."""

FILES = {"edition.json", "edition.html", "edition.txt", "edition.eml"}
"""Files that commands write, called as keys are."""

NOT_SHOWN_AS = {"needs"}
"""Fields of a rule of the mail checker that only its documentation and SARIF have."""

PROGRAM = re.compile(r"[a-z-]+ (?:android|ios|macos|windows|[a-z]+-webmail|[a-z]+-com|[a-z]+-mail)")
"""A mail program by caniemail's names."""

STYLE = re.compile(r"(?:[a-z-]+:[^\s;:][^;]*;?)+")
"""The content of an attribute "style"."""


@pytest.fixture(scope="module")
def ukrainian() -> DeskWords:
    return words_for(["uk"], KYIV)


def test_no_sentence_that_the_desk_may_show_is_written_in_code() -> None:
    said = {*sentences()}
    assert sorted(NOT_SHOWN.keys() - said) == []
    assert sorted(said - NOT_SHOWN.keys()) == []


def test_a_new_sentence_in_code_is_found() -> None:
    module = ast.parse('raise StateError(f"{edition} is far too blue: paint it")')
    assert [each for each in texts(module) if is_sentence(each)] == [
        "held is far too blue: paint it"
    ]


def test_every_message_that_code_makes_is_in_the_catalogues() -> None:
    known = read_folder("en").keys()
    made = {*message_keys()} - FILES
    assert len(made) > 400
    assert sorted(made - known) == []


def test_every_message_of_a_state_a_place_or_a_kind_is_in_the_catalogues() -> None:
    over = {State.SENT, State.KILLED, State.EXPIRED}
    editable = {State.READY, State.HELD, State.APPROVED}
    made = {state.message.key for state in State} | {place.message.key for place in StoryPlace}
    made |= {f"edition.first_{state}" for state in set(State) - over}
    made |= {f"edit.not_while_{state}" for state in set(State) - editable}
    made |= {f"reason.{status}" for status in set(Status) - {Status.USABLE}}
    made |= {f"delivery.{one}_since" for one in set(RecipientStatus) - {RecipientStatus.ACTIVE}}
    made |= {f"check.role_{role.value}" for role in FeatureRole}
    made |= {f"check.view_{view.name.lower()}" for view in View}
    made |= {said.key for rule in RULES for said in (rule.protects, rule.hint)}
    made |= {f"template.forbidden_{why}" for why in FORBIDDEN.values()}
    made |= {f"template.trial_{edition}" for edition in EDITIONS}
    places = ("headline", "byline", "picture", "paragraph")
    made |= {f"reading.place_{place}" for place in places}
    made |= {"edition.release_first", "edition.not_built_again"}
    assert sorted(made - read_folder("en").keys()) == []


def test_every_message_has_the_values_that_its_sentence_shows() -> None:
    sentences = read_folder("en")
    for key, given in messages_made():
        lacking = sentences[key].placeholders - given
        assert not lacking, f"{key} is made without {lacking}"


@pytest.mark.parametrize(
    ("message", "english", "said"),
    {
        "with a state's own word": (
            Message(
                "edition.cannot_become",
                edition="morning-2026-03-12",
                state=State.KILLED.message,
                after=State.APPROVED.message,
            ),
            "morning-2026-03-12 is killed: it cannot become approved",
            "morning-2026-03-12 — знято: перевести випуск у стан «схвалено» не можна",
        ),
        "a refusal within a refusal": (
            Message(
                "edit.nothing_changed",
                edition="a-1",
                why=Message("edit.source_withdrew", title="Ferry: it stays"),
            ),
            "a-1: nothing was changed: its source withdrew “Ferry: it stays”",
            "a-1: нічого не змінено: джерело відкликало «Ferry: it stays»",
        ),
        "several reasons, a server's words among them": (
            Message(
                "alert.some_letters_failed",
                sent=7,
                total=9,
                reasons=(
                    Message("alert.reason_count", count=1, words="550 no such user"),
                    Message(
                        "alert.reason_count",
                        count=1,
                        words=Message(
                            "delivery.not_taken_in_time",
                            words=Message("delivery.no_answer_in_time", seconds=60.0),
                        ),
                    ),
                ),
            ),
            "7 of 9 letters went out. The rest: 1 × 550 no such user; 1 × not taken before the"
            " edition's last minute: no answer within 60 seconds",
            "надіслано листів: 7 з 9. Решта: 1 × 550 no such user; 1 × не прийнято до крайнього"
            " часу випуску: немає відповіді, чекали 60 с",
        ),
        "a link that is left out": (
            Message("rendering.link_left_out", story="a-3", url="javascript:x"),
            "story a-3: the link 'javascript:x' may not stand in a mail, left out",
            "матеріал a-3: посилання «javascript:x» не може стояти в листі, його пропущено",
        ),
        "a template's line, and the parser's own words": (
            Message(
                "common.at", where=line_of("parts/lead.mjml", 7), what="'headlin' is undefined"
            ),
            "parts/lead.mjml line 7: 'headlin' is undefined",
            "parts/lead.mjml, рядок 7: 'headlin' is undefined",
        ),
        "a locked database": (
            Message(
                "database.cannot_write",
                what=Message("database.stored_editions"),
                error=Message("database.locked"),
            ),
            "cannot write the editions: database is locked",
            "зараз не вдається записати випуски: база даних зайнята",
        ),
        "what a person wrote": (
            "the budget is late: it cannot be built again",
            "the budget is late: it cannot be built again",
            "the budget is late: it cannot be built again",
        ),
    }.values(),
)
def test_a_message_is_said_in_whole(
    ukrainian: DeskWords, message: Text, english: str, said: str
) -> None:
    assert str(message) == english
    assert ukrainian.say(message) == said


@pytest.mark.parametrize(
    "address",
    [
        *("oksana", "a@", "@b.com", "a@b", "a..b@c.com", "a@b@c.com", "a(b@c.com", "a@b_c.com"),
        *("a@-b.com", ".a@b.com", "a@b.com.", "a@b.test", "a@[1.2.3.4]", f"a@{'b' * 70}.com"),
        *(f"{'a' * 300}@b.com", "a@b.com\nBcc"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_in_ukrainian(
    ukrainian: DeskWords, address: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        normalise_address(address)
    message = text_of(refused.value)
    assert isinstance(message, Message)
    assert message.key != "address.not_valid"
    assert ukrainian.say(message) != str(message)


def test_an_error_says_the_message_that_it_carries_or_its_own_words() -> None:
    message = Message("edit.already_hidden")
    assert text_of(StateError(message)) == message
    assert [*keys_of(text_of(ValueError(message)))] == ["edit.already_hidden"]
    assert text_of(OSError(2, "No such file")) == "[Errno 2] No such file"


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


def sentences() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).as_posix()
        if not module.startswith(tuple(ELSEWHERE)):
            tree = ast.parse(path.read_text("utf-8"))
            yield from filter(is_sentence, texts(tree))


def is_sentence(text: str) -> bool:
    own = re.sub("'?held'?", "…", re.sub(r"<[^>]*>", "…", text))
    looks = re.search(r"[a-z’']{2,} [a-z“`(]{2,}", own) is not None
    if PROGRAM.fullmatch(text) or STYLE.fullmatch(text) or text.count("|") > 2:  # a pattern
        return False
    code = re.search(r"\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ALTER|WHERE|FROM)\b|\\", own)
    return looks and not code


def texts(node: ast.AST) -> Iterator[str]:
    """Every text below the node, "held" for each value in it; no docstring, nothing logged."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
            return
        case ast.keyword(arg=name) if name in NOT_SHOWN_AS:
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


def messages_made() -> Iterator[tuple[str, set[str]]]:
    """Each message that code makes by a whole key, with the names of the values it is given."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Message"), args=[ast.Constant(value=str(key))]):
                    names = {each.arg for each in node.keywords}
                    if None not in names:  # values that are given as a whole are another test's
                        yield key, {name for name in names if name}


def message_keys() -> Iterator[str]:
    """Every text in code that is the key of a message, wherever it stands."""
    areas = "|".join({key.partition(".")[0] for key in read_folder("en")})
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(rf"(?:{areas})\.[a-z0-9_]*[a-z0-9]", text):
                yield text
