"""What Bored Panda prints around its articles, by name.

Selectors and phrases were seen in scrapers, filter lists, page texts and one saved page of
the new layout (2013 to 2026); phrases match whole lines only.
"""

from __future__ import annotations

from boredcrawl.cleaning.rules import GENERIC_RULES, Rule

_UNITS = "seconds?|minutes?|hours?|days?|weeks?|months?|years?"

_BUTTON = (
    "starts-with(.,'Share on ') or .='Share via email' or .='Copy link' or .='Vote arrow up'"
    " or .='Vote arrow down' or (starts-with(.,'Interview With ') and string-length(.)<24)"
)

RULES = (
    *GENERIC_RULES,
    Rule(
        name="boredpanda page furniture",
        select="#sharebar, #do-you-like-box, #categories-variation-new, #site-footer,"
        " #didomi-host, #adBanner, aside, .sidebar, footer.footer, div.footer, .post-footer,"
        " .get-app, .social-box, .socialbar, .scroll-to-top, .fixed-popup, .modal, .modal-backdrop,"
        " .post-stats, .pagination-combined, div.show-all-contributors, next-route-announcer,"
        " [role=status], a.premium-nav-link, a.quizzes-link, .post-shares-footer",
        spare=0.4,
    ),
    Rule(name="boredpanda vote panel", select=".vote-panel, .votes-panel, .vote-buttons"),
    Rule(
        name="boredpanda advertisement",
        select=".post-ads, .inline-ad, .adLeaderboard, [id^=boredpandacom_], [id^=in_content],"
        " #show-all-images-block-premium, [data-sizes^=__]",
        spare=0.4,
    ),
    Rule(
        name="boredpanda promotion",
        select=".ml-subscribe-form, .subscription-block, .post-submission-line,"
        " .post-footer-gnews-promotion, .google-news-follow-button, aside[data-variation]",
        spare=0.4,
    ),
    Rule(
        name="boredpanda recommendations",
        select=".post-recommendations, .post-bottom-recommendation-block, .swiper-slide",
        spare=0.4,
    ),
    Rule(name="boredpanda tags", select=".post-tags, .tags-list", spare=0.4),
    Rule(
        name="boredpanda app banner",
        phrase=r"Bored Panda works better on our iPhone app|Continue in (?:app|browser)"
        r"(?: Continue in browser)?|The Bored Panda iOS app is live! Fight boredom with iPhones"
        r" and iPads here\.|(?:BoredPanda )?Add [Pp]ost(?: form topAdd Post)?(?: Search)?"
        r"|Tooltip close|Like us on FB for more awesome posts!"
        r"|Don't show this - I already like Bored Panda",
    ),
    Rule(
        name="boredpanda consent",
        phrase=r"We and our trusted partners use technology such as cookies on our site .*|Agree"
        r"|We value your privacy|Your Privacy Choices",
    ),
    Rule(
        name="boredpanda badge",
        phrase=r"Interview(?: With (?:Artist|Expert|Author|Owner))?",
    ),
    Rule(
        name="boredpanda counter",
        phrase=r"(?:Open list comments ?)?[+-]?[\d.,]+K?|Open list comments|Vote arrow (?:up|down)"
        r"|[+-]?[\d.,]+K? ?(?:points?|views)|points",
    ),
    Rule(
        name="boredpanda dateline",
        phrase=rf"(?:[A-Z][\w&,' -]{{0,60}}[^\W\d_])?\d{{1,3}} (?:{_UNITS}) ago"
        r"|By .{0,60}• [A-Z][a-z]{2} \d{1,2}(?:st|nd|rd|th), \d{4}",
    ),
    Rule(
        name="boredpanda recommendations label",
        phrase=r"RELATED:|You May Also Like:|You May Like"
        r"|(?:Related|Popular|Trending|Also|See Also) on Bored Panda",
        links=0.8,
    ),
    Rule(name="boredpanda highlights label", phrase="Highlights"),
    Rule(name="boredpanda affiliate note", phrase=r"This post may include affiliate links\."),
    Rule(name="boredpanda credit tail", phrase=r"Report|\(not the actual photo\)"),
    Rule(
        name="boredpanda comment form",
        phrase=r"Add photo comments|POST|Add a comment|Upload a comment image|Comment actions"
        r"|What do you think ?\?",
    ),
    Rule(
        name="boredpanda comment buttons",
        phrase=r"(?:View|Load) (?:More|more) (?:Replies|Comments|comments)(?:\.{3}|…)?"
        r"(?: ?Arrow down menu)?|Reply|Arrow down menu",
    ),
    Rule(
        name="boredpanda icon text",
        phrase=r"(?:Dots)?Created by potrace 1\.15, written by Peter Selinger 2001-2017|Dots",
        comments=True,
    ),
    Rule(
        name="boredpanda call to write",
        phrase=r"Anyone can write on Bored Panda\. Start writing!"
        r"|Follow(?: Bored Panda on Google News!)?"
        r"|Follow us on Flipboard\.com/@boredpanda!"
        r"|Please use high-res photos without watermarks"
        r"|Ooops! Your image is too large, maximum file size is 8 MB\.",
    ),
    # Beside other words in one line, so that no phrase would match.
    Rule(
        name="boredpanda button",
        xpath=f"descendant::a[{_BUTTON}] | descendant::span[{_BUTTON}]",
    ),
    Rule(
        name="boredpanda share label",
        phrase=r"Share(?: on (?:Facebook|Pinterest|X|Twitter)| via email)?|Copy link",
    ),
    Rule(
        name="boredpanda poll",
        phrase=r"Poll Question|Total votes ?·(?: ?\d+)?|Thanks! Check out the results:",
    ),
    Rule(
        name="boredpanda author box",
        phrase=r"Read (?:more|less) ?»|This lazy panda forgot to write something about itself\."
        r"|(?:Writer|Author), (?:News Writer|BoredPanda staff)|Community [Mm]ember"
        r"|BoredPanda [Ss]taff",
    ),
    Rule(
        name="boredpanda navigation",
        phrase=r"Get unlimited content, completely ad-free\.|Subscribe|Premium|Dark mode|Resources"
        r"|Home • Trending • Latest • Premium • Quizzes|PAGE \d+/\d+ ?>?",
    ),
)
"""The card's rules, the generic ones first."""
