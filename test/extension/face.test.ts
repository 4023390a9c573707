import assert from "node:assert/strict";
import { test } from "node:test";
import { type Badge, REASONS, type ReasonCode } from "../../core/index.ts";
import { faceOf, neutralFace } from "../../extension/button/face.ts";
import { unasked } from "../../extension/check/outcome.ts";
import { projectFile } from "../project-file.ts";

const BADGES: readonly Badge[] = ["VERIFIED", "INTACT", "TRANSPORT", "NONE", "UNCHECKED", "CAUTION", "ALERT"];
const say = (key: string, values: readonly string[] = []) => [key, ...values].join(" ");
const result = (badge: Badge, ...codes: ReasonCode[]) => ({
  ...unasked(""),
  badge,
  reasons: codes.map((code) => ({ code, params: {}, effect: REASONS[code].effect })),
});
const svg = (icon: string) => projectFile(`extension/${icon}`);

test("EXT-12: every badge has its own icon, word and title", () => {
  const faces = BADGES.map((badge) => faceOf(result(badge), say));
  for (const part of ["icon", "label", "title"] as const)
    assert.equal(new Set(faces.map((face) => face[part])).size, 7);
});

test("VERIFIED names the organisation and the domain of the sender", () => {
  const verified = {
    ...result("VERIFIED"),
    organisation: { org_id: "example.org", name: "Example Ltd", source: "user" as const },
    from: { displayName: "Somebody Else", addrSpec: "a@mail.example.org" },
  };
  assert.equal(
    faceOf(verified, say).title,
    "badge_VERIFIED_title \u2068Example Ltd\u2069 \u2068mail.example.org\u2069",
  );
});

test("ID-13: a right-to-left name in the button's title is isolated, whichever way the sentence runs", () => {
  const name = "مكتبة المدينة";
  const verified = {
    ...result("VERIFIED"),
    organisation: { org_id: "maktaba.example", name, source: "user" as const },
  };
  const inEnglish = (key: string, [first, second]: readonly string[] = []) => `${key}: Stamped by ${first} (${second})`;
  const { title } = faceOf(verified, inEnglish);
  assert.equal(title, `badge_VERIFIED_title: Stamped by \u2068${name}\u2069 (\u2068maktaba.example\u2069)`);
});

test("a doubt is titled by the heaviest reason", () => {
  assert.equal(faceOf(result("CAUTION", "NOT_ADDRESSED_TO_YOU", "AMBIG_EOL"), say).title, "warning_fresh");
  assert.equal(faceOf(result("CAUTION", "TRANSPORT_FAIL"), say).title, "warning_route");
  assert.equal(faceOf(result("ALERT", "STAMP_REQUIRED"), say).title, "badge_ALERT_missing_title");
  assert.equal(faceOf(result("ALERT", "BODY", "STAMP_REQUIRED"), say).title, "badge_ALERT_title");
});

test("what is no verdict looks like none of a negative or positive one", () => {
  const verdicts = new Set(BADGES.filter((badge) => badge !== "NONE").map((badge) => faceOf(result(badge), say).icon));
  for (const state of ["pending", "many", "own", "not_mail"] as const)
    assert.ok(!verdicts.has(neutralFace(state, say).icon));
});

/** Relative luminance and contrast of WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const contrast = (a: string, b: string) => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

test("EXT-12: every icon stands out 3:1 from light, dark and black toolbars", () => {
  const toolbars = ["#ffffff", "#f9f9fa", "#27272c", "#000000"];
  for (const icon of [...BADGES.map((badge) => faceOf(result(badge), say).icon), "icons/pending.svg"]) {
    const colours = new Set(
      [...svg(icon).matchAll(/(?:fill|stroke)="(#[0-9a-f]{6})"/g)].map(([, colour]) => colour ?? ""),
    );
    assert.equal(colours.size, 1, `${icon} has one colour`);
    for (const colour of colours)
      for (const toolbar of toolbars) assert.ok(contrast(colour, toolbar) >= 3, `${icon} on ${toolbar}`);
    // White marks inside a filled shape.
    if (svg(icon).includes('#fff"')) for (const colour of colours) assert.ok(contrast(colour, "#ffffff") >= 3, icon);
  }
});

/** Draws an icon's shapes as a set of straight and curved commands: two silhouettes are equal if these are. */
test("EXT-12: no two icons share a silhouette once colour is taken away", () => {
  const shapes = BADGES.map((badge) => svg(faceOf(result(badge), say).icon).replace(/(?:fill|stroke)="[^"]*"/g, ""));
  assert.equal(new Set(shapes).size, 7);
});

test("EXT-13: icons are plain shapes without text, scripts, styles or references", () => {
  for (const badge of BADGES) {
    const names = [...svg(faceOf(result(badge), say).icon).matchAll(/<([a-z]+)/g)].map(([, name]) => name ?? "");
    assert.deepEqual(
      names.filter((name) => !["svg", "path", "circle", "g"].includes(name)),
      [],
    );
  }
});
