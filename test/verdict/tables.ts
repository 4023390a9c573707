import { type Effect, REASONS, type ReasonSpec } from "../../core/verdict/reasons.ts";
import { TABLE, type TableRow } from "../../core/verdict/table.ts";

const COLUMNS = ["pass", "none", "fail"] as const;

function badges(row: TableRow["badge"]): string {
  const cells = COLUMNS.map((column) => row[column]);
  return new Set(cells).size === 1 ? (cells[0] ?? "") : cells.join(" / ");
}

function combinations(): string {
  const rows = Object.entries(TABLE).map(
    ([state, row]) =>
      `| \`${state}\` | ${COLUMNS.map((c) => row.badge[c]).join(" | ")} | ${row.required ? badges(row.required) : "the same"} |`,
  );
  return [
    "| receipt | pass | none | fail | where the From domain requires stamps |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

const cell = (effect: Effect | undefined): string => effect ?? "";

function reasons(): string {
  const rows = Object.entries(REASONS).map(([code, spec]: [string, ReasonSpec]) => {
    const { effect, trusted, required, unstamped, vouched, warning, params } = spec;
    const effects = [effect, trusted, required, unstamped, vouched].map(cell).join(" | ");
    return `| \`${code}\` | ${effects} | ${warning} | ${params.map((name) => `\`${name}\``).join(" ")} |`;
  });
  const head =
    "| code | effect | organisation trusted | stamps required | no stamp | gateway vouches | class | values |";
  return [head, "|---|---|---|---|---|---|---|---|", ...rows].join("\n");
}

const GENERATED = new Map([
  ["combinations", combinations],
  ["reasons", reasons],
]);

/** The document with every generated table made anew. */
export function withTables(document: string): string {
  return document.replace(
    /(<!-- begin (\w+) -->\n)[\s\S]*?(<!-- end \2 -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}${GENERATED.get(name)?.() ?? ""}\n${end}`,
  );
}
