import { makeSamples, type Sample } from "../samples/samples.ts";
import { type Roundcube, startRoundcube } from "../world/roundcube.ts";
import type { World } from "../world/world.ts";
import { answer } from "./webmail-answer.ts";
import { byteFixtures } from "./webmail-bytes.ts";

/** Debian's Roundcube with a front that lies when it is told to. */
export interface HostileWorld {
  readonly roundcube: Roundcube;
  readonly samples: readonly Sample[];
  /** Messages whose octets programs like to change; they follow the samples, and {@link HostileWorld.answer} follows them. */
  readonly fixtures: readonly Uint8Array[];
  /** Number of an answer, by somebody who stamps nothing, to the bank's verified letter. */
  readonly answer: number;
  /** Changes the page of a message on its way, as a webmail that lies or was broken into does. */
  rewrite(from: string | RegExp, to: string): void;
  /** Makes one message's source take its time, in milliseconds. */
  slow(n: number, ms: number): void;
  /** Ends every lie. */
  honest(): void;
}

/** Starts it. Its list shows conversations: an answer stands below what it answers. */
export async function startHostileWorld(world: World): Promise<HostileWorld> {
  const [samples, fixtures] = [await makeSamples(), byteFixtures()];
  const messages = [...samples.map(({ bytes }) => bytes), ...fixtures, answer];
  const threads = "$config['default_list_mode'] = 'threads'; $config['autoexpand_threads'] = 1;";
  const roundcube = await startRoundcube(world, messages, threads);
  const { front } = roundcube;
  return {
    roundcube,
    samples,
    fixtures,
    answer: messages.length - 1,
    rewrite(from, to) {
      front.rewrite = (path, body) =>
        path.includes("_action=show") ? Buffer.from(body.toString("latin1").replace(from, to), "latin1") : body;
    },
    slow(n, ms) {
      front.delay = (path) => (path.includes("viewsource") && path.includes(`_uid=${n + 1}&`) ? ms : 0);
    },
    honest() {
      front.rewrite = (_, body) => body;
      front.strange = () => false;
      front.delay = () => 0;
    },
  };
}
