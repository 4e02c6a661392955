/** A request that the simulator received. Tokens and bodies are never kept. */
export interface Call {
  /** Ascending within the tenant, from 1. */
  readonly seq: number
  /** When it arrived, ISO 8601. */
  readonly at: string
  readonly surface: "graph" | "arm" | "entra" | "cosmos"
  readonly method: string
  /** Without host and version; OData keys as path segments: `/groups/uniqueName=x/team`. */
  readonly path: string
  /** The query, without the question mark; absent when empty. */
  readonly query?: string
  /** 0 while it is running or held, and when the socket was reset before an answer. */
  status: number
  /** Real milliseconds from arrival to answer. */
  durationMillis: number
  requestId: string
  clientRequestId?: string
  /** client-request-id, prefer, consistencylevel, user-agent and all headers that start with x-incident-teams-. */
  readonly headers: Readonly<Record<string, string>>
  /** Kind of a Cosmos DB request, which method and path don't show: create, upsert, query, batch and so on. */
  operation?: string
  /** Its cost in Cosmos DB. */
  requestUnits?: number
  /** Items that a query or change feed of Cosmos DB had to load. */
  itemsRead?: number
  /** Which documented throttle it counted against, as `GET members`. */
  category?: string
  /** Id of the fault rules that touched it. */
  faults?: Array<string>
  /** It was a part of a $batch. */
  batched?: true
  /** The socket was reset, before or after the effect. */
  reset?: "before" | "after"
}
