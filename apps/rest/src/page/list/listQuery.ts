import type { ListIncidents } from "@incident-teams/application/use-cases/listIncidents"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Option, Schema } from "effect"

type Order = ListIncidents["order"]

/** What the list of incidents shows, as its address says it. */
export interface ListQuery {
  /** Absent: the first one that the reader may read. */
  readonly workspace?: WorkspaceAlias
  /** Empty: any. */
  readonly status: ReadonlyArray<KnownIncidentStatus>
  /** Empty: any. */
  readonly severity: ReadonlyArray<KnownSeverity>
  /** Text in the title, or an incident's number. Empty: any. */
  readonly search: string
  readonly order: Order
  /**
   * Where this page and those before it begin, sealed, the first page left out: a source leads only forward. Empty where
   * it isn't known any more, because the address would become too long.
   */
  readonly pages: ReadonlyArray<string>
}

/** Characters of all continuations in an address: with the cookies, Node takes 16,384 bytes, and many proxies fewer. */
const mostCharacters = 4_000

/** Leads back over as many pages as there is room for. */
export const nextPage = (query: ListQuery, continuation: string): ListQuery => {
  const pages = [...query.pages, continuation]
  const kept = pages.findIndex((_, at) => pages.slice(at).join("").length <= mostCharacters)
  // Where none fits, -1 keeps the last one: the page itself.
  return { ...query, pages: kept === 0 ? pages : ["", ...pages.slice(kept)] }
}

export const previousPage = (query: ListQuery): ListQuery | undefined =>
  query.pages.length === 0 || query.pages.at(-2) === "" ? undefined : { ...query, pages: query.pages.slice(0, -1) }

/** Rows of a page. */
export const rowsPerPage = 50

const longestSearch = 200

const orders: ReadonlyArray<Order["by"]> = ["lastModified", "created", "number"]

const isWorkspace = Schema.is(WorkspaceAlias)

/** Total: what isn't understood counts as not said, so that an address from elsewhere shows something. */
export const listQueryOf = (given: URLSearchParams): ListQuery => {
  const workspace = given.get("workspace") ?? ""
  const by = orders.find((one) => one === given.get("orderBy")) ?? "lastModified"
  return {
    ...(isWorkspace(workspace) ? { workspace } : {}),
    status: KnownIncidentStatus.literals.filter((one) => given.getAll("status").includes(one)),
    severity: KnownSeverity.literals.filter((one) => given.getAll("severity").includes(one)),
    search: (given.get("search") ?? "").trim().slice(0, longestSearch),
    order: { by, descending: given.get("direction") !== "asc" },
    pages: given.getAll("continuation")
  }
}

/** The address of what a query shows, after `/incidents`. What is usual is left out. */
export const searchOf = (query: ListQuery): string => {
  const { workspace, status, severity, search, order, pages } = query
  const said: ReadonlyArray<readonly [string, string]> = [
    ...(workspace === undefined ? [] : [["workspace", workspace] as const]),
    ...status.map((one) => ["status", one] as const),
    ...severity.map((one) => ["severity", one] as const),
    ...(search === "" ? [] : [["search", search] as const]),
    ...(order.by === "lastModified" ? [] : [["orderBy", order.by] as const]),
    ...(order.descending ? [] : [["direction", "asc"] as const]),
    ...pages.map((one) => ["continuation", one] as const)
  ]
  return said.length === 0 ? "" : `?${new URLSearchParams(said.map(([name, value]) => [name, value])).toString()}`
}

/** `4112` and `#4112` are numbers of incidents, everything else is text in titles. */
export const filterOf = ({ status, severity, search }: ListQuery): ListIncidents["filter"] => {
  const number = Option.fromNullishOr(/^#?(\d{1,9})$/u.exec(search)?.[1])
  return {
    ...(status.length === 0 ? {} : { status }),
    ...(severity.length === 0 ? {} : { severity }),
    ...(Option.isSome(number) ? { number: Number(number.value) } : search === "" ? {} : { title: search })
  }
}
