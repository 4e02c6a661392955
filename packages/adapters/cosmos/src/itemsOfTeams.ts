import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Query } from "./CosmosContainer.ts"
import { teamItemId } from "./TeamItem.ts"

/** Up to so many items are read one by one, each for the least that Cosmos DB charges; a query costs more to begin with. */
export const fewIds = 3

/** The items under these ids: of teams, and pointers in place of teams. `more`: a condition on `c`. */
export const itemsOfTeams = (ids: ReadonlyArray<TeamId>, more?: string): Query => {
  const named = ids.map((id, index) => [`id${index}`, id] as const)
  const among = named.map(([name]) => `@${name}`).join(", ")
  return {
    text: `SELECT * FROM c WHERE c.team IN (${among}) AND c.id = @item${more === undefined ? "" : ` AND ${more}`}`,
    parameters: { ...Object.fromEntries(named), item: teamItemId }
  }
}
