/** Firefox's API of alarms, which Thunderbird has and its type package leaves out. */
declare namespace browser.alarms {
  function create(name: string, alarm: { readonly when: number }): Promise<void>;
  function clear(name: string): Promise<boolean>;
  const onAlarm: { addListener(listener: (alarm: { readonly name: string }) => unknown): void };
}
