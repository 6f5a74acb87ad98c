"""Words of bylines in the languages that copied pages come in: what stands before a name, what
people do for an outlet, and what looks like a name and is none. Regular expressions, one group."""

WROTE = r"""
by|words\sand\spictures\sby|words\sby|text\sby|story\sby|written\sby|reported\sby|analysis\sby|interview\sby|as\stold\sto
|von|(?:aus|in)\s[^:|]{2,40}?\sbericht(?:et|en)|es\sbericht(?:et|en)|interview\svon
|aufgezeichnet\svon|geschrieben\svon|reportage\svon|bericht\svon|beitrag\svon|artikel\svon
|par|propos\srecueillis\spar|recueillis?\spar|rédigé\spar|écrit\spar|entretien\spar|textes?\sde
|por|escrito\spor|texto\sde|textos\sde|entrevista\sde|reportaje\sde|crónica\sde
|di|a\scura\sdi|scritto\sda|testo\sdi|testi\sdi|intervista\sdi|servizio\sdi
|dal\snostro\sinviato|dalla\snostra\sinviata|texto\sde|reportagem\sde
|rozmawia(?:ł|ła|li|ły)?|rozmowę\sprzeprowadził[a]?|wysłuchał[a]?|notował[a]?|opracował[a]?
|przygotował[a]?|napisał[a]?
|розмовля(?:в|ла|ли)|спілкува(?:вся|лася|лись)|записа(?:в|ла|ли)|підготува(?:в|ла|ли)
|написа(?:в|ла|ли)|матеріал\sпідготува(?:в|ла)|от|бесед(?:овал|овала|овали)|подготовил[аи]?
|записал[аи]?
|napsal[a]?|připravil[a]?|ptal[a]?\sse|rozhovor\svedl[a]?|pripravil[a]?
|door|geschreven\sdoor|tekst\svan|interview\sdoor|av|af|skriven\sav|skrevet\saf|skrevet\sav
|un\sarticol\sde|a\sconsemnat|haberi\shazırlayan|γράφει(?:\s[οη])?|γράφουν|από\s(?:τη[ν]?|τον?|τους)
|كتبت?|بقلم|حاور(?:ه|ها|ته|تها)|أعد(?:ه|ها|ته)|מאת|ראיין|ראיינה
""".replace("\n", "")

WRITERS = r"""
words|text|story|report(?:ing|er|age)?|interview|opinion|review|author|written|protokoll|gespräch
|bericht|rédaction|textes?|enquête|récit|dossier|textos?|entrevista|reportaje|crónica
|reportagem|redacción|testo|testi|intervista|servizio|rozmawia\w*|wywiad|opracowa\w+|tekst
|autor(?:in|en|a|es|as|i|ka|zy|ky|ři)?|інтерв[’'ʼ]ю|авторк?[аи]?|автори|журналіст\w*|rozhovor
|текст|автор|teksti|kirjoittaja|journalist|írta|szerző|riport|autoare|haber|yazan|yazar|yazı|röportaj|söyleşi
|muhabir|görüşen|ρεπορτάζ|κείμενο|επιμέλεια|συνέντευξη|συντάκτης
|كتابة|إعداد|تقرير|حوار|أجرى\sالحوار|أجرت\sالحوار|الكاتب|گزارش(?:\sاز)?|نویسنده|کتبة|כתב|כתבה
""".replace("\n", "")

MADE_OTHERWISE = r"""
photos?|photograph(?:s|y|er)?|pictures?|images?|illustrations?|illustrated|graphics?|video|fotos?
|bild(?:er)?|fotografie|fotografía|fotografia|grafik|illustration|illustrationen|ілюстрації
|photographies?|dessins?|vidéos?|vídeos?|ilustraciones|ilustración|ilustrações|immagini
|fot|zdjęcia|zdj|rys|фото|світлини|відео|ілюстрація|фотограф|kuvat?|fotoğraf(?:lar)?|φωτογραφίες|φωτό?
|foto's|foto’s|beeld|billeder|bilder|fotók?|fotó
|تصوير|صور|عدسة|צילום|צילומים|عکس|fotky|fotografii
|edited|editing|editor|translat(?:ed|ion)|redaktion|redigeret|redigering|übersetzung|übersetzt
|traduit|traduction|traducción|tradução|traduzione|tłumaczenie|переклад|переклала|редагув\w+
|oprac|опрацюв\w+|çeviri|editör|ترجمة|تحرير|aggiornato|produced|production|additional|camera
""".replace("\n", "")

ROLES = r"""
reporter|editor|correspondent|journalist|writer|columnist|critic|producer|chief|staff|intern\b
|desk|newsroom|presenter|bureau|professor|senior
|redakt|korrespondent|reporterin|autorin\b|volontär|freie[r]?\b|leiter|chefin
|journaliste|correspondant|rédact|envoyé|chroniqu|pigiste|service\b|reporter
|redactor|redacción|corresponsal|periodista|enviad[oa]|columnista|jornalista|repórter|redação
|redazione|giornalist|inviat|corrispondente|caporedattore
|dziennikar|redakcj|redaktor|korespondent|publicyst|felietonist
|кореспондент|журналіст|редактор|редакці|оглядач|колумніст|спецкор|корреспондент|журналист
|редакция|обозреватель
|novinář|redaktor|zpravodaj|redakce|verslaggever|redacteur|redactie|journalist|reporter\b
|toimittaj|toimitus|újságíró|szerkeszt|munkatárs|tudósító|ziarist|redacția|corespondent
|muhabir|editör|gazeteci|yazar\b|temsilci|haber\b|merkezi|servisi|ajans
|δημοσιογράφος|ανταποκρι|συντάκτ|newsroom
|مراسل|محرر|صحفي|صحافي|كاتب|كاتبة|روائي|باحث|إعلامي|أكاديمي|مدون|سفير|وزير|رئيس|أستاذ|خبرنگار|כתב|כתבת|עורך|记者|编辑|編集|기자|특파원
""".replace("\n", "")

