import { EXIT } from "./failure.ts";
import { type Arguments, type Command, usage } from "./options.ts";

/** One of the things a command does, named by its first word. */
export interface Action {
  /** What may stand behind its name: nothing, one path, or any number of them; nothing unless told. */
  readonly paths?: "one" | "any";
  /** A mail server runs it: after a failure it keeps the message and tries again. */
  readonly inMailServer?: true;
  readonly run: (args: Arguments, ...paths: readonly string[]) => Promise<number>;
}

/**
 * Runs one of several actions and knows its exit code after a failure.
 * @param expected what to say where the first word, or what stands behind it, is none of them
 */
export function oneOf(
  name: string,
  actions: Readonly<Record<string, Action>>,
  expected: string,
): Pick<Command, "failureExit" | "run"> {
  const known = new Map(Object.entries(actions));
  let running: Action | undefined;
  return {
    failureExit: () => (running?.inMailServer ? EXIT.tempfail : EXIT.unusable),
    async run(args) {
      const [word = "", ...paths] = args.paths;
      running = known.get(word);
      const fits = running?.paths === "any" || paths.length === (running?.paths === "one" ? 1 : 0);
      if (running === undefined || !fits) throw usage({ name }, `say ${expected}`);
      return await running.run(args, ...paths);
    },
  };
}
