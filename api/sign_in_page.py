"""The words and the look of the sign-in page, in the colours of the product."""

from html import escape
from string import Template
from typing import Final

_SHELL: Final = Template(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title · Storyreel</title>
<link rel="icon" href="/sign-in/icon.png">
<style>
:root { --back: #f3f0ea; --card: #fdfcfa; --text: #141210; --quiet: #57524b; --line: #8d867a; --edge: #d5cfc4;
  --main: #0b6e69; --press: #09534f; --bad: #9f1d17; --bad-back: #fbeae8; }
@media (prefers-color-scheme: dark) {
  :root { --back: #121415; --card: #1d2122; --text: #f0eeea; --quiet: #b4b1ab; --line: #7b8486; --edge: #394042;
    --main: #0d7f79; --press: #0a635e; --bad: #ffb4ad; --bad-back: #40211f; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.5rem 1rem;
  background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 25rem; }
.brand { display: flex; align-items: center; gap: .7rem; margin: 0 0 1.1rem; font-weight: 750; font-size: 1.35rem;
  letter-spacing: -.02em; }
.brand img { width: 2.25rem; height: 2.25rem; border-radius: 9px; }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 16px; padding: 1.75rem; }
h1 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -.015em; margin: 0 0 1.1rem; }
label { display: block; font-weight: 600; font-size: .9375rem; margin: 0 0 .3rem; }
input { width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: 12px; padding: .6rem .8rem; margin: 0 0 1rem; min-height: 2.9rem; }
button, .button { display: block; width: 100%; font: inherit; font-weight: 650; text-align: center; text-decoration: none;
  color: #fff; background: var(--main); border: 0; border-radius: 999px; padding: .7rem 1rem; min-height: 2.9rem;
  cursor: pointer; margin-top: .4rem; }
button:hover, .button:hover { background: var(--press); }
:focus-visible { outline: 3px solid var(--main); outline-offset: 2px; }
p { margin: 0 0 1rem; } p:last-child { margin-bottom: 0; }
.quiet { color: var(--quiet); font-size: .9375rem; margin: 1.1rem 0 0; overflow-wrap: anywhere; }
.quiet a { color: inherit; }
.bad { background: var(--bad-back); color: var(--bad); border-radius: 12px; padding: .75rem .9rem; margin: 0 0 1.1rem; }
.bad strong { display: block; }
code { display: block; font: .9rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--back);
  border-radius: 10px; padding: .7rem .85rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<p class="brand"><img src="/sign-in/icon.png" alt="" width="36" height="36">Storyreel</p>
<div class="card">
<h1>$title</h1>
$body
</div>
</main>
</body>
</html>
"""
)
_FORM: Final = Template(
    """<form method="post" action="/sign-in">
<input type="hidden" name="form" value="$form"><input type="hidden" name="next" value="$next">
<label for="name">Name</label>
<input id="name" name="name" value="$name" autocomplete="username" autocapitalize="none" spellcheck="false"
 maxlength="100" required$first>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="1000" required$second>
<button>Sign in</button>
</form>
<p class="quiet">No account, or the password is lost? Ask whoever runs Storyreel here.</p>"""
)
_FIRST_RUN: Final = """<p>There are no accounts yet. On the machine where Storyreel runs, make the first one:</p>
<p><code>python -m core user add NAME</code></p>
<p class="quiet">Then <a href="/sign-in">come back here</a> and sign in. The first account keeps the others.</p>"""
_SIGN_OUT: Final = Template(
    """<p>You are signed in as <strong>$name</strong>.</p>
<form method="post" action="/sign-out"><input type="hidden" name="form" value="$form">
<button>Sign out</button></form>
<p class="quiet"><a href="/">Back to your films</a></p>"""
)


def sign_in_page(
    *,
    form: str,
    next_path: str,
    name: str,
    trouble: tuple[str, str] | None,
    first_run: bool,
    provider: str | None,
) -> str:
    """A form for name and password, or the way to the identity provider; `trouble` is a message and a hint."""
    if first_run:
        return _shell("Welcome", _FIRST_RUN)
    told = ""
    if trouble is not None:
        told = f'<p class="bad" role="alert"><strong>{escape(trouble[0])}</strong> {escape(trouble[1])}</p>'
    if provider is not None:
        return _shell("Sign in", f'{told}<a class="button" href="{escape(provider)}">Continue to sign in</a>')
    focus = " autofocus"
    fields = {
        "form": escape(form),
        "next": escape(next_path),
        "name": escape(name),
        "first": "" if name else focus,
        "second": focus if name else "",
    }
    return _shell("Sign in", told + _FORM.substitute(fields))


def sign_out_page(*, form: str, name: str) -> str:
    """One question, since a link alone must not sign anybody out."""
    return _shell("Sign out?", _SIGN_OUT.substitute(form=escape(form), name=escape(name)))


def _shell(title: str, body: str) -> str:
    return _SHELL.substitute(title=title, body=body)
