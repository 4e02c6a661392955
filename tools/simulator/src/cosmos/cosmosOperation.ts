/** The kind of a Cosmos DB request, which method and path alone don't show. */
export type CosmosOperation =
  | "metadata"
  | "create"
  | "upsert"
  | "read"
  | "replace"
  | "patch"
  | "delete"
  | "query"
  | "queryPlan"
  | "feed"
  | "changeFeed"
  | "batch"
  | "bulk"

const ofItem: Readonly<Record<string, CosmosOperation>> = {
  GET: "read",
  PUT: "replace",
  PATCH: "patch",
  DELETE: "delete"
}

/** Classifies a request. `metadata`: any method on the account, databases, containers and physical partitions. */
export const cosmosOperation = (request: Request): CosmosOperation => {
  const segments = new URL(request.url).pathname.split("/").filter(Boolean)
  if (segments[4] !== "docs") return "metadata"
  if (segments.length > 5) return ofItem[request.method] ?? "read"
  const { headers } = request
  const is = (name: string): boolean => headers.get(name)?.toLowerCase() === "true"
  if (request.method === "GET") return headers.has("a-im") ? "changeFeed" : "feed"
  if (is("x-ms-cosmos-is-query-plan-request")) return "queryPlan"
  if (is("x-ms-documentdb-isquery")) return "query"
  if (is("x-ms-cosmos-is-batch-request")) return is("x-ms-cosmos-batch-atomic") ? "batch" : "bulk"
  return is("x-ms-documentdb-is-upsert") ? "upsert" : "create"
}