NO_NAME = r"""
january|february|march|july|september|october|november|december
|feb|apr|jul|sept?|oct|nov|dec
|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun
|januar|februar|märz|mai|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag
|samstag|sonnabend|sonntag
|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lundi|mardi
|mercredi|jeudi|vendredi|samedi|dimanche
|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|lunes
|martes|miércoles|jueves|viernes|sábado|domingo
|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|segunda|terça|quarta
|quinta|sexta
|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|lunedì|martedì|mercoledì
|giovedì|venerdì|sabato|domenica
|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada
|grudnia|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela
|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
|понеділок|вівторок|середа|четвер|п[’'ʼ]ятниця|субота|неділя
|января|февраля|апреля|июня|июля|августа|сентября|октября|ноября|декабря|понедельник
|вторник|среда|четверг|пятница|суббота|воскресенье
|pondělí|úterý|čtvrtek|pátek|neděle|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül
|ekim|kasım|aralık|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar
|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag
|lördag|söndag|mandag|tirsdag|lørdag|søndag
|today|yesterday|heute|gestern|aujourd|hoy|ayer|hoje|ontem|oggi|ieri|dziś|wczoraj|сьогодні|вчора
|updated?|published|posted|actualizado|publicado|atualizado|aktualisiert|veröffentlicht|stand
|publié|modifié|aggiornato|pubblicato|opublikowano|aktualizacja|опубліковано|оновлено|обновлено
|опубликовано|güncelleme|güncellenme|giriş|yayınlanma|yayın|bijgewerkt|gepubliceerd|publicerad
|uppdaterad|opdateret|publiceret|oppdatert|publisert|julkaistu|päivitetty|publikováno
|aktualizováno|megjelent|frissítve|publicat|actualizat|δημοσίευση|ενημέρωση
|comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|komentarz\w*|коментар\w*
|share|follow|suivre|suivez|seguir|segui|folgen|obserwuj|підписатися|підписатись|стежити|подписаться|takip|volgen|følg|följ|read|listen|print|save|email|menu|login|subscribe|newsletter|home|news|video|photo
|teilen|drucken|partager|compartir|compartilhar|condividi|udostępnij|поширити|paylaş|abone
|nachrichten|actualités|noticias|notícias|notizie|wiadomości|новини|новости|haberler|gündem
|the|exclusive|opinion|analysis|sport|sports|politics|business|culture
""".replace("\n", "")

CASELESS_NO_NAME = r"""
انقر|اضغط|شارك|للمشاركة|مشاركة|المشاركة|على|في|من|إلى|عن|مع|هنا|آخر|أحدث|تحديث|نشر|نُشر|تاريخ|وسائل
|التواصل|الاجتماعي|اقرأ|استمع|المزيد|حفظ|طباعة|نسخ|الرابط|الخط|تكبير|تصغير|تابعنا|متابعة|تعليق(?:ات)?
|التعليقات|دقيقة|دقائق|قراءة|القراءة|أخبار|الأخبار|الرئيسية|صورة|الصورة|فيديو|שתפו|שיתוף|תגובות
|עודכן|פורסם|לשמיעה|הדפסה|اشتراک|گذاری|به|در|از|خبر|کد|چاپ
""".replace("\n", "")

ROLE_BEGINS = r"""
wales|scotland|ireland|england|ukraine|russia|china|india|midlands|democracy|north|south|east|west|northern|southern|eastern|western|central|chief|senior|deputy|assistant
|associate|managing|executive|local|national|political|politics|health|science|education|religion
|environment|business|economics|technology|home|foreign|diplomatic|defence|defense|security
|legal|crime|sports?|football|arts|culture|media|travel|food|city|metro|staff|special|contributing
|freelance|guest|europe|africa|asia|middle|global|royal|showbusiness|showbiz|social|consumer
|transport|community|county|state|rural|climate|energy|data|investigations?|bbc|world|uk|us
""".replace("\n", "")

PLACE_BEGINS = r"new|san|santa|saint|st|port|los|las|puerto|bad|nowy|nowa|novi|fort|mount|lake"
OUTLET_ENDS = r"""
news|times|post|tv|radio|press|herald|tribune|gazette|agency|online|media|network|magazine|zeitung
|nachrichten|anzeiger|blatt|journal|presse|noticias|agencia|agência|agence|agenzia|ajansı|ajans
|агентство|новини|прес|пресс|gazetesi|merkezi|servisi|dpa|afp|reuters|ap|efe|ansa|pap|lusa|čtk
""".replace("\n", "")
