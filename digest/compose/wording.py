"""Wording: the few words Digest itself puts into an edition, in the languages it knows them in."""

from __future__ import annotations

from dataclasses import dataclass

from digest.model.languages import fallbacks


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """``full``, ``update`` and ``short`` are link texts; ``{}`` is the headline they name."""

    more_news: str
    full: str
    update: str
    short: str


_KNOWN = {
    "en": Wording(
        more_news="More news",
        full="Read the full story: {}",
        update="Read what is new: {}",
        short="Read on: {}",
    ),
    "uk": Wording(
        more_news="Інші новини",
        full="Читати повністю: {}",
        update="Що нового: {}",
        short="Докладніше: {}",
    ),
    "de": Wording(
        more_news="Weitere Meldungen",
        full="Den ganzen Artikel lesen: {}",
        update="Das ist neu: {}",
        short="Weiterlesen: {}",
    ),
    "es": Wording(
        more_news="Más noticias",
        full="Leer la noticia completa: {}",
        update="Qué hay de nuevo: {}",
        short="Seguir leyendo: {}",
    ),
    "fr": Wording(
        more_news="Autres nouvelles",
        full="Lire l’article complet : {}",
        update="Ce qui est nouveau : {}",
        short="Lire la suite : {}",
    ),
    "pl": Wording(
        more_news="Więcej wiadomości",
        full="Przeczytaj cały artykuł: {}",
        update="Co nowego: {}",
        short="Czytaj dalej: {}",
    ),
    "it": Wording(
        more_news="Altre notizie",
        full="Leggi l’articolo completo: {}",
        update="Le novità: {}",
        short="Continua a leggere: {}",
    ),
    "pt": Wording(
        more_news="Mais notícias",
        full="Ler a notícia completa: {}",
        update="O que há de novo: {}",
        short="Continuar a ler: {}",
    ),
    "pt-BR": Wording(
        more_news="Mais notícias",
        full="Ler a reportagem completa: {}",
        update="O que há de novo: {}",
        short="Continuar lendo: {}",
    ),
    "ar": Wording(
        more_news="أخبار أخرى",
        full="اقرأ الخبر كاملًا: {}",
        update="اقرأ المستجدات: {}",
        short="تابع القراءة: {}",
    ),
    "fa": Wording(
        more_news="خبرهای دیگر",
        full="متن کامل خبر: {}",
        update="تازه‌ترین تحولات: {}",
        short="ادامهٔ مطلب: {}",
    ),
    "he": Wording(
        more_news="חדשות נוספות",
        full="לידיעה המלאה: {}",
        update="מה חדש: {}",
        short="להמשך קריאה: {}",
    ),
    "nl": Wording(
        more_news="Meer nieuws",
        full="Lees het hele verhaal: {}",
        update="Wat is er nieuw: {}",
        short="Lees verder: {}",
    ),
}

_UNKNOWN = Wording(more_news=_KNOWN["en"].more_news, full="{}", update="{}", short="{}")
"""For other languages a link is named by its headline alone, which is always right. A section needs
a title of letters: the checker refuses a mail whose heading says nothing."""


def wording(language: str) -> Wording:
    """Digest's own words in a language: of its very region, else of the language. Where we have
    none, a link has no words but its headline, and the section "More news" has its English title.
    """
    return next((_KNOWN[tag] for tag in fallbacks(language) if tag in _KNOWN), _UNKNOWN)
