/*
 * What one webmail needs: two halves in one file. The page half runs in the content script and only looks; the source
 * half runs in the background and says how the raw source is asked for. Selectors stand in one place in each file.
 */

/** A message as the page names it. Everything in it is the page's word and is treated so. */
export interface Ref {
  /** The webmail's own name of the message, in the adapter's form. */
  readonly id: string;
  /** A token that the webmail wants to see again; "" where it wants none. */
  readonly token: string;
  /** The addr-spec of the sender as the page shows it; absent where the page does not show one. */
  readonly from?: string;
  /** The subject as the page shows it. */
  readonly subject: string;
  /** That subject is the heading of a conversation: replies in it have it with a prefix. */
  readonly conversation?: true;
  /** That subject is only the beginning: the page cuts it there. */
  readonly cut?: true;
  /** It lies where the webmail itself keeps what its reader sent or still writes: nobody can put it there by sending it. */
  readonly own?: true;
}

/** A message on the screen, and where the marker goes: next to the sender, outside the body. */
export interface OnScreen extends Ref {
  readonly place: (marker: HTMLElement) => void;
}

/** The half that looks at the page. It reads nothing inside a message's body (ACQ-09, EXT-09). */
export interface PageHalf {
  readonly name: string;
  /** Whether this document belongs to this webmail. */
  recognises(page: Document): boolean;
  /** A frame of the same origin in which the webmail shows messages, if it does so. */
  readonly frame?: string;
  /** The messages that one document shows, in order. */
  messages(page: Document): readonly OnScreen[];
  /** The address of the account, where the page shows it. */
  account(page: Document): string | undefined;
}

/** How the raw source is asked for, below the address of the site. */
export interface SourceRequest {
  readonly url: URL;
  readonly method?: "GET" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The half that knows where the octets are. */
export interface SourceHalf {
  readonly name: string;
  /**
   * The request for one message; undefined where the id is none of this webmail's.
   * @param page - Address of the page that shows the message.
   */
  request(page: URL, id: string, token: string): SourceRequest | undefined;
  /** Whether an answer with status 200 is a message: many webmails answer so with an error page. */
  accepts(headers: Headers): boolean;
  /**
   * Takes the message out of the answer, where the answer is not the message itself; undefined where the message has
   * more octets than `most`. Rejects where there is none.
   */
  unpack?(answer: Uint8Array, most: number): Promise<Uint8Array | undefined>;
  /** Where the account's address is found when the page of a message does not tell it. */
  readonly account?: AccountHalf;
}

/** A page of the webmail that tells whose account it is. */
export interface AccountHalf {
  /** @param page - Address of the page that shows a message. */
  request(page: URL): SourceRequest;
  /** The address in that page's HTML. */
  read(html: string): string | undefined;
}

/** Text of the first element that matches, blanks at both ends removed. */
export const textOf = (root: ParentNode, selector: string): string | undefined =>
  root.querySelector(selector)?.textContent?.trim();

/** The one addr-spec in a text such as a title or a mailto link; undefined where there is none. */
export const addressIn = (text: string | null | undefined): string | undefined =>
  /[^\s<>"',;:()]{1,320}@[^\s<>"',;:()]+/.exec(text ?? "")?.[0];
