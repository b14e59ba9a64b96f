"""Texts that want to be run, written by us: every way in combined with every thing to do."""

from itertools import product

DO = "document.title='ran'"
"""What each of them tries; the test looks whether it happened."""

TAGS = (
    "<script>{do}</script>",
    "<SCRIPT>{do}</SCRIPT>",
    "<script src=data:text/javascript,{do}></script>",
    "<scr<script>ipt>{do}</scr</script>ipt>",
    "<img src=x onerror={do}>",
    '<img src="x" onerror="{do}">',
    "<img src=x onerror={do}//",
    "<IMG SRC=x OnError={do}>",
    "<img/src=x/onerror={do}>",
    "<img src=`x` onerror={do}>",
    "<image src=x onerror={do}>",
    "<svg onload={do}>",
    "<svg><script>{do}</script></svg>",
    "<svg><animate onbegin={do} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{do}'><text y=20>x</text></a></svg>",
    "<svg><style><img src=x onerror={do}></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror={do}>",
    "<math href='javascript:{do}'>x</math>",
    "<body onload={do}>",
    "<iframe srcdoc='<script>parent.{do}</script>'></iframe>",
    "<iframe src='javascript:parent.{do}'></iframe>",
    "<object data='javascript:{do}'></object>",
    "<embed src='javascript:{do}'>",
    "<video><source onerror={do}></video>",
    "<audio src=x onerror={do}>",
    "<details open ontoggle={do}>x</details>",
    "<input autofocus onfocus={do}>",
    "<select autofocus onfocus={do}>",
    "<textarea autofocus onfocus={do}>",
    "<marquee onstart={do}>x</marquee>",
    "<style>@import 'javascript:{do}';</style>",
    "<link rel=stylesheet href='data:text/css,*{{color:red}}'>",
    "<base href='javascript:{do}//'>",
    "<meta http-equiv=refresh content='0;url=javascript:{do}'>",
    "<form action='javascript:{do}'><button>x</button></form>",
    "<form id=x></form><button form=x formaction='javascript:{do}'>x</button>",
    "<a href='javascript:{do}'>x</a>",
    "<a href='JaVaScRiPt:{do}'>x</a>",
    "<a href='&#106;avascript:{do}'>x</a>",
    "<a href='java\tscript:{do}'>x</a>",
    "<a href=' javascript:{do}'>x</a>",
    "<a href='data:text/html,<script>{do}</script>'>x</a>",
    "<a href='vbscript:{do}'>x</a>",
    "<p style='background:url(javascript:{do})'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror={do}>'></noscript>",
    "<template><img src=x onerror={do}></template>",
    "<xmp><img src=x onerror={do}></xmp>",
    "<!--><img src=x onerror={do}>-->",
    "<![CDATA[><img src=x onerror={do}>]]>",
    "<?x ><img src=x onerror={do}>",
    "{{{{ '' }}}}<img src=x onerror={do}>{{% raw %}}",
)
BREAKS = ("{}", '">{}', "'>{}", "</title></textarea></script></style></details>{}", "-->{}<!--")
ADDRESSES = (
    "javascript:{do}",
    "JAVASCRIPT:{do}",
    "\tjavascript:{do}",
    "java\nscript:{do}",
    "data:text/html,<script>{do}</script>",
    "https://x.example/' onmouseover='{do}",
    'https://x.example/" onfocus="{do}" autofocus="',
    "https://x.example/><script>{do}</script>",
    '//x.example/"><img src=x onerror={do}>',
    "http:javascript:{do}",
)

PAYLOADS = tuple(whole.format(tag.format(do=DO)) for tag, whole in product(TAGS, BREAKS))
WRONG_ADDRESSES = tuple(address.format(do=DO) for address in ADDRESSES)
