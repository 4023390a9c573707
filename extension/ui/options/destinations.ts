/** One place that this program may contact over the network. */
export interface Destination {
  /** Key of the sentence that says what it is for. */
  readonly purpose: string;
  /** Key of the sentence that says what its operator learns. */
  readonly learns: string;
  /** Key of the sentence that says when it is contacted. */
  readonly when: string;
}

/** Every remote destination there is. There is none: all is checked on this computer. */
export const DESTINATIONS: readonly Destination[] = [];
