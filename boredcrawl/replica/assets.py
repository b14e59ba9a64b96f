"""Files the pages need in a browser: styles that hide, scripts that load more comments."""

from __future__ import annotations

from boredcrawl.replica.classic_comments import ENDPOINTS

CSS = """
.is-hidden, .open-list-item-hidden, .visible-downto-xs { display: none; }
img { max-width: 100%; }
svg { width: 1em; height: 1em; }
"""

CLASSIC = """
(function () {
  var LABELS = /^(Load More (Comments|Replies)|View [Mm]ore ([Cc]omments|Replies))/;
  var DEFAULT = {kind: "KIND", endpoint: "ENDPOINT"};
  function request(kind, endpoint, token) {
    if (kind === "html-get") {
      return fetch(endpoint + "?token=" + encodeURIComponent(token)).then(text);
    }
    if (kind === "html-post") {
      var form = new URLSearchParams({token: token});
      return fetch(endpoint, {method: "POST", body: form}).then(text);
    }
    return fetch(endpoint, {
      method: "POST",
      headers: {"Content-Type": "application/json"},
      body: JSON.stringify({cursor: token})
    }).then(function (r) { return r.json(); }).then(function (data) { return data.html; });
  }
  function text(response) { return response.text(); }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("a[role=button], button[type=button]");
    if (!button || !LABELS.test(button.textContent)) { return; }
    event.preventDefault();
    var group = button.previousElementSibling;
    var token = button.getAttribute("data-more");
    if (!token) {
      group.querySelectorAll(":scope > .is-hidden").forEach(function (one) {
        one.classList.remove("is-hidden");
      });
      button.remove();
      return;
    }
    if (button.dataset.busy) { return; }
    button.dataset.busy = "1";
    var kind = button.getAttribute("data-kind") || DEFAULT.kind;
    var endpoint = button.getAttribute("data-endpoint") || DEFAULT.endpoint;
    request(kind, endpoint, token).then(function (html) {
      var template = document.createElement("template");
      template.innerHTML = html;
      var next = null;
      Array.from(template.content.childNodes).forEach(function (node) {
        if (node.matches && node.matches("a[role=button], button[type=button]")) { next = node; }
        else { group.appendChild(node); }
      });
      if (next) { button.replaceWith(next); } else { button.remove(); }
    });
  });
})();
"""

MODERN = r"""
(function () {
  var state = JSON.parse(document.getElementById("__NEXT_DATA__").textContent).props.comments;
  var endpoint = state.endpoint || "/api/comments/more";
  var labels = /^(Load More Comments |Load More Replies\.\.\.|View more comments)$/;
  var svg = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4l8 8H4z"></path></svg>';
  function escaped(text) {
    var div = document.createElement("div");
    div.textContent = text;
    return div.innerHTML;
  }
  function element(html) {
    var template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  }
  function comment(one, isReply) {
    var who = one.author;
    var name = '<span class="truncate text-sm font-semibold">' + escaped(who.name) + "</span>";
    if (who.path) {
      name = '<a class="truncate text-sm font-semibold text-[var(--comment-author)]! ' +
        'normal-case no-underline!" href="' + who.path + '">' + escaped(who.name) + "</a>";
    }
    var image = one.image ? '<img alt="" src="' + one.image + '">' : "";
    var node = element('<div class="group flex gap-2 ' + (isReply ? "mt-2" : "") + '">' +
      '<span class="avatar-effect shrink-0 rounded-full size-[30px]"><img alt="" src="' +
      who.avatar + '"></span><div class="min-w-0 flex-1">' +
      '<div class="mb-0.5 flex items-center gap-2">' +
      '<span class="inline-flex min-w-0 items-center gap-1">' + name + "</span>" +
      '<span class="text-[11px] font-normal text-[var(--gray-500)] italic">• ' + one.when +
      '</span><div class="relative shrink-0"><button type="button" aria-label="Comment actions">' +
      svg + "</button></div></div>" +
      '<div class="text-sm prose prose-sm mb-0.5 leading-5 font-normal max-w-none">' + one.html +
      image + '</div><div class="flex items-center gap-3 text-[var(--gray-500)]">' +
      '<div class="flex items-center gap-2 bg-transparent p-0">' +
      '<button class="transition-colors group/vote-up">' + svg + "</button>" +
      '<span class="text-[13px] font-bold text-[var(--text-primary)]">' + one.points + "</span>" +
      '<button class="transition-colors group/vote-down">' + svg + "</button></div>" +
      '<button class="text-[13px] font-normal normal-case">Reply</button></div></div></div>');
    var replies = one.replies;
    if (replies.comments.length || replies.next) {
      var box = element('<div class="mt-0"></div>');
      node.lastElementChild.appendChild(box);
      fill(box, replies, "Load More Replies...");
    }
    return node;
  }
  function fill(box, data, label) {
    var isReply = box.className === "mt-0";
    data.comments.forEach(function (one) { box.appendChild(comment(one, isReply)); });
    if (data.next) {
      var holder = element('<div class="mt-6 flex justify-start"><button class="w-full ' +
        'rounded-[3px] bg-[var(--gray-450)] px-5 py-3 text-center text-[14px]">' + label +
        "</button></div>");
      box.appendChild(holder);
      wire(holder.firstElementChild, data.next);
    }
  }
  function wire(button, token) {
    button.addEventListener("click", function () {
      button.disabled = true;
      var url = endpoint + "?cursor=" + encodeURIComponent(token);
      fetch(url).then(function (r) { return r.json(); }).then(function (data) {
        var holder = button.parentElement;
        var box = holder.parentElement;
        holder.remove();
        fill(box, data, button.innerHTML);
      });
    });
  }
  Array.from(document.querySelectorAll("button")).filter(function (button) {
    return labels.test(button.textContent);
  }).forEach(function (button, k) { wire(button, state.more[k]); });
})();
"""

ICON = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><path d="M4 4h32"/></svg>'


def asset(path: str) -> tuple[str, str] | None:
    """Give a file of the theme and its type; None where there is none."""
    if path == "/assets/classic.css":
        return CSS, "text/css"
    if path == "/_next/static/chunks/comments.js":
        return MODERN, "application/javascript"
    for kind, endpoint in ENDPOINTS.items():
        if path == f"/assets/comments.{kind}.js":
            script = CLASSIC.replace("KIND", kind).replace("ENDPOINT", endpoint)
            return script, "application/javascript"
    if path.startswith(("/assets/", "/favicons/")) and path.endswith((".svg", ".png")):
        return ICON, "image/svg+xml"
    return None
