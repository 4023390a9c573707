import type { Answer } from "./exchange.ts";
import { type Html, html, NOTHING } from "./html.ts";
import type { Tongue } from "./tongue.ts";

/**
 * What the pages may do: load one style sheet and send forms, both here; no script, no frame, nothing inline. The feeds
 * and files of the same server get it, too.
 */
export const POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Who looks at a page, and in which language. */
export interface Reader {
  /** Absent before the login. */
  readonly account?: string;
  readonly tongue: Tongue;
}

/** A page of the operator. */
export function page(title: string, { account, tongue }: Reader, main: Html, status = 200): Answer {
  const { language, say } = tongue;
  const out = html`<form method="post" action="/-/logout"><span class="quiet">${account ?? ""}</span><button>${say("log_out")}</button></form>`;
  const body = html`<!doctype html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/-/style.css">
</head>
<body>
<header><strong>${say("site")}</strong>${account === undefined ? NOTHING : out}</header>
${main}
</body>
</html>
`;
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", vary: "accept-language" };
  return { status, headers, body: body.html };
}

/** The page with the login. */
export function loginPage(status: number, tongue: Tongue): Answer {
  const { say } = tongue;
  const errors = new Map([
    [401, say("login_wrong")],
    [403, say("login_foreign")],
  ]);
  const error = errors.get(status);
  return page(
    say("log_in"),
    { tongue },
    html`<main class="narrow"><h1>${say("log_in")}</h1>
${error === undefined ? NOTHING : html`<p class="error" role="alert">${error}</p>`}
<form class="login" method="post" action="/-/login">
<label>${say("name")} <input name="name" autocomplete="username" autocapitalize="none" required maxlength="40"></label>
<label>${say("password")} <input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<button class="main">${say("log_in")}</button>
</form></main>`,
    status,
  );
}
