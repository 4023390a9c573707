import assert from "node:assert/strict";
import { test } from "node:test";
import { fill } from "../../core/words/fill.ts";
import { languageOfLocale, say } from "../../core/words/format.ts";
import { LANGUAGES } from "../../core/words/languages.ts";

test("placeholders are filled once, in any case, and data cannot bring its own", () => {
  const entry = {
    message: "$$5: $Org$ stamped for $FROM$, $ORG$",
    placeholders: { org: { content: "$1" }, from: { content: "<$2>" } },
  };
  assert.equal(fill(entry, ["$FROM$", "$1 $&"]), "$5: $FROM$ stamped for <$1 $&>, $FROM$");
  assert.equal(fill({ message: "a $MISSING$ b" }, []), "a $MISSING$ b");
  assert.equal(fill(entry, []), "$5:  stamped for <>, ");
});

test("a language or key that is not there falls back instead of hiding the statement", () => {
  assert.equal(say("xx", "badge_NONE_word"), say("en", "badge_NONE_word"));
  assert.equal(say("en", "no_such_key", ["a", 1]), "no_such_key a 1");
});

test("locale names choose a language", () => {
  assert.equal(languageOfLocale("en_GB.UTF-8"), "en");
  for (const locale of ["C", "POSIX", "", "tlh_KX", "$(reboot)"]) assert.equal(languageOfLocale(locale), "en", locale);
  for (const language of LANGUAGES.keys()) assert.equal(languageOfLocale(`${language}_XX.UTF-8`), language);
});
