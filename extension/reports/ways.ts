import type { Effective } from "../../core/index.ts";
import type { Route } from "./store.ts";

/** Whether the administrator leaves a way of reporting open; without any reason to choose none is. */
export const isOpen = (
  { reportRoutes, reportReasons }: Pick<Effective, "reportRoutes" | "reportReasons">,
  route: Route,
): boolean =>
  reportReasons.value.length > 0 &&
  (reportRoutes.value === "all" || (reportRoutes.value === "provider" && route === "provider"));
