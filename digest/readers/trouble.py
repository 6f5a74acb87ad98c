"""What a page says when something went wrong here: in the browser's language, since it is not known
whose page it is."""

from __future__ import annotations

_SENTENCES = {
    "en": (
        "Something went wrong",
        "Nothing was changed. Please try again in a few minutes; your link goes on working.",
    ),
    "uk": (
        "Щось пішло не так",
        "Нічого не змінено. Спробуйте, будь ласка, за кілька хвилин: ваше посилання діятиме.",
    ),
    "de": (
        "Etwas ist schiefgegangen",
        "Es wurde nichts geändert. Bitte versuchen Sie es in einigen Minuten noch einmal; "
        "Ihr Link gilt weiter.",
    ),
    "ar": (
        "حدث خطأ ما",
        "لم يتغير شيء. يرجى المحاولة مرة أخرى بعد بضع دقائق؛ يبقى رابطك صالحًا.",
    ),
}


def trouble_in(accept_language: str) -> tuple[str, str, str]:
    """The language, the title and the sentence: in the first language of the header that we have,
    or in English."""
    asked = (entry.partition(";")[0].strip() for entry in accept_language.split(","))
    known = (tag.partition("-")[0].lower() for tag in asked)
    language = next((tag for tag in known if tag in _SENTENCES), "en")
    return (language, *_SENTENCES[language])
