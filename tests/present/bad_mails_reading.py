"""Mails that are bad on purpose: to those who hear them, in the dark, in Word, by direction."""

from __future__ import annotations

from tests.present.bad_mails import GOOD, HTML, PICTURE, URL, Bad, body, sheet, spoilt
from tests.present.bad_mails_styles import bodies, linked, styled
from tests.present.editions import ARABIC_EDITION
from tests.present.letters import addressed
from tests.present.presenting import mail_of

ARABIC = addressed(mail_of(ARABIC_EDITION).html)
TITLE = f"<title>{GOOD.subject}</title>"
PREHEADER = f">{GOOD.preheader}</div>"
HIDDEN = '<div style="display:none;max-height:0;overflow:hidden;mso-hide:all"'
WRAPPER = 'role="main" lang="en" dir="ltr"'
METAS = (
    '<meta name="color-scheme" content="light dark">',
    '<meta name="supported-color-schemes" content="light dark">',
)
ROOT = ":root { color-scheme: light dark; supported-color-schemes: light dark; }"
STORY = f'<h3><a href="{URL}">One</a></h3>'
SHOWN = 'style="display:block;max-width:100%"'


def table(cell: str, attributes: str = "") -> str:
    """A layout table of one cell."""
    return f'<table role="presentation"><tr><td{attributes}>{cell}</td></tr></table>'


def titled(title: str) -> str:
    """The good HTML with another title."""
    return spoilt(TITLE, title)


def arabic(before: str, after: str, count: int = -1) -> str:
    """The good Arabic HTML with some of it changed."""
    assert before in ARABIC, before
    return ARABIC.replace(before, after, count)


