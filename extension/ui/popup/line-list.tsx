import type { Line } from "../../../core/index.ts";
import { SayLine } from "../text/say.tsx";

/** Lines of the systems, a sentence each. */
export function LineList({ lines }: { readonly lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line, place) => (
        <li key={place} data-system={line.system} data-code={line.code}>
          <SayLine line={line} />
        </li>
      ))}
    </ul>
  );
}
