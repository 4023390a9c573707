// Generates core/trust/confusables.ts from a copy of Unicode's confusables.txt:
//   npx esbuild test/trust/make-confusables.ts --bundle --platform=node --format=esm | node --input-type=module - FILE
// FILE is https://www.unicode.org/Public/security/latest/confusables.txt or an earlier release of it.
import { readFileSync, writeFileSync } from "node:fs";
import { confusablesSource } from "./confusables-source.ts";

const file = process.argv[2];
if (file === undefined) throw new Error("usage: make-confusables FILE");
writeFileSync("core/trust/confusables.ts", confusablesSource(readFileSync(file, "utf8")));
