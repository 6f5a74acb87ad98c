"""The forms in which captions of pictures and their credits stand on pages copied as text, in the
conventions of many outlets and languages."""

from __future__ import annotations

import re

WORD = (
    r"(?:pics?|photo(?:graph(?:s|y|er|ie)?|s)?|picture|image|(?:photo|image|picture)?\s?credits?"
    r"|illustration|courtesy"
    r"|foto(?:s|grafie|grafia|graf|grafía|ğraf)?|fot\.|bild(?:er|quelle|nachweis|rechte)?"
    r"|quelle|grafik|zeichnung"
    r"|фото(?:граф(?:ія|ії|ка)?)?|світлин[аи]|ілюстрація|зображення|иллюстрация|изображение"
    r"|crédits?(?:\s?photo)?|(?:©\s?)?photographie|dessin|créditos?|imagen|imagem"
    r"|ilustración|ilustração"
    r"|immagine|zdjęci[ea]|zdj\.|źródło|rys\.|görsel|kaynak|beeld|foto[’']s"
    r"|kuva(?:t|aja)?|valokuva(?:t)?|fotó|forrás|zdroj|valok\.|photographer|fotograf(?:în|ie)?|φωτ(?:ογραφ[ίι](?:α|ες)|[όο])?\.?"
    r"|відео|видео|vid[eé]o|ảnh|ภาพ|billede|bilde"
    r"|صورة|الصورة|تصوير|عدسة|المصدر|צילום|תמונה|عکس|写真|撮影|画像|提供|图片来源|图片|图源"
    r"|图|摄影|攝影|圖片|圖|사진)"
)
BY = r"(?:by|von|par|por|di|de|d[’']|od|van|av|af|autor)"
GLUED = r"Credits?|Photo|Foto|Image|Picture|Pic|Bild|Crédits?|Фото"
SHORT = r"(?:fot|zdj|rys|phot|pic)\."
SET_APART = r"[:：/–—-]"
MADE_IN_WORDS = re.compile(
    r"(?:фотографува(?:в|ла|ли)|фотографировал[аи]?|fotografował[aiy]?|fotografiert von"
    r"|photographed by|(?:تصوير|عدسة|צילום)(?=(?:\s\S+){2,4}$))\s+(?P<credit>\S.*)",
    re.IGNORECASE,
)
CREDIT_LINE = re.compile(
    rf"[(\[]?(?:{SHORT}\s|{WORD}(?:\s?/\s?{WORD})?(?:\s+{BY})?\s*{SET_APART}"
    rf"(?:\s*(?:gracieuseté|courtoisie|cortesía|cortesia)\s*[:：])?"
    rf"|{WORD}\s+(?:courtesy of|{BY})\s"
    rf"|[©ⓒ📷📸]\ufe0f?\s?(?:{WORD}\s*[:：]?)?)\s*(?P<credit>\S.*?)[)\]]?\.?",
    re.IGNORECASE,
)
IN_LINE = re.compile(
    rf"(?P<caption>.+?)(?:\s*[.!?…。！？»”\"|/(\[（]|\s[–—-]|\s(?={WORD}\s*[:：])"
    rf"|(?<=(?-i:[a-zà-ÿа-яіїєґ’'”\"»)\d]))(?=(?-i:{GLUED})\s*:)"
    rf"|\s(?=[©ⓒ📷📸])|\s(?={SHORT}\s)|,(?=\s*(?:{SHORT}\s|{WORD}\s*[:：])))\s*"
    rf"(?:{WORD}(?:\s+{BY})?\s*[:：/–—-]\s*|{WORD}\s+(?:courtesy of|{BY})\s+|[©ⓒ📷📸]\ufe0f?\s*"
    rf"|{SHORT}\s+)(?P<credit>[^:：]{{2,120}}?)[)\]）]?\.?",
    re.IGNORECASE | re.DOTALL,
)
IN_BRACKETS = re.compile(
    rf"(?P<caption>.+?)\s*[(\[（]\s*{WORD}(?!\w)\s*[:：]?\s*(?P<credit>[^()\[\]]{{2,120}})[)\]）]\.?",
    re.IGNORECASE | re.DOTALL,
)
AFTER_STOP = re.compile(
    rf"(?P<caption>.+?[.!?…»”\"])\s*{WORD}\s+(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:]{{2,60}})\.?",
    re.IGNORECASE | re.DOTALL,
)
FIRST = re.compile(
    rf"{WORD}\s*[:：]\s*(?P<credit>(?:(?:[^\W\d_]\."
    rf"|[^\W\d_][^.\s]*)\s?){{1,6}})\.\s+(?P<caption>\S.*)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?:item \d+ of \d+\s+|\[\d+/\d+\]\s*)", re.IGNORECASE)
