import type { Answer } from "./exchange.ts";
import { type Html, html, NOTHING } from "./html.ts";

/**
 * What the pages may do: load one style sheet and send forms, both here; no script, no frame, nothing inline. The feeds
 * and files of the same server get it, too.
 */
export const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A page of the operator. */
export function page(title: string, account: string | undefined, main: Html, status = 200): Answer {
  const out = html`<form method="post" action="/-/logout"><span class="quiet">${account ?? ""}</span><button>Log out</button></form>`;
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/-/style.css">
</head>
<body>
<header><strong>Reports about mail</strong>${account === undefined ? NOTHING : out}</header>
${main}
</body>
</html>
`;
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return { status, headers, body: body.html };
}

/** The page with the login. */
export function loginPage(status: number): Answer {
  const errors = new Map([
    [401, "Name and password do not belong together. Try again."],
    [403, "The form did not come from this page. Try again here."],
  ]);
  const error = errors.get(status);
  return page(
    "Log in",
    undefined,
    html`<main class="narrow"><h1>Log in</h1>
${error === undefined ? NOTHING : html`<p class="error" role="alert">${error}</p>`}
<form class="login" method="post" action="/-/login">
<label>Name <input name="name" autocomplete="username" autocapitalize="none" required maxlength="40"></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<button class="main">Log in</button>
</form></main>`,
    status,
  );
}
