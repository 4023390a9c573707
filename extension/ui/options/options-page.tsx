import { t } from "../text/texts.ts";
import { About } from "./about.tsx";
import { ArrivalSection } from "./arrival-section.tsx";
import { AuditSection } from "./audit-section.tsx";
import { ClockSection } from "./clock-section.tsx";
import { FileSection } from "./file-section.tsx";
import { HistorySection } from "./history-section.tsx";
import { KeysSection } from "./keys-section.tsx";
import { LedgerSection } from "./ledger-section.tsx";
import { LevelSection } from "./level-section.tsx";
import { LookupsSection } from "./lookups-section.tsx";
import type { Section } from "./model.ts";
import { PolicyRules } from "./policy-rules.tsx";
import { Privacy } from "./privacy.tsx";
import { ReportsSection } from "./reports-section.tsx";
import { SealingSection } from "./sealing-section.tsx";
import { ServersSection } from "./servers-section.tsx";
import { StampedSection } from "./stamped-section.tsx";
import { StatusSection } from "./status-section.tsx";
import { TrustSection } from "./trust-section.tsx";
import { WebmailSection } from "./webmail-section.tsx";

/** The sections in the order of the page; each is reached by its fragment. */
const SECTIONS = [
  { id: "trust", Content: TrustSection },
  { id: "keys", Content: KeysSection },
  { id: "sealing", Content: SealingSection },
  { id: "webmail", Content: WebmailSection },
  { id: "servers", Content: ServersSection },
  { id: "lookups", Content: LookupsSection },
  { id: "rules", Content: PolicyRules },
  { id: "reports", Content: ReportsSection },
  { id: "level", Content: LevelSection },
  { id: "arrival", Content: ArrivalSection },
  { id: "ledger", Content: LedgerSection },
  { id: "stamped", Content: StampedSection },
  { id: "history", Content: HistorySection },
  { id: "audit", Content: AuditSection },
  { id: "file", Content: FileSection },
  { id: "clock", Content: ClockSection },
  { id: "policy", Content: StatusSection },
  { id: "privacy", Content: Privacy },
  { id: "about", Content: About },
] as const;

/** The options page. */
export function OptionsPage({ data, actions }: Section) {
  const absent = new Set<string>([
    ...(data.webmails === undefined ? ["webmail"] : []),
    ...(data.mayTag === undefined ? ["arrival"] : []),
  ]);
  const sections = SECTIONS.filter(({ id }) => !absent.has(id));
  return (
    <>
      <nav aria-label={t("options_sections")}>
        <ul>
          {sections.map(({ id }) => (
            <li key={id}>
              <a href={`#${id}`}>{t(`options_${id}`)}</a>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        <h1>{t("options_title")}</h1>
        {sections.map(({ id, Content }) => (
          <section key={id} id={id} aria-labelledby={`${id}-title`}>
            <h2 id={`${id}-title`}>{t(`options_${id}`)}</h2>
            <p class="explain">{t(`options_${id}_explain`)}</p>
            <Content data={data} actions={actions} />
          </section>
        ))}
      </main>
    </>
  );
}