LEAD = re.compile(rf"(?:{WORD}|caption|bildunterschrift|підпис)\s*[:：]\s*", re.IGNORECASE)
AGENCY = (
    r"(?:reuters|рейтер|ройтерс|a\.?f\.?p\.?|ap|associated press|dpa|getty(?: images)?|epa"
    r"|efe|ansa|pap|lusa|mti|čtk"
    r"|унiан|уніан|укрінформ|anadolu(?: ajansı)?|aa|dha|iha|xinhua|新华社|新華社|共同|時事"
    r"|kyodo|jiji|shutterstock|istock"
    r"|alamy|imago|picture alliance|keystone|belga|anp|ntb|scanpix|ritzau|europa press"
    r"|agência brasil|folhapress"
    r"|رويترز|أ\s?ف\s?ب|فرانس برس|أسوشيتد برس|الأناضول|وكالات|الفرنسية|مواقع التواصل"
    r"|unsplash|wikimedia(?: commons)?"
    r"|d\.?r\.?|archiv\w*|arquivo|архів|divulgação|cortesía)"
)
ANY_WORD = re.compile(rf"(?<!\w)(?:{WORD}|{SHORT})(?!\w)|[©ⓒ📷📸]", re.IGNORECASE)
ANY_AGENCY = re.compile(rf"(?<!\w){AGENCY}(?!\w)", re.IGNORECASE)
AGENCY_AT_END = re.compile(
    rf"(?P<caption>.+?)\s*(?:[|/–—]|\.\s|\s-\s"
    rf"|[(\[（])\s*(?P<credit>(?:[^|()\[\].]{{2,40}}[/-]\s?)?{AGENCY}"
    rf"(?:\s?[/-]\s?[^|()\[\]]{{2,40}})?)[)\]）]?\.?",
    re.IGNORECASE,
)
COMMA_NAME = re.compile(
    rf"(?P<caption>.+?\w),\s*{WORD}\s+(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:,]{{2,60}})",
    re.IGNORECASE,
)
GIVEN = re.compile(
    rf"(?P<caption>.+[.!?…»”\"])\s*{WORD}\s+(?:надав|надала|надали|надано|предоставлено|udostępni\S+"
    r"|provided by|zur Verfügung gestellt von)\s+(?P<credit>[^.:]{2,60})\.?",
    re.IGNORECASE,
)
SLASHED_WORD = re.compile(
    rf"(?P<caption>.+\S)\s/\s{WORD}\s(?P<credit>(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.:/]{{2,60}})",
    re.IGNORECASE,
)
CAPITALS_AT_END = re.compile(
    r"(?P<caption>.+?[^\s.].[.!?…»”\")])\s+(?P<credit>(?:[A-ZÀ-ÞĄ-Ž]\.\s?){0,3}[A-ZÀ-ÞĄ-Ž][A-ZÀ-ÞĄ-Ž.'’/-]+(?:\s[A-ZÀ-ÞĄ-Ž.'’/()«»“”&-]+){0,8})"
)
JAPANESE = re.compile(r"(?P<caption>.+?)[=＝](?P<credit>[^=＝。]{2,30}?)(?:撮影|提供|写す)?")
BARRED = re.compile(r"(?P<caption>[^|｜]+\S)\s*[|｜]\s*(?P<credit>[^|｜]+)")
DASHED = re.compile(r"(?P<caption>.+\S)\s(?:/{1,2}|[–—-])\s(?P<credit>.+)")
STOPPED = re.compile(r"(?P<caption>.+[.!?…»”\"])\s*(?P<credit>[^.!?…]+)")
OUTLETS = re.compile(
    r"(?P<caption>.+?)\s*\((?P<credit>(?:[A-Z]{2,}\s?|[^\W\d_][\w.’'-]*\s){0,5}[^\W\d_][\w.’'-]*:\s[^():\d]{3,60})\)"
)
SUPPLIED = re.compile(
    r"(?P<caption>.+?)\s*\((?P<credit>(?:supplied|handout)(?::\s[^():\d]{3,60})?)\)", re.I
)
OUTLET = re.compile(r"(?P<caption>.+?)\s*\([^\W\d_][\w.’'-]*:\s(?P<credit>[^():\d]{3,60})\)")
SLASHED = re.compile(
    r"(?P<caption>.+\S)\s/(?P<credit>[^\s/][^/]*?(?:\s?/(?=[^\W\d_a-zà-ÿąćęłńóśźż])[^/]+)?)(?:\s/[^\s/][^/]*)?"
)
SIGNED_LAST = re.compile(
    r"(?P<caption>.+?[.!?…»”\")])(?P<gap>\s*)(?P<credit>[^\W\d_a-zà-ÿа-яіїєґ][^.!?…|]+)"
)
BARRED_OUTLET = re.compile(r"(?P<caption>[^|]+\S)\s\|\s(?P<credit>[^|a-zà-ÿа-яіїєґ]+)")
BARRED_SENTENCE = re.compile(r"(?P<caption>[^|]+[.!?…»”])\s\|\s(?P<credit>[^|.]{2,40})")
GLUED_COURTESY = re.compile(
    r"(?P<caption>.+[a-zà-ÿ.»”])\s?(?P<credit>(?:Gentileza|Cortesía|Courtesy|Gracieuseté|Archivo)\s.{3,60})"
)
GLUED_NAME = re.compile(
    r"(?P<caption>.+\s[^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ]{3,})(?P<credit>[A-ZÀ-ÞА-ЯІЇЄҐ][^\W\d_A-ZÀ-ÞА-ЯІЇЄҐ]+"
    r"(?:\s[A-ZÀ-ÞА-ЯІЇЄҐ][\w.'’-]+){1,2}(?:\s[-–/]\s[A-ZÀ-ÞА-ЯІЇЄҐ][^.!?…]{1,30})?)"
)
COURTESY = re.compile(
    r"(?:courtesy|supplied|provided|cortesía|cortesia|gracieuseté|courtoisie)\b", re.I
)
NAMED = re.compile(
    r"(?P<caption>.+\s(?:[^\W_A-ZÀ-ÞА-ЯІЇЄҐ]\S*|\d+))\s"
    r"(?P<credit>[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]+(?:\s[^\W\d_a-zà-ÿа-яіїєґ][\w.’'-]+){1,2})"
)
MADE_BY = re.compile(
    r"(?P<caption>.+[。．」”])\s*(?P<credit>[^。]{2,30}?)\s?(?:摄|攝|摄影|攝影|撮影)"
)
MADE_BY_JAPANESE = re.compile(r"(?P<caption>.+)、(?P<credit>[^、。＝=]{2,12})撮影")
KOREAN = re.compile(
    r"(?P<caption>.*[\uac00-\ud7ff].*[.다])\s*(?:사진\s*)?[=/|]\s*(?P<credit>[^.]{2,30})"
)
MADE = (MADE_BY, MADE_BY_JAPANESE, KOREAN)
ADJECTIVE = (
    r"(?:\s(?:ілюстративн[еа]|архівн[еа]|иллюстративное|d['’]illustration|d['’]archives?|de archivo"
    r"|ilustracyjne|poglądowe|ilustrační|ilustrativní)[,:]?)"
)
WORD_FIRST = re.compile(
    rf"[(\[]?(?:{WORD}|{SHORT}){ADJECTIVE}?"
    rf"(?:\s+(?:courtesy of|supplied by|{BY}))?\s*[:：]?\s+",
    re.IGNORECASE,
)
SOURCE_FIRST = re.compile(
    r"(?:source|джерело|источник|fuente|fonte|bron|källa|صور|المصدر)\s?[:：]\s+", re.IGNORECASE
)
LICENCE = re.compile(r"(?:/File Photo)?\s+(?:Purchase )?Licensing Rights.*$", re.IGNORECASE)
STOCK_ADJECTIVE = re.compile(
    r"(?:symbol|archiv|agentur)(?:bild|foto)|file (?:photo|picture|image)"
    r"|архівне (?:фото|зображення)"
    r"|(?:фото|зображення) (?:ілюстративне|архівне)|(?:zdjęcie|foto) (?:ilustracyjne|archiwalne)"
    r"|(?:photo|image) d['’](?:illustration|archives?)|(?:imagen|foto) de archivo|أرشيفية",
    re.IGNORECASE,
)
IMAGE_LEAD = re.compile(rf"\[{WORD}\s*:", re.IGNORECASE)
BRACKETED_FIRST = re.compile(r"\[(?P<credit>[^\[\]]{3,60})\]\s+(?P<caption>\S.*)")
AGENCY_LAST = re.compile(
    rf"(?P<caption>.+\S)\s(?P<credit>(?=[A-ZÀ-Þ])(?i:{AGENCY})(?:\s?/\s?[^/|()]{{2,40}})?)\.?"
)
RIGHTS_AT_END = re.compile(r"\s*[©ⓒ]\s?[^©ⓒ]{2,40}$")
