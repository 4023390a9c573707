import { Say } from "../text/say.tsx";
import { t } from "../text/texts.ts";

interface Props {
  /** `arrived`: with a server. `saved`: as a file, which its reader has yet to send. */
  readonly report: "arrived" | "saved";
  readonly organisation: string;
}

/** Thanks for a report, where the message carried a mark of an exercise. It tells nobody to leave a report unsent (REP-14). */
export function ExerciseNote({ report, organisation }: Props) {
  return (
    <p data-part="exercise">
      {organisation === "" ? (
        t("report_exercise")
      ) : (
        <Say words="report_exercise_of" names={["name"]} params={{ name: organisation }} />
      )}{" "}
      {t(`report_exercise_${report}`)}
    </p>
  );
}