READING: Bad = {
    "33-language": (
        spoilt('<html lang="en"', "<html"),
        spoilt('<html lang="en"', '<html lang="und"'),
        spoilt('<html lang="en"', '<html lang=""'),
        spoilt('dir="ltr"', "", 1),
        spoilt('dir="ltr"', 'dir="auto"', 1),
        spoilt(WRAPPER, 'role="main" dir="ltr"'),
        spoilt(WRAPPER, 'role="main" lang="en"'),
        spoilt(WRAPPER, 'role="main" lang="UND" dir="ltr"'),
        spoilt("</body>", "<p>A second child of the body</p></body>"),
    ),
    "34-layout-tables": (
        *bodies(
            "<table><tr><td>x</td></tr></table>",
            '<table role="grid"><tr><td>x</td></tr></table>',
            '<table role=""><tr><td>x</td></tr></table>',
            '<table role="none"><tr><td><table><tr><td>x</td></tr></table></td></tr></table>',
            '<table summary="layout"><tr><td>x</td></tr></table>',
            '<!--[if mso]><table width="600"><tr><td>x</td></tr></table><![endif]-->',
            "<!--[if mso | IE]><TABLE><tr><td>x</td></tr></TABLE><![endif]-->",
        ),
        spoilt(' role="presentation"', "", 1),
        spoilt('role="presentation"', 'aria-hidden="false"'),
    ),
    "35-title": (
        titled(""),
        titled("<title></title>"),
        titled("<title> &#160; </title>"),
        titled("<title>Newsletter</title>"),
        titled("<title>UNTITLED document</title>"),
        titled("<title>\n email \n</title>"),
        titled(f"<!--{TITLE}-->"),
        titled(f'<meta name="title" content="{GOOD.subject}">'),
    ),
    "36-headings": (
        *bodies(
            "<h1>Second</h1>",
            "<h5>Skipped</h5>",
            "<h2> </h2>",
            f'<h2><img {PICTURE} alt=""></h2>',
            "<h2>Two</h2><h4>Four</h4>",
        ),
        HTML.replace("<h1", "<p").replace("</h1>", "</p>"),
        HTML.replace("<h2", "<h3").replace("</h2>", "</h3>"),
        HTML.replace("<h1", '<h1 style="display:none"').replace('none" style="', "none;"),
        HTML.replace("<h1", "<h2").replace("</h1>", "</h2>"),
    ),
    "37-alternatives": bodies(
        f'<img {PICTURE} alt="IMG_2041">',
        f'<img {PICTURE} alt="Image">',
        f'<img {PICTURE} alt="https://a.example/a">',
        f'<img {PICTURE} width="9">',
        f'<img {PICTURE} alt="{"x" * 126}">',
        f'<img {PICTURE} alt="IMG_2041.JPG">',
        f'<img {PICTURE} alt=" bridge.webp ">',
        f'<a href="{URL}"><img {PICTURE} alt="The bridge">The bridge</a>',
        f'<p><img {PICTURE} alt="the bridge"> The Bridge</p>',
        f'<a href="{URL}"><span><img {PICTURE} alt="The bridge"></span><b>The bridge</b></a>',
        f'<img {PICTURE} title="The bridge" aria-label="The bridge">',
        f'<!--[if mso]><img {PICTURE} width="9"><![endif]-->',
    ),
    "38-link-text": bodies(
        f'<a href="{URL}">→</a>',
        f'<a href="{URL}">&zwnj;&#8203;</a>',
        f'<a href="{URL}"></a>',
        f'<a href="{URL}"><img {PICTURE} alt=""></a>',
        f'<a href="{URL}"> &#160; </a>',
        f'<a href="{URL}"><span><img {PICTURE} alt=""></span></a>',
        f'<a href="{URL}"><span></span></a>',
        f'<a href="{URL}" title="The bridge"><br></a>',
        f'<a href="{URL}"><!-- The bridge --></a>',
        f'<a href="{URL}" aria-label=" "></a>',
    ),
    "39-vague-links": bodies(
        *(
            f'<a href="{URL}">{words}</a>'
            for words in (
                "Read more &gt;",
                "this link",
                "En savoir plus",
                "https://a.example/story",
                "Read more",
                "here",
                "Click here…",
                "Читати далі",
                "<b>Learn</b> more »",
                f'<img {PICTURE} alt="More">',
                "MEHR LESEN",
                "اقرأ المزيد",
                "Continue\n reading →",
            )
        )
    ),
    "40-contrast": (
        *styled(
            "opacity:0.3",
            "opacity:40%",
            "color:#999999",
            "background-color:#1d1b18",
            "color:rgba(0, 0, 0, 0.3)",
            "color:#ffffff",
            "background:#0a5a66;color:#0a5a66",
        ),
        *bodies(
            table("black on black", ' bgcolor="#000000"'),
            '<p><font color="#eeeeee">faint</font></p>',
            '<h2 style="font-size:30px;color:#aaaaaa">large and faint</h2>',
            f'<a href="{URL}" style="color:#bbbbbb">The bridge</a>',
        ),
        sheet(".m { color: #cccccc !important; }"),
    ),
    "41-underlines": bodies(
        *(
            f'<{tag}>Words and <a href="{URL}" style="{style}">the bridge</a>.</{tag}>'
            for tag, style in (
                ("p", "text-decoration:none"),
                ("li", "text-decoration:none"),
                ("blockquote", "text-decoration:none"),
                ("p", "color:#0a5a66;text-decoration:none;font-weight:bold"),
                ("p", "text-decoration:overline"),
                ("p", "text-decoration-line:none"),
            )
        ),
        f'<p><b>Words <a href="{URL}" style="text-decoration:none"><i>the bridge</i></a></b></p>',
        f'<style>.n {{ text-decoration: none; }}</style><p>A <a class="n" href="{URL}">x</a></p>',
    ),
    "41-small-text": (
        *styled("font-size:small", "font-size:x-small"),
        body('<font size="1">x</font>'),
        *styled("font-size:11px", "font:bold 9px serif", "font-size:10pt", "font-size:50%"),
        *bodies(
            "<small>x</small>",
            "<h6>x</h6>",
            '<div style="font-size:12px"><b>x</b></div>',
            '<p style="font-size:.7em">x</p>',
        ),
        sheet(".m { font-size: 12px !important; }"),
    ),
    "41-small-targets": bodies(
        f'<p style="margin:0"><a href="{URL}">The bridge</a></p>',
        f'<div><a href="{URL}">One</a> · <a href="{URL}">Two</a></div>',
        f'<p style="margin:0;font:14px/16px serif"><a href="{URL}">The bridge</a></p>',
        f'<div style="line-height:20px"><a href="{URL}">The bridge</a></div>',
        f'<div style="line-height:1"><a href="{URL}">The bridge</a></div>',
        f'<div><a href="{URL}"><img {PICTURE} alt="Post" width="16" height="16"></a></div>',
        table(f'<a href="{URL}" style="font-size:14px;line-height:110%">One</a>'),
        f'<div style="line-height:14px"><a href="{URL}" style="padding:2px 40px">One</a></div>',
        f'<ul><li style="line-height:20px"><a href="{URL}"><b>One</b></a></li></ul>',
    ),
    "42-pictured-text": bodies(
        "<style>.paper { background-image: url(https://a.example/a.png); }</style>",
        '<!--[if mso]><v:fill type="frame" src="https://a.example/a.png" /><![endif]-->',
        '<v:rect href="https://a.example/">x</v:rect>',
        '<!--[if mso]><v:roundrect fill="t" href="https://a.example/"></v:roundrect><![endif]-->',
        table("x", ' background="https://a.example/a.png"'),
        '<table role="none" background="https://a.example/a.png"><tr><td>x</td></tr></table>',
        '<p style="background:url(https://a.example/a.png)">x</p>',
        '<p style="background-image: URL(https://a.example/a.png)">x</p>',
        table("x", ' style="background:#ffffff url(https://a.example/a.png) no-repeat"'),
        '<div style="background-image:image-set(url(https://a.example/a.png) 1x)">x</div>',
    ),
    "43-aria-hidden": bodies(
        '<p aria-hidden="true">only seen</p>',
        '<div aria-hidden="true"><p>only seen</p></div>',
        f'<a href="{URL}" aria-hidden="true">The bridge</a>',
        f'<p aria-hidden="true"><img {PICTURE} alt="The bridge"></p>',
        f'<img {PICTURE} alt="The bridge" aria-hidden="true">',
        table("only seen", ' aria-hidden="true"'),
        '<h2 aria-hidden="true">Weather</h2>',
        '<p>Seen and heard, <span aria-hidden="true">and seen</span></p>',
    ),
}

