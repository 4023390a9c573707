import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDate } from "../../core/message/date.ts";

test("H09: RFC 5322 date-time, comments, folding, GMT and UT; the weekday is not compared", () => {
  const same = [
    "Fri, 21 Nov 1997 09:55:06 -0600",
    "Mon, 21 Nov 1997 09:55:06 -0600",
    "21 Nov 1997 09:55:06 -0600",
    "fri, 21 nov 1997 15:55:06 gmt",
    "Fri,\t21 Nov\t1997 15:55:06 UT",
    "Fri, 21 Nov 1997 09(comment):55:06 -0600".replace("(comment)", ""),
    "(a(b)) Fri (c), 21 Nov 1997 09:55:06 -0600 (CST)",
    "Fri,21 Nov 1997 15:55:06 +0000",
  ];
  for (const text of same) assert.equal(parseDate(text), 880127706, text);
  assert.equal(parseDate("1 Jan 1970 00:00 +0000"), 0);
  assert.equal(parseDate("31 Dec 2016 23:59:60 +0000"), 1483228800);
  assert.equal(parseDate("29 Feb 2024 12:00:00 +0545"), Date.parse("2024-02-29T12:00:00+05:45") / 1000);
});

test("H09: everything else is no date", () => {
  const bad = [
    "",
    "Fri",
    "21 Nov 97 09:55:06 -0600",
    "21 Nov 1997 09:55:06",
    "21 Nov 1997 09:55:06 EST",
    "21 Nov 1997 9:55:06 -0600",
    "21 Nov 1997 24:00:00 -0600",
    "21 Nov 1997 09:60:00 -0600",
    "21 Nov 1997 09:55:61 -0600",
    "31 Nov 1997 09:55:06 -0600",
    "29 Feb 2023 09:55:06 -0600",
    "0 Nov 1997 09:55:06 -0600",
    "21 Foo 1997 09:55:06 -0600",
    "21 Nov 1899 09:55:06 -0600",
    "21 Nov 1997 09:55:06 -0660",
    "21 Nov 1997 09:55:06 -06000",
    "21 Nov 1997 09:55:06 -0600 x",
    "21 Nov 1997 09:55:06 -0600 (open",
    "1997-11-21T09:55:06Z",
    "Fri 21 Nov 1997 09:55:06 -0600",
  ];
  for (const text of bad) assert.equal(parseDate(text), undefined, text);
});

test("every date that is written out is read back", () => {
  const instant = fc.integer({ min: -2208988800, max: 253402300799 });
  fc.assert(
    fc.property(instant, (seconds) => {
      assert.equal(parseDate(new Date(seconds * 1000).toUTCString()), seconds);
    }),
  );
});

test("DOS-04: 100 kB of comments or digits is read to the end", () => {
  for (const piece of ["(", "()", "1 ", " ", "1", "\\", "Fri, "])
    assert.equal(parseDate(piece.repeat(100_000 / piece.length)), undefined);
});
