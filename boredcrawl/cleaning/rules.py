"""Named kinds of boilerplate, and those that any site has."""

from __future__ import annotations

from dataclasses import dataclass


# By identity: a card's fifty rules are looked up for each page, and hashing them all by
# their fields took longer than parsing a tenth of it (November 2026).
@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rule:
    """A named kind of boilerplate, and how to know it.

    `select` names whole elements by simple selectors (`aside, div.ad[id^=slot]`), `xpath`
    by anything XPath can say (from the root: `.//p[...]`; each costs a walk of its own).
    `phrase` is a regular expression that must match a whole line as a reader sees it: the
    text between the edges of blocks and `<br>`, over inline elements; only that line goes.
    `links`, beside a phrase, takes the block after the line as well if at least this share
    of its text is in links ("Related:" and its list). `spare` keeps an element that holds
    more than this share of the root's words, whatever it is called: some sites put the
    whole page in a `<form>`. `pictures` keeps one that holds a picture of the article.
    Phrases leave comments alone, where people may well write them, unless `comments`. They
    are case-sensitive; alternatives that begin with a letter or a set are tried fastest.
    """

    name: str
    select: str | None = None
    xpath: str | None = None
    phrase: str | None = None
    links: float | None = None
    spare: float | None = None
    pictures: bool = False
    comments: bool = False


GENERIC_RULES = (
    Rule(name="code", select="script, style, template, link, meta, base, datalist"),
    # potrace signs its icons in <metadata>: text that no reader sees
    Rule(name="icon", select="svg, metadata, use, i[aria-hidden=true]"),
    Rule(name="control", select="button, [role=button]", spare=0.2, pictures=True),
    Rule(
        name="form",
        select="form, input, select, textarea, label[for], fieldset",
        spare=0.5,
    ),
    Rule(name="navigation", select="nav, [role=navigation], [role=search], menu", spare=0.5),
    Rule(name="overlay", select="dialog, [role=dialog], [role=alertdialog], .modal", spare=0.5),
    Rule(
        name="advertisement",
        select="ins.adsbygoogle, .advertisement, .advert, .ad-slot, .ad-container, .ad-wrapper,"
        " .ad-unit, .ad-banner, .adsbygoogle, .google-auto-placed, .dfp-ad, .inline-ad,"
        " .post-ads, .code-block-ads, .sponsored-content, .taboola, .OUTBRAIN,"
        " [id^=div-gpt-ad], [id^=google_ads], [id^=taboola], [id^=outbrain],"
        " [data-ad-slot], [data-ad-unit], [data-google-query-id], amp-ad, amp-sticky-ad",
        spare=0.5,
    ),
    Rule(
        name="share bar",
        select=".sharedaddy, .share-buttons, .social-share, .social-sharing, .share-bar,"
        " .share-links, .post-share, .social-links, .addtoany_share_save_container,"
        " .a2a_kit, .addthis_toolbox, .addthis_inline_share_toolbox,"
        " .heateor_sss_sharing_container, .essb_links, .ssba, .swp_social_panel,"
        " .jp-sharing-input-touch",
        spare=0.3,
    ),
    Rule(
        name="newsletter",
        select=".newsletter, .newsletter-signup, .newsletter-form, .mc4wp-form, .subscribe-form,"
        " .ml-subscribe-form, .subscription-block, .email-signup, .signup-form",
        spare=0.3,
    ),
    Rule(
        name="related",
        select=".related-posts, .related-articles, .jp-relatedposts, .yarpp, .yarpp-related,"
        " .recommended-posts, .more-stories, .read-next, .crp_related",
        spare=0.5,
    ),
    Rule(
        name="for screen readers",
        select=".screen-reader-text, .sr-only, .visually-hidden, .visuallyhidden, .a11y-hidden",
        spare=0.2,
    ),
    Rule(
        name="ad label",
        phrase=r"[Aa]dvertise?ments?(?: - [Ss]croll to continue)?|ADVERTISEMENTS?"
        r"|-+ ?Advertisement ?-+"
        r"|(?:Continue reading|(?:Story|Article) continues) below(?: advertisement)?"
        r"|CONTINUE READING BELOW|Scroll to continue(?: with content)?|Sponsored(?: [Ll]inks?)?"
        r"|SPONSORED|Report this ad|Loading\.\.\.",
    ),
    Rule(
        name="share label",
        phrase=r"S(?:hare|HARE) (?:this|on|via|THIS|ON|VIA)(?: (?:[Aa]rticle|[Pp]ost"
        r"|[Ss]tory|Facebook|Twitter|X|Pinterest|LinkedIn|WhatsApp|Reddit|[Ee]mail|Telegram))?:?"
        r"|Copy [Ll]ink|Click to share .{1,40}|(?:Email|Print) this (?:article|post)",
    ),
    Rule(
        name="related links",
        phrase=r"(?:R(?:elated|ELATED|ecommended)(?: (?:[Aa]rticles?|[Pp]osts?"
        r"|[Ss]tories|[Rr]eading))?"
        r"|R(?:ead|EAD) (?:[Mm]ore|[Aa]lso|MORE|ALSO)|See [Aa]lso|SEE ALSO|Also [Rr]ead"
        r"|More [Ff]rom .{1,40}|You [Mm]ay [Aa]lso [Ll]ike):",
        links=0.8,
    ),
)
