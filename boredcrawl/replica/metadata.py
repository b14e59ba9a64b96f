"""What a page says of itself in its head: meta tags, OpenGraph, JSON-LD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from boredcrawl.replica.scene import attr, esc, writer_path

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene


def metadata(scene: Scene) -> str:
    """Write the metadata of an article, as far as its variant has any."""
    head, variant = scene.article.head, scene.variant
    title, description = attr(head.title), attr(head.description)
    image = scene.origin + head.cover.path.replace("-cover_675.jpg", "-fb2.jpg")
    lines = [
        f"<title>{esc(head.title)} | Bored Panda</title>",
        f'<meta name="description" content="{description}">',
    ]
    if scene.canonical:
        lines.append(f'<link rel="canonical" href="{scene.canonical}">')
    if variant.opengraph == "yes":
        lines += [
            f'<meta property="og:title" content="{title}">',
            f'<meta property="og:description" content="{description}">',
            f'<meta property="og:url" content="{scene.canonical or scene.url}">',
            f'<meta property="og:image" content="{image}">',
            '<meta property="og:type" content="article">',
            '<meta name="twitter:card" content="summary_large_image">',
            f'<meta name="twitter:title" content="{title}">',
            f'<meta name="twitter:image" content="{image}">',
        ]
    if variant.article_meta == "yes":
        lines += [
            f'<meta property="article:published_time" content="{head.published_at.isoformat()}">',
            f'<meta property="article:modified_time" content="{head.modified_at.isoformat()}">',
            f'<meta property="article:section" content="{attr(head.categories[0][1])}">',
        ]
        lines += [f'<meta name="author" content="{attr(one.name)}">' for one in head.authors[:1]]
    if variant.jsonld == "yes":
        lines.append(
            f'<script type="application/ld+json">{_script_json(_jsonld(scene, image))}</script>'
        )
    return "\n".join(lines)


def _jsonld(scene: Scene, image: str) -> dict[str, Any]:
    head = scene.article.head
    return {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Bored Panda", "url": scene.origin + "/"},
            {
                "@type": "NewsArticle" if head.kind == "story" else "Article",
                "headline": head.title,
                "description": head.description,
                "mainEntityOfPage": scene.canonical or scene.url,
                "datePublished": head.published_at.isoformat(),
                "dateModified": head.modified_at.isoformat(),
                "image": [image],
                "author": [
                    {
                        "@type": "Person",
                        "name": one.name,
                        "url": scene.origin + writer_path(one),
                    }
                    for one in head.authors
                ],
                "articleSection": [label for _, label in head.categories],
                "keywords": [label for _, label in head.tags],
                "commentCount": scene.declared,
                "publisher": {"@type": "Organization", "name": "Bored Panda"},
            },
        ],
    }


def _script_json(value: dict[str, Any]) -> str:
    """Write JSON so that no text in it can close the script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
