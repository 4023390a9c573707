import { sharedEngine } from "../check/engine.ts";
import { client } from "../this-client.ts";
import { showPage } from "./parts/page.ts";
import { SentencePage } from "./parts/sentence-page.tsx";
import { contentsOf } from "./view/contents.ts";
import { ViewPage } from "./view/view-page.tsx";

const sentence = (words: string) => <SentencePage title="view_title" words={words} />;

showPage("view_title", sentence("popup_checking"));
try {
  // Message ids live as long as the session; a page restored in a later one must not show another message.
  const id = Number(new URLSearchParams(location.search).get("message"));
  const message = await client.checkAgain(id);
  const contents = await contentsOf(message.bytes, await sharedEngine());
  showPage(
    "view_title",
    message.bytes.length === 0 ? sentence("view_nothing") : <ViewPage message={message} contents={contents} />,
  );
} catch (error) {
  console.error("the view could not be made", error);
  showPage("view_title", sentence("view_nothing"));
}
