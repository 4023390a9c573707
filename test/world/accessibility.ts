import { readFileSync } from "node:fs";
import { inExtension, type View } from "./extension-page.ts";
import { ID } from "./mail-client.ts";
import type { Marionette } from "./marionette.ts";

/** Breaches of WCAG 2.2 A and AA that axe-core finds in a page of the extension, one sentence each. */
export function accessibilityFaults(marionette: Marionette, view: View, page = ""): Promise<string[]> {
  const source = readFileSync("node_modules/axe-core/axe.min.js", "utf8");
  return inExtension(
    marionette,
    ID,
    { view, page },
    async (source: string) => {
      // This code stands outside the page's content security policy.
      const axe = new Function(
        "window",
        `const module = undefined, exports = undefined; ${source}; return window.axe;`,
      )(window);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
      interface Violation {
        readonly id: string;
        readonly help: string;
        readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
      }
      return violations.flatMap(({ id, help, nodes }: Violation) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)}: ${failureSummary}`),
      );
    },
    source,
  );
}
