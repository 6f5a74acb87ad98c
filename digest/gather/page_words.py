"""The words of news pages that are not news, in many languages: data for ``page_boilerplate``.

Each is a whole line, case, digits and punctuation aside ("Comments (47)" is "comments"), so that a
paragraph is never taken for one; ``CALLS`` and ``NOTICES`` are parts of lines. The structure of a
page is asked first; these words only settle what it leaves open.
"""

from __future__ import annotations

NEWS_FEED = """
news feed | newsfeed | latest news | latest | live feed | most recent | more news
| breaking news | live updates | latest updates | just in | стрічка новин | стрічка
| останні новини | новини | усі новини | всі новини | ще новини | лента новостей
| последние новости | newsticker | ticker | nachrichten | aktuelle nachrichten
| neueste nachrichten | schlagzeilen | fil info | fil d actualité | fil d actu
| dernières nouvelles | dernières actualités | en continu | últimas noticias
| últimas notícias | noticias | última hora | ultime notizie | ultim ora | aktualności
| najnowsze | son haberler | son dakika haberleri | laatste nieuws | آخر الأخبار
| أحدث الأخبار | آخر المستجدات | חדשות אחרונות | 最新ニュース | 速報 | 最新消息 | 最新新闻
"""
FEED_ENDS = """
show more | load more | see more | view more | more | see all | view all | all news | show all
| показати більше | показати ще | завантажити ще | більше новин | дивитися всі
| дивитись усі новини | дивитися всі новини | усі новини розділу | показать ещё | показать еще
| mehr anzeigen | mehr laden | weitere laden | alle anzeigen | mehr nachrichten
| afficher plus | voir plus | voir tout | toute l actualité | ver más | ver todo | mostrar más
| cargar más | ver mais | ver tudo | carregar mais | mostra altro | carica altri | vedi tutti
| pokaż więcej | zobacz więcej | zobacz wszystkie | daha fazla | tümünü gör
| daha fazla göster | meer laden | toon meer | عرض المزيد | المزيد | تحميل المزيد | もっと見る
| 查看更多 | 加载更多
"""
READ_MORE = """
read more | continue reading | read the full story | keep reading | learn more | full bio
| about the author | читати далі | читати більше | детальніше | про автора | про авторку
| читать далее | weiterlesen | mehr lesen | über den autor | über die autorin | lire la suite
| leer más | seguir leyendo | leia mais | ler mais | continua a leggere | leggi tutto
| czytaj dalej | czytaj więcej | devamını oku | lees verder | lees meer | اقرأ المزيد
| تابع القراءة | 続きを読む | 阅读全文
"""
RELATED = """
people are also reading
| read also | also read | see also | watch also | related | related stories | related articles
| related story | related topics | recommended | recommended for you | you may also like
| you might also like | more on this story | more stories | more like this | top stories
| editor s picks | editors picks | don t miss | in case you missed it | further reading
| previous item | next item | previous article | next article | more from this author
| читайте також | читайте ще | читайте теж | за темою | по темі | схожі статті
| схожі матеріали | вам може бути цікаво | вас може зацікавити | рекомендуємо | інші новини
| ще за темою | нагадаємо раніше ми писали | раніше ми писали | читайте также | по теме
| похожие статьи | lesen sie auch | lesen sie hierzu auch | mehr zum thema
| das könnte sie auch interessieren | das könnte dich auch interessieren
| das könnte dir auch schmecken | auch interessant | lesetipps | lesetipp
| weitere beiträge in dieser ausgabe | weitere artikel | weitere themen | top meldungen
| empfohlen | empfehlungen der redaktion | top themen | à lire aussi | lire aussi
| à lire également | sur le même sujet | dans la même rubrique | dans la même série
| pour aller plus loin | à suivre | à voir aussi | nos articles | vous aimerez aussi
| à découvrir | notre sélection | en relation | lea también | lee también | le puede interesar
| te puede interesar | te recomendamos | noticias relacionadas | más noticias
| más información | más sobre este tema | relacionadas | leia também | leia ainda
| veja também | notícias relacionadas | mais notícias | recomendadas | relacionados
| leggi anche | potrebbe interessarti | potrebbe interessarti anche | articoli correlati
| correlati | ti potrebbe interessare | czytaj także | czytaj też | czytaj również
| zobacz także | zobacz też | zobacz również | powiązane | polecamy | przeczytaj także
| może cię zainteresować | podobne artykuły | ayrıca okuyun | bunu da okuyun | ilgili haberler
| benzer haberler | önerilen haberler | ilgili haber | bunlar da ilginizi çekebilir
| ilginizi çekebilir | lees ook | meer over dit onderwerp | läs också | läs även | les også
| læs også | čtěte také | přečtěte si také | související články | citește și
| olvasd el ezt is | kapcsolódó cikkek | διαβάστε επίσης | اقرأ أيضا | إقرأ أيضا | إقرأ أيضًا
| اقرأ أيضًا | مواضيع ذات صلة | أخبار ذات صلة | مقالات ذات صلة | قد يعجبك أيضا | قد يهمك أيضا
| قصص أخرى | شاهد أيضا | اخترنا لك | المزيد من الأخبار | موضوعات متعلقة | قد يهمك
| بیشتر بخوانید | مطالب مرتبط | קראו גם | כתבות נוספות | עוד בנושא | 関連記事
| あわせて読みたい | おすすめ記事 | こちらもおすすめ | 相关阅读 | 相关新闻 | 推荐阅读
| 延伸閱讀 | 相關新聞 | 관련기사 | 추천 기사
"""
BELOW = """
comments | view comments | show comments | newest first | oldest first | leave a comment
| add a comment | post a comment | join the conversation | most popular | most read
| most viewed | most shared | trending | trending now | topics | tags | keywords
| view all comments | key words | popular | letters to the editor | reader comments
| discussion | коментарі | коментувати | прокоментувати | залишити коментар | додати коментар
| показати коментарі | найпопулярніше | популярне | найчитаніше | теми | теги | мітки
| ключові слова | комментарии | самое читаемое | популярное | kommentare | kommentare anzeigen
| kommentar schreiben | kommentieren | alle kommentare | meistgelesen | meist gelesen
| am meisten gelesen | beliebt | themen | schlagwörter | schlagworte | stichwörter
| diskutieren sie mit | diskussion | commentaires | réactions | réagir | voir les commentaires
| laissez un commentaire | laisser un commentaire | ajouter un commentaire | les plus lus
| les plus lues | le plus lu | les plus partagés | mots clés | tags associés | thèmes
| comentarios | ver comentarios | deja un comentario | lo más leído | lo más visto
| más leídas | más leídos | las más leídas | temas | etiquetas | archivado en | comentários
| deixe um comentário | deixe o seu comentário | mais lidas | as mais lidas | mais lidos
| tópicos | assuntos | commenti | lascia un commento | i più letti | più letti | le più lette
| più lette | argomenti | tag | komentarze | dodaj komentarz | napisz komentarz
| najczęściej czytane | najpopularniejsze | tematy | tagi | słowa kluczowe | yorumlar
| yorum yap | yorum yaz | en çok okunanlar | çok okunanlar | etiketler | konular
| anahtar kelimeler | reacties | plaats reactie | meest gelezen | onderwerpen | kommentarer
| mest lästa | mest lest | mest læste | ämnen | komentáře | nejčtenější | témata | štítky
| comentarii | cele mai citite | etichete | hozzászólások | legolvasottabb | σχόλια | δημοφιλή
| ετικέτες | التعليقات | أضف تعليقا | اترك تعليقا | أضف تعليق | الأكثر قراءة | الأكثر مشاهدة
| الكلمات المفتاحية | الوسوم | كلمات مفتاحية | نظرات | پربازدیدترین | برچسب ها | תגובות
| הוסף תגובה | הנקראות ביותר | תגיות | コメント | コメントを書く | コメントする
| アクセスランキング | ランキング | 人気記事 | タグ | キーワード | 评论 | 发表评论 | 热门
| 热门文章 | 热门新闻 | 标签 | 关键词 | 留言 | 熱門新聞 | 댓글 | 인기 기사
"""
AVATAR = """
avatar | author avatar | author s avatar | user avatar | author image | author photo
| profile picture | аватар | фото автора | autorenbild | profilbild
"""
NOTE = """
note from the author | a note from the author | note from the editor | a note from our team
| від автора | від авторки | від редакції | слово автора
"""
PICTURE = """
article image | image | photo | picture | article picture | featured image | thumbnail
| view image in fullscreen | open image in gallery | view full size | enlarge image
| bild vergrößern | bild in voller größe | agrandir l image | ampliar imagen | ampliar foto
| ver galería | ingrandisci | apri la gallery | zobacz galerię | powiększ | збільшити
| відкрити галерею | büyüt | عرض الصورة
| зображення | зображення статті | фото | світлина | bild | artikelbild | foto | imagen
| obraz | imagem | immagine | görsel | fotoğraf | zdjęcie | صورة | תמונה | 画像 | 写真 | 图片
| 圖片
"""
BREAKING = """
breaking | live | alert | urgent | developing | терміново | наживо | срочно | eilmeldung | eil
| live ticker | en direct | direct | alerte | alerte info | urgente | última hora | en vivo
| en directo | ao vivo | ultim ora | in diretta | pilne | z ostatniej chwili | na żywo
| son dakika | canlı | net binnen | عاجل | مباشر | فوری | דחוף | 速報 | 快讯 | 突发 | 快訊
"""
OTHER = """
advertisement | advert | ad | ads | sponsored | sponsored content | paid content | paid post
| partner content | promoted | article continues below | continue with the story | share
| share this article | share this | share this story | share article | copy link | copied
| copied to clipboard | print | print this page | save | save for later | bookmark | bookmarks
| listen | listen to article | listen to this article | gift this article | gift article
| reuse this content | text size a a a | follow us | follow | following | subscribe
| subscribe now | sign up | sign up now | sign in | log in | login | log out | register
| my account | join | join us | join our community | become a member | support us | donate
| donate now | contribute | comment | menu | search | home | homepage | close | back
| back to top | next | previous | edit | skip to content | skip to main content
| skip to navigation | skip to footer | accept | accept all | reject all | manage choices
| manage cookies | cookie settings | about | about us | contact | contact us | help | faq
| careers | advertise | privacy | privacy policy | privacy notice | cookie policy | terms
| terms of use | terms of service | terms and conditions | terms conditions | sitemap
| site map | rss | newsletter | newsletters | our newsletters | email | email address | e mail
| e mail address | your email | your email address | enter your email | mobile version
| facebook | twitter | x | telegram | whatsapp | linkedin | reddit | instagram | youtube
| tiktok | viber | pinterest | threads | bluesky | mastodon | messenger | flipboard | mail
| sms | single | monthly | annual | continue | reply | recommend | like | report
| all rights reserved | most recent first | oldest | newest | name | text | send | submit
| website | page | photos | videos | video | audio | podcast | podcasts | key events
| key points | at a glance | see offers | key moments | image credit | реклама | поділитися
| поділитись | надрукувати | друк | роздрукувати | зберегти | слухати | підписатися
| підписатись | увійти | вхід | реєстрація | пошук | меню | головна | на головну
| партнерський матеріал | на правах реклами | спецпроєкт | копіювати посилання
| скопіювати посилання | поширити | сподобалось | сподобалося | подобається | прокоментувати
| відповісти | надіслати | ваше ім я | ім я | електронна пошта | підтримати | підтримати нас
| стати патроном | закрити | назад | вперед | вгору | нагору | про нас | про проєкт | контакти
| команда | редакція | вакансії | розділи | перейти до вмісту | перейти до основного вмісту
| пропустити навігацію | політика конфіденційності | редакційна політика
| правила користування | правила користування сайтом | мобільна версія | зберегти в добірку
| завантажити | усі права захищені | допомогти | поделиться | подписаться | войти | поиск
| главная | реклама на сайті | переглядів | погода | гороскоп | головне | anzeige | anzeigen
| werbung | teilen | drucken | merken | speichern | vorlesen | anhören | artikel anhören
| artikel teilen | link kopieren | anmelden | registrieren | abonnieren | abo | jetzt anmelden
| suche | zum inhalt springen | zum hauptinhalt | zum hauptinhalt springen
| zur suche springen | zur navigation springen | zur startseite | startseite | nach oben
| zurück | weiter | impressum | datenschutz | datenschutzerklärung | cookie einstellungen
| agb | kontakt | hilfe | mediadaten | barrierefreiheit | e mail adresse | folgen sie uns
| antworten | melden | rezept drucken | zum rezept springen | newsletter abonnieren
| auf facebook teilen | auf linkedin teilen | per mail versenden | gesponsert
| ältere beiträge zuerst | neueste zuerst | neueste beiträge zuerst | älteste zuerst
| über uns | publicité | la suite après cette publicité | contenu sponsorisé | partager
| imprimer | enregistrer | favoris | écouter | écouter l article | copier le lien | offrir
| offrir l article | offrir cet article | se connecter | connexion | s inscrire | je m inscris
| s abonner | abonnez vous | rechercher | recherche | accueil | fermer | retour | haut de page
| aller au contenu | aller au menu | suivez nous | sauvegarder | mentions légales
| plan du site | nous contacter | contacts | qui sommes nous | accepter | tout accepter
| tout refuser | continuer sans accepter | votre e mail | votre email | répondre | signaler
| nom | site web | publier le commentaire | article réservé aux abonnés | réservé aux abonnés
| temps de lecture | à propos | lire plus tard | lire | nos newsletters | offrir un abonnement
| faire un don | envoyer | compartir | compartir en facebook | publicidad | publicidade
| guardar | imprimir | escuchar | ouvir | salvar | suscríbete | suscribirse | iniciar sesión
| regístrate | buscar | inicio | cerrar | volver arriba | ir al contenido
| saltar al contenido | ir al contenido principal | síguenos | siga nos | contacto
| aviso legal | política de privacidad | política de privacidade | política de cookies
| quiénes somos | responder | enviar | comentar | contenido patrocinado | conteúdo patrocinado
| aceptar | aceitar | rechazar | copiar enlace | copiar link | partilhar | compartilhar
| assine | assinar | entrar | pesquisar | início | fechar | voltar ao topo
| ir para o conteúdo | saltar para o conteúdo | pular para o conteúdo | contactos | contato
| fale conosco | termos de uso | quem somos | continua depois da publicidade
| a matéria continua após o anúncio | pubblicità | condividi | stampa | salva | ascolta
| ascolta l articolo | accedi | abbonati | iscriviti | registrati | cerca | menù | chiudi
| torna su | vai al contenuto | vai al contenuto principale | seguici | contatti | chi siamo
| note legali | rispondi | invia | commenta | copia link | accetta | rifiuta | regala
| informativa privacy | gestione cookie | la tua email | segui | contenuto sponsorizzato
| reklama | artykuł sponsorowany | udostępnij | drukuj | zapisz | posłuchaj | słuchaj
| zaloguj | zaloguj się | zarejestruj się | subskrybuj | prenumerata | szukaj | strona główna
| zamknij | do góry | przejdź do treści | przejdź do głównej treści | obserwuj nas | o nas
| redakcja | regulamin | polityka prywatności | odpowiedz | wyślij | skomentuj | kopiuj link
| akceptuję | akceptuj | twój e mail | adres e mail | zapisz się | zgłoś | lubię to
| dalszy ciąg artykułu pod reklamą | reklam | paylaş | yazdır | kaydet | dinle | haberi dinle
| giriş yap | giriş | üye ol | abone ol | ara | ana sayfa | anasayfa | kapat | yukarı çık
| içeriğe geç | içeriğe atla | bizi takip edin | iletişim | künye | hakkımızda
| gizlilik politikası | çerez politikası | yanıtla | gönder | beğen | bağlantıyı kopyala
| kabul et | reddet | e posta adresiniz | e posta | takip et | kullanım şartları
| reklamdan sonra devam ediyor | haberin devamı | advertentie | delen | deel | inloggen
| abonneren | zoeken | annons | dela | logga in | annonse | del | sdílet | přihlásit se
| inzerce | hledat | distribuie | publicitate | megosztás | hirdetés | κοινοποίηση | διαφήμιση
| αναζήτηση | αρχική | إعلان | إعلانات | شارك | مشاركة | شارك القصة | شارك المقال | طباعة
| حفظ | استماع | استمع | نسخ الرابط | اشترك | اشترك الآن | اشتراك | تسجيل الدخول | دخول | بحث
| القائمة | الرئيسية | إغلاق | تخطي إلى المحتوى | تخطي إلى المحتوى الرئيسي | تابعنا
| تابعنا على | من نحن | اتصل بنا | تواصل معنا | سياسة الخصوصية | شروط الاستخدام | وظائف
| خريطة الموقع | فيسبوك | إكس | تويتر | واتساب | تلغرام | تليغرام | تيليجرام | يوتيوب
| إنستغرام | انستغرام | البريد الإلكتروني | بريدك الإلكتروني | الاسم | التعليق | إرسال | رد
| أعجبني | ادعمنا | حجم الخط أ أ أ | سناب شات | لينكدإن | ساوند كلاود | انتهى | نشرة بريدية
| اشترك في نشرتنا البريدية | تبلیغات | جستجو | ورود | اشتراک گذاری | خانه | פרסומת | שתף
| שתפו | חיפוש | דף הבית | התחברות | הדפסה | שמור | 広告 | スポンサーリンク | シェア
| シェアする | ツイート | 印刷 | 保存 | 検索 | ログイン | 会員登録 | ホーム | トップ
| メニュー | 閉じる | お問い合わせ | プライバシーポリシー | 利用規約 | サイトマップ | 会社概要
| メールアドレス | 登録 | 購読 | フォロー | 返信 | 送信 | ページの先頭へ | 本文へスキップ
| コンテンツへスキップ | 無料会員登録 | はてなブックマーク | 続きは会員登録で | 广告 | 廣告
| 分享 | 打印 | 收藏 | 搜索 | 登录 | 注册 | 首页 | 菜单 | 关闭 | 联系我们 | 关于我们
| 隐私政策 | 网站地图 | 回复 | 发送 | 微信 | 微博 | 复制链接 | 返回顶部 | 跳到主要内容 | 订阅
| 下载客户端 | 責任編輯 | 광고 | 공유 | 검색 | 로그인 | 홈
"""
# In a line of some words these say that it speaks to the reader of the page, not of the news.
NOTICES = """
newsletter | cookie | privacy policy | privacy notice | terms of use | all rights reserved
| javascript | ctrl enter | unsubscribe | in your inbox | community guidelines
| user agreement | our partners | reprinting by permission | registered in england
| reproduction in whole | may not be reproduced | site may earn | app store | google play
| google news | google discover | розсилк | telegram каналі | telegram канал | наш telegram
| у telegram та | усі права захищені | передрук | гіперпосиланн | матеріал підготовлено за
| за підтримки читачів | ідентифікатор медіа | файли cookie | на правах реклами | промокод
| за підтримки читацької | думка редакції | позицією редакції | views expressed
| opinions expressed | gibt nicht die meinung | n engagent que | no reflejan necesariamente
| não refletem | non rispecchiano | nie odzwierciedla | لا تعبر بالضرورة
| рассылк | ihrem postfach | ihr postfach
| ins postfach | nutzungsbedingungen | werbevereinbarung | ohne gewähr
| alle rechte vorbehalten | verantwortlich für den inhalt | v i s d p | partenaires utilisons
| tous droits réservés | votre adresse est | infolettre | mentions légales
| reproduction autorisée | reproduction interdite | boletín | todos los derechos reservados
| política de privacidad | suscríbete | suscríbase | nuestros socios
| todos os direitos reservados | política de privacidade | nossos parceiros
| proibida a reprodução | tutti i diritti riservati | riproduzione riservata
| informativa sulla privacy | i nostri partner | wszelkie prawa zastrzeżone
| wszystkie prawa zastrzeżone | polityką prywatności | zaufani partnerzy | zapisz się na
| newsletterze | tüm hakları saklıdır | bülten | gizlilik politika | çerez
| alle rechten voorbehouden | nieuwsbrief | nyhetsbrev | جميع الحقوق محفوظة
| حقوق النشر محفوظة | نشرتنا | ملفات تعريف الارتباط | سياسة الخصوصية | عدد الزوار | کلیه حقوق
| כל הזכויות שמורות | 無断転載 | 著作権 | メールマガジン | メルマガ | 版权所有 | 未经授权
| 未經授權 | 隐私政策 | 저작권자 | 무단전재
"""
# A line that begins so asks its readers for something; up to nine words, and no full stop in them.
CALLS = """
subscribe | sign up | follow us | support us | support our | support independent | donate
| make a donation | join us | join our | become a member | become an member | become a patron
| become a subscriber | get our newsletter | get the newsletter | share this | share on
| listen to this | download our | skip to | please turn on | make us your
| do you have a story | got a story | have a story | try for free | follow | підтримай
| підтримайте | підпишіться | підписуйтесь | підписуйтеся | приєднуйтесь | приєднуйтеся
| долучайтесь | долучайтеся | розкажіть друзям | читайте нас | стежте за | слідкуйте за
| допоможіть нам | подписывайтесь | abonnieren sie | unterstützen sie | folgen sie uns
| folge uns | folgt uns | jetzt bewerten | jetzt abonnieren | melden sie sich | abonnez vous
| suivez nous | inscrivez vous | recevez | soutenez | téléchargez | connectez vous | partagez
| suscríbete | suscríbase | síguenos | sigue | apúntate | únete | apóyanos | apoya | haz clic
| descarga | assine | inscreva se | siga | apoie | receba | baixe | clique aqui | iscriviti
| abbonati | seguici | sostieni | ricevi | scarica | clicca | segui | zapisz się | obserwuj
| dołącz | wspieraj | wesprzyj | pobierz | polub | kliknij | abone ol | takip et | bizi takip
| destek ol | bültenimize | indirin | tıklayın | schrijf je in | volg ons | steun
| prenumerera | följ oss | abonner | تابعوا | تابعونا | تابعنا | اشترك | اشتركوا | انضم | ادعم
| حمل تطبيق | الاشتراك في | شاركنا | הצטרפו | הירשמו | عضو شوید
| compartilhe | compartir en | comparte | condividi su | auf facebook teilen | share via
| partager sur | поширити у | поділитися у | udostępnij na | شارك على
"""
# A text at the end of an article that begins so says who else worked on it.
CONTRIBUTIONS = """
additional reporting | with additional reporting | with reporting by | additional research
| reporting by | editing by | edited by | with files from | contributed to this
| with contributions | with information from | with material from | translated by
| mit informationen von | mit material von | mit informationen der | mitarbeit | redaktion
| unter mitarbeit | übersetzung | avec afp | avec l afp | avec agences | avec reuters
| avec la collaboration | avec la contribution | traduit | con información de
| con la colaboración | con informaciones de | con agencias | traducción | com informações
| com agências | colaborou | colaboraram | con informazioni | ha collaborato
| hanno collaborato | traduzione | współpraca | we współpracy | tłumaczenie | przy współpracy
| за участі | за участю | у підготовці матеріалу | матеріал підготував | переклад
| редакторка | редактор | при участии | met medewerking van | m m v | medverkade | bidrog
| katkıda bulunan | çeviri | شارك في | ساهم في | ساهمت في | بمشاركة | تحرير | 協力 | 翻訳
"""
# In a text at the end of an article these ask its readers to write, to comment or to buy.
INVITATIONS = """
in the comments | contact us at | email us | write to us | get in touch | tell us your
| buy the issue | order now | sign up for | in den kommentaren | schreiben sie uns
| schreiben sie an | jetzt bestellen | jetzt lesen | en los comentarios | escríbenos
| escríbanos | nos comentários | escreva para | nei commenti | scriveteci | scrivici
| en commentaire | en commentaires | écrivez nous | w komentarzach | napisz do nas
| napiszcie do nas | у коментарях | пишіть нам | напишіть нам | yorumlarda | bize yazın
| في التعليقات | راسلونا | listen to the best of | tipps und hinweise
"""
# Beginnings of words with which a page speaks of itself, its readers and what they may do there.
OF_THE_PAGE = """
newslett | subscri | unsubscri | sign up | signup | inbox | click | comment | cookie | website
| this article | this story | this post | this page | copyright | all rights | privacy | advert
| sponsor | affiliate | commission | follow us | download | our app | podcast | reporting by
| edited by | editing by | originally publ | first publ | reprint | republish | contributed
| our reporter | the author | e mail | email | the editors | read our | report a typo
| розсил | підпи | коментар | передру | цитуван | гіперпосил | редакці | наш канал | наших канал
| матеріал | читач | помилк | виділ | реклам | сайт | telegram | viber | facebook | instagram
| youtube | whatsapp | tiktok | linkedin | twitter | bluesky | mastodon
| подпи | ссылк | материал | читател | ошибк | abonn | anmeld | postfach | kommentar | redaktion
| dieser beitrag | dieses thema | diesem thema | dieser artikel | sendung | nutzungs | datenschutz
| einwillig | zustimm | kostenlos | werb | urheberr | rechte vorb | leser | korrektur | fehler gef
| infolettre | inscri | abonné | boîte mail | lecteur | publicit | rédaction | cet article | partag
| mentions | signaler | suivez | droits réserv | conditions | commentez
| boletín | suscri | lectores | redacción | este artículo | publicidad | derechos reserv | síguenos
| compart | correo | assin | leitor | redação | esta reportagem | este conteúdo | conteúdo | siga
| receba | direitos reserv | inscrev | cadastr | partilh
| iscriv | abbona | lettori | redazione | questo articolo | diritti riserv | pubblicità | commenti
| segnala | condivid | seguici | zapisz | prenumer | czytelni | redakcj | artykuł | zastrzeż
| reklam | komentar | udostęp | obserwuj | zgłoś | nieuwsbr | aanmeld | lezers | redactie
| dit artikel | reacties | advertent | rechten voorb | volg ons | nyhetsbr | prenumer | läsare
| redaktion | artikeln | kommenter | annons | ansvarig utgiv | följ oss | abonner | redaksjon
| læser | leser | odběr | odebír | čtenář | redakc | článek | inzerc | přihlas | sleduj
| abone | bülten | okur | yorum | haber | telif | takip | kaynak gös | editör | tilaa | uutiskirj
| lukija | toimitus | jutun | hírlev | olvas | feliratk | szerkeszt | cikk | cititor | abonea
| redacți | articol | εγγραφ | σχόλι | ακολουθ | άρθρο
| اشترك | تابعونا | نشرتنا | حقوق | التعليق | القراء | التحرير | المقال | إعلان | رأي
| مشترک | خبرنامه | خوانندگان | הרשמ | כתבו לנו | מצאתם טעות | הכתבה | קוראים | פרסומת | תגובות
| 会員 | 登録 | 記事 | メール | 無断 | 転載 | 広告 | コメント | ご意見 | 購読 | 订阅 | 评论 | 转载
| 版权 | 责编 | 编辑 | 广告 | 구독 | 기자 | 무단 | 댓글
"""
# Words with which a text speaks to its reader.
TO_THE_READER = """
you | your | yours | us | our | we | sie | ihr | ihre | ihren | ihrem | ihnen | dir | dein | deine
| uns | unser | unsere | unseren | vous | votre | vos | nous | notre | nos | tu | tus | su | usted
| ustedes | nosotros | nuestro | nuestra | nuestros | nuestras | você | vocês | seu | sua | nosso
| nossa | nossos | nossas | voi | vostro | vostra | tuo | tua | noi | nostro | nostra | nostri
| ви | вас | вам | ваш | ваша | ваше | ваші | нас | нам | наш | наша | наші | наших | нами
| вы | ваши | наши | twój | twoja | was | wam | nas | nam | nasz | nasze | naszych | u | uw | jouw
| je | ons | onze | du | dig | din | ditt | dina | oss | vår | vårt | våra | vi | vás | vám | váš
| náš | naše | našich | siz | sizin | size | biz | bizi | bize | bizim | sinä | teidän | meidän
| أنت | لك | لكم | نحن | لنا | معنا | שלכם | שלנו | אתם | לנו
"""
