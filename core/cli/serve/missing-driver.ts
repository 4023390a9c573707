import { Failure } from "../failure.ts";

/** The drivers are optional: whoever only checks mail needs none (decision 17). */
export function missingDriver(name: string, cause: unknown): Failure {
  return new Failure(
    "SERVE",
    `the database driver ${name} cannot be loaded`,
    `npm install ${name} beside countersign; it is an optional dependency.`,
    cause,
  );
}
