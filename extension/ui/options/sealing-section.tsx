import { useState } from "preact/hooks";
import { t } from "../text/texts.ts";
import type { Section } from "./model.ts";
import { SealingMake } from "./sealing-make.tsx";
import { SealingOthers } from "./sealing-others.tsx";
import { SealingOwn } from "./sealing-own.tsx";
import { SealingPublish } from "./sealing-publish.tsx";
import { SealingRestore } from "./sealing-restore.tsx";

/** The user's keys for sealed mail: made, backed up, published, forgotten. */
export function SealingSection({ data, actions }: Section) {
  const { own, others, addresses } = data.sealing;
  const [made, setMade] = useState<"backup" | "bare">();
  return (
    <>
      {own.length === 0 ? (
        <p class="empty">{t(addresses.length === 0 ? "sealing_no_address" : "sealing_none")}</p>
      ) : (
        <SealingOwn own={own} actions={actions} />
      )}
      <p role="status" data-part="made">
        {made && t(made === "backup" ? "sealing_made" : "sealing_made_bare")}
      </p>
      {addresses.length > 0 && (
        <SealingMake addresses={addresses} first={own.length === 0} actions={actions} onMade={setMade} />
      )}
      <SealingRestore actions={actions} />
      {own
        .filter((key) => key.newest)
        .map((key) => (
          <SealingPublish key={key.kid} published={key} actions={actions} />
        ))}
      <SealingOthers others={others} actions={actions} />
    </>
  );
}