DARK: Bad = {
    "44-dark-metas": (
        spoilt(METAS[0], ""),
        spoilt(METAS[1], ""),
        spoilt(METAS[0], f"<!--{METAS[0]}-->"),
        spoilt(METAS[0], '<meta name="color-scheme" content="light">'),
        spoilt(METAS[1], '<meta name="supported-color-schemes" content="only light">'),
        spoilt(METAS[0], '<meta property="color-scheme" content="light dark">'),
        spoilt(METAS[0], '<meta name="color-scheme">'),
        spoilt(METAS[0], '<meta name="colour-scheme" content="light dark">'),
    ),
    "44-dark-root": (
        spoilt(ROOT, ""),
        spoilt(ROOT, ":root { color: black; }"),
        spoilt(ROOT, ":root { supported-color-schemes: light dark; }"),
        spoilt(ROOT, ":root { color-scheme: light; }"),
        spoilt(ROOT, "html { color-scheme: light dark; }"),
        spoilt(ROOT, ":root { --color-scheme: light dark; }"),
        spoilt(ROOT, ":root { } p { color-scheme: light dark; }"),
        spoilt(ROOT, ":root { color-scheme; }"),
    ),
    "45-dark-contrast": (
        spoilt(".paper > table {", ".paper > div {"),
        spoilt(".t a { color", ".t i { color"),
        sheet("@media (prefers-color-scheme: dark) { .m { background: #ffffff !important; } }"),
        sheet("@media (prefers-color-scheme: dark) { .t p { color: #333333 !important; } }"),
        sheet("@media (prefers-color-scheme: dark) { .t div { background: white !important; } }"),
        *styled("background-color:#ffffff", "color:#222222", tag="section"),
        *bodies(table("x", ' bgcolor="#ffffff"'), '<font color="#000080">x</font>'),
    ),
    "46-outlook-com-twins": (
        spoilt("[data-ogsc]", "[data-x]"),
        spoilt("[data-ogsb]", "[data-x]"),
        spoilt("data-ogs", "data-osg"),
        spoilt("[data-ogsc]", ".ogsc"),
        spoilt("[data-ogsb]", "#ogsb"),
        spoilt("[data-ogsc]", "[class~=ogsc]"),
        spoilt("[data-ogsb] ", ""),
        spoilt("[data-ogsc] ", ""),
    ),
    "47-inversion": (
        *styled(
            "color:#777777;background-color:#808080",
            "color:#767676;background-color:#858585",
            "color:#404040;background-color:#202020",
            "color:#ff0000;background-color:#cc0000",
            "color:#ffff00;background-color:#000000",
            "color:rgba(255, 255, 255, 0.2);background-color:#000000",
        ),
        *bodies(
            table("x", ' bgcolor="#909090" style="color:#7f7f7f"'),
            '<div style="background:#0a5a66"><font color="#0a4a55">x</font></div>',
        ),
    ),
}

