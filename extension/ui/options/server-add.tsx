import { useState } from "preact/hooks";
import { type AuthservTrust, isAuthservId, toALabel } from "../../../core/index.ts";
import { Choice, TextField } from "../parts/field.tsx";
import { t } from "../text/texts.ts";

const EMPTY = { id: "", hosts: "", below: false, microsoft: false };

/** The server a filled form names, or undefined where something is missing or is no domain. */
function serverOf({ id, hosts, below, microsoft }: typeof EMPTY): AuthservTrust | undefined {
  const borderHosts = hosts
    .split(/[\s,]+/)
    .filter((host) => host !== "")
    .map(toALabel);
  const good = borderHosts.filter((host) => host !== undefined);
  if (good.length === 0 || good.length < borderHosts.length) return undefined;
  const placement = below ? "below" : "above";
  if (microsoft) return { borderHosts: good, placement, profile: "microsoft365" };
  return isAuthservId(id.trim()) ? { authservId: id.trim(), borderHosts: good, placement } : undefined;
}

/** Names one more server. */
export function ServerAdd({ onAdd }: { readonly onAdd: (server: AuthservTrust) => Promise<void> }) {
  const [form, setForm] = useState(EMPTY);
  const [refused, setRefused] = useState(false);
  const change = (some: Partial<typeof EMPTY>) => setForm({ ...form, ...some });
  const submit = async (event: Event) => {
    event.preventDefault();
    const server = serverOf(form);
    setRefused(server === undefined);
    if (server === undefined) return;
    await onAdd(server);
    setForm(EMPTY);
  };
  return (
    <details data-part="add-server">
      <summary>{t("servers_add")}</summary>
      <form onSubmit={submit}>
        <Choice label="servers_microsoft" checked={form.microsoft} onChange={(microsoft) => change({ microsoft })} />
        {!form.microsoft && (
          <TextField label="servers_id" hint required value={form.id} onText={(id) => change({ id })} />
        )}
        <TextField label="servers_hosts" hint required value={form.hosts} onText={(hosts) => change({ hosts })} />
        <Choice label="servers_below" checked={form.below} onChange={(below) => change({ below })} />
        <button type="submit" class="primary">
          {t("servers_add_submit")}
        </button>
        <p role="alert">{refused && t("servers_refused")}</p>
      </form>
    </details>
  );
}
