"""What the public pages say, in the newsletter's language; English where we have no other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """The pages' sentences. ``{newsletter}`` and ``{address}`` are put in where they stand."""

    leave_title: str
    leave_question: str
    leave_button: str
    left_title: str
    left_sentence: str
    return_button: str
    back_title: str
    back_sentence: str
    cannot_return: str
    choose_title: str
    choose_sentence: str
    choose_button: str
    choose_saved: str
    unknown_title: str
    unknown_sentence: str
    correction: str
    note_withdrawn: str
    note_corrected: str  # {text}: the words of now
    note_picture: str
    note_changed: str


_ENGLISH = Words(
    leave_title="Leave {newsletter}?",
    leave_question="{address} will get no more letters of {newsletter}.",
    leave_button="Unsubscribe",
    left_title="You have left {newsletter}",
    left_sentence="We will not write to {address} again.",
    return_button="Subscribe again",
    back_title="You get {newsletter}",
    back_sentence="{address} is on the list.",
    cannot_return="To come back, please subscribe anew.",
    choose_title="Your sections of {newsletter}",
    choose_sentence="{address} gets the top stories of every section, and all of these sections:",
    choose_button="Save",
    choose_saved="Saved. Your next letter has these sections.",
    unknown_title="This link does not work",
    unknown_sentence="It may have been cut in two. Please open the link in your letter again.",
    correction="Correction",
    note_withdrawn="The source withdrew this story after this letter was sent.",
    note_corrected="The source has corrected this story since. It now reads: “{text}”",
    note_picture="The source has replaced the picture of this story since.",
    note_changed="The source has changed this story since.",
)
_UKRAINIAN = Words(
    leave_title="Відписатися від «{newsletter}»?",
    leave_question="{address} більше не отримуватиме листів «{newsletter}».",
    leave_button="Відписатися",
    left_title="Ви відписалися від «{newsletter}»",
    left_sentence="Ми більше не писатимемо на {address}.",
    return_button="Підписатися знову",
    back_title="Ви отримуєте «{newsletter}»",
    back_sentence="{address} є у списку.",
    cannot_return="Щоб повернутися, підпишіться, будь ласка, наново.",
    choose_title="Ваші розділи у «{newsletter}»",
    choose_sentence="{address} отримує головні новини всіх розділів, а також ці розділи повністю:",
    choose_button="Зберегти",
    choose_saved="Збережено. Наступний лист матиме ці розділи.",
    unknown_title="Це посилання не працює",
    unknown_sentence="Можливо, його розірвано. Відкрийте, будь ласка, посилання з листа ще раз.",
    correction="Виправлення",
    note_withdrawn="Джерело відкликало цей матеріал після того, як цей лист було надіслано.",
    note_corrected="Відтоді джерело виправило цей матеріал. Тепер у ньому сказано: «{text}»",
    note_picture="Відтоді джерело замінило зображення до цього матеріалу.",
    note_changed="Відтоді джерело змінило цей матеріал.",
)
_GERMAN = Words(
    leave_title="„{newsletter}“ abbestellen?",
    leave_question="{address} bekommt dann keine Briefe von „{newsletter}“ mehr.",
    leave_button="Abbestellen",
    left_title="„{newsletter}“ ist abbestellt",
    left_sentence="Wir schreiben nicht mehr an {address}.",
    return_button="Wieder bestellen",
    back_title="Sie bekommen „{newsletter}“",
    back_sentence="{address} steht auf der Liste.",
    cannot_return="Wenn Sie zurückkommen möchten, bestellen Sie bitte neu.",
    choose_title="Ihre Ressorts in „{newsletter}“",
    choose_sentence="{address} bekommt das Wichtigste aus allen Ressorts und diese Ressorts ganz:",
    choose_button="Speichern",
    choose_saved="Gespeichert. Ihr nächster Brief hat diese Ressorts.",
    unknown_title="Dieser Link geht nicht",
    unknown_sentence="Vielleicht ist er zerteilt. Öffnen Sie bitte den Link im Brief noch einmal.",
    correction="Korrektur",
    note_withdrawn="Die Quelle hat diesen Beitrag nach dem Versand dieses Briefs zurückgezogen.",
    note_corrected="Die Quelle hat diesen Beitrag seitdem berichtigt. Jetzt heißt es: „{text}“",
    note_picture="Die Quelle hat das Bild zu diesem Beitrag seitdem ersetzt.",
    note_changed="Die Quelle hat diesen Beitrag seitdem geändert.",
)
_LANGUAGES = {"en": _ENGLISH, "uk": _UKRAINIAN, "de": _GERMAN}


def words_in(language: str) -> Words:
    """The words of the language, by its primary subtag."""
    return _LANGUAGES.get(language.partition("-")[0].lower(), _ENGLISH)
