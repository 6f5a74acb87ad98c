"""Mails that are bad on purpose: the document, what could run in it, and its styles."""

from __future__ import annotations

from tests.present.bad_mails import PICTURE, URL, Bad, body, sheet, spoilt

DOCTYPE = "<!DOCTYPE html>"


def bodies(*markups: str) -> tuple[str, ...]:
    """Good mails that end in bad markup."""
    return tuple(body(markup) for markup in markups)


def sheets(*rules: str) -> tuple[str, ...]:
    """Good mails with a bad style sheet more."""
    return tuple(sheet(one) for one in rules)


def styled(*styles: str, tag: str = "p") -> tuple[str, ...]:
    """Good mails with an element more whose style is bad."""
    return tuple(body(f'<{tag} style="{style}">x</{tag}>') for style in styles)


def linked(*targets: str) -> tuple[str, ...]:
    """Good mails with a link more that leads to a bad place."""
    return tuple(body(f'<a href="{target}">The bridge</a>') for target in targets)


DOCUMENT: Bad = {
    "12-doctype": (
        spoilt(DOCTYPE, ""),
        spoilt(DOCTYPE, "<!DOCTYPE>"),
        spoilt(DOCTYPE, '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">'),
        spoilt(DOCTYPE, '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">'),
        spoilt(DOCTYPE, '<?xml version="1.0"?><!DOCTYPE html>'),
        spoilt(DOCTYPE, "<!-- ours --><!DOCTYPE html>"),
        spoilt(DOCTYPE, "Good morning<!DOCTYPE html>"),
        spoilt(DOCTYPE, "<DOCTYPE html>"),
    ),
    "12-doctype-case": tuple(
        spoilt(DOCTYPE, words)
        for words in (
            "<!doctype html>",
            "<!Doctype html>",
            "<!DOCTYPE HTML>",
            "<!doctype HTML>",
            "<!DocType html>",
            "<!DOCTYPE Html>",
            "<!DOCTYPE  html>",
            "<!DOCTYPE html >",
            "<!DOCTYPE\nhtml>",
        )
    ),
    "13-valid": bodies(
        "<p>a</b></p>",
        "<p",
        "<table><p>x</p></table>",
        "<a href=x href=y>z</a>",
        "</td>",
        "<b><i>x</b></i>",
        "<p>a < b</p>",
        "<div/>",
        "<p>&nosuchthing;</p>",
        '<p title="x"class="y">x</p>',
    ),
    "13-valid-in-outlook": bodies(
        *(
            f"<!--[if mso]>{markup}<![endif]-->"
            for markup in (
                "</p><p><b></p>",
                "<table><p>",
                "</table>",
                "<table><tr></table></tr>",
                "<td>x</td>",
                '<p id="a" id="b">x</p>',
                "<b><i>x</b></i>",
                "<a href=x><a href=y>z</a></a>",
                "</span>",
            )
        )
    ),
    "14-conditions": bodies(
        "<!--[if mso]><p>x</p>",
        "<!--[if mso]><!--[if mso]><![endif]-->",
        "<![endif]-->",
        "<!--[if !mso]>x<![endif]-->",
        "<!--[if IE]>x<![endif]-->",
        "<!--[if !mso]><!-->x<![endif]-->",
        "<!--[if mso]>x<!--<![endif]-->",
        "<!--[if !mso]><!-->x",
        "<!--[if gte ie 9]>x<![endif]-->",
        "<!--[if mso]><!-->x<!--<![endif]-->",
    ),
    "15-forbidden-elements": bodies(
        "<script>1</script>",
        "<iframe></iframe>",
        "<object></object>",
        "<form></form>",
        "<input>",
        "<svg></svg>",
        "<video></video>",
        '<link rel="stylesheet" href="https://a.example/b.css">',
        '<meta http-equiv="refresh" content="0;url=https://a.example">',
        '<base href="https://a.example/">',
        "<math><mi>x</mi></math>",
        "<BUTTON>x</BUTTON>",
        "<!--[if mso]><script>1</script><![endif]-->",
        "<dialog><p>x</p></dialog>",
        "<marquee>x</marquee>",
        "<svg:svg></svg:svg>",
    ),
    "15-remote-styles": (
        *sheets(
            "@import url(https://a.example/b.css);",
            '@import "https://a.example/b.css";',
            "@IMPORT url(https://a.example/b.css) screen;",
            ".a { color: #000000; } @import url(b.css);",
            "@font-face { font-family: x; src: url(https://a.example/x.woff); }",
            "@FONT-FACE{font-family:x;src:local(x), URL(https://a.example/x.woff)}",
            "@font-face { font-family: x; src: url(http://a.example/x.woff2); }",
            "@font-face { src: url( 'x.woff2' ) format('woff2'); font-family: x; }",
        ),
        sheet("@\\69mport url(https://a.example/b.css);"),
        sheet("@\\000069 mport 'https://a.example/b.css';"),
        body("<!--[if mso]><style>@import 'a.css';</style><![endif]-->"),
        body("<style>@import 'a.css' print;</style>"),
        body(
            "<!--[if !mso]><!--><style>@font-face { font-family: x; src: url(x.woff2); }</style>"
            "<!--<![endif]-->"
        ),
        spoilt("</head>", "<style media='print'>@import 'a.css';</style></head>"),
    ),
    "16-no-executable": bodies(
        '<p onclick="x()">a</p>',
        "<img src=https://a.example/a.png alt='' ONERROR=x()>",
        '<a href="javascript:x()">a</a>',
        '<a href=" java&#9;script:x()">a</a>',
        '<a href="JAVA&#x0A;SCRIPT:x()">a</a>',
        '<a href="&#1;javascript:x()">a</a>',
        '<a href="vbscript:x()">a</a>',
        '<img alt="" src="data:image/png;base64,AA">',
        '<p style="width: expression(x())">a</p>',
        '<svg><a xlink:href="javascript:x()">a</a></svg>',
        "<p title='a'onmouseover=x()>a</p>",
        '<form action="javascript:x()"></form>',
        '<!--[if mso]><a href="javascript:x()">a</a><![endif]-->',
        '<!--[if mso]><p onclick="x()">a</p><![endif]-->',
        '<p style="behavior: url(x.htc)">a</p>',
        '<p style="-moz-binding: url(https://a.example/x.xml#y)">a</p>',
        '<p style="width: e\\78pression(x())">a</p>',
        '<p style="background-color: url(javascript:x())">a</p>',
        "<style>p { width: expression(x()); }</style>",
        '<img lowsrc="vbscript:x" src="https://a.example/a.png" alt="">',
        '<a href="data:text/html,x">a</a>',
        '<p style="background-color:url(data:image/png;base64,AA)">a</p>',
        "<style>p { background: url( 'data:image/svg+xml,x' ); }</style>",
    ),
    "17-no-escapes": bodies(
        '<p title="a\\u{200d}b">x</p>',
        "<p title='\\\"'>x</p>",
        f'<img {PICTURE} alt="\\u{{a0}}">',
        f'<a href="{URL}\\u{{ad}}">The bridge</a>',
        '<p title="He said \\"hi\\"">x</p>',
        '<p aria-label="\\u{202e}abc">x</p>',
        '<p class="\\u{301}">x</p>',
        "<p lang='\\\"en\\\"'>x</p>",
        f'<!--[if mso]><img {PICTURE} width="9" alt="a\\u{{200d}}b"><![endif]-->',
    ),
    "18-schemes": (
        *linked("ftp://a.example", "/relative", "//a.example", "", "www.a.example", "file:///x"),
        *bodies(
            '<img alt="" src="a.png">',
            '<img alt="" src="file:///c:/x.png">',
            '<a href="sms:+380441234567">Write</a>',
            '<!--[if mso]><a href="ftp://a.example/x">x</a><![endif]-->',
        ),
    ),
    "18-insecure": (
        *linked("http://a.example/", "HTTP://a.example/", " http://a.example:8080/"),
        *bodies(
            '<q cite="http://a.example/">x</q>',
            '<p><a href="http://a.example/a?b=https://a.example/">x</a></p>',
            '<table role="none"><tr><td background="http://a.example/a.png">x</td></tr></table>',
            '<form action="http://a.example/"></form>',
            '<a href="ht&#9;tp://a.example/">The bridge</a>',
        ),
    ),
    "18-leftovers": (
        *bodies(
            "<p>{{ name }}</p>",
            "<p>{% if %}</p>",
            "<p>*|UNSUB|*</p>",
            "<p>%%first_name%%</p>",
            "<p>{# a note #}</p>",
            "<p>&lt;</p><!-- <%= name %> -->",
            "<p>[[first.name]]</p>",
        ),
        *linked("https://a.example/{{x}}"),
        sheet(".a { color: {{ ink }}; }"),
        sheet("{% if dark %} .a { color: #000000; } {% endif %}"),
        body("<p>}}</p>"),
        body("<p>Dear ${name}</p>"),
        body("<p>Dear &lt;%= name %&gt;</p>"),
    ),
    "19-nesting": bodies(
        *(
            f"<{tag}>" * 201 + f"</{tag}>" * 201
            for tag in ("div", "span", "b", "section", "font", "blockquote", "article")
        ),
        "<table><tr><td>" * 70 + "</td></tr></table>" * 70,
        "<ul><li>" * 101 + "</li></ul>" * 101,
    ),
}

