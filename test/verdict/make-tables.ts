// Writes the tables of docs/verdict.md from the declarations in core/verdict:
//   npx esbuild test/verdict/make-tables.ts --bundle --platform=node --format=esm | node --input-type=module -
import { readFileSync, writeFileSync } from "node:fs";
import { withTables } from "./tables.ts";

writeFileSync("docs/verdict.md", withTables(readFileSync("docs/verdict.md", "utf8")));
