import type { StoredSweep } from "../../../extension/arrival/stored.ts";
import type { SweepShown } from "../../../extension/ui/sweep/sweep-page.tsx";

const folder = (path: string, ordinary = true) => ({
  id: `account1://${path}`,
  accountId: "account1",
  account: "robin@home.example",
  path,
  ordinary,
});

const FOLDERS = [
  folder("Inbox"),
  folder("Projects / Garden"),
  folder("Junk", false),
  { id: "account2://Old", accountId: "account2", account: "Local Folders", path: "Old", ordinary: true },
];

const HALF: StoredSweep = {
  state: "running",
  folders: [
    { id: "account1://Inbox", name: "Inbox", total: 8000 },
    { id: "account1://Garden", name: "Projects / Garden", total: 2000 },
  ],
  folder: 0,
  position: 4210,
  checked: 4210,
  tagged: { ALERT: 3, CAUTION: 12 },
  startedAt: 1,
};

/** The page that sweeps, in each of its states. */
export const SWEEPS: readonly (readonly [string, SweepShown])[] = [
  ["begin", { folders: FOLDERS }],
  ["nothing", { folders: [] }],
  ["running", { folders: FOLDERS, sweep: HALF }],
  ["paused", { folders: FOLDERS, sweep: { ...HALF, state: "paused", tagged: {} } }],
  ["done", { folders: FOLDERS, sweep: { ...HALF, state: "done", folder: 2, checked: 10_000 } }],
];