PROGRAMS: Bad = {
    "48-word-settings": (
        spoilt("PixelsPerInch>96", "PixelsPerInch>72"),
        spoilt("<o:PixelsPerInch>96</o:PixelsPerInch>", ""),
        spoilt("o:PixelsPerInch", "PixelsPerInch"),
        spoilt("<!--[if mso]>\n<nos", "<!--\n<nos").replace("cript>\n<![endif]", "cript>\n"),
        spoilt("<o:PixelsPerInch>96", "<o:PixelsPerInch> 96"),
        spoilt(' xmlns:v="urn:schemas-microsoft-com:vml"', ""),
        spoilt("urn:schemas-microsoft-com:vml", "urn:x"),
        spoilt(' xmlns:o="urn:schemas-microsoft-com:office:office"', ""),
    ),
    "49-word-widths": bodies(
        f'<img {PICTURE} alt="" width="50%">',
        table(f'<img {PICTURE} alt="" width="99">', ' width="9"'),
        table(f'<img {PICTURE} alt="" width="99">', ' style="width:98px"'),
        f'<!--[if mso]><img {PICTURE} alt="" width="900"><![endif]-->',
        f'<img {PICTURE} alt="" width="120.5">',
        f'<img {PICTURE} alt="" width="120px">',
        f'<img {PICTURE} alt="" width="auto">',
        table(f'<img {PICTURE} alt="" width="90">', ' style="color:#000000;width:89px"'),
    ),
    "50-formats": bodies(
        '<img src="https://a.example/a?w=9&amp;format=webp" alt="">',
        '<img src="https://a.example/a.webp" alt="">',
        '<img src="https://a.example/a.AVIF?x=1" alt="">',
        '<img src="data:image/png;base64,AA" alt="">',
        '<img src="https://a.example/logo.svg#dark" alt="">',
        '<!--[if mso]><img src="https://a.example/a.webp" alt=""><![endif]-->',
        '<img src="DATA:image/gif;base64,AA" alt="">',
        '<img src="//a.example/a.svg" alt="">',
        f'<a href="{URL}"><img src="https://a.example/a/b.c/d.avif" alt="The bridge"></a>',
    ),
    "51-rows": bodies(
        table(f"{STORY}{STORY}"),
        table(f"<div>{STORY}</div><div>{STORY}</div>"),
        f'<table role="none"><tr><td>{STORY}</td><td>{STORY}</td></tr></table>',
        table(f"{STORY}<p>x</p>{STORY}<p>y</p>{STORY}"),
        table(f'<a href="{URL}"><h3>One</h3></a>{STORY}'),
        table(table(f"{STORY}{STORY}")),
        table(f"{STORY}{table('<p>x</p>')}{STORY}"),
        f"<table><tbody><tr><th>{STORY}{STORY}</th></tr></tbody></table>",
    ),
    "53-images": bodies(
        f'<img src="http://a.example/a.png" alt="" width="9" {SHOWN}>',
        f'<img src="cid:picture" alt="" width="9" {SHOWN}>',
        f'<img src="/a.png" alt="" width="9" {SHOWN}>',
        f'<img alt="" width="9" {SHOWN}>',
        f'<img src="" alt="" width="9" {SHOWN}>',
        f'<img {PICTURE} alt="" width="9" style="max-width:100%">',
        f'<img {PICTURE} alt="" width="9" style="display:inline;max-width:100%">',
        f'<img {PICTURE} alt="" width="9" style="display:block">',
        f'<img {PICTURE} alt="" width="9" style="display:block;width:90px">',
    ),
    "53-image-heights": bodies(
        f'<img {PICTURE} alt="" width="9" height="auto">',
        f'<img {PICTURE} alt="" width="9">',
        f'<img {PICTURE} alt="" width="9" height="">',
        f'<img {PICTURE} alt="" width="9" height="50%">',
        f'<img {PICTURE} alt="" width="9" height="60px">',
        f'<img {PICTURE} alt="" width="9" height="-60">',
        f'<img {PICTURE} alt="" width="9" style="height:60px">',
        f'<a href="{URL}"><img {PICTURE} alt="The bridge" width="9" height="60.5"></a>',
    ),
    "55-preheader": (
        spoilt("display:none;max-height:0;", "", 1),
        spoilt(PREHEADER, ">Short</div>"),
        spoilt(PREHEADER, f">{'word ' * 40}</div>"),
        spoilt("display:none", "display:none;color:#ffffff", 1),
        spoilt("display:none", "display:none;font-size:1px", 1),
        spoilt("display:none;max-height:0;overflow:hidden", "max-height:0", 1),
        spoilt(HIDDEN + PREHEADER, ""),
        spoilt(HIDDEN, f"<p>Good morning</p>{HIDDEN}"),
        spoilt(PREHEADER, ">‌&#847; </div>"),
    ),
    "57-direction": (
        arabic("direction:rtl", "direction:ltr", 1),
        arabic('dir="rtl"', 'dir="ltr"').replace('dir="ltr"', 'dir="rtl"', 1),
        arabic('role="main" lang="ar" dir="rtl"', 'role="article" lang="ar"'),
        arabic('role="main" lang="ar" dir="rtl"', 'role="article" lang="ar" dir="auto"'),
        arabic('align="right"', 'align="left"'),
        arabic(' align="right"', ""),
        spoilt('lang="en" dir="ltr"', 'lang="ar" dir="rtl"', 1),
        spoilt('lang="en" dir="ltr"', 'lang="ar" dir="rtl"'),
    ),
    "57-foreign-titles": (
        *bodies(
            "<h3>مهرجان الميناء يعود</h3>",
            "<h2>פסטיבל הנמל חוזר</h2>",
            '<h3 dir="ltr">مهرجان الميناء</h3>',
            '<div style="direction:ltr" dir="rtl"><h3>مهرجان الميناء</h3></div>',
            '<div dir="rtl"><h3>The harbour festival returns</h3></div>',
            '<h3 style="direction:rtl">Das Hafenfest</h3>',
            f'<h3><a href="{URL}">جشنواره بندر</a></h3>',
        ),
        ARABIC.replace("</h1>", " </h1><h2>The harbour festival</h2>"),
    ),
    "59-links": (
        body('<a href="https://lnkd.in/x">The bridge</a>'),
        body('<a href="https://trib.al/x">The bridge</a>'),
        body(f'<a href="{URL}">x</a>' * 101),
        body("".join(f'<a href="{URL}/{number}">x</a>' for number in range(101))),
        body(f'<a href="mailto:a@a.example">x</a><a href="{URL}">y</a>' * 51),
        *linked(
            "https://bit.ly/abc",
            "https://www.tinyurl.com/abc",
            "https://T.CO/abc",
            "https://user@is.gd:443/x",
            "http://ow.ly/a?b=c",
            "https://goo.gl#maps",
        ),
    ),
    "59-tracking": bodies(
        f'<img {PICTURE} alt="" width="1" height="1">',
        f'<img {PICTURE} alt="" width="0" height="0">',
        f'<img {PICTURE} alt="" width="1">',
        f'<img {PICTURE} alt="" height="1">',
        f'<img {PICTURE} alt="" width="1px" height="1px">',
        f'<img {PICTURE} alt="" width="600" height="0">',
        f'<p><img {PICTURE} alt="" style="width:1px;height:1px"></p>',
        f'<img {PICTURE} alt="" style="display:none" width="90" height="60">',
    ),
}  # fmt: skip