STYLES: Bad = {
    "20-stripped-width": bodies(
        f"<pre>{'word ' * 12}</pre>",
        f'<table role="none"><tr><td nowrap>{"word " * 12}</td></tr></table>',
        f'<img {PICTURE} alt="" width="500" height="60" style="display:block;max-width:100%">',
        '<table role="presentation" width="600"><tr><td>x</td></tr></table>',
        '<table role="presentation"><tr><td width="400px">x</td></tr></table>',
        '<table role="presentation" width=" 361 "><tr><td>x</td></tr></table>',
        f'<a href="{URL}"><img {PICTURE} alt="The bridge" width="1200px"></a>',
        '<div style="max-width:300px"><table width="600" role="none"></table></div>',
        '<table role="none"><tr><td>x</td><td width="552">y</td></tr></table>',
        '<table role="none"><tr><td><table width="480" role="none"></table></td></tr></table>',
    ),
    "21-style-bytes": (
        *sheets(
            ".a { color: #000000; }" * 800,
            f".a {{ font-family: {'x' * 17_000}; }}",
            f"@media screen {{ {'.a { margin: 0; }' * 1_100} }}",
            " " * 17_000,
            f"{'.long-name, ' * 1_500} p {{ margin: 0; }}",
            f".a {{ {'margin: 0; ' * 1_600} }}",
            f"/* {'ї' * 8_200} */",
        ),
        spoilt("</head>", "<style>.a { color: #000000; }</style>" * 800 + "</head>"),
    ),
    "21-much-style": (
        *sheets(
            ".a { color: #000000; }" * 400,
            f".a {{ font-family: {'x' * 9_500}; }}",
            f"@media screen {{ {'.a { margin: 0; }' * 520} }}",
            " " * 9_500,
            f"{'.long-name, ' * 760} p {{ margin: 0; }}",
            f".a {{ {'margin: 0; ' * 850} }}",
            f"/* {'ї' * 4_700} */",
        ),
        spoilt("</head>", "<style>.a { color: #000000; }</style>" * 400 + "</head>"),
    ),
    "22-nested-at-rules": sheets(
        "@media screen { @media (max-width: 9px) { .a { color: #000000; } } }",
        "@supports (display: grid) { @media screen { .a { color: #000000; } } }",
        "@media screen { .b { color: #000000; } @font-face { font-family: x; } }",
        "@media screen { @supports (color: red) { .a { color: #000000; } } }",
        "@media screen { @import 'a.css'; }",
        "@media screen { @keyframes x { from { top: 0; } } }",
        "@layer a { @media screen { .a { color: #000000; } } }",
        "@media screen { .a { color: #000000; @media print { top: 0; } } }",
    ),
    "22-mixed-sheets": sheets(
        ".a { color: #000000; } @media screen { .a { color: #000000; } }",
        ".a { color: #000000; } [data-ogsc] .a { color: #000000; }",
        "@media screen { p { margin: 0; } } @media (prefers-color-scheme: dark) { p { top: 0; } }",
        "[data-ogsb] p { top: 0; } @media (prefers-color-scheme: dark) { p { top: 0; } }",
        "@media print { p { margin: 0; } } p { margin: 0; }",
        "p { top: 0; } @media (prefers-color-scheme: light) { p { top: 0; } }",
        "[data-ogsc] p { top: 0; } @media (max-width: 480px) { p { top: 0; } }",
        "b { top: 0; } [data-ogsb] b { top: 0; } @media print { b { top: 0; } }",
    ),
    "23-css-comments": (
        *sheets(
            "/* a */ .a { color: #000000; }",
            "<!-- .a { color: #000000; } -->",
            ".a { color: #000000; /* ink */ }",
            ".a /* b */ { color: #000000; }",
            "@media /* wide */ screen { .a { margin: 0; } }",
            ".a { margin: 0; } /* never closed",
            "/**/",
        ),
        body('<p style="/* ink */color:#000000">x</p>'),
        body("<style>.a { margin: 0; }\n/*\nnote\n*/</style>"),
    ),
    "24-colours": (
        *styled(
            "color:#000",
            "color:#11223344",
            "color:rgb(0 0 0)",
            "color:rgba(0 0 0 / 50%)",
            "border:1px solid #ABC",
            "background-color:oklch(50% 0.1 20)",
        ),
        *bodies(
            '<table role="none" bgcolor="#fff"><tr><td>x</td></tr></table>',
            '<font color="#00f">x</font>',
        ),
        *sheets(".a { color: #fff; }", ".a { color: hsl(120 100% 50%); }"),
        sheet("@media screen { .a { color: #1234; } }"),
    ),
    "25-important": (
        *styled(
            "color:#000000!important",
            "color:#000000 !IMPORTANT",
            "color:#000000 ! important",
            "color:#000000!  important",
        ),
        *sheets(
            ".a { color: #000000!important; }",
            ".a { color: #000000 !Important; }",
            "@media screen { .a { color: #000000! important; } }",
            ".a { margin: 0!important }",
        ),
    ),
    "26-essential": styled(
        "display:flex",
        "display:inline-grid",
        "position:absolute",
        "float:left",
        "width:calc(100% - 1px)",
        "color:var(--ink)",
        "width:min(10px, 50%)",
        "flex-direction:row",
        "position:fixed",
        "display:contents",
        "gap:8px",
        "columns:2",
        "transform:rotate(2deg)",
        tag="div",
    ),
    "26-clients": bodies(
        '<div style="display:flex">x</div>',
        f'<picture><img {PICTURE} alt=""></picture>',
        '<img src="https://a.example/a.webp" alt="">',
        '<video src="https://a.example/a.mp4"></video>',
        '<div style="left:1px">x</div>',
        "<dialog>x</dialog>",
        "<svg></svg>",
        '<p style="--ink:#000000">x</p>',
        '<img src="https://a.example/a.avif?x" alt="">',
    ),
    "27-padding": (
        *styled("padding:4px", "margin:-4px", "margin:0 0 -4px 0", "padding:0 0 1em"),
        *styled("padding-left:4px", "margin-top:-1em", tag="div"),
        *bodies(
            f'<a href="{URL}" style="padding:9px">The bridge</a>',
            f'<img {PICTURE} alt="" style="padding:4px">',
            '<table role="none"><tr style="padding:4px"><td>x</td></tr></table>',
        ),
    ),
    "28-ghost-tables": (
        *styled("width:40em", "min-width:400px", "max-width:30rem", "width:300pt", tag="div"),
        *styled("max-width:600px", "width:400px", "MAX-WIDTH: 552PX", "width:321", tag="div"),
        *bodies(
            '<!--[if mso]><p>x</p><![endif]--><div style="max-width:600px">x</div>',
            '<!--[if mso]><table role="none"><tr><td><![endif]--><div style="width:600px">x</div>',
            '<!-- <table width="600"> --><div style="max-width:600px">x</div>',
            '<section style="width:600px">x</section>',
            '<table role="none" width="100%" style="max-width:600px"><tr><td>x</td></tr></table>',
            '<!--[if mso]><table width="600"></table><![endif]--><div style="width:600px">x</div>',
        ),
    ),
    "29-selectors": sheets(
        "* { margin: 0; }",
        ".a + .b { margin: 0; }",
        ".a ~ .b { margin: 0; }",
        ".a:nth-child(2) { margin: 0; }",
        "p:has(b) { margin: 0; }",
        "[class=a] { margin: 0; }",
        "a b c d e f g { margin: 0; }",
        "p::first-line { margin: 0; }",
        "p:not(.a) { margin: 0; }",
        ".a, .b > .c:checked { margin: 0; }",
    ),
    "30-image-sizes": bodies(
        f'<img {PICTURE} alt="">',
        f'<img {PICTURE} alt="" style="width:90px">',
        f'<img {PICTURE} alt="" width="">',
        f'<img {PICTURE} alt="" height="90">',
        f'<img {PICTURE} alt="" data-width="90">',
        f'<a href="{URL}"><img {PICTURE} alt="The bridge"></a>',
        f'<table role="none"><tr><td width="90"><img {PICTURE} alt=""></td></tr></table>',
        f'<picture><img {PICTURE} alt="" sizes="90px"></picture>',
    ),
    "31-web-fonts": (
        *styled("font-family:Open Sans", "font-family:'Lato', 'Merriweather'"),
        *(
            body(f'<style>@font-face {{ {face} }}</style><p style="{style}">x</p>')
            for face, style in (
                ("font-family: Own; src: local(Own);", "font-family:'Own'"),
                ("font-family: 'Own'; src: local(Own);", "font-family:Own"),
                ("src: local(Own); font-family: Own;", "font-family:OWN"),
                ("font-family: Own Sans; src: local(Own);", "font-family: Own Sans"),
                ("font-style: italic; font-family: Own;", "color:#000000;font-family:Own"),
                ("font-family: Own; font-weight: 400;", "font-family:Own,'Own'"),
            )
        ),
        body(
            "<style>@font-face { font-family: One; } @font-face { font-family: Two; }</style>"
            '<p style="font-family:One,Two">x</p>'
        ),
        sheet("@font-face { font-family: Own; }").replace("Georgia,Noto Serif,serif", "Own"),
    ),
    "32-gmail-classes": bodies(
        '<p class="im">x</p>',
        '<p class="a gmail_quote">x</p>',
        '<p class="a6S">x</p>',
        '<div class="adn">x</div>',
        '<span class="gmail_default">x</span>',
        '<div class="ii gt">x</div>',
        '<p class="yj6qo">x</p>',
        '<div class="adL">x</div>',
    ),
}
