import type { Face } from "../../button/face.ts";

/** The shape of the toolbar button, and its word: the shape alone says nothing that the word does not. */
export function Shape({
  face,
  large = false,
}: {
  readonly face: Pick<Face, "icon" | "label">;
  readonly large?: boolean;
}) {
  return (
    <span class={large ? "badge large" : "badge"}>
      <img src={`../${face.icon}`} alt="" width={large ? 32 : 16} height={large ? 32 : 16} />
      <span class="word">{face.label}</span>
    </span>
  );
}
